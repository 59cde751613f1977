//! Money of another object than the one that paid goes back at the provider's own desk: no order gives it, and nothing waits for anybody.

use crate::street::{count, street};
use market::account::Operator;
use market::db_test;
use market::kernel::{Currency, Money, Problem, Span};
use market::ledger::queries::market_money;
use market::order::OrderId;
use market::order::queries::order_of_buyer;
use market::payment::queries::unbooked_amounts;
use market::payment::suspense::{correct_wrong_amount, give_back_wrong_amount};
use market::payment::{EventOutcome, PaymentId, ReportKind, ReportLine, SuspenseRefusal};
use market::reconciliation::commands::match_lines;
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::queries::reconciliation;
use market::reconciliation::{DeskRefusal, Reconciliation};
use market::testkit::{PROVIDER, TestMarket};

/// A line of the provider's statement about one of its objects.
fn line(kit: &TestMarket, (payment, object): (PaymentId, &str), id: &str, fen: i64) -> ReportLine {
    let kind = if fen > 0 { ReportKind::Captured } else { ReportKind::Refunded };
    ReportLine { reference: Some(object.to_owned()), ..kit.report_line_of(payment, id, kind, fen) }
}

async fn seen(kit: &TestMarket, olga: &Operator) -> Reconciliation {
    reconciliation(&kit.market, olga, PROVIDER).await.unwrap()
}

/// Whether the line is offered for an order, or could be taken in by whoever asks for it all the same.
async fn is_refused(kit: &TestMarket, olga: &Operator, line: &str, of: Option<OrderId>) {
    assert!(seen(kit, olga).await.differences.iter().all(|one| one.desk.is_none()), "{line} is offered");
    let taken = take_desk_refund(&kit.market, olga, (PROVIDER, line), of, "By mistake.").await;
    assert!(matches!(taken, Err(Problem::Refused(DeskRefusal::OtherMoney))), "{line}: {taken:?}");
}

db_test!(
    async fn a_second_capture_that_went_back_at_the_desk_touches_no_order_and_is_off_all_lists(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let (id, order) = (placed.payment, placed.orders[0]);
        assert_eq!(kit.captured(id, "pi_1:captured", 1_258).await, EventOutcome::Paid);
        assert_eq!(kit.captured(id, "pi_2:captured", 1_258).await, EventOutcome::Unbooked);
        assert_eq!(kit.states(PROVIDER, &[line(&kit, (id, "pi_1"), "t1", 1_258), line(&kit, (id, "pi_2"), "t2", 1_258)]).await, 1);
        kit.clock.advance(Span::minutes(1));
        // The desk gives a part of it back first, and the rest later.
        assert_eq!(kit.states(PROVIDER, &[line(&kit, (id, "pi_2"), "t3", -500)]).await, 0);
        is_refused(&kit, &olga, "t3", Some(order)).await;
        assert_eq!(seen(&kit, &olga).await.differences.len(), 2, "what is not whole waits for a person");
        assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap().len(), 1);
        kit.clock.advance(Span::minutes(1));
        assert_eq!(kit.states(PROVIDER, &[line(&kit, (id, "pi_2"), "t4", -758)]).await, 0);
        is_refused(&kit, &olga, "t4", None).await;
        assert_eq!(seen(&kit, &olga).await.differences, []);
        assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap(), []);
        let why = "audit_log WHERE action = 'note_unbooked_amount' AND detail LIKE '%t2 of the statement (pi_2:captured)'";
        assert_eq!(count(&kit, why).await, 1);
        match_lines(&kit.market, PROVIDER).await.unwrap();
        assert_eq!(count(&kit, why).await, 1, "once");
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
        assert_eq!(view.refunded.minor(), 0);
        assert_eq!(market_money(&kit.market, &olga).await.unwrap().clearing.minor(), 1_258);
        kit.audited().await;
    }
);

