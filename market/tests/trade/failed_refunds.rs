//! Refunds that a provider refuses, or that fail later, find their way: once, with a reason, and to the fen.

use crate::street::{Street, count, street};
use market::db_test;
use market::kernel::{AttemptId, Problem, Span};
use market::ledger::queries::market_money;
use market::order::queries::order_of_buyer;
use market::order::{OrderState, RefundView};
use market::payment::queries::{refund_due, stuck_refunds, unbooked_amounts};
use market::payment::stuck::{retry_refund, settle_refund_by_hand};
use market::payment::{EventOutcome, PaymentId, ProviderEventKind, RefundId, StrangeAmount, StuckRefusal};
use market::testkit::TestMarket;
use std::sync::Arc;

/// A refund of 12.58 that the provider refuses.
async fn refused(kit: &TestMarket, here: &Street) -> (PaymentId, RefundId) {
    let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
    kit.refuses(id, "the card is closed").await;
    (payment, id)
}

db_test!(
    async fn a_refused_refund_is_seen_with_its_age_and_told_to_both(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = refused(&kit, &here).await;
        kit.refuses(id, "told twice").await;
        let stuck = stuck_refunds(&kit.market, &olga).await.unwrap();
        assert_eq!(stuck.len(), 1);
        assert_eq!((stuck[0].id, stuck[0].payment, stuck[0].amount.minor()), (id, payment, 1_258));
        assert_eq!(stuck[0].because.as_deref(), Some("the card is closed"));
        assert!(refund_due(&kit.market, id).await.unwrap().unwrap().is_done, "nobody asks by itself");
        let number = stuck[0].number.clone().unwrap();
        for (letter, whom) in [("RefundRefused", "to the operator"), ("RefundDelayed", "to the buyer")] {
            assert_eq!(count(&kit, &format!("outbox WHERE payload LIKE '%{letter}%{number}%'")).await, 1, "{whom}");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_refused_refund_is_asked_for_again_and_arrives(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = refused(&kit, &here).await;
        assert!(matches!(
            retry_refund(&kit.market, &olga, id, "").await,
            Err(Problem::Refused(StuckRefusal::Reason(_)))
        ));
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        let jobs = count(&kit, "outbox WHERE kind = 'refund'").await;
        for _ in 0..2 {
            retry_refund(&sent, &olga, id, "The bank has a new card.").await.unwrap();
        }
        assert_eq!(count(&kit, "outbox WHERE kind = 'refund'").await, jobs + 1);
        assert!(!refund_due(&kit.market, id).await.unwrap().unwrap().is_done);
        let again = retry_refund(&kit.market, &olga, id, "Again.").await;
        assert!(matches!(again, Err(Problem::Refused(StuckRefusal::ChangedMeanwhile))), "{again:?}");
        let done = ProviderEventKind::Refunded(id);
        assert_eq!(kit.told(payment, "r1", done).await.unwrap(), EventOutcome::Refunded);
        assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap(), []);
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_of_another_amount_waits_for_a_person_and_one_of_the_right_amount_is_done(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        let gave = |minor, code| ProviderEventKind::RefundedOther(id, StrangeAmount::new(minor, code));
        let words = [("r1:refunded:500", 500, "cny"), ("r1:refunded:usd", 1_258, "usd"), ("r1:refunded:none", 0, "")];
        for (word, minor, code) in words {
            assert_eq!(kit.told(payment, word, gave(minor, code)).await.unwrap(), EventOutcome::Unbooked, "{word}");
            assert_eq!(kit.told(payment, word, gave(minor, code)).await.unwrap(), EventOutcome::Repeated, "{word}");
        }
        let listed = unbooked_amounts(&kit.market, &olga).await.unwrap();
        let listed: Vec<_> = listed.iter().map(|one| (one.refund, one.minor, one.currency.as_str())).collect();
        assert_eq!(listed, [(Some(id), 500, "CNY"), (Some(id), 0, "?"), (Some(id), 1_258, "USD")]);
        let stuck = stuck_refunds(&kit.market, &olga).await.unwrap();
        assert_eq!(stuck.iter().map(|refund| (refund.id, refund.because.is_some())).collect::<Vec<_>>(), [(id, true)]);
        kit.audited().await;
        assert_eq!(kit.told(payment, "r1:refunded:1258", gave(1_258, "cny")).await.unwrap(), EventOutcome::Refunded);
        assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap(), []);
        kit.audited().await;
    }
);

db_test!(
    async fn a_refused_refund_is_paid_by_hand_once(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = refused(&kit, &here).await;
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            settle_refund_by_hand(&sent, &olga, id, "To the card of her sister, today.").await.unwrap();
        }
        assert!(matches!(retry_refund(&kit.market, &olga, id, "Again.").await, Err(Problem::Refused(_))));
        let why = "audit_log WHERE action = 'settle_refund_by_hand' AND detail = 'To the card of her sister, today.'";
        assert_eq!(count(&kit, why).await, 1);
        kit.audited().await;
        let money = market_money(&kit.market, &olga).await.unwrap();
        assert_eq!((money.bank.minor(), money.refunds.minor(), money.clearing.minor()), (-1_258, 0, 1_258));
        let orders = market::payment::queries::payment(&kit.market, &here.buyer.buyer(), payment).await.unwrap().unwrap().orders;
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), orders[0].0).await.unwrap().unwrap();
        let back = RefundView { amount: view.row.total, done_at: Some(kit.market.now()) };
        assert_eq!((view.row.state, view.refunds), (OrderState::Cancelled, vec![back]));
        let late = kit.told(payment, "r1", ProviderEventKind::Refunded(id)).await.unwrap();
        assert_eq!(late, EventOutcome::Repeated, "the provider gave it too: its statement shows it, the books do not guess");
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_refused_may_arrive_after_all(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = refused(&kit, &here).await;
        assert_eq!(kit.told(payment, "r1", ProviderEventKind::Refunded(id)).await.unwrap(), EventOutcome::Refunded);
        assert!(matches!(
            settle_refund_by_hand(&kit.market, &olga, id, "By transfer.").await,
            Err(Problem::Refused(StuckRefusal::ChangedMeanwhile))
        ));
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_without_word_is_shown_after_three_days(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap(), []);
        kit.clock.advance(Span::days(4));
        let stuck = stuck_refunds(&kit.market, &olga).await.unwrap();
        assert_eq!(stuck.iter().map(|refund| refund.because.clone()).collect::<Vec<_>>(), [None]);
        let by_hand = settle_refund_by_hand(&kit.market, &olga, stuck[0].id, "It takes too long.").await;
        assert!(matches!(by_hand, Err(Problem::Refused(_))), "the provider may still pay it: {by_hand:?}");
    }
);

