//! Wrong amounts leave suspense: once, with a reason, and to the fen.

use crate::street::{Street, count, street};
use market::account::Operator;
use market::db_test;
use market::kernel::{AttemptId, Money, Problem, Span};
use market::ledger::queries::market_money;
use market::order::commands::cancel_unpaid;
use market::payment::suspense::{correct_wrong_amount, give_back_wrong_amount};
use market::payment::{EventOutcome, PaymentId, ProviderEventKind, ReportKind, ReportLine, SuspenseRefusal};
use market::reconciliation::commands::{match_lines, store_report};
use market::reconciliation::queries::reconciliation;
use market::testkit::{PROVIDER, TestMarket};
use std::sync::Arc;

/// A payment of 12.58 of which the provider told 12.57.
async fn wrong(kit: &TestMarket, here: &Street) -> PaymentId {
    kit.paid_another_amount(&here.buyer, &[(here.pork, 50)], Money::fen(1_257)).await
}

/// The provider's statement tells that it took so much for a payment.
async fn stated(kit: &TestMarket, payment: PaymentId, fen: i64) -> u64 {
    let line = kit.report_line_of(payment, &format!("txn {payment} {fen}"), ReportKind::Captured, fen);
    kit.states(PROVIDER, &[line]).await
}

async fn suspended(kit: &TestMarket, olga: &Operator) -> Vec<(i64, Option<i64>)> {
    let seen = reconciliation(&kit.market, olga, PROVIDER).await.unwrap();
    seen.suspense.iter().map(|held| (held.amount.minor(), held.stated.map(Money::minor))).collect()
}

db_test!(
    async fn a_wrong_amount_goes_back_once_and_says_why(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let payment = wrong(&kit, &here).await;
        assert_eq!(suspended(&kit, &olga).await, [(1_257, None)]);
        assert!(matches!(
            give_back_wrong_amount(&kit.market, &olga, payment, " ").await,
            Err(Problem::Refused(SuspenseRefusal::Reason(_)))
        ));
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            give_back_wrong_amount(&sent, &olga, payment, "A fen too little.").await.unwrap();
        }
        assert!(matches!(
            give_back_wrong_amount(&sent, &olga, payment, "Another reason.").await,
            Err(Problem::AttemptReused)
        ));
        assert!(matches!(
            give_back_wrong_amount(&kit.market, &olga, payment, "Once more.").await,
            Err(Problem::Refused(SuspenseRefusal::AlreadyOut))
        ));
        assert_eq!(suspended(&kit, &olga).await, []);
        let seen = market::payment::queries::payment(&kit.market, &here.buyer.buyer(), payment).await.unwrap().unwrap();
        assert_eq!(seen.other_amount, None, "it is on its way back");
        let owed = kit.refunds().await;
        assert_eq!(owed.iter().map(|refund| refund.2).collect::<Vec<_>>(), [1_257]);
        kit.audited().await;
        let done = ProviderEventKind::Refunded(owed[0].0);
        assert_eq!(kit.told(payment, "r1", done).await.unwrap(), EventOutcome::Refunded);
        kit.audited().await;
        let money = market_money(&kit.market, &olga).await.unwrap();
        assert_eq!((money.clearing.minor(), money.suspense.minor(), money.refunds.minor()), (0, 0, 0));
        assert_eq!(count(&kit, "audit_log WHERE action = 'give_back_wrong_amount' AND detail = 'A fen too little.'").await, 1);
        assert_eq!(count(&kit, "outbox WHERE payload LIKE '%WrongAmountBack%'").await, 1);
    }
);

db_test!(
    async fn the_age_of_what_is_in_suspense_is_that_of_the_oldest_that_is_there_still(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let since = async || market_money(&kit.market, &olga).await.unwrap().suspense_since;
        assert_eq!(since().await, None);
        let payment = wrong(&kit, &here).await;
        assert_eq!(since().await, Some(kit.market.now()));
        give_back_wrong_amount(&kit.market, &olga, payment, "A fen too little.").await.unwrap();
        assert_eq!(since().await, None);
        kit.states(PROVIDER, &[kit.report_line("t1", ReportKind::Captured, 500)]).await;
        assert_eq!(since().await, Some(kit.market.now()), "money of nobody");
        kit.clock.advance(Span::days(5));
        let of_the_same = ReportLine { reference: Some("pi_t1".to_owned()), ..kit.report_line("t2", ReportKind::Refunded, -500) };
        kit.states(PROVIDER, &[of_the_same]).await;
        assert_eq!(since().await, None, "it went back");
        wrong(&kit, &here).await;
        assert_eq!(since().await, Some(kit.market.now()));
        kit.audited().await;
    }
);

