//! Codes of coupons as they are typed in: which are taken, which lie in a cart, and that nobody finds them by trying.

use crate::street::{count, dresses, street};
use market::cart::CartOwner;
use market::cart::commands::{new_guest, remove_line, take_over};
use market::cart::queries::cart_view;
use market::checkout::queries::{coupons_in_cart, quote};
use market::coupon::commands::{end_coupon, make_coupon, put_in_cart, take_out_of_cart};
use market::coupon::{CouponRefusal, MakeCoupon};
use market::db_test;
use market::kernel::{Money, Problem, Span};
use market::testkit::{HOME, REGION, TestMarket};

/// Why a code is not taken; none where it is.
async fn refused(kit: &TestMarket, owner: &CartOwner, code: &str) -> Option<CouponRefusal> {
    typed_at(kit, owner, code, HOME).await
}

/// The same of one place.
async fn typed_at(kit: &TestMarket, owner: &CartOwner, code: &str, client: &str) -> Option<CouponRefusal> {
    match put_in_cart(&kit.market, owner, code, client).await {
        Ok(_) => None,
        Err(Problem::Refused(why)) => Some(why),
        Err(other) => panic!("{code}: {other}"),
    }
}

db_test!(
    async fn what_is_typed_in_vain_is_told_why(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 9).await;
        let olga = kit.operator().await;
        let cart = CartOwner::Person(here.buyer.buyer());
        let now = kit.market.now();
        let later = now.after(Span::days(1));
        let make = async |form: MakeCoupon| {
            make_coupon(&kit.market, &rosy, &form).await.unwrap();
        };
        kit.market_coupon(&olga, "MARKET", 100).await;
        assert_eq!(refused(&kit, &cart, "MARKET").await, Some(CouponRefusal::NotInCart { shop: None }), "nothing is");
        make(MakeCoupon { from: Some(later), ..kit.coupon_form("LATER", 100) }).await;
        make(MakeCoupon { minimum: "128.01".to_owned(), ..kit.coupon_form("MORE", 100) }).await;
        make(MakeCoupon { quota: "1".to_owned(), ..kit.coupon_form("ONLY-ONE", 100) }).await;
        make(MakeCoupon { per_buyer: "1".to_owned(), ..kit.coupon_form("ONCE", 100) }).await;
        make(kit.coupon_form("OTHER", 100)).await;
        let ended = kit.shop_coupon(&rosy, "ENDED", 100).await;
        end_coupon(&kit.market, &rosy, ended).await.unwrap();
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        let name = || Some("Shop rosy".to_owned());
        assert_eq!(refused(&kit, &cart, "OTHER").await, Some(CouponRefusal::NotInCart { shop: name() }));
        for code in ["ONLY-ONE", "ONCE"] {
            kit.fill_cart(&here.buyer, &[(dress, 1)]).await;
            kit.type_in(&here.buyer, code).await;
            kit.placed(&here.buyer, &[]).await;
        }
        kit.fill_cart(&here.buyer, &[(dress, 1)]).await;
        for (code, why) in [
            ("", CouponRefusal::Unknown),
            ("nothing", CouponRefusal::Unknown),
            ("A'; DROP TABLE coupon", CouponRefusal::Unknown),
            ("later", CouponRefusal::NotBegun { from: later }),
            ("ended", CouponRefusal::Over),
            ("only-one", CouponRefusal::UsedUp),
            ("once", CouponRefusal::UsedByYou),
            ("more", CouponRefusal::SpendMore { shop: name(), more: Money::fen(1) }),
        ] {
            assert_eq!(refused(&kit, &cart, code).await, Some(why), "{code:?}");
        }
        assert_eq!(count(&kit, "cart_coupon").await, 0);
        assert_eq!(refused(&kit, &cart, " other ").await, None);
        kit.clock.advance(Span::days(7));
        assert_eq!(refused(&kit, &cart, "market").await, Some(CouponRefusal::Over), "a week is over");
        kit.audited().await;
    }
);

db_test!(
    async fn nobody_finds_codes_by_trying(kit) {
        let here = street(&kit).await;
        kit.shop_coupon(&here.staff, "SPRING", 100).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        let mine = CartOwner::Person(here.buyer.buyer());
        // A code that there is was no guess, nor is what can be none.
        for code in ["spring", "spring", "?"] {
            let is_known = code != "?";
            assert_eq!(typed_at(&kit, &mine, code, "192.0.2.7").await.is_none(), is_known, "{code}");
        }
        for guess in 0..60 {
            let guest = CartOwner::Guest(new_guest().unwrap());
            assert_eq!(typed_at(&kit, &guest, &format!("X{guess}X"), "192.0.2.7").await, Some(CouponRefusal::Unknown));
        }
        for code in ["X61", "spring"] {
            let refused = typed_at(&kit, &mine, code, "192.0.2.7").await;
            assert!(matches!(refused, Some(CouponRefusal::TooMany { retry_at }) if retry_at > kit.market.now()), "{refused:?}");
        }
        assert_eq!(refused(&kit, &mine, "spring").await, None, "elsewhere nobody has guessed");
        kit.clock.advance(Span::hours(1));
        assert_eq!(typed_at(&kit, &mine, "spring", "192.0.2.7").await, None);
        kit.audited().await;
    }
);