/// A refund of 12.58 that waits.
async fn waiting(kit: &TestMarket, here: &Street) -> (PaymentId, RefundId) {
    kit.clock.advance(Span::minutes(1));
    kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await
}

/// What is said of a refund.
type Word = fn(RefundId) -> ProviderEventKind;
const ARRIVED: Word = ProviderEventKind::Refunded;
const FAILED: Word = ProviderEventKind::RefundFailed;

/// The provider says something of a refund of its own, under this id, for one of ours.
async fn says(kit: &TestMarket, (payment, id): (PaymentId, RefundId), event: &str, word: Word) -> EventOutcome {
    kit.told(payment, event, word(id)).await.unwrap()
}

db_test!(
    async fn a_refund_that_fails_later_waits_for_a_person_like_one_that_is_refused(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let refund = waiting(&kit, &here).await;
        assert_eq!(says(&kit, refund, "re_1:failed:declined", FAILED).await, EventOutcome::RefundFailed);
        assert_eq!(says(&kit, refund, "re_1:failed", FAILED).await, EventOutcome::Repeated, "told with other words");
        let stuck = stuck_refunds(&kit.market, &olga).await.unwrap();
        assert_eq!((stuck[0].id, stuck[0].because.as_deref()), (refund.1, Some("re_1 failed declined")));
        assert!(!stuck[0].came_back);
        for letter in ["RefundRefused", "RefundDelayed"] {
            assert_eq!(count(&kit, &format!("outbox WHERE payload LIKE '%{letter}%'")).await, 1, "{letter}");
        }
        kit.audited().await;
        retry_refund(&kit.market, &olga, refund.1, "The bank has a new card.").await.unwrap();
        assert_eq!(refund_due(&kit.market, refund.1).await.unwrap().unwrap().failed, ["re_1", "re_1"]);
        for (word, kind) in [("re_1:canceled", FAILED), ("re_1:refunded", ARRIVED)] {
            assert_eq!(says(&kit, refund, word, kind).await, EventOutcome::Repeated, "{word} is about the first");
        }
        assert!(!refund_due(&kit.market, refund.1).await.unwrap().unwrap().is_done, "the second is on its way");
        assert_eq!(says(&kit, refund, "re_2:refunded", ARRIVED).await, EventOutcome::Refunded);
        assert_eq!(market_money(&kit.market, &olga).await.unwrap().clearing.minor(), 0);
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_that_arrived_and_came_back_is_owed_again_and_paid_by_hand(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let refund = waiting(&kit, &here).await;
        assert_eq!(says(&kit, refund, "re_1:refunded", ARRIVED).await, EventOutcome::Refunded);
        kit.audited().await;
        assert_eq!(says(&kit, refund, "re_1:failed:unknown", FAILED).await, EventOutcome::RefundFailed);
        assert_eq!(market_money(&kit.market, &olga).await.unwrap().clearing.minor(), 1_258, "the provider has it again");
        kit.audited().await;
        let stuck = stuck_refunds(&kit.market, &olga).await.unwrap();
        assert!(stuck.len() == 1 && stuck[0].came_back, "{stuck:?}");
        let again = retry_refund(&kit.market, &olga, refund.1, "Once more.").await;
        assert!(matches!(again, Err(Problem::Refused(StuckRefusal::CameBack))), "{again:?}");
        assert_eq!(says(&kit, refund, "re_2:refunded", ARRIVED).await, EventOutcome::Repeated, "nobody asked for that");
        settle_refund_by_hand(&kit.market, &olga, refund.1, "By transfer, today.").await.unwrap();
        let money = market_money(&kit.market, &olga).await.unwrap();
        assert_eq!((money.bank.minor(), money.refunds.minor(), money.clearing.minor()), (-1_258, 0, 1_258));
        assert_eq!(says(&kit, refund, "re_3:failed", FAILED).await, EventOutcome::Repeated, "it is over");
        kit.audited().await;
    }
);

db_test!(
    async fn what_fails_is_a_refund_of_that_payment(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (first, second) = (waiting(&kit, &here).await, waiting(&kit, &here).await);
        let crossed = (first.0, second.1);
        assert_eq!(says(&kit, crossed, "re_1:failed", FAILED).await, EventOutcome::Repeated);
        assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap(), []);
        kit.audited().await;
    }
);

db_test!(
    async fn of_two_words_about_a_refund_its_failure_is_the_end_of_it_whichever_is_faster(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for turn in 0..6 {
            let refund = waiting(&kit, &here).await;
            let other = Arc::clone(&kit);
            let arrives = tokio::spawn(async move {
                says(&other, refund, &format!("re_{turn}:refunded"), ARRIVED).await
            });
            says(&kit, refund, &format!("re_{turn}:failed"), FAILED).await;
            arrives.await.unwrap();
            kit.audited().await;
        }
        assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap().len(), 6);
        assert_eq!(market_money(&kit.market, &olga).await.unwrap().clearing.minor(), 6 * 1_258);
    }
);
