//! Coupons, from the form to the order: who makes them, what is typed, what is taken off, and why nothing is.

use crate::street::{count, dresses, pass, street};
use market::cart::CartOwner;
use market::cart::commands::{change_quantity, new_guest, take_over};
use market::cart::queries::cart_view;
use market::checkout::PlaceOrderRefusal;
use market::checkout::queries::{coupons_in_cart, quote};
use market::coupon::commands::{end_coupon, end_market_coupon, make_coupon, make_market_coupon, put_in_cart, take_out_of_cart};
use market::coupon::queries::{of_market, of_shop};
use market::coupon::{
    COUPONS_OPEN_MAX, CouponRefusal, CouponState, EndCouponRefusal, Funder, MakeCoupon, MakeCouponRefusal as Refusal,
};
use market::db_test;
use market::kernel::{AttemptId, Money, PageRequest, Problem, Span, TextError};
use market::order::queries::order_of_buyer;
use market::shop::Role;
use market::testkit::{HOME, REGION, TestMarket};

const ALL: fn() -> PageRequest = || PageRequest::first(100);

db_test!(
    async fn a_code_is_one_coupons_in_the_whole_market(kit) {
        let here = street(&kit).await;
        let (rosy, _) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        let form = kit.coupon_form(" spring-5 ", 500);
        assert_eq!(make_coupon(&kit.market, &here.staff, &form).await.unwrap(), form.coupon);
        assert_eq!(make_coupon(&kit.market, &here.staff, &form).await.unwrap(), form.coupon, "sent twice, made once");
        let other = MakeCoupon { amount: "6".to_owned(), ..form.clone() };
        for again in [make_coupon(&kit.market, &here.staff, &other).await, make_coupon(&kit.market, &rosy, &form).await] {
            assert!(matches!(again, Err(Problem::AttemptReused)), "{again:?}");
        }
        let taken = kit.coupon_form("SPRING-5", 700);
        assert!(matches!(make_coupon(&kit.market, &rosy, &taken).await, Err(Problem::Refused(Refusal::CodeTaken))));
        let by_market = make_market_coupon(&kit.market, &olga, &taken, "A festival.").await;
        assert!(matches!(by_market, Err(Problem::Refused(Refusal::CodeTaken))));
        let listed = of_shop(&kit.market, &here.staff, &ALL()).await.unwrap().rows;
        assert_eq!(listed.iter().map(|row| (row.code.as_str(), row.state)).collect::<Vec<_>>(), [("SPRING-5", CouponState::Open)]);
        assert_eq!(listed[0].funder, Funder::Shop(here.staff.shop()));
        assert!(of_shop(&kit.market, &rosy, &ALL()).await.unwrap().rows.is_empty());
        assert!(of_market(&kit.market, &olga, &ALL()).await.unwrap().rows.is_empty());
    }
);

db_test!(
    async fn only_those_who_list_make_and_end_the_coupons_of_a_shop(kit) {
        let here = street(&kit).await;
        let (rosy, _) = dresses(&kit, 5).await;
        let packer = kit.hire(here.staff.shop(), &kit.person("Packer").create().await, Role::Packing).await;
        let form = kit.coupon_form("SPRING", 500);
        assert!(matches!(make_coupon(&kit.market, &packer, &form).await, Err(Problem::NotFound)));
        let made = kit.shop_coupon(&here.staff, "SPRING", 500).await;
        assert!(of_shop(&kit.market, &packer, &ALL()).await.unwrap().rows.is_empty());
        for stranger in [packer, rosy] {
            assert!(matches!(end_coupon(&kit.market, &stranger, made).await, Err(Problem::NotFound)));
        }
        let olga = kit.operator().await;
        let of_another = end_market_coupon(&kit.market, &olga, made, "Why not.").await;
        assert!(matches!(of_another, Err(Problem::NotFound)), "a shop's is not the market's");
        for _ in 0..2 {
            end_coupon(&kit.market, &here.staff, made).await.unwrap();
        }
        let row = of_shop(&kit.market, &here.staff, &ALL()).await.unwrap().rows.remove(0);
        assert_eq!((row.state, row.ended_at), (CouponState::Ended, Some(kit.market.now())));
    }
);