db_test!(
    async fn more_than_was_asked_for_goes_back_too_and_the_right_amount_still_pays(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let payment = kit.paid_another_amount(&here.buyer, &[(here.pork, 50)], Money::fen(99_900)).await;
        give_back_wrong_amount(&kit.market, &olga, payment, "Typed wrongly.").await.unwrap();
        assert_eq!(kit.captured(payment, "e2", 1_258).await, EventOutcome::Paid);
        kit.audited().await;
    }
);

db_test!(
    async fn the_statement_corrects_a_wrong_amount_and_pays_the_order(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let payment = wrong(&kit, &here).await;
        let correct = || correct_wrong_amount(&kit.market, &olga, payment, "The webhook lied.");
        assert!(matches!(correct().await, Err(Problem::Refused(SuspenseRefusal::NoOtherLine))), "nothing is known yet");
        assert_eq!(stated(&kit, payment, 1_258).await, 0, "no booking is that");
        assert_eq!(suspended(&kit, &olga).await, [(1_257, Some(1_258))]);
        assert_eq!(correct().await.unwrap(), Some(EventOutcome::Paid));
        assert!(matches!(correct().await, Err(Problem::Refused(_))), "once");
        let told = "payment_event WHERE event_id LIKE 'statement txn %' AND amount_minor = 1258 AND outcome = 'paid'";
        assert_eq!(count(&kit, told).await, 1, "the statement counts like an event");
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1, "now the books say the same");
        kit.clock.advance(Span::hours(2));
        store_report(&kit.market, PROVIDER, &[], kit.market.now()).await.unwrap();
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.len(), seen.suspense.len()), (0, 0), "{seen:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_statement_has_can_only_go_back(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let payment = wrong(&kit, &here).await;
        assert_eq!(stated(&kit, payment, 1_257).await, 1);
        let corrected = correct_wrong_amount(&kit.market, &olga, payment, "It must be 12.58.").await;
        assert!(matches!(corrected, Err(Problem::Refused(SuspenseRefusal::InStatement))), "{corrected:?}");
        give_back_wrong_amount(&kit.market, &olga, payment, "A fen too little.").await.unwrap();
        kit.audited().await;
    }
);

/// The provider's statement tells that it took so much by its object `pi_1`.
async fn stated_of_the_object(kit: &TestMarket, payment: PaymentId, fen: i64) -> u64 {
    let reference = Some("pi_1".to_owned());
    let line = ReportLine { reference, ..kit.report_line_of(payment, "txn_1", ReportKind::Captured, fen) };
    kit.states(PROVIDER, &[line]).await
}

db_test!(
    async fn an_amount_that_never_came_beside_the_true_one_is_struck_and_never_given_back(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let payment = placed.payment;
        assert_eq!(kit.captured(payment, "pi_1:captured:1257", 1_257).await, EventOutcome::Suspended);
        assert_eq!(kit.captured(payment, "pi_1:captured:1258", 1_258).await, EventOutcome::Paid);
        assert_eq!(stated_of_the_object(&kit, payment, 1_258).await, 1);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        let held: Vec<_> = seen.suspense.iter().map(|one| (one.amount.minor(), one.stated, one.never_came)).collect();
        assert_eq!(held, [(1_257, None, true)]);
        let back = give_back_wrong_amount(&kit.market, &olga, payment, "A fen too little.").await;
        assert!(matches!(back, Err(Problem::Refused(SuspenseRefusal::NeverCame))), "{back:?}");
        let strike = async |why: &str| correct_wrong_amount(&kit.market, &olga, payment, why).await;
        assert!(matches!(strike(" ").await, Err(Problem::Refused(SuspenseRefusal::Reason(_)))));
        assert_eq!(strike("They told it twice.").await.unwrap(), Some(EventOutcome::Corrected));
        let again = strike("Once more.").await;
        assert!(matches!(again, Err(Problem::Refused(SuspenseRefusal::AlreadyOut))), "{again:?}");
        let back = give_back_wrong_amount(&kit.market, &olga, payment, "A fen too little.").await;
        assert!(matches!(back, Err(Problem::Refused(SuspenseRefusal::AlreadyOut))), "{back:?}");
        kit.clock.advance(Span::hours(2));
        store_report(&kit.market, PROVIDER, &[], kit.market.now()).await.unwrap();
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.len(), seen.suspense.len(), seen.booked.minor()), (0, 0, 1_258));
        assert!(kit.refunds().await.is_empty(), "nobody is paid for a lie");
        kit.audited().await;
    }
);

