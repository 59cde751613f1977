//! Refunds that two ask the provider for: what one of them was answered, the other may be late to say.

use crate::street::{count, street};
use market::account::Operator;
use market::db_test;
use market::kernel::{Problem, Span};
use market::payment::queries::{refund_due, stuck_refunds};
use market::payment::stuck::{await_refund, refuse_refund, retry_refund, settle_refund_by_hand};
use market::payment::{EventOutcome, ProviderEventKind, RefundDue, RefundId, StuckRefusal};
use market::testkit::{LoggedErrors, TestMarket};

/// A refund, as somebody reads it who is about to ask for it.
async fn read(kit: &TestMarket, id: RefundId) -> RefundDue {
    refund_due(&kit.market, id).await.unwrap().unwrap()
}

/// The refunds that are the operators'.
async fn stuck(kit: &TestMarket, operator: &Operator) -> Vec<RefundId> {
    stuck_refunds(&kit.market, operator).await.unwrap().into_iter().map(|refund| refund.id).collect()
}

db_test!(
    async fn what_was_refused_to_one_and_made_for_another_is_on_its_way(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        let due = read(&kit, id).await;
        kit.refuses(id, "the card is closed").await;
        await_refund(&kit.market, &due).await.unwrap();
        assert_eq!((stuck(&kit, &olga).await, read(&kit, id).await.is_done), (Vec::new(), false));
        assert_eq!(count(&kit, "audit_log WHERE action = 'await_refund'").await, 1);
        let by_hand = settle_refund_by_hand(&kit.market, &olga, id, "By transfer.").await;
        assert!(matches!(by_hand, Err(Problem::Refused(StuckRefusal::ChangedMeanwhile))), "{by_hand:?}");
        kit.audited().await;
        let arrived = kit.told(payment, "re_1:refunded", ProviderEventKind::Refunded(id)).await;
        assert_eq!(arrived.unwrap(), EventOutcome::Refunded);
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_made_for_one_is_not_refused_by_another_who_is_late_to_say_so(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        for is_asked_again in [false, true] {
            kit.clock.advance(Span::minutes(1));
            let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
            if is_asked_again {
                kit.refuses(id, "there is no money").await;
                retry_refund(&kit.market, &olga, id, "It is there.").await.unwrap();
            }
            let due = read(&kit, id).await;
            await_refund(&kit.market, &due).await.unwrap();
            refuse_refund(&kit.market, &due, "there is no money").await.unwrap();
            assert_eq!((stuck(&kit, &olga).await, read(&kit, id).await.is_done), (Vec::new(), false));
            assert_eq!(count(&kit, "audit_log WHERE action = 'await_refund'").await, 0, "nobody was refused it meanwhile");
            let arrived = kit.told(payment, &format!("{id}:refunded"), ProviderEventKind::Refunded(id)).await;
            assert_eq!(arrived.unwrap(), EventOutcome::Refunded);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn what_was_made_and_has_failed_since_stays_with_the_operators_until_another_one_is_made(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        let before = read(&kit, id).await;
        let failed = kit.told(payment, "re_1:failed:declined", ProviderEventKind::RefundFailed(id)).await;
        assert_eq!(failed.unwrap(), EventOutcome::RefundFailed);
        await_refund(&kit.market, &before).await.unwrap();
        assert_eq!(stuck(&kit, &olga).await, [id], "it is the one that has failed");
        kit.audited().await;
        retry_refund(&kit.market, &olga, id, "The bank has a new card.").await.unwrap();
        let since = read(&kit, id).await;
        kit.refuses(id, "there is no money").await;
        await_refund(&kit.market, &since).await.unwrap();
        assert_eq!(stuck(&kit, &olga).await, [], "whoever knew of that has made another one");
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_paid_by_hand_and_is_given_all_the_same_is_an_error_in_the_log(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (payment, id) = kit.refund_owed(&here.buyer, &[(here.pork, 50)]).await;
        let due = read(&kit, id).await;
        kit.refuses(id, "the card is closed").await;
        settle_refund_by_hand(&kit.market, &olga, id, "By transfer, today.").await.unwrap();
        let (errors, _guard) = LoggedErrors::open();
        await_refund(&kit.market, &due).await.unwrap();
        let made = errors.take();
        assert!(matches!(made.as_slice(), [error] if error.contains("paid by hand")), "{made:?}");
        let arrived = kit.told(payment, "re_1:refunded", ProviderEventKind::Refunded(id)).await;
        assert_eq!(arrived.unwrap(), EventOutcome::Repeated);
        let told = errors.take();
        assert!(matches!(told.as_slice(), [error] if error.contains("paid by hand")), "{told:?}");
        kit.audited().await;
    }
);
