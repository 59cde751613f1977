//! Jobs are written with their deed or not at all: a process may end between any two of its steps.

use crate::street::{change, street};
use market::account::commands::{Asking, request_code};
use market::account::{CodeId, Language};
use market::db_test;
use market::kernel::{Problem, Span};
use market::order::OrderState;
use market::order::commands::{cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::order_of_buyer;
use market::outbox::Work;
use market::outbox::commands::{due_jobs, finish_job, put_back_job, take_job, take_jobs};
use market::outbox::queries::backlog;
use market::testkit::TestMarket;

/// From now on no job can be written.
async fn lose_the_outbox(kit: &TestMarket) {
    let sqlite = "CREATE TRIGGER outbox_is_lost BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'lost'); END";
    change(kit, sqlite, "ALTER TABLE outbox ADD CONSTRAINT outbox_is_lost CHECK (made_at < 0) NOT VALID").await;
}

async fn find_the_outbox(kit: &TestMarket) {
    change(kit, "DROP TRIGGER outbox_is_lost", "ALTER TABLE outbox DROP CONSTRAINT outbox_is_lost").await;
}

db_test!(
    async fn a_deed_whose_letter_cannot_be_written_did_not_happen(kit) {
        let here = street(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let jobs = async || backlog(market).await.unwrap().0;
        let state = async || order_of_buyer(market, &buyer, order).await.unwrap().unwrap().row.state;
        let ship = async || ship_order(market, &here.staff, order, "sf", "SF1234567890").await;
        let before = jobs().await;
        lose_the_outbox(&kit).await;
        assert!(matches!(ship().await, Err(Problem::Fault(_))));
        assert_eq!(state().await, OrderState::Paid, "shipped, and nobody told the buyer");
        assert!(matches!(cancel_unshipped(market, &buyer, order).await, Err(Problem::Fault(_))));
        assert_eq!(state().await, OrderState::Paid, "cancelled, and nobody gives the money back");
        find_the_outbox(&kit).await;
        assert_eq!(jobs().await, before);
        ship().await.unwrap();
        ship().await.unwrap();
        assert_eq!(jobs().await, before + 1, "one letter to the buyer");
        lose_the_outbox(&kit).await;
        assert!(matches!(confirm_receipt(market, &buyer, order).await, Err(Problem::Fault(_))));
        assert_eq!(state().await, OrderState::Shipped, "paid out, and nobody told the shop");
        find_the_outbox(&kit).await;
        confirm_receipt(market, &buyer, order).await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_refused_leaves_no_job(kit) {
        let here = street(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let before = backlog(market).await.unwrap();
        assert!(matches!(cancel_unshipped(market, &buyer, order).await, Err(Problem::Refused(_))));
        assert!(matches!(ship_order(market, &here.staff, order, "sf", "SF0000000000").await, Err(Problem::Refused(_))));
        assert!(matches!(confirm_receipt(market, &here.owner.buyer(), order).await, Err(Problem::NotFound)));
        assert_eq!(backlog(market).await.unwrap(), before);
    }
);

db_test!(
    async fn a_job_that_cannot_be_read_stands_in_no_others_way(kit) {
        let here = street(&kit).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let (jobs, dead) = backlog(&kit.market).await.unwrap();
        let scribble = "UPDATE outbox SET payload = '{\"OfAnotherVersion\":1}' WHERE id = (SELECT MIN(id) FROM outbox WHERE state = 'waiting')";
        change(&kit, scribble, &scribble.replace("MIN(id)", "MIN(id::text)::uuid")).await;
        let taken = u64::try_from(take_jobs(&kit.market, 100).await.unwrap().len()).unwrap();
        assert_eq!(taken, jobs - 1, "the others");
        assert_eq!(backlog(&kit.market).await.unwrap(), (jobs, dead), "and it waits for another version");
    }
);

db_test!(
    async fn whoever_held_a_job_too_long_gives_back_nothing_that_another_has_done_or_has_in_hand(kit) {
        let here = street(&kit).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let other = kit.twin().await;
        let slow = take_jobs(&kit.market, 100).await.unwrap();
        kit.clock.advance(Span::minutes(2));
        let taken = take_jobs(&other, 100).await.unwrap();
        assert_eq!(taken.len(), slow.len(), "a worker that died gives its jobs back");
        for job in &taken[1..] {
            finish_job(&other, job.id).await.unwrap();
        }
        for job in &slow {
            put_back_job(&kit.market, job, "no connection").await.unwrap();
        }
        kit.clock.advance(Span::minutes(1));
        assert_eq!(take_jobs(&kit.market, 100).await.unwrap(), [], "one is in another's hand, and the rest is done");
        assert_eq!(backlog(&kit.market).await.unwrap(), (1, 0));
    }
);

db_test!(
    async fn a_job_that_waited_behind_others_was_not_tried(kit) {
        let here = street(&kit).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let mut due = due_jobs(&kit.market, Work::Any, 100).await.unwrap();
        let first = take_job(&kit.market, due.remove(0)).await.unwrap().unwrap();
        // Others have the worker's hands full for longer than it may hold a job.
        kit.clock.advance(Span::minutes(5));
        for waited in due {
            let taken = take_job(&kit.market, waited.clone()).await.unwrap().unwrap();
            assert_eq!((taken.attempts, taken.leased_until > kit.market.now()), (0, true));
            assert_eq!(take_job(&kit.twin().await, waited).await.unwrap(), None, "it is in hand");
        }
        let again = take_jobs(&kit.market, 100).await.unwrap();
        assert_eq!(again.iter().map(|job| (job.id, job.attempts)).collect::<Vec<_>>(), [(first.id, 1)]);
    }
);

db_test!(
    async fn pictures_and_all_else_are_taken_apart(kit) {
        let here = street(&kit).await;
        kit.photo(&here.staff, false).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let (jobs, _) = backlog(&kit.market).await.unwrap();
        let due = async |work| u64::try_from(due_jobs(&kit.market, work, 100).await.unwrap().len()).unwrap();
        let pictures = due(Work::Pictures).await;
        assert!(pictures > 0 && pictures < jobs);
        assert_eq!((due(Work::Others).await, due(Work::Any).await), (jobs - pictures, jobs));
    }
);

/// For so long whoever does the jobs does not get through to anybody.
async fn nobody_answers(kit: &TestMarket, span: Span) {
    let until = kit.market.now().after(span);
    while kit.market.now() < until {
        for job in take_jobs(&kit.market, 100).await.unwrap() {
            put_back_job(&kit.market, &job, "no connection").await.unwrap();
        }
        kit.clock.advance(Span::minutes(20));
    }
}

db_test!(
    async fn a_mail_server_that_is_away_for_two_days_loses_no_letter(kit) {
        let here = street(&kit).await;
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let asking = Asking { id: CodeId::mint(kit.market.now()), earlier: None };
        request_code(&kit.market, "ana@example.com", Language::En, "192.0.2.1", asking).await.unwrap();
        let (jobs, _) = backlog(&kit.market).await.unwrap();
        nobody_answers(&kit, Span::days(2)).await;
        assert_eq!(backlog(&kit.market).await.unwrap(), (jobs - 1, 1), "only a code is given up, which is worth nothing by now");
        kit.clock.advance(Span::hours(1));
        let due = u64::try_from(take_jobs(&kit.market, 100).await.unwrap().len()).unwrap();
        assert_eq!(due, jobs - 1, "an hour after it is back at the latest, all of them are tried again");
        nobody_answers(&kit, Span::days(2)).await;
        assert_eq!(backlog(&kit.market).await.unwrap(), (0, jobs), "but not for ever");
    }
);
