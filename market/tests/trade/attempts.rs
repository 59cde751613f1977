//! A form that is sent twice does its work once; with something else in it, it is refused.

use crate::sale::decides;
use crate::street::{Street, count, street};
use market::aftersales::commands::{
    Who, agree_to_case, appeal_case, escalate_case, open_case, refuse_case, say_in_case, send_return, withdraw_case,
};
use market::aftersales::{CaseId, CaseKind, CaseState, queries as cases};
use market::db_test;
use market::kernel::{AttemptId, Market, Problem};
use market::ledger::commands::{fail_payout, make_payout_batch, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt, ship_order};
use market::shop::commands::{approve_identity, reject_identity};
use market::shop::queries::identity_status;
use market::testkit::TestMarket;
use std::sync::Arc;

/// The market for one sending of a form.
fn sending(kit: &TestMarket) -> Market {
    kit.market.for_attempt(AttemptId::mint(kit.market.now()))
}

async fn case(kit: &TestMarket, here: &Street, kind: CaseKind) -> CaseId {
    let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
    open_case(&kit.market, &here.buyer.buyer(), &kit.asks(order, kind, &[(0, 50)])).await.unwrap()
}

async fn state(kit: &TestMarket, here: &Street, id: CaseId) -> CaseState {
    cases::case_of(&kit.market, Who::Shop(&here.staff), id).await.unwrap().unwrap().row.state
}

