//! Coupons of a guest's cart, when its owner signs in and has one with coupons already.

use crate::street::{change, count, fill_up, street};
use market::account::SignedIn;
use market::cart::CartOwner;
use market::cart::commands::{add_to_cart, new_guest, remove_line, take_over};
use market::cart::queries::cart_view;
use market::catalog::VariantId;
use market::checkout::queries::{coupons_in_cart, quote};
use market::coupon::commands::put_in_cart;
use market::db_test;
use market::kernel::{Money, Span};
use market::testkit::{HOME, REGION, TestMarket};

/// A shop whose coupon takes a fen off, and what it sells.
async fn stall(kit: &TestMarket, owner: &SignedIn, code: &str) -> VariantId {
    let staff = kit.shop(&code.to_lowercase(), owner).approved().create().await;
    kit.shop_coupon(&staff, code, 1).await;
    kit.listing(&staff).title("Tea").price_fen(500).stock(5).weight_grams(10).create().await.variant()
}

db_test!(
    async fn coupons_of_goods_that_come_along_find_room_whatever_else_lies_there(kit) {
        let here = street(&kit).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        // Typed in for goods that have left the cart since.
        for number in 0..60 {
            let staff = kit.shop(&format!("old-{number}"), &here.owner).create().await;
            kit.shop_coupon(&staff, &format!("OLD-{number}"), 1).await;
        }
        let typed = "INSERT INTO cart_coupon (cart_id, coupon_id, shop_id, added_at) SELECT c.id, k.id, k.shop_id, k.made_at \
                     FROM cart c CROSS JOIN coupon k WHERE k.code LIKE 'OLD-%'";
        change(&kit, typed, typed).await;
        kit.clock.advance(Span::minutes(1));
        let (market, guest) = (&kit.market, new_guest().unwrap());
        let waiting = CartOwner::Guest(guest.clone());
        for number in 0..42 {
            let code = format!("NEW-{number}");
            let tea = stall(&kit, &here.owner, &code).await;
            add_to_cart(market, &waiting, tea, 1).await.unwrap();
            put_in_cart(market, &waiting, &code, HOME).await.unwrap();
        }
        take_over(market, &here.buyer.buyer(), &guest).await.unwrap();
        let quoted = quote(market, &here.buyer.buyer(), REGION).await.unwrap();
        assert_eq!((quoted.discount, quoted.coupons.len()), (Money::fen(42), 42), "those that take nothing off made room");
        let cart = CartOwner::Person(here.buyer.buyer());
        for number in 0..42 {
            put_in_cart(market, &cart, &format!("NEW-{number}"), HOME).await.unwrap();
        }
        assert_eq!(count(&kit, "cart_coupon").await, 42);
    }
);

db_test!(
    async fn a_coupon_stays_behind_with_the_goods_for_which_there_is_no_room(kit) {
        let here = street(&kit).await;
        fill_up(&kit, &here).await;
        kit.shop_coupon(&here.staff, "PORK", 100).await;
        let tea = stall(&kit, &here.owner, "TEA").await;
        let (market, guest) = (&kit.market, new_guest().unwrap());
        let (waiting, own) = (CartOwner::Guest(guest.clone()), CartOwner::Person(here.buyer.buyer()));
        for (goods, code) in [((here.pork, 50), "PORK"), ((tea, 1), "TEA")] {
            add_to_cart(market, &waiting, goods.0, goods.1).await.unwrap();
            put_in_cart(market, &waiting, code, HOME).await.unwrap();
        }
        let codes = async || {
            let cart = cart_view(market, &own).await.unwrap();
            let coupons = coupons_in_cart(market, &own, &cart).await.unwrap();
            let mut codes: Vec<_> = coupons.into_iter().map(|coupon| coupon.code).collect();
            codes.sort_unstable();
            codes
        };
        assert_eq!(take_over(market, &here.buyer.buyer(), &guest).await.unwrap(), 2, "there is no room for anything");
        assert_eq!(codes().await, ["PORK"], "goods of that shop lie there");
        let first = cart_view(market, &own).await.unwrap().lines().next().unwrap().id;
        remove_line(market, &own, first).await.unwrap();
        let second = cart_view(market, &own).await.unwrap().lines().next().unwrap().id;
        remove_line(market, &own, second).await.unwrap();
        assert_eq!(take_over(market, &here.buyer.buyer(), &guest).await.unwrap(), 0);
        assert_eq!(codes().await, ["PORK", "TEA"], "it was not lost");
    }
);
