//! Refunds that were made at the provider's own desk come into the books: once, to the fen, and from those who have the money.

use crate::street::{Street, count, dresses, level, street};
use market::account::{Operator, SignedIn};
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::db_test;
use market::kernel::{AttemptId, Currency, Money, PageRequest, Problem, Span};
use market::ledger::queries::{market_money, shop_debt, shop_money};
use market::order::commands::{confirm_receipt, ship_order};
use market::order::queries::order_of_buyer;
use market::order::{OrderId, OrderState, OrderView, RefundView};
use market::payment::suspense::give_back_foreign_amount;
use market::payment::{EventOutcome, PaymentId, ProviderEventKind, ReportKind, ReportLine};
use market::reconciliation::commands::store_report;
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::queries::reconciliation;
use market::reconciliation::{DeskRefund, DeskRefusal};
use market::testkit::{PROVIDER, TestMarket};
use std::sync::Arc;

/// What an operator writes who looked into it.
pub const WHY: &str = "Done by phone.";

/// The street, and an operator who reads the provider's statement.
pub async fn at_the_desk(kit: &TestMarket) -> (Street, Operator) {
    (street(kit).await, kit.operator().await)
}

/// A line of that statement: so much that the provider's desk gave back of a payment, for no refund of ours.
pub fn desk_line(kit: &TestMarket, payment: PaymentId, line: &str, fen: i64) -> ReportLine {
    ReportLine { reference: Some("pi_1".to_owned()), ..kit.report_line_of(payment, line, ReportKind::Refunded, -fen) }
}

/// The statement tells of it.
pub async fn given(kit: &TestMarket, payment: PaymentId, line: &str, fen: i64) {
    assert_eq!(kit.states(PROVIDER, &[desk_line(kit, payment, line, fen)]).await, 0, "no booking is that");
}

async fn open(kit: &TestMarket, olga: &Operator) -> Vec<DeskRefund> {
    let seen = reconciliation(&kit.market, olga, PROVIDER).await.unwrap();
    seen.differences.into_iter().filter_map(|one| one.desk).collect()
}

/// Takes it into the books: for one order, or for all of its payment.
pub async fn take(kit: &TestMarket, olga: &Operator, line: &str, of: Option<OrderId>) -> Result<(), Problem<DeskRefusal>> {
    take_desk_refund(&kit.market, olga, (PROVIDER, line), of, WHY).await
}

/// An order as its buyer sees it.
pub async fn view(kit: &TestMarket, buyer: &SignedIn, order: OrderId) -> OrderView {
    order_of_buyer(&kit.market, &buyer.buyer(), order).await.unwrap().unwrap()
}