db_test!(
    async fn an_operator_says_why_and_the_log_keeps_it(kit) {
        let olga = kit.operator().await;
        let form = kit.coupon_form("MARKET", 500);
        let silent = make_market_coupon(&kit.market, &olga, &form, " ").await;
        assert!(matches!(silent, Err(Problem::Refused(Refusal::Reason(TextError::Empty)))));
        let attempt = AttemptId::mint(kit.market.now());
        for _ in 0..2 {
            make_market_coupon(&kit.market.for_attempt(attempt), &olga, &form, "A festival.").await.unwrap();
        }
        assert_eq!(make_market_coupon(&kit.market, &olga, &form, "A festival.").await.unwrap(), form.coupon);
        let silent = end_market_coupon(&kit.market, &olga, form.coupon, "").await;
        assert!(matches!(silent, Err(Problem::Refused(EndCouponRefusal::Reason(TextError::Empty)))));
        for _ in 0..2 {
            end_market_coupon(&kit.market, &olga, form.coupon, "It was over.").await.unwrap();
        }
        assert_eq!(count(&kit, "audit_log WHERE action = 'make_coupon' AND detail = 'MARKET: A festival.'").await, 1);
        assert_eq!(count(&kit, "audit_log WHERE action = 'end_coupon' AND detail = 'It was over.'").await, 1);
        assert_eq!(of_market(&kit.market, &olga, &ALL()).await.unwrap().rows[0].state, CouponState::Ended);
        kit.audited().await;
    }
);