db_test!(
    async fn a_cart_has_one_coupon_of_each_who_gives(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        let first = kit.shop_coupon(&here.staff, "FIRST", 100).await;
        kit.shop_coupon(&here.staff, "SECOND", 50).await;
        kit.shop_coupon(&rosy, "ROSY", 200).await;
        kit.market_coupon(&olga, "MARKET", 300).await;
        kit.market_coupon(&olga, "FESTIVAL", 400).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        for code in ["FIRST", "ROSY", "MARKET", "SECOND", "FESTIVAL", "FESTIVAL"] {
            kit.type_in(&here.buyer, code).await;
        }
        let (market, cart) = (&kit.market, CartOwner::Person(here.buyer.buyer()));
        let there = async || {
            let view = cart_view(market, &cart).await.unwrap();
            let coupons = coupons_in_cart(market, &cart, &view).await.unwrap();
            let mut codes: Vec<_> = coupons.into_iter().map(|coupon| (coupon.code, coupon.takes_off.map(Money::minor))).collect();
            codes.sort_by(|a, b| a.0.cmp(&b.0));
            codes
        };
        let lies = |codes: &[(&str, i64)]| codes.iter().map(|(code, off)| ((*code).to_owned(), Ok(*off))).collect::<Vec<_>>();
        assert_eq!(there().await, lies(&[("FESTIVAL", 400), ("ROSY", 200), ("SECOND", 50)]));
        let festival = put_in_cart(market, &cart, "FESTIVAL", HOME).await.unwrap();
        for _ in 0..2 {
            take_out_of_cart(market, &cart, festival).await.unwrap();
        }
        take_out_of_cart(market, &cart, first).await.unwrap();
        assert_eq!(there().await, lies(&[("ROSY", 200), ("SECOND", 50)]));
        kit.audited().await;
    }
);

db_test!(
    async fn a_coupon_whose_goods_have_left_the_cart_makes_room_for_the_next(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        kit.shop_coupon(&here.staff, "PORK", 100).await;
        kit.shop_coupon(&rosy, "ROSY", 200).await;
        kit.market_coupon(&olga, "MARKET", 300).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        for code in ["PORK", "ROSY"] {
            kit.type_in(&here.buyer, code).await;
        }
        let (market, cart) = (&kit.market, CartOwner::Person(here.buyer.buyer()));
        let view = cart_view(market, &cart).await.unwrap();
        let line = view.lines().find(|line| line.offer.variant == dress).unwrap().id;
        remove_line(market, &cart, line).await.unwrap();
        kit.type_in(&here.buyer, "MARKET").await;
        let quoted = quote(market, &here.buyer.buyer(), REGION).await.unwrap();
        let codes: Vec<_> = quoted.coupons.iter().map(|coupon| coupon.code.as_str()).collect();
        assert_eq!(codes, ["PORK", "MARKET"]);
        kit.audited().await;
    }
);

db_test!(
    async fn a_guests_coupons_come_along_where_there_is_room(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        kit.shop_coupon(&rosy, "ROSY", 200).await;
        kit.market_coupon(&olga, "MARKET", 300).await;
        kit.market_coupon(&olga, "FESTIVAL", 400).await;
        let (market, guest) = (&kit.market, new_guest().unwrap());
        let waiting = CartOwner::Guest(guest.clone());
        market::cart::commands::add_to_cart(market, &waiting, dress, 1).await.unwrap();
        for code in ["ROSY", "MARKET"] {
            put_in_cart(market, &waiting, code, HOME).await.unwrap();
        }
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        kit.type_in(&here.buyer, "FESTIVAL").await;
        take_over(market, &here.buyer.buyer(), &guest).await.unwrap();
        let quoted = quote(market, &here.buyer.buyer(), REGION).await.unwrap();
        let mut codes: Vec<_> = quoted.coupons.iter().map(|coupon| coupon.code.as_str()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["FESTIVAL", "ROSY"], "the coupon that they had already stays");
        assert_eq!(count(&kit, "cart_coupon").await, 2);
        kit.placed(&here.buyer, &[]).await;
        kit.audited().await;
    }
);