db_test!(
    async fn a_refund_of_the_providers_desk_is_taken_in_once_and_the_rest_is_released(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let order = placed.orders[0];
        given(&kit, placed.payment, "txn_1", 500).await;
        let number = view(&kit, &here.buyer, order).await.row.number;
        let can = DeskRefund { line: "txn_1".to_owned(), orders: vec![(order, number.clone(), Money::fen(1_258))] };
        assert_eq!(open(&kit, &olga).await, [can]);
        let no_reason = take_desk_refund(&kit.market, &olga, (PROVIDER, "txn_1"), None, " ").await;
        assert!(matches!(no_reason, Err(Problem::Refused(DeskRefusal::Reason(_)))), "{no_reason:?}");
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            take_desk_refund(&sent, &olga, (PROVIDER, "txn_1"), Some(order), WHY).await.unwrap();
        }
        let other = take_desk_refund(&sent, &olga, (PROVIDER, "txn_1"), None, WHY).await;
        assert!(matches!(other, Err(Problem::AttemptReused)), "{other:?}");
        let again = take(&kit, &olga, "txn_1", None).await;
        assert!(matches!(again, Err(Problem::Refused(DeskRefusal::ChangedMeanwhile))), "{again:?}");
        kit.audited().await;
        let seen = view(&kit, &here.buyer, order).await;
        let back = RefundView { amount: Money::fen(500), done_at: Some(kit.market.now()) };
        assert_eq!((seen.row.state, seen.refunded.minor(), seen.refunds), (OrderState::Shipped, 500, vec![back]));
        assert_eq!(open(&kit, &olga).await, []);
        assert_eq!(count(&kit, "outbox WHERE kind = 'refund'").await, 0, "nobody is asked for it");
        assert_eq!(count(&kit, &format!("outbox WHERE payload LIKE '%RefundAtDesk%{number}%'")).await, 2, "to both sides");
        let deed = "audit_log WHERE action = 'take_desk_refund' AND detail = 'Done by phone. (txn_1)'";
        assert_eq!(count(&kit, deed).await, 1);
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        // 5.00 of 12.58 take 2 of the fee of 5 fen along.
        assert_eq!((money.available.minor(), money.fees.minor()), (1_258 - 500 - 3, 3));
        let market = market_money(&kit.market, &olga).await.unwrap();
        assert_eq!((market.clearing.minor(), market.refunds.minor()), (1_258 - 500, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn all_of_an_order_ends_it_where_it_stands(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let is_moved = [false, true, true];
        for (round, is_shipped) in is_moved.into_iter().enumerate() {
            let placed = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
            let (order, line) = (placed.orders[0], format!("txn_{round}"));
            if is_shipped {
                ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
            }
            if round == 2 {
                confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            }
            kit.clock.advance(Span::minutes(1));
            given(&kit, placed.payment, &line, 1_258).await;
            take(&kit, &olga, &line, None).await.unwrap();
            kit.audited().await;
            let expected = if round == 2 { OrderState::Completed } else { OrderState::Cancelled };
            assert_eq!(view(&kit, &here.buyer, order).await.row.state, expected);
        }
        assert_eq!(level(&kit, here.pork).await.on_hand, 1_000 - 2 * 50, "what never left is on the shelf again");
        kit.clock.advance(Span::days(20));
        kit.fire_clocks().await;
        let money = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((money.available.minor(), money.held.minor(), money.fees.minor()), (0, 0, 0), "nothing is released");
        assert_eq!(money.statement[0].kind, "desk_refund");
        assert_eq!(money.statement[0].about, money.statement[1].about, "it names the order that was released");
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_paid_out_by_then_the_shop_owes_and_sees_for_which_order(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap();
        kit.pay_out(&olga).await;
        kit.clock.advance(Span::minutes(1));
        given(&kit, placed.payment, "txn_1", 1_258).await;
        take(&kit, &olga, "txn_1", None).await.unwrap();
        let balance = shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available;
        assert_eq!(balance.minor(), -1_253);
        let debt = shop_debt(&kit.market, &here.staff, balance, &PageRequest::first(9)).await.unwrap();
        let number = view(&kit, &here.buyer, placed.orders[0]).await.row.number;
        let lines: Vec<_> = debt.lines.rows.iter().map(|line| (line.movement.about.clone(), line.counted.minor())).collect();
        assert_eq!(lines, [(number, -1_253)]);
        kit.audited().await;
    }
);

db_test!(
    async fn of_several_orders_one_is_named_or_all_give_in_proportion(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 10).await;
        let olga = kit.operator().await;
        let placed = kit.paid(&here.buyer, &[(here.pork, 50), (dress, 1)]).await;
        let mut orders = Vec::new();
        for order in &placed.orders {
            orders.push((*order, view(&kit, &here.buyer, *order).await.row.total.minor()));
        }
        orders.sort_by_key(|(_, total)| *total);
        let [(pork, 1_258), (dress, 13_600)] = orders[..] else { panic!("{orders:?}") };
        let back = async || {
            let of = async |order| view(&kit, &here.buyer, order).await.refunded.minor();
            (of(pork).await, of(dress).await)
        };
        given(&kit, placed.payment, "txn_1", 1_300).await;
        let too_much = take(&kit, &olga, "txn_1", Some(pork)).await;
        assert!(matches!(too_much, Err(Problem::Refused(DeskRefusal::TooMuch))), "{too_much:?}");
        assert_eq!(back().await, (0, 0));
        take(&kit, &olga, "txn_1", Some(dress)).await.unwrap();
        assert_eq!(back().await, (0, 1_300));
        kit.audited().await;
        // 12.58 and 123.00 are left.
        given(&kit, placed.payment, "txn_2", 6_779).await;
        take(&kit, &olga, "txn_2", None).await.unwrap();
        assert_eq!(back().await, (629, 1_300 + 6_150));
        kit.audited().await;
        given(&kit, placed.payment, "txn_3", 6_780).await;
        let too_much = take(&kit, &olga, "txn_3", None).await;
        assert!(matches!(too_much, Err(Problem::Refused(DeskRefusal::TooMuch))), "a fen more than is left: {too_much:?}");
        given(&kit, placed.payment, "txn_4", 6_779).await;
        take(&kit, &olga, "txn_4", None).await.unwrap();
        assert_eq!(back().await, (1_258, 13_600));
        for order in [pork, dress] {
            assert_eq!(view(&kit, &here.buyer, order).await.row.state, OrderState::Cancelled);
        }
        assert_eq!(shop_money(&kit.market, &rosy).await.unwrap().unwrap().held.minor(), 0);
        kit.audited().await;
    }
);

db_test!(
    async fn what_a_case_gives_back_and_what_is_ours_is_left_to_its_own_way(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let mut ask = kit.asks(placed.orders[0], CaseKind::RefundOnly, &[(0, 50)]);
        ask.amount_minor = Some(1_000);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        given(&kit, placed.payment, "txn_1", 500).await;
        let refused = take(&kit, &olga, "txn_1", None).await;
        assert!(matches!(refused, Err(Problem::Refused(DeskRefusal::CaseOpen))), "{refused:?}");
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        let refused = take(&kit, &olga, "txn_1", None).await;
        assert!(matches!(refused, Err(Problem::Refused(DeskRefusal::RefundOwed))), "it may be what is owed: {refused:?}");
        assert_eq!(open(&kit, &olga).await, []);
        let owed = ProviderEventKind::Refunded(kit.refunds().await[0].0);
        assert_eq!(kit.told(placed.payment, "r1", owed).await.unwrap(), EventOutcome::Refunded);
        let refused = take(&kit, &olga, "txn_1", None).await;
        assert!(matches!(refused, Err(Problem::Refused(DeskRefusal::TooMuch))), "2.58 are left: {refused:?}");
        kit.audited().await;

        // A line that names a refund of ours waits for word of it; so does what is no line, or another kind of one.
        let (cancelled, refund) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        let line = |id: &str, kind, refund| ReportLine { refund, ..kit.report_line_of(cancelled, id, kind, -1_258) };
        let lines = [line("txn_2", ReportKind::Refunded, Some(refund)), line("txn_3", ReportKind::Other, None)];
        store_report(&kit.market, PROVIDER, &lines, kit.market.now()).await.unwrap();
        for (other, why) in [("txn_2", DeskRefusal::NamesOurs), ("txn_3", DeskRefusal::NoRefund)] {
            let refused = take(&kit, &olga, other, None).await;
            assert!(matches!(refused, Err(Problem::Refused(refusal)) if refusal == why), "{other}: {refused:?}");
        }
        for unknown in ["txn_4", "txn_\0", "txn_1\u{7}"] {
            assert!(matches!(take(&kit, &olga, unknown, None).await, Err(Problem::NotFound)), "there is no line {unknown:?}");
        }
        assert_eq!(open(&kit, &olga).await.iter().map(|desk| desk.line.as_str()).collect::<Vec<_>>(), ["txn_1"]);
        given(&kit, placed.payment, "txn_5", -500).await;
        assert_eq!(open(&kit, &olga).await, [], "it came back to the provider: nobody has it");
        for (line, why) in [("txn_1", DeskRefusal::CameBack), ("txn_5", DeskRefusal::NoRefund)] {
            let refused = take(&kit, &olga, line, None).await;
            assert!(matches!(refused, Err(Problem::Refused(refusal)) if refusal == why), "{line}: {refused:?}");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_that_is_owed_in_another_currency_keeps_no_line_from_being_taken_in(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(kit.captured_in_dollars(placed.payment, "e2", 1_258).await, EventOutcome::Suspended);
        give_back_foreign_amount(&kit.market, &olga, placed.payment, "Paid twice.").await.unwrap();
        given(&kit, placed.payment, "txn_1", 500).await;
        assert_eq!(open(&kit, &olga).await.len(), 1);
        take(&kit, &olga, "txn_1", None).await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn a_line_of_no_paid_order_or_in_another_currency_is_refused_as_such(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await.payment;
        let unpaid = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        let line = |id: &str, payment, amount| ReportLine { payment, amount, ..kit.report_line(id, ReportKind::Refunded, 0) };
        let lines = [
            line("txn_1", Some(unpaid), Money::fen(-500)),
            line("txn_2", None, Money::fen(-500)),
            line("txn_3", Some(paid), Money::new(-500, Currency::Usd)),
        ];
        store_report(&kit.market, PROVIDER, &lines, kit.market.now()).await.unwrap();
        assert_eq!(open(&kit, &olga).await, []);
        let reasons = [DeskRefusal::NotCaptured, DeskRefusal::NotCaptured, DeskRefusal::OtherCurrency];
        for (line, why) in ["txn_1", "txn_2", "txn_3"].into_iter().zip(reasons) {
            let refused = take(&kit, &olga, line, None).await;
            assert!(matches!(refused, Err(Problem::Refused(refusal)) if refusal == why), "{line}: {refused:?}");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn of_two_operators_and_a_confirmation_each_counts_once(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let kit = Arc::new(kit);
        let mut expected = 0;
        for round in 0..4 {
            let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
            let (order, line) = (placed.orders[0], format!("txn_{round}"));
            given(&kit, placed.payment, &line, 500).await;
            let takes: Vec<_> = (0..2)
                .map(|_| {
                    let (kit, line, olga) = (Arc::clone(&kit), line.clone(), olga);
                    tokio::spawn(async move { take(&kit, &olga, &line, None).await.is_ok() })
                })
                .collect();
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            let mut taken = 0;
            for one in takes {
                taken += i32::from(one.await.unwrap());
            }
            assert_eq!(taken, 1);
            expected += 1_258 - 500 - 3;
            assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available.minor(), expected);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn what_was_given_once_more_after_it_came_back_is_taken_in(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        for (line, fen) in [("txn_1", 500), ("txn_2", -500), ("txn_3", 500)] {
            kit.clock.advance(Span::minutes(1));
            given(&kit, placed.payment, line, fen).await;
        }
        let differences = async || {
            let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
            seen.differences.into_iter().map(|one| one.reference).collect::<Vec<_>>()
        };
        assert_eq!(differences().await, ["txn_3 pi_1"], "of two that left one came back");
        for is_in in [false, true] {
            let refused = take(&kit, &olga, "txn_1", None).await;
            assert!(matches!(refused, Err(Problem::Refused(DeskRefusal::CameBack))), "{refused:?}");
            if !is_in {
                take(&kit, &olga, "txn_3", None).await.unwrap();
            }
        }
        assert_eq!(kit.refunds().await.iter().map(|refund| refund.2).collect::<Vec<_>>(), [500]);
        assert!(differences().await.is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_of_ours_that_came_back_keeps_no_line_of_the_desk_from_being_taken_in(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let mut ask = kit.asks(placed.orders[0], CaseKind::RefundOnly, &[(0, 50)]);
        ask.amount_minor = Some(500);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        let refund = kit.refunds().await[0].0;
        kit.told(placed.payment, "r1", ProviderEventKind::Refunded(refund)).await.unwrap();
        let ours = |id: &str, fen| ReportLine {
            reference: Some("pi_1".to_owned()),
            refund: Some(refund),
            ..kit.report_line_of(placed.payment, id, ReportKind::Refunded, fen)
        };
        assert_eq!(kit.states(PROVIDER, &[ours("txn_1", -500), ours("txn_2", 500)]).await, 1, "nobody told that it came back");
        given(&kit, placed.payment, "txn_3", 500).await;
        assert_eq!(open(&kit, &olga).await.iter().map(|desk| desk.line.as_str()).collect::<Vec<_>>(), ["txn_3"]);
        take(&kit, &olga, "txn_3", None).await.unwrap();
        kit.audited().await;
    }
);