db_test!(
    async fn an_order_is_moved_once_however_often_the_form_arrives(kit) {
        let here = street(&kit).await;
        let buyer = here.buyer.buyer();
        let order = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let shipping = sending(&kit);
        for _ in 0..2 {
            ship_order(&shipping, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        }
        let other = ship_order(&shipping, &here.staff, order, "sf", "SF9999999999").await;
        assert!(matches!(other, Err(Problem::AttemptReused)), "{other:?}");
        let confirming = sending(&kit);
        for _ in 0..2 {
            confirm_receipt(&confirming, &buyer, order).await.unwrap();
        }
        ship_order(&shipping, &here.staff, order, "sf", "SF1234567890").await.expect("the same answer, long after");
        let later = ship_order(&sending(&kit), &here.staff, order, "sf", "SF1234567890").await;
        assert!(matches!(later, Err(Problem::Refused(_))), "another sending finds a completed order: {later:?}");
        let another = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let reused = confirm_receipt(&confirming, &buyer, another).await;
        assert!(matches!(reused, Err(Problem::AttemptReused)), "{reused:?}");
        let reused = cancel_unshipped(&confirming, &buyer, order).await;
        assert!(matches!(reused, Err(Problem::AttemptReused)), "another command: {reused:?}");
        let cancelling = sending(&kit);
        for _ in 0..2 {
            cancel_unshipped(&cancelling, &buyer, another).await.unwrap();
        }
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let giving_up = sending(&kit);
        for _ in 0..2 {
            cancel_unpaid(&giving_up, &buyer, placed.payment).await.unwrap();
        }
        assert_eq!(count(&kit, "refund").await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_refused_leaves_no_mark_and_may_be_sent_again(kit) {
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let sent = sending(&kit);
        assert!(matches!(confirm_receipt(&sent, &here.buyer.buyer(), order).await, Err(Problem::Refused(_))));
        ship_order(&kit.market, &here.staff, order, "sf", "SF1234567890").await.unwrap();
        confirm_receipt(&sent, &here.buyer.buyer(), order).await.expect("now it is possible");
        kit.audited().await;
    }
);

db_test!(
    async fn an_attempt_is_its_own_persons(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let sent = sending(&kit);
        assert!(matches!(confirm_receipt(&sent, &here.owner.buyer(), order).await, Err(Problem::NotFound)));
        let olga = kit.operator().await;
        assert_eq!(make_payout_batch(&sent, Some(&olga)).await.unwrap(), None, "the same id in another's hand");
        confirm_receipt(&sent, &here.buyer.buyer(), order).await.expect("the buyer's own");
    }
);

db_test!(
    async fn twins_at_the_same_instant_are_one_deed(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        let (kit, sent) = (Arc::new(kit), AttemptId::mint(market::kernel::Timestamp::from_millis(1)));
        let racing: Vec<_> = (0..8)
            .map(|_| {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move {
                    let olga = olga;
                    make_payout_batch(&kit.market.for_attempt(sent), Some(&olga)).await.unwrap()
                })
            })
            .collect();
        let mut made = Vec::new();
        for one in racing {
            made.push(one.await.unwrap().expect("the same batch"));
        }
        made.dedup();
        assert_eq!(made.len(), 1);
        assert_eq!(count(&kit, "payout").await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn a_payout_batch_bears_the_attempts_id_and_its_answers_count_once(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let nobody = sending(&kit);
        assert_eq!(make_payout_batch(&nobody, Some(&olga)).await.unwrap(), None);
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(make_payout_batch(&nobody, Some(&olga)).await.unwrap(), None, "the same answer as before");
        let making = sending(&kit);
        let batch = make_payout_batch(&making, Some(&olga)).await.unwrap().expect("a batch");
        let id = batch_payouts(&kit.market, &olga, batch).await.unwrap()[0].id;
        let failing = sending(&kit);
        for _ in 0..2 {
            fail_payout(&failing, &olga, id, "no such account").await.unwrap();
        }
        let other = fail_payout(&failing, &olga, id, "closed").await;
        assert!(matches!(other, Err(Problem::AttemptReused)), "{other:?}");
        let other = fail_payout(&sending(&kit), &olga, id, "closed").await;
        assert!(matches!(other, Err(Problem::Refused(_))), "it failed with other words: {other:?}");
        assert_eq!(make_payout_batch(&making, Some(&olga)).await.unwrap(), Some(batch), "and nothing is paid again");
        let again = make_payout_batch(&sending(&kit), Some(&olga)).await.unwrap().expect("the next batch");
        let id = batch_payouts(&kit.market, &olga, again).await.unwrap()[0].id;
        let settling = sending(&kit);
        for _ in 0..2 {
            settle_payout(&settling, &olga, id).await.unwrap();
        }
        for action in ["settle_payout", "fail_payout"] {
            assert_eq!(count(&kit, &format!("audit_log WHERE action = '{action}'")).await, 1, "{action}");
        }
        assert_eq!(count(&kit, "audit_log WHERE action = 'fail_payout' AND detail LIKE '%no such account%'").await, 1, "of its own name");
        assert_eq!(count(&kit, "outbox WHERE payload LIKE '%PayoutFailed%no such account%'").await, 1, "to the shop's owner");
        kit.audited().await;
    }
);

db_test!(
    async fn agreeing_twice_to_a_return_does_not_give_up_a_later_dispute(kit) {
        let here = street(&kit).await;
        let id = case(&kit, &here, CaseKind::ReturnAndRefund).await;
        let agreeing = sending(&kit);
        agree_to_case(&agreeing, &here.staff, id).await.unwrap();
        let sent = sending(&kit);
        for _ in 0..2 {
            send_return(&sent, &here.buyer.buyer(), id, "sf", "SF0987654321").await.unwrap();
        }
        for number in ["EM0987654321", "SF0987654321"] {
            let other = send_return(&sent, &here.buyer.buyer(), id, "ems", number).await;
            assert!(matches!(other, Err(Problem::AttemptReused)), "{number} with another courier: {other:?}");
            let other = send_return(&sending(&kit), &here.buyer.buyer(), id, "ems", number).await;
            assert!(matches!(other, Err(Problem::Refused(_))), "{number} with another courier, in another form: {other:?}");
        }
        market::aftersales::commands::contest_return(&kit.market, &here.staff, id, "It is a brick.").await.unwrap();
        agree_to_case(&agreeing, &here.staff, id).await.expect("the first form once more");
        assert_eq!(state(&kit, &here, id).await, CaseState::Disputed, "the shop agreed to the return, not to this");
        let view = cases::case_of(&kit.market, Who::Shop(&here.staff), id).await.unwrap().unwrap();
        assert_eq!(view.parcel, Some(("sf".to_owned(), "SF0987654321".to_owned())));
        assert_eq!(count(&kit, "refund").await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn a_decision_is_made_once_and_logged_once(kit) {
        let here = street(&kit).await;
        let (olga, buyer) = (kit.operator().await, here.buyer.buyer());
        let id = case(&kit, &here, CaseKind::RefundOnly).await;
        let refusing = sending(&kit);
        for _ in 0..2 {
            refuse_case(&refusing, &here.staff, id, "It was whole.").await.unwrap();
        }
        let escalating = sending(&kit);
        for _ in 0..2 {
            escalate_case(&escalating, &buyer, id, "It was not.").await.unwrap();
        }
        let deciding = sending(&kit);
        for _ in 0..2 {
            decides(&deciding, &olga, id, CaseState::Disputed, (500, "Half each.")).await.unwrap();
        }
        let other = decides(&deciding, &olga, id, CaseState::Disputed, (600, "Half each.")).await;
        assert!(matches!(other, Err(Problem::AttemptReused)), "{other:?}");
        decides(&sending(&kit), &olga, id, CaseState::Disputed, (500, "Half each.")).await.expect("the machine knows it too");
        let other = decides(&sending(&kit), &olga, id, CaseState::Disputed, (600, "Half each.")).await;
        assert!(matches!(other, Err(Problem::Refused(_))), "{other:?}");
        assert_eq!(count(&kit, "audit_log WHERE action = 'decide_case'").await, 1);
        let appealing = sending(&kit);
        for _ in 0..2 {
            appeal_case(&appealing, Who::Buyer(&buyer), id, "Look at the photo.").await.unwrap();
        }
        decides(&deciding, &olga, id, CaseState::Disputed, (500, "Half each.")).await.expect("the first decision once more");
        assert_eq!(state(&kit, &here, id).await, CaseState::Appealed);
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_said_is_said_once_and_the_other_side_gets_a_letter(kit) {
        let here = street(&kit).await;
        let buyer = here.buyer.buyer();
        let id = case(&kit, &here, CaseKind::RefundOnly).await;
        let letters = "outbox WHERE kind = 'notify' AND payload LIKE '%\"event\":\"Say\"%'";
        let saying = sending(&kit);
        for _ in 0..2 {
            say_in_case(&saying, Who::Buyer(&buyer), id, "Is anybody there?", &[]).await.unwrap();
        }
        assert_eq!(count(&kit, letters).await, 1, "to the shop's owner");
        say_in_case(&sending(&kit), Who::Shop(&here.staff), id, "We look at it.", &[]).await.unwrap();
        assert_eq!(count(&kit, letters).await, 2, "and one to the buyer");
        assert_eq!(count(&kit, "case_event WHERE event = 'say'").await, 2);
        let withdrawing = sending(&kit);
        for _ in 0..2 {
            withdraw_case(&withdrawing, &buyer, id).await.unwrap();
        }
        kit.audited().await;
    }
);

db_test!(
    async fn an_identity_is_decided_once(kit) {
        let owner = kit.person("Mei").create().await;
        let staff = kit.shop("mei", &owner).create().await;
        let olga = kit.operator().await;
        let id = identity_status(&kit.market, &staff).await.unwrap().unwrap().id;
        let rejecting = sending(&kit);
        for _ in 0..2 {
            reject_identity(&rejecting, &olga, id, "The name does not match.").await.unwrap();
        }
        let other = reject_identity(&rejecting, &olga, id, "The card is another's.").await;
        assert!(matches!(other, Err(Problem::AttemptReused)), "{other:?}");
        assert!(matches!(approve_identity(&sending(&kit), &olga, id).await, Err(Problem::Refused(_))));
        assert_eq!(count(&kit, "outbox WHERE payload LIKE '%IdentityRejected%'").await, 1);
    }
);
