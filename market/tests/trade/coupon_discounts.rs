//! What coupons take off, and why nothing is.

use crate::street::{count, dresses, pass, street};
use market::cart::CartOwner;
use market::cart::commands::change_quantity;
use market::cart::queries::cart_view;
use market::checkout::PlaceOrderRefusal;
use market::checkout::queries::quote;
use market::coupon::commands::{end_market_coupon, make_coupon};
use market::coupon::queries::of_market;
use market::coupon::{CouponRefusal, MakeCoupon};
use market::db_test;
use market::kernel::{Money, PageRequest, Problem};
use market::order::queries::order_of_buyer;
use market::testkit::REGION;

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
        let row = of_market(&kit.market, &olga, &PageRequest::first(100)).await.unwrap().rows.remove(0);
        assert_eq!((row.used, row.given), (1, Money::fen(1_000)));
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
