//! A refund of ours that somebody makes at the provider's own desk is that refund, and nobody makes it again.

use crate::desk::{WHY, at_the_desk, desk_line};
use crate::street::{Street, count};
use market::account::Operator;
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::db_test;
use market::kernel::{AttemptId, Problem, Span};
use market::ledger::queries::market_money;
use market::payment::queries::{refund_due, stuck_refunds};
use market::payment::stuck::{retry_refund, settle_refund_by_hand};
use market::payment::suspense::give_back_wrong_amount;
use market::payment::{EventOutcome, PaymentId, ProviderEventKind, RefundId, ReportKind, ReportLine, StuckRefusal};
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::queries::reconciliation;
use market::reconciliation::tie::tie_refund;
use market::reconciliation::{DeskRefusal, Difference};
use market::testkit::{PROVIDER, TestMarket};

/// A refund of 12.58 that the provider refuses.
async fn refused(kit: &TestMarket, here: &Street) -> (PaymentId, RefundId) {
    let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
    kit.refuses(id, "the card is closed").await;
    (payment, id)
}

/// The provider's statement tells of so much that its desk gave back of a payment, for no refund of ours. How many lines of it the books
/// know.
async fn given(kit: &TestMarket, payment: PaymentId, line: &str, fen: i64) -> u64 {
    kit.states(PROVIDER, &[desk_line(kit, payment, line, fen)]).await
}

async fn tie(kit: &TestMarket, olga: &Operator, line: &str, refund: RefundId) -> Result<(), Problem<DeskRefusal>> {
    tie_refund(&kit.market, olga, (PROVIDER, line), refund, WHY).await
}

async fn open(kit: &TestMarket, olga: &Operator) -> Vec<Difference> {
    reconciliation(&kit.market, olga, PROVIDER).await.unwrap().differences
}

db_test!(
    async fn a_refund_that_was_made_at_the_desk_is_tied_once_and_made_by_nobody_else(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let (payment, id) = refused(&kit, &here).await;
        kit.clock.advance(Span::minutes(5));
        assert_eq!(given(&kit, payment, "txn_1", 1_258).await, 0, "it names no refund of ours");
        let offered = open(&kit, &olga).await;
        assert_eq!(offered.iter().map(|one| one.desk.is_some()).collect::<Vec<_>>(), [false], "no order gives it");
        let ties: Vec<_> = offered[0].ties.iter().map(|tie| (tie.line.as_str(), tie.refund)).collect();
        assert_eq!(ties, [("txn_1", id)]);
        for again in [
            retry_refund(&kit.market, &olga, id, "Once more.").await,
            settle_refund_by_hand(&kit.market, &olga, id, "By transfer.").await,
        ] {
            assert!(matches!(again, Err(Problem::Refused(StuckRefusal::GivenAtDesk))), "{again:?}");
        }
        let no_reason = tie_refund(&kit.market, &olga, (PROVIDER, "txn_1"), id, " ").await;
        assert!(matches!(no_reason, Err(Problem::Refused(DeskRefusal::Reason(_)))), "{no_reason:?}");
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            tie_refund(&sent, &olga, (PROVIDER, "txn_1"), id, WHY).await.unwrap();
        }
        let again = tie(&kit, &olga, "txn_1", id).await;
        assert!(matches!(again, Err(Problem::Refused(DeskRefusal::ChangedMeanwhile))), "{again:?}");
        assert_eq!(open(&kit, &olga).await, []);
        assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap(), []);
        assert_eq!(count(&kit, "audit_log WHERE action = 'tie_refund' AND detail = 'Done by phone. (txn_1)'").await, 1);
        let money = market_money(&kit.market, &olga).await.unwrap();
        assert_eq!((money.clearing.minor(), money.bank.minor(), money.refunds.minor()), (0, 0, 0));
        let late = kit.told(payment, "re_1:refunded", ProviderEventKind::Refunded(id)).await.unwrap();
        assert_eq!(late, EventOutcome::Repeated);
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_that_waits_is_tied_too_and_asked_for_no_more(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(refund_due(&kit.market, id).await.unwrap().unwrap().at_desk, Vec::<String>::new());
        given(&kit, payment, "txn_1", 1_258).await;
        tie(&kit, &olga, "txn_1", id).await.unwrap();
        let due = refund_due(&kit.market, id).await.unwrap().unwrap();
        assert!(due.is_done);
        assert_eq!(due.at_desk, ["pi_1"], "whoever asks for another one knows of it");
        kit.audited().await;
    }
);

