//! Coupons at one very instant: the last one is one buyer's, and what comes back comes back once.

use crate::instants::{Deed, at_one_instant};
use crate::street::{count, dresses, street};
use market::checkout::PlaceOrderRefusal as Refusal;
use market::checkout::commands::place_order;
use market::coupon::commands::make_market_coupon;
use market::coupon::queries::of_market;
use market::coupon::{CouponRefusal, MakeCoupon};
use market::db_test;
use market::kernel::{PageRequest, Problem};
use market::order::commands::cancel_unshipped;
use market::testkit::PROVIDER;
use std::sync::Arc;

db_test!(
    async fn of_two_who_saw_the_last_coupon_one_uses_it_and_the_other_is_told(kit) {
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        // A market's first sale makes the accounts of its books, and whoever comes second would wait there and not at the coupon.
        kit.market_coupon(&olga, "BEFORE", 10).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        kit.type_in(&here.buyer, "BEFORE").await;
        kit.paid(&here.buyer, &[]).await;
        let form = MakeCoupon { quota: "1".to_owned(), ..kit.coupon_form("ONLY-ONE", 1_000) };
        make_market_coupon(&kit.market, &olga, &form, "A festival.").await.unwrap();
        let (mut deeds, mut buyers): (Vec<Deed>, Vec<_>) = (Vec::new(), Vec::new());
        for name in ["Ben", "Cai"] {
            let buyer = kit.person(name).create().await;
            kit.fill_cart(&buyer, &[(dress, 1)]).await;
            kit.type_in(&buyer, "only-one").await;
            let (market, form, who) = (kit.market.clone(), kit.checkout_form(&buyer).await, buyer.buyer());
            buyers.push(buyer);
            deeds.push(Box::pin(async move {
                match place_order(&market, &who, PROVIDER, form).await {
                    Ok(_) => Ok(true),
                    Err(Problem::Refused(Refusal::Coupon { code, why: CouponRefusal::UsedUp })) if code == "ONLY-ONE" => Ok(false),
                    // On SQLite nothing comes in between: whoever comes second reads that it is used up.
                    Err(Problem::Refused(Refusal::TotalChanged { now })) if now.minor() == 13_600 => Ok(false),
                    Err(other) => Err(other.to_string()),
                }
            }));
        }
        let placed = at_one_instant(&kit, "coupon", deeds).await;
        assert_eq!(placed.iter().filter(|placed| **placed).count(), 1, "the last coupon was used twice");
        let row = of_market(&kit.market, &olga, &PageRequest::first(9)).await.unwrap().rows;
        assert_eq!(row.iter().find(|row| row.code == "ONLY-ONE").map(|row| row.used), Some(1));
        // Without it they may order all the same.
        let other = placed.iter().position(|placed| !placed).unwrap();
        kit.placed(&buyers[other], &[]).await;
        kit.audited().await;
    }
);

db_test!(
    async fn a_crowd_uses_a_coupon_as_often_as_there_are(kit) {
        let (_, dress) = dresses(&kit, 20).await;
        let olga = kit.operator().await;
        let form = MakeCoupon { quota: "3".to_owned(), ..kit.coupon_form("THREE", 1_000) };
        make_market_coupon(&kit.market, &olga, &form, "A festival.").await.unwrap();
        let mut ready = Vec::new();
        for number in 0..8 {
            let buyer = kit.person(&format!("Buyer {number}")).create().await;
            kit.fill_cart(&buyer, &[(dress, 1)]).await;
            kit.type_in(&buyer, "THREE").await;
            let form = kit.checkout_form(&buyer).await;
            ready.push((buyer, form));
        }
        let kit = Arc::new(kit);
        let place = |(buyer, form)| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move { kit.place(&buyer, &form).await })
        };
        let racing: Vec<_> = ready.into_iter().map(place).collect();
        let mut placed = 0;
        for one in racing {
            match one.await.unwrap() {
                Ok(_) => placed += 1,
                Err(Problem::Refused(Refusal::Coupon { .. } | Refusal::TotalChanged { .. })) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!((placed, count(&kit, "coupon_use WHERE given_back_at IS NULL").await), (3, 3));
        kit.audited().await;
    }
);

db_test!(
    async fn of_two_orders_that_are_cancelled_at_once_the_last_gives_the_coupon_back(kit) {
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        kit.market_coupon(&olga, "MARKET10", 1_000).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        kit.type_in(&here.buyer, "MARKET10").await;
        let placed = kit.paid(&here.buyer, &[]).await;
        let mut deeds: Vec<Deed> = Vec::new();
        for order in placed.orders {
            let (market, buyer) = (kit.market.clone(), here.buyer.buyer());
            deeds.push(Box::pin(async move {
                cancel_unshipped(&market, &buyer, order).await.map(|()| true).map_err(|problem| problem.to_string())
            }));
        }
        assert_eq!(at_one_instant(&kit, "coupon_use", deeds).await, [true, true]);
        assert_eq!(of_market(&kit.market, &olga, &PageRequest::first(9)).await.unwrap().rows[0].used, 0);
        kit.audited().await;
    }
);