db_test!(
    async fn an_amount_that_never_came_can_only_give_way_to_the_one_that_the_statement_has(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let payment = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(payment, "pi_1:captured:1257", 1_257).await, EventOutcome::Suspended);
        assert_eq!(stated_of_the_object(&kit, payment, 1_258).await, 0, "no booking is that");
        let back = give_back_wrong_amount(&kit.market, &olga, payment, "A fen too little.").await;
        assert!(matches!(back, Err(Problem::Refused(SuspenseRefusal::NeverCame))), "{back:?}");
        let corrected = correct_wrong_amount(&kit.market, &olga, payment, "As the statement says.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::Paid));
        kit.audited().await;
    }
);

db_test!(
    async fn another_amount_of_another_object_goes_back_beside_the_one_that_paid(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let payment = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(payment, "pi_2:captured:1257", 1_257).await, EventOutcome::Suspended);
        assert_eq!(kit.captured(payment, "pi_1:captured:1258", 1_258).await, EventOutcome::Paid);
        assert_eq!(stated_of_the_object(&kit, payment, 1_258).await, 1);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert!(!seen.suspense[0].never_came, "its own line may still come");
        give_back_wrong_amount(&kit.market, &olga, payment, "A fen too little.").await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn a_correction_after_the_close_or_to_another_amount_goes_back(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        for (fen, is_closed, letter) in [(1_258, true, "LatePaymentBack"), (1_300, false, "WrongAmountBack")] {
            kit.clock.advance(Span::minutes(1));
            let payment = wrong(&kit, &here).await;
            if is_closed {
                cancel_unpaid(&kit.market, &here.buyer.buyer(), payment).await.unwrap();
            }
            stated(&kit, payment, fen).await;
            let corrected = correct_wrong_amount(&kit.market, &olga, payment, "As the statement says.").await;
            assert_eq!(corrected.unwrap(), Some(EventOutcome::GoesBack));
            assert_eq!(kit.refunds().await.last().map(|refund| refund.2), Some(fen));
            assert_eq!(count(&kit, &format!("outbox WHERE payload LIKE '%{letter}%'")).await, 1, "{letter}");
            kit.audited().await;
        }
        assert_eq!(count(&kit, "outbox WHERE payload LIKE '%PaymentBack%' OR payload LIKE '%AmountBack%'").await, 2);
    }
);

db_test!(
    async fn what_a_correction_took_from_the_statement_is_no_news_when_it_is_told(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let payment = wrong(&kit, &here).await;
        stated(&kit, payment, 900).await;
        let corrected = correct_wrong_amount(&kit.market, &olga, payment, "As the statement says.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::GoesBack));
        assert_eq!(kit.captured(payment, "the truth", 900).await, EventOutcome::Repeated);
        assert_eq!(count(&kit, "payment_event WHERE outcome = 'unbooked'").await, 0, "a person would look for it in vain");
        assert_eq!(kit.captured(payment, "another lie", 901).await, EventOutcome::Unbooked);
        kit.audited().await;
    }
);

db_test!(
    async fn of_two_operators_one_is_right(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for _ in 0..4 {
            let payment = wrong(&kit, &here).await;
            stated(&kit, payment, 1_258).await;
            let other = Arc::clone(&kit);
            let gives =
                tokio::spawn(async move { give_back_wrong_amount(&other.market, &olga, payment, "Back.").await.is_ok() });
            let corrects = correct_wrong_amount(&kit.market, &olga, payment, "Correct.").await.is_ok();
            assert_ne!(gives.await.unwrap(), corrects);
            kit.audited().await;
        }
    }
);
