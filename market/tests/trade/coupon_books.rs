//! What coupons do to the books: the market gives, a shop earns as if it had not, and of whatever goes back the market has its part again.

use crate::cash::{remit, shipped_with, with_cash};
use crate::sale::{Sale, sale};
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::db_test;
use market::kernel::Span;
use market::ledger::queries::{held_orders, market_money, shop_money};
use market::order::OrderId;
use market::order::OrderState;
use market::order::commands::{cancel_unshipped, confirm_receipt, ship_order};
use market::payment::EventOutcome;
use market::payment::cash::write_off_cash;
use market::testkit::TestMarket;
use sea_orm::{FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Balance {
    kind: String,
    amount: i64,
}

/// What is posted on the accounts of each kind, without those on which nothing is.
async fn books(kit: &TestMarket) -> Vec<(String, i64)> {
    let sql = "SELECT a.kind, CAST(SUM(e.amount_minor) AS BIGINT) AS amount FROM ledger_entry e \
               JOIN ledger_journal j ON j.id = e.journal_id AND j.phase = 'posted' JOIN ledger_account a ON a.id = e.account_id \
               GROUP BY a.kind ORDER BY a.kind";
    let rows = Balance::find_by_statement(Statement::from_string(kit.market.backend(), sql)).all(kit.market.db()).await.unwrap();
    rows.into_iter().filter(|row| row.amount != 0).map(|row| (row.kind, row.amount)).collect()
}

fn stand(balances: &[(&str, i64)]) -> Vec<(String, i64)> {
    balances.iter().map(|(kind, amount)| ((*kind).to_owned(), *amount)).collect()
}

/// So many dresses, paid, with 5.00 of the shop and 10.00 of the market off.
async fn paid_with_both(kit: &TestMarket, here: &Sale, pieces: i64) -> OrderId {
    kit.shop_coupon(&here.staff, "ROSY5", 500).await;
    kit.market_coupon(&here.olga, "MARKET10", 1_000).await;
    kit.fill_cart(&here.buyer, &[(here.dress, pieces)]).await;
    for code in ["ROSY5", "MARKET10"] {
        kit.type_in(&here.buyer, code).await;
    }
    kit.paid_order(&here.buyer, &[]).await
}

/// The buyer has part of an order's money back, of these goods or so much of it.
async fn given_back(kit: &TestMarket, here: &Sale, order: OrderId, kind: CaseKind, amount: Option<i64>) {
    let mut ask = kit.asks(order, kind, &[(0, 1)]);
    ask.amount_minor = amount;
    let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
    agree_to_case(&kit.market, &here.staff, case).await.unwrap();
}

db_test!(
    async fn a_shop_earns_what_the_market_gave_as_well(kit) {
        let here = sale(&kit).await;
        let order = paid_with_both(&kit, &here, 1).await;
        // 128.00 less 15.00, and 8.00 of freight; with 10.00 of the market the order holds 131.00.
        assert_eq!(books(&kit).await, stand(&[("clearing", 12_100), ("escrow", -13_100), ("promotion", 1_000)]));
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!(money.held.minor(), 13_100 - 123, "the fee is of 123.00");
        let held = held_orders(&kit.market, &here.staff, &market::kernel::PageRequest::first(9)).await.unwrap().rows;
        assert_eq!(held[0].share.minor(), 13_100 - 123);
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let released = [("clearing", 12_100), ("platform_fee", -123), ("promotion", 1_000), ("shop_payable", 123 - 13_100)];
        assert_eq!(books(&kit).await, stand(&released));
        let money = market_money(&kit.market, &here.olga).await.unwrap();
        assert_eq!((money.promotion.minor(), money.fees.minor(), money.shops.minor()), (1_000, 123, 12_977));
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_market_gave_comes_back_with_the_goods(kit) {
        let here = sale(&kit).await;
        let order = paid_with_both(&kit, &here, 3).await;
        // 384.00 less 15.00, and 11.00 of freight: a third of it three times.
        let (mut promoted, mut back) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            given_back(&kit, &here, order, CaseKind::BeforeShipping, None).await;
            let view = here.order(&kit, order).await;
            back.push(view.refunded.minor());
            promoted.push(market_money(&kit.market, &here.olga).await.unwrap().promotion.minor());
            kit.audited().await;
        }
        assert_eq!((back, promoted), (vec![12_667, 25_333, 38_000], vec![667, 333, 0]));
        assert_eq!(here.order(&kit, order).await.row.state, OrderState::Cancelled);
        assert_eq!(books(&kit).await, stand(&[("clearing", 38_000), ("refund_due", -38_000)]));
    }
);

db_test!(
    async fn after_the_release_the_shop_gives_back_what_the_market_gave(kit) {
        let here = sale(&kit).await;
        let order = paid_with_both(&kit, &here, 1).await;
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        given_back(&kit, &here, order, CaseKind::RefundOnly, Some(5_000)).await;
        // Of 121.00, 50.00: of the market's 10.00, 4.13, and of its fee of 1.23, 51 fen.
        let half = [
            ("clearing", 12_100),
            ("platform_fee", -72),
            ("promotion", 587),
            ("refund_due", -5_000),
            ("shop_payable", 5_413 - 51 - 12_977),
        ];
        assert_eq!(books(&kit).await, stand(&half));
        kit.audited().await;
        given_back(&kit, &here, order, CaseKind::RefundOnly, None).await;
        assert_eq!(books(&kit).await, stand(&[("clearing", 12_100), ("refund_due", -12_100)]));
        kit.audited().await;
    }
);

db_test!(
    async fn goods_that_a_coupon_paid_for_altogether_go_back_piece_by_piece(kit) {
        let here = sale(&kit).await;
        kit.market_coupon(&here.olga, "ALL", 40_000).await;
        kit.fill_cart(&here.buyer, &[(here.dress, 3)]).await;
        kit.type_in(&here.buyer, "ALL").await;
        let order = kit.paid_order(&here.buyer, &[]).await;
        // 384.00 of the market, of which its fee is 3.84, and 11.00 of freight, which is all that is paid.
        assert_eq!(books(&kit).await, stand(&[("clearing", 1_100), ("escrow", -39_500), ("promotion", 38_400)]));
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        let mut back = Vec::new();
        for _ in 0..3 {
            given_back(&kit, &here, order, CaseKind::RefundOnly, None).await;
            back.push(here.order(&kit, order).await.refunded.minor());
            kit.audited().await;
        }
        assert_eq!((back, here.order(&kit, order).await.row.state), (vec![367, 733, 1_100], OrderState::Cancelled));
        assert_eq!(books(&kit).await, stand(&[("clearing", 1_100), ("refund_due", -1_100)]));
    }
);

db_test!(
    async fn part_of_it_goes_back_before_the_release_and_the_rest_is_released(kit) {
        let here = sale(&kit).await;
        let order = paid_with_both(&kit, &here, 1).await;
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        given_back(&kit, &here, order, CaseKind::RefundOnly, Some(5_000)).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let released = [
            ("clearing", 12_100),
            ("platform_fee", -72),
            ("promotion", 587),
            ("refund_due", -5_000),
            ("shop_payable", 72 - 7_100 - 587),
        ];
        assert_eq!(books(&kit).await, stand(&released));
        kit.audited().await;
    }
);

db_test!(
    async fn a_cancelled_order_leaves_nothing_of_its_coupon_in_the_books(kit) {
        let here = sale(&kit).await;
        let order = paid_with_both(&kit, &here, 2).await;
        given_back(&kit, &here, order, CaseKind::BeforeShipping, Some(3_333)).await;
        cancel_unshipped(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let paid = 25_600 - 1_500 + 800;
        assert_eq!(books(&kit).await, stand(&[("clearing", paid), ("refund_due", -paid)]));
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).sum::<i64>(), paid);
        kit.audited().await;
    }
);

