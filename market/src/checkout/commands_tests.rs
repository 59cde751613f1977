//! What a checkout says of goods that somebody else took a moment ago, and where a province stands in a region's code.

use super::PlaceOrderRefusal;
use super::commands::{hold, province, snapshot};
use crate::cart::CartOwner;
use crate::cart::queries::cart_view;
use crate::db_test;
use crate::kernel::{Money, Problem, Span};
use crate::order::ParcelAddress;
use crate::order::steps::NewOrder;
use crate::testkit::REGION;

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