db_test!(
    async fn another_amount_or_payment_and_what_is_no_refund_of_the_desk_is_not_that_refund(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let (payment, id) = refused(&kit, &here).await;
        kit.clock.advance(Span::minutes(1));
        let other = kit.paid(&here.buyer, &[(here.pork, 50)]).await.payment;
        given(&kit, payment, "txn_less", 1_257).await;
        given(&kit, other, "txn_other", 1_258).await;
        let named = kit.report_line_of(payment, "txn_ours", ReportKind::Refunded, -1_258);
        let lines = [
            ReportLine { refund: Some(id), ..named },
            kit.report_line("txn_fee", ReportKind::Fee, -3),
            kit.report_line_of(payment, "txn_more", ReportKind::Captured, 1_258),
        ];
        kit.states(PROVIDER, &lines).await;
        assert!(open(&kit, &olga).await.iter().all(|one| one.ties.is_empty()));
        for (line, why) in [
            ("txn_less", DeskRefusal::NotThatRefund),
            ("txn_other", DeskRefusal::NotThatRefund),
            ("txn_ours", DeskRefusal::NamesOurs),
            ("txn_fee", DeskRefusal::NoRefund),
        ] {
            let refused = tie(&kit, &olga, line, id).await;
            assert!(matches!(refused, Err(Problem::Refused(refusal)) if refusal == why), "{line}: {refused:?}");
        }
        for unknown in ["txn_none", "txn_\0"] {
            assert!(matches!(tie(&kit, &olga, unknown, id).await, Err(Problem::NotFound)), "{unknown:?}");
        }
        settle_refund_by_hand(&kit.market, &olga, id, "By transfer.").await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn a_line_before_a_transfer_by_hand_of_as_much_is_offered_for_no_order(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let placed = kit.shipped(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let mut ask = kit.asks(placed.orders[0], CaseKind::RefundOnly, &[(0, 50)]);
        ask.amount_minor = Some(500);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        let id = kit.refunds().await[0].0;
        kit.refuses(id, "the card is closed").await;
        let line = |name: &str| desk_line(&kit, placed.payment, name, 500);
        // Made at the desk, and written down as made by hand before the statement was read.
        let before = line("txn_1");
        kit.clock.advance(Span::minutes(5));
        settle_refund_by_hand(&kit.market, &olga, id, "Done at their desk.").await.unwrap();
        kit.states(PROVIDER, &[before]).await;
        assert!(open(&kit, &olga).await.iter().all(|one| one.desk.is_none() && one.ties.is_empty()));
        let taken = take_desk_refund(&kit.market, &olga, (PROVIDER, "txn_1"), None, WHY).await;
        assert!(matches!(taken, Err(Problem::Refused(DeskRefusal::PaidByHand))), "{taken:?}");
        kit.clock.advance(Span::days(1));
        kit.states(PROVIDER, &[line("txn_2")]).await;
        take_desk_refund(&kit.market, &olga, (PROVIDER, "txn_2"), None, WHY).await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn a_wrong_amount_that_is_given_back_and_refused_is_tied_to_its_own_object(kit) {
        let (here, olga) = at_the_desk(&kit).await;
        let payment = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(payment, "pi_1:captured", 1_257).await, EventOutcome::Suspended);
        assert_eq!(kit.captured(payment, "pi_2:captured", 1_258).await, EventOutcome::Paid);
        let came = kit.report_line_of(payment, "txn_came", ReportKind::Captured, 1_257);
        assert_eq!(kit.states(PROVIDER, &[ReportLine { reference: Some("pi_1".to_owned()), ..came }]).await, 1);
        give_back_wrong_amount(&kit.market, &olga, payment, "A fen too little.").await.unwrap();
        let id = kit.refunds().await[0].0;
        kit.refuses(id, "the card is closed").await;
        assert_eq!(given(&kit, payment, "txn_1", 1_257).await, 0, "it has a way of its own by now");
        tie(&kit, &olga, "txn_1", id).await.unwrap();
        assert_eq!(open(&kit, &olga).await, []);
        kit.audited().await;
    }
);