db_test!(
    async fn a_shop_has_so_many_coupons_open_and_lists_them_by_pages(kit) {
        let here = street(&kit).await;
        for number in 1..COUPONS_OPEN_MAX {
            kit.shop_coupon(&here.staff, &format!("SPRING-{number}"), 100).await;
        }
        let last = kit.shop_coupon(&here.staff, "LAST", 100).await;
        let more = make_coupon(&kit.market, &here.staff, &kit.coupon_form("MORE", 100)).await;
        assert!(matches!(more, Err(Problem::Refused(Refusal::TooMany { most: COUPONS_OPEN_MAX }))));
        end_coupon(&kit.market, &here.staff, last).await.unwrap();
        kit.shop_coupon(&here.staff, "MORE", 100).await;
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = of_shop(&kit.market, &here.staff, &PageRequest::after(after, 20)).await.unwrap();
            seen.extend(page.rows.into_iter().map(|row| row.code));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((all, seen.len()), (51, 51));
        kit.clock.advance(Span::days(7));
        kit.shop_coupon(&here.staff, "AFTERWARDS", 100).await;
    }
);

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
    async fn the_shop_and_the_market_take_something_off(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        kit.shop_coupon(&rosy, "ROSY5", 500).await;
        kit.market_coupon(&olga, "MARKET10", 1_000).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        for code in ["rosy5", "market10"] {
            kit.type_in(&here.buyer, code).await;
        }
        let buyer = here.buyer.buyer();
        let quoted = quote(&kit.market, &buyer, REGION).await.unwrap();
        assert_eq!((quoted.items, quoted.discount, quoted.total), (Money::fen(13_258), Money::fen(1_500), Some(Money::fen(13_358))));
        let cuts: Vec<_> = quoted.shops.iter().map(|shop| (shop.shop_discount.minor(), shop.market_discount.minor())).collect();
        assert_eq!(cuts, [(0, 36), (500, 964)]);
        let off: Vec<_> = quoted.coupons.iter().map(|coupon| (coupon.code.as_str(), coupon.takes_off.clone())).collect();
        assert_eq!(off, [("ROSY5", Ok(Money::fen(500))), ("MARKET10", Ok(Money::fen(1_000)))]);
        let placed = kit.placed(&here.buyer, &[]).await;
        assert_eq!(kit.amount_of(placed.payment).await, 13_358);
        let mut sums = Vec::new();
        for order in placed.orders {
            let view = order_of_buyer(&kit.market, &buyer, order).await.unwrap().unwrap();
            let line = view.row.lines[0].discount.minor();
            let discounts = (view.shop_discount.minor(), view.market_discount.minor(), line);
            sums.push((view.items.minor(), discounts, view.row.total.minor(), view.fee.minor()));
        }
        sums.sort_unstable();
        // The fee is of what the shop asks for its goods: of 4.58, and of 128.00 less 5.00.
        assert_eq!(sums, [(458, (0, 36, 36), 1_222, 5), (12_800, (500, 964, 1_464), 12_136, 123)]);
        assert_eq!(count(&kit, "cart_coupon").await, 0, "they have left the cart with the goods");
        let row = of_market(&kit.market, &olga, &ALL()).await.unwrap().rows.remove(0);
        assert_eq!((row.used, row.given), (1, Money::fen(1_000)));
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
    async fn a_coupon_that_ceases_to_count_says_why_and_keeps_nobody_from_ordering(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        let spend = MakeCoupon { minimum: "200".to_owned(), ..kit.coupon_form("SPEND200", 2_000) };
        make_coupon(&kit.market, &rosy, &spend).await.unwrap();
        let festival = kit.market_coupon(&olga, "FESTIVAL", 1_000).await;
        kit.fill_cart(&here.buyer, &[(dress, 2)]).await;
        for code in ["SPEND200", "FESTIVAL"] {
            kit.type_in(&here.buyer, code).await;
        }
        let (buyer, cart) = (here.buyer.buyer(), CartOwner::Person(here.buyer.buyer()));
        let seen = kit.checkout_form(&here.buyer).await;
        assert_eq!(seen.seen_total_minor, 25_600 - 3_000 + 800);
        end_market_coupon(&kit.market, &olga, festival, "It was over.").await.unwrap();
        let line = cart_view(&kit.market, &cart).await.unwrap().shops[0].lines[0].id;
        change_quantity(&kit.market, &cart, line, 1).await.unwrap();
        let refused = kit.place(&here.buyer, &seen).await;
        let is_changed = matches!(refused, Err(Problem::Refused(PlaceOrderRefusal::TotalChanged { now })) if now == Money::fen(13_600));
        assert!(is_changed, "{refused:?}");
        let quoted = quote(&kit.market, &buyer, REGION).await.unwrap();
        let why: Vec<_> = quoted.coupons.iter().map(|coupon| coupon.takes_off.clone()).collect();
        let more = CouponRefusal::SpendMore { shop: Some("Shop rosy".to_owned()), more: Money::fen(7_200) };
        assert_eq!(why, [Err(more), Err(CouponRefusal::Over)]);
        assert_eq!((quoted.discount, quoted.total), (Money::fen(0), Some(Money::fen(13_600))));
        kit.placed(&here.buyer, &[]).await;
        assert_eq!((count(&kit, "coupon_use").await, count(&kit, "cart_coupon").await), (0, 0));
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

db_test!(
    async fn what_the_market_adds_counts_towards_what_a_shop_may_sell_unseen(kit) {
        let owner = kit.person("Mei").create().await;
        let staff = kit.shop("mei", &owner).create().await;
        let silver = kit.listing(&staff).title("Silver").price_fen(100_000).stock(50).weight_grams(100).create().await.variant();
        let olga = kit.operator().await;
        kit.market_coupon(&olga, "MARKET", 50_000).await;
        let buyer = kit.person("Ben").create().await;
        for may_sell in [true, false] {
            kit.fill_cart(&buyer, &[(silver, 1)]).await;
            kit.type_in(&buyer, "MARKET").await;
            let form = kit.checkout_form(&buyer).await;
            assert_eq!(form.seen_total_minor, 50_800);
            // 1,008.00 twice is more than 2,000.00, although 508.00 are paid.
            let refused = kit.place(&buyer, &form).await;
            let is_over = matches!(refused, Err(Problem::Refused(PlaceOrderRefusal::ShopCap { .. })));
            assert_eq!((refused.is_ok(), is_over), (may_sell, !may_sell));
        }
        pass(&kit, 1).await;
        kit.audited().await;
    }
);