db_test!(
    async fn cash_that_never_comes_and_comes_after_all_gives_once(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        kit.market_coupon(&olga, "DOOR1", 100).await;
        let (payment, order) = shipped_with(&kit, &here, "DOOR1").await;
        assert_eq!(kit.amount_of(payment).await, 1_158);
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!(money.cash_out.minor(), 1_258 - 5);
        assert!(books(&kit).await.is_empty(), "a promise is no money");
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        kit.clock.advance(Span::days(30));
        write_off_cash(&kit.market, &olga, payment, "The courier's company is bankrupt.").await.unwrap();
        let lost = [("platform_fee", 1_158 - 5), ("promotion", 100), ("shop_payable", 5 - 1_258)];
        assert_eq!(books(&kit).await, stand(&lost));
        kit.audited().await;
        assert_eq!(remit(&kit, &olga, payment, (1_158, "SF-1")).await.unwrap(), EventOutcome::Paid);
        let found = [("clearing", 1_158), ("platform_fee", -5), ("promotion", 100), ("shop_payable", 5 - 1_258)];
        assert_eq!(books(&kit).await, stand(&found));
        kit.audited().await;
    }
);

db_test!(
    async fn cash_with_a_coupon_is_collected_and_released(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        kit.market_coupon(&olga, "DOOR1", 100).await;
        let (payment, order) = shipped_with(&kit, &here, "DOOR1").await;
        assert_eq!(remit(&kit, &olga, payment, (1_158, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(books(&kit).await, stand(&[("clearing", 1_158), ("escrow", -1_258), ("promotion", 100)]));
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let released = [("clearing", 1_158), ("platform_fee", -5), ("promotion", 100), ("shop_payable", 5 - 1_258)];
        assert_eq!(books(&kit).await, stand(&released));
        kit.audited().await;
    }
);