db_test!(
    async fn a_wrong_amount_that_went_back_at_the_desk_leaves_suspense_once_and_touches_no_order(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let (id, order) = (placed.payment, placed.orders[0]);
        assert_eq!(kit.captured(id, "pi_2:captured", 1_257).await, EventOutcome::Suspended);
        assert_eq!(kit.captured(id, "pi_1:captured", 1_258).await, EventOutcome::Paid);
        let came = [line(&kit, (id, "pi_1"), "t1", 1_258), line(&kit, (id, "pi_2"), "t2", 1_257)];
        assert_eq!(kit.states(PROVIDER, &came).await, 2);
        kit.clock.advance(Span::minutes(1));
        // It failed at first, and was done again: then it went back once.
        let back = [("t3", -1_257), ("t4", 1_257), ("t5", -1_257)];
        let back = back.map(|(name, fen)| ReportLine { kind: ReportKind::Refunded, ..line(&kit, (id, "pi_2"), name, fen) });
        assert_eq!(kit.states(PROVIDER, &back).await, 1);
        let now = seen(&kit, &olga).await;
        assert_eq!((now.suspense.as_slice(), now.differences.as_slice(), now.booked.minor()), (&[][..], &[][..], 1_258));
        let taken = take_desk_refund(&kit.market, &olga, (PROVIDER, "t5"), Some(order), "By mistake.").await;
        assert!(matches!(taken, Err(Problem::Refused(DeskRefusal::ChangedMeanwhile))), "{taken:?}");
        let again = give_back_wrong_amount(&kit.market, &olga, id, "Back.").await;
        assert!(matches!(again, Err(Problem::Refused(SuspenseRefusal::AlreadyOut))), "{again:?}");
        assert_eq!(count(&kit, "audit_log WHERE action = 'strike_at_desk' AND detail LIKE '%(t5)'").await, 1);
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
        assert_eq!(view.refunded.minor(), 0);
        assert_eq!(kit.captured(id, "pi_2:captured:again", 1_257).await, EventOutcome::Repeated, "it is the same money");
        assert_eq!(kit.captured(id, "pi_3:captured", 1_257).await, EventOutcome::Unbooked, "this is more");
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_taken_from_the_statement_and_went_back_at_the_desk_is_off_the_list(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(id, "pi_1:captured", 900).await, EventOutcome::Suspended);
        kit.clock.advance(Span::minutes(31));
        assert_eq!(kit.captured(id, "pi_2:captured", 1_258).await, EventOutcome::GoesBack);
        kit.states(PROVIDER, &[line(&kit, (id, "pi_1"), "t1", 950)]).await;
        let corrected = correct_wrong_amount(&kit.market, &olga, id, "As the statement says.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::Unbooked));
        kit.clock.advance(Span::minutes(1));
        kit.states(PROVIDER, &[line(&kit, (id, "pi_1"), "t2", -950)]).await;
        assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap(), []);
        assert_eq!(kit.captured(id, "pi_1:found", 950).await, EventOutcome::Repeated, "it was looked into");
        assert_eq!(kit.captured(id, "pi_3:captured", 950).await, EventOutcome::Unbooked, "this is more");
        assert_eq!(kit.captured(id, "pi_1:once more", 950).await, EventOutcome::Repeated, "it still is the same money");
        assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap().len(), 1);
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_statement_has_of_one_object_waits_beside_as_much_of_another(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(id, "pi_1:captured", 900).await, EventOutcome::Suspended);
        kit.clock.advance(Span::minutes(31));
        assert_eq!(kit.captured(id, "pi_2:captured", 1_258).await, EventOutcome::GoesBack);
        assert_eq!(kit.captured(id, "pi_3:captured", 950).await, EventOutcome::Unbooked);
        kit.states(PROVIDER, &[line(&kit, (id, "pi_1"), "t1", 950)]).await;
        let corrected = correct_wrong_amount(&kit.market, &olga, id, "As the statement says.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::Unbooked), "it is not what was told of pi_3");
        assert_eq!(kit.captured(id, "pi_1:found", 950).await, EventOutcome::Repeated, "it waits already");
        assert_eq!(kit.captured(id, "pi_3:found", 950).await, EventOutcome::Repeated);
        assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap().len(), 2);
        kit.audited().await;
    }
);

db_test!(
    async fn dollars_that_went_back_at_the_desk_leave_suspense_in_dollars(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured_in_dollars(id, "pi_1:captured", 1_258).await, EventOutcome::Suspended);
        let of = |name: &str, cents| {
            let amount = Money::new(cents, Currency::Usd);
            ReportLine { amount, ..line(&kit, (id, "pi_1"), name, cents) }
        };
        assert_eq!(kit.states(PROVIDER, &[of("t1", 1_258)]).await, 1);
        let part = line(&kit, (id, "pi_1"), "t2", -1_258);
        assert_eq!(kit.states(PROVIDER, &[part]).await, 0, "yuan are no dollars");
        assert_eq!(kit.states(PROVIDER, &[of("t3", -1_258)]).await, 1);
        assert_eq!(seen(&kit, &olga).await.suspense, []);
        assert_eq!(kit.captured(id, "pi_2:captured", 1_258).await, EventOutcome::Paid);
        kit.audited().await;
    }
);

db_test!(
    async fn what_paid_the_order_can_still_be_taken_in_beside_other_money(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let id = placed.payment;
        assert_eq!(kit.captured(id, "pi_1:captured:1257", 1_257).await, EventOutcome::Suspended, "a lie about the same object");
        assert_eq!(kit.captured(id, "pi_1:captured:1258", 1_258).await, EventOutcome::Paid);
        assert_eq!(kit.captured(id, "pi_2:captured", 1_258).await, EventOutcome::Unbooked);
        assert_eq!(kit.states(PROVIDER, &[line(&kit, (id, "pi_1"), "t1", -500)]).await, 0);
        assert_eq!(kit.states(PROVIDER, &[line(&kit, (id, "pi_2"), "t2", -500)]).await, 0, "it has no line of its own yet");
        let offered: Vec<_> = seen(&kit, &olga).await.differences.into_iter().filter_map(|one| one.desk).collect();
        assert_eq!(offered.iter().map(|desk| desk.line.as_str()).collect::<Vec<_>>(), ["t1"]);
        let refused = take_desk_refund(&kit.market, &olga, (PROVIDER, "t2"), None, "By mistake.").await;
        assert!(matches!(refused, Err(Problem::Refused(DeskRefusal::OtherMoney))), "{refused:?}");
        take_desk_refund(&kit.market, &olga, (PROVIDER, "t1"), None, "By phone.").await.unwrap();
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
        assert_eq!(view.refunded.minor(), 500);
        kit.audited().await;
    }
);
