//! What is counted of the payouts that come back from a card, and when it is stopped.

use crate::new_card::{NEW, OLD, batch, change, earn, fail, pay, standing};
use crate::street::{count, street};
use market::db_test;
use market::kernel::Span;
use market::ledger::commands::{return_payout, settle_payout};
use std::sync::Arc;

db_test!(
    async fn only_what_comes_back_in_a_row_stops_a_card(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        fail(&kit, &olga, 1).await;
        settle_payout(&kit.market, &olga, batch(&kit, &olga).await[0].id).await.unwrap();
        assert_eq!(standing(&kit, &here.staff).await.came_back, None, "it was paid since");
        earn(&kit, &here).await;
        fail(&kit, &olga, 1).await;
        let last = pay(&kit, &olga).await;
        assert_eq!(standing(&kit, &here.staff).await.came_back, None, "nobody knows yet that it does not stay");
        return_payout(&kit.market, &olga, last, "No such account.").await.unwrap();
        assert!(standing(&kit, &here.staff).await.is_left_out, "the second one since the one that stayed");
        kit.audited().await;
    }
);

db_test!(
    async fn a_card_that_takes_each_payout_and_sends_it_back_days_later_is_stopped(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        for is_left_out in [false, true] {
            let payout = pay(&kit, &olga).await;
            kit.clock.advance(Span::days(3));
            for _ in 0..2 {
                return_payout(&kit.market, &olga, payout, "The card is closed.").await.unwrap();
            }
            let back = standing(&kit, &here.staff).await;
            assert_eq!((back.came_back.is_some(), back.is_left_out), (true, is_left_out));
        }
        assert!(batch(&kit, &olga).await.is_empty(), "it is not sent there once more");
        assert_eq!(count(&kit, r#"outbox WHERE payload LIKE '%PayoutFailed%"is_left_out":true%'"#).await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn what_comes_back_after_a_later_one_was_paid_counts_with_what_comes_after_it(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let mut paid = Vec::new();
        for _ in 0..2 {
            earn(&kit, &here).await;
            paid.push(pay(&kit, &olga).await);
        }
        return_payout(&kit.market, &olga, paid[0], "The card is closed.").await.unwrap();
        let back = standing(&kit, &here.staff).await;
        assert_eq!((back.came_back.is_some(), back.is_left_out), (true, false), "the later one stayed until now");
        paid.push(pay(&kit, &olga).await);
        assert_eq!(standing(&kit, &here.staff).await.came_back, None, "this one stays");
        return_payout(&kit.market, &olga, paid[1], "The card is closed.").await.unwrap();
        assert!(!standing(&kit, &here.staff).await.is_left_out, "the first after it");
        return_payout(&kit.market, &olga, paid[2], "The card is closed.").await.unwrap();
        assert!(standing(&kit, &here.staff).await.is_left_out, "none has stayed");
        kit.audited().await;
    }
);

db_test!(
    async fn what_came_back_without_a_turn_is_not_told_as_the_last(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        fail(&kit, &olga, 1).await;
        // So does a process that does not know of turns.
        let before = "UPDATE payout SET turn = NULL, reason = 'Of before.'";
        crate::street::change(&kit, before, before).await;
        kit.clock.advance(Span::minutes(1));
        fail(&kit, &olga, 1).await;
        let back = standing(&kit, &here.staff).await.came_back.unwrap();
        assert_eq!((back.reason.as_str(), back.at), ("The card is closed.", kit.market.now()));
    }
);

db_test!(
    async fn of_two_that_come_back_at_once_both_count(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let mut paid = Vec::new();
        for _ in 0..2 {
            earn(&kit, &here).await;
            paid.push(pay(&kit, &olga).await);
        }
        let kit = Arc::new(kit);
        let racing: Vec<_> = paid
            .into_iter()
            .map(|payout| {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { return_payout(&kit.market, &olga, payout, "The card is closed.").await })
            })
            .collect();
        for one in racing {
            one.await.unwrap().unwrap();
        }
        assert!(standing(&kit, &here.staff).await.is_left_out);
        assert_eq!(count(&kit, r#"outbox WHERE payload LIKE '%PayoutFailed%"is_left_out":true%'"#).await, 1, "whose was the second");
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_card_typed_again_need_not_rest(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        earn(&kit, &here).await;
        fail(&kit, &olga, 2).await;
        change(&kit, &here, OLD).await.unwrap();
        let again = standing(&kit, &here.staff).await;
        assert_eq!((again.rests_until, again.is_left_out), (None, false));
        assert!(again.came_back.is_some(), "what came back stays counted");
        fail(&kit, &olga, 1).await;
        assert!(standing(&kit, &here.staff).await.is_left_out, "one more was tried, and not two");
        assert_eq!(count(&kit, "identity").await, 1, "it is the card that was there");
        change(&kit, &here, OLD).await.unwrap();
        pay(&kit, &olga).await;
        assert_eq!(standing(&kit, &here.staff).await.came_back, None, "it was paid");
        earn(&kit, &here).await;
        fail(&kit, &olga, 1).await;
        change(&kit, &here, OLD).await.unwrap();
        fail(&kit, &olga, 1).await;
        assert!(standing(&kit, &here.staff).await.is_left_out, "typing it between the two takes nothing off");
        change(&kit, &here, NEW).await.unwrap();
        kit.clock.advance(Span::minutes(1));
        let until = standing(&kit, &here.staff).await.rests_until;
        change(&kit, &here, NEW).await.unwrap();
        assert_eq!((until.is_some(), standing(&kit, &here.staff).await.rests_until), (true, until), "typing cuts no rest short");
    }
);
