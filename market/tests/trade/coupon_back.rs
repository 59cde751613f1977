//! When a coupon is its buyer's again: where nobody paid, and where nothing came of what was paid.

use crate::cash::{promised, shipped_with, with_cash};
use crate::sale::{Sale, sale};
use crate::street::street;
use market::account::Operator;
use market::aftersales::CaseKind;
use market::aftersales::commands::agree_to_case;
use market::coupon::queries::{of_market, of_shop};
use market::db_test;
use market::kernel::{PageRequest, Span};
use market::order::OrderState;
use market::order::cash::take_parcel_back;
use market::order::commands::{cancel_unpaid, cancel_unshipped, ship_order};
use market::order::queries::order_of_buyer;
use market::payment::EventOutcome;
use market::shop::ShopStaff;
use market::testkit::TestMarket;

/// How often the one coupon of the market is used.
async fn used(kit: &TestMarket, olga: &Operator) -> i64 {
    of_market(&kit.market, olga, &PageRequest::first(9)).await.unwrap().rows[0].used
}

/// How often the one coupon of a shop is.
async fn used_of_shop(kit: &TestMarket, staff: &ShopStaff) -> i64 {
    of_shop(&kit.market, staff, &PageRequest::first(9)).await.unwrap().rows[0].used
}

/// A dress with 10.00 of the market off lies in the cart.
async fn filled(kit: &TestMarket, here: &Sale, code: &str) {
    kit.fill_cart(&here.buyer, &[(here.dress, 1)]).await;
    kit.type_in(&here.buyer, code).await;
}

db_test!(
    async fn nobody_paid_and_the_coupon_is_there_again(kit) {
        let here = sale(&kit).await;
        kit.market_coupon(&here.olga, "MARKET10", 1_000).await;
        filled(&kit, &here, "MARKET10").await;
        let given_up = kit.placed(&here.buyer, &[]).await;
        assert_eq!(used(&kit, &here.olga).await, 1);
        for _ in 0..2 {
            cancel_unpaid(&kit.market, &here.buyer.buyer(), given_up.payment).await.unwrap();
            assert_eq!(used(&kit, &here.olga).await, 0);
        }
        filled(&kit, &here, "MARKET10").await;
        let expired = kit.placed(&here.buyer, &[]).await;
        kit.clock.advance(Span::minutes(30));
        kit.fire_clocks().await;
        assert_eq!(used(&kit, &here.olga).await, 0);
        kit.audited().await;
        assert_eq!(kit.captured(expired.payment, "late", 12_600).await, EventOutcome::GoesBack);
        filled(&kit, &here, "MARKET10").await;
        let late = kit.placed(&here.buyer, &[]).await;
        kit.clock.advance(Span::minutes(30));
        assert_eq!(kit.captured(late.payment, "late too", 12_600).await, EventOutcome::GoesBack, "before its clock");
        assert_eq!(used(&kit, &here.olga).await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn a_coupon_comes_back_with_the_last_order_that_has_something_of_it(kit) {
        let here = sale(&kit).await;
        let other = kit.person("Mei").create().await;
        let teas = kit.shop("mei", &other).approved().create().await;
        let tea = kit.listing(&teas).title("Tea").create().await.variant();
        kit.market_coupon(&here.olga, "MARKET10", 1_000).await;
        kit.shop_coupon(&here.staff, "ROSY5", 500).await;
        kit.fill_cart(&here.buyer, &[(here.dress, 1), (tea, 1)]).await;
        for code in ["MARKET10", "ROSY5"] {
            kit.type_in(&here.buyer, code).await;
        }
        let placed = kit.paid(&here.buyer, &[]).await;
        let (mut dress, mut tea_order) = (placed.orders[0], placed.orders[1]);
        if here.order(&kit, dress).await.row.shop_handle != "rosy" {
            (dress, tea_order) = (tea_order, dress);
        }
        let buyer = here.buyer.buyer();
        cancel_unshipped(&kit.market, &buyer, dress).await.unwrap();
        assert_eq!((used_of_shop(&kit, &here.staff).await, used(&kit, &here.olga).await), (0, 1));
        kit.audited().await;
        // The last piece goes back by a case, which ends the order as well.
        let case = here.asked(&kit, tea_order, CaseKind::BeforeShipping, 1).await;
        agree_to_case(&kit.market, &teas, case).await.unwrap();
        assert_eq!(here.order(&kit, tea_order).await.row.state, OrderState::Cancelled);
        assert_eq!(used(&kit, &here.olga).await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn a_coupon_of_the_market_does_not_wait_for_an_order_that_has_nothing_of_it(kit) {
        let here = sale(&kit).await;
        let other = kit.person("Mei").create().await;
        let teas = kit.shop("mei", &other).approved().create().await;
        let tea = kit.listing(&teas).title("Tea").create().await.variant();
        // A fen cannot be cut: one of the two orders has all of it.
        kit.market_coupon(&here.olga, "ONE-FEN", 1).await;
        kit.fill_cart(&here.buyer, &[(here.dress, 1), (tea, 1)]).await;
        kit.type_in(&here.buyer, "ONE-FEN").await;
        let placed = kit.paid(&here.buyer, &[]).await;
        let (mut with, mut without) = (placed.orders[0], placed.orders[1]);
        if here.order(&kit, with).await.market_discount.is_zero() {
            (with, without) = (without, with);
        }
        let (some, none) = (here.order(&kit, with).await.market_discount, here.order(&kit, without).await.market_discount);
        assert_eq!((some.minor(), none.minor()), (1, 0));
        assert_eq!(used(&kit, &here.olga).await, 1);
        let buyer = here.buyer.buyer();
        cancel_unshipped(&kit.market, &buyer, with).await.unwrap();
        assert_eq!(here.order(&kit, without).await.row.state, OrderState::Paid, "it goes on");
        assert_eq!(used(&kit, &here.olga).await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn what_has_gone_out_has_used_its_coupon_whatever_becomes_of_it(kit) {
        let here = sale(&kit).await;
        kit.market_coupon(&here.olga, "MARKET10", 1_000).await;
        filled(&kit, &here, "MARKET10").await;
        let order = kit.paid_order(&here.buyer, &[]).await;
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Cancelled);
        assert_eq!(used(&kit, &here.olga).await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn a_promise_that_is_broken_gives_its_coupon_back(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        kit.market_coupon(&olga, "DOOR1", 100).await;
        let (_, refused) = shipped_with(&kit, &here, "DOOR1").await;
        assert_eq!(used(&kit, &olga).await, 1);
        take_parcel_back(&kit.market, &here.staff, refused).await.unwrap();
        assert_eq!(used(&kit, &olga).await, 0, "nobody paid at the door");
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        kit.type_in(&here.buyer, "DOOR1").await;
        let (_, order) = promised(&kit, &here).await;
        assert_eq!(used(&kit, &olga).await, 1);
        cancel_unshipped(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(used(&kit, &olga).await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn an_order_without_a_coupon_has_no_discount(kit) {
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
        let zero = |money: market::kernel::Money| money.is_zero();
        assert!(zero(view.shop_discount) && zero(view.market_discount) && zero(view.row.lines[0].discount));
        kit.audited().await;
    }
);
