//! What a checkout says of goods that somebody else took a moment ago, where a province stands in a region's code, and by what a
//! request is known again.

use super::commands::{hold, place_order, province, snapshot};
use super::{PlaceOrder, PlaceOrderRefusal};
use crate::cart::CartOwner;
use crate::cart::queries::cart_view;
use crate::db_test;
use crate::kernel::{Money, Problem, Span};
use crate::order::ParcelAddress;
use crate::order::steps::NewOrder;
use crate::payment::{self, CASH};
use crate::shop::commands::set_takes_cash;
use crate::testkit::{PROVIDER, REGION};
use sha2::{Digest, Sha256};
use uuid::Uuid;

#[test]
fn the_province_is_the_first_two_digits() {
    assert_eq!((province(REGION), province("4"), province("")), ("43", "", ""));
}

db_test!(
    async fn what_is_sold_out_is_named(kit) {
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop("rosy", &owner).approved().create().await;
        let dress = kit.listing(&staff).title("Rosy dress").stock(5).create().await.variant();
        let shawl = kit.listing(&staff).title("Blue shawl").stock(5).create().await.variant();
        for (taken, title, dresses) in [(dress, "Rosy dress", 5), (shawl, "Blue shawl", 4)] {
            let buyer = kit.person("Ben").create().await;
            kit.fill_cart(&buyer, &[(dress, dresses), (shawl, 5)]).await;
            let cart = cart_view(&kit.market, &CartOwner::Person(buyer.buyer())).await.unwrap();
            let rival = kit.person("Cai").create().await;
            let faster = kit.placed(&rival, &[(taken, 1)]).await;
            let now = kit.market.now();
            let tx = kit.market.begin("test").await.unwrap();
            let shop = &cart.shops[0];
            let order = NewOrder {
                id: faster.orders[0],
                number: "260101-22222222".to_owned(),
                payment: faster.payment,
                buyer: buyer.person(),
                shop: shop.shop,
                items: shop.items,
                freight: Money::fen(0),
                shop_discount: Money::fen(0),
                market_discount: Money::fen(0),
                total: shop.items,
                fee: Money::fen(0),
                region_code: REGION.to_owned(),
                address: ParcelAddress {
                    recipient: "Ben".to_owned(),
                    phone: "1".to_owned(),
                    region_names: "湖南省".to_owned(),
                    street: "1".to_owned(),
                },
                note: String::new(),
                lines: shop.lines.iter().map(snapshot).collect(),
            };
            let held = hold(&tx, &[order], &cart, now.after(Span::minutes(30)), now).await;
            assert!(matches!(&held, Err(Problem::Refused(PlaceOrderRefusal::SoldOut { title: said })) if said == title), "{held:?}");
        }
    }
);

db_test!(
    async fn a_request_is_written_down_as_older_versions_wrote_it(kit) {
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop("rosy", &owner).approved().create().await;
        set_takes_cash(&kit.market, &staff, true).await.unwrap();
        let bowl = kit.listing(&staff).title("Bowl").create().await.variant();
        let tofu = kit.listing(&staff).title("Tofu").perishable().create().await.variant();
        for (provider, way) in [(PROVIDER, ""), (CASH, "cash_on_delivery")] {
            for (goods, spoils) in [(bowl, false), (tofu, true)] {
                let buyer = kit.person("Ben").create().await;
                kit.fill_cart(&buyer, &[(goods, 1)]).await;
                let notes = vec![(staff.shop(), "Ring twice.".to_owned())];
                let request = PlaceOrder { notes, ..kit.checkout_form(&buyer).await };
                place_order(&kit.market, &buyer.buyer(), provider, request.clone()).await.unwrap();

                // Who buys, where to, what they saw, a note for each shop, and at the end what older requests say nothing of. By
                // another layout the same form, sent again after the market was brought up to date, would be another one.
                let mut layout = [buyer.person().uuid(), request.address.uuid()].map(Uuid::into_bytes).concat();
                layout.extend(request.seen_total_minor.to_be_bytes());
                layout.extend(staff.shop().uuid().into_bytes());
                layout.extend(b"Ring twice.\0");
                layout.extend(way.bytes());
                if spoils {
                    layout.extend(b"perishable");
                    layout.extend(goods.uuid().into_bytes());
                }
                let written = payment::steps::find(kit.market.db(), request.attempt).await.unwrap().unwrap();
                assert_eq!(written.request_digest, Sha256::digest(&layout).to_vec(), "{provider}, spoils: {spoils}");
            }
        }
    }
);
