//! A machine's clock that is set back by hours or days: the books and the orders are as right as before, and the auditor says so; and
//! what a clock that ran ahead has made wait, or let last, is no longer than it is meant to be.

use crate::cash::{remit, shipped as shipped_in_cash, with_cash};
use crate::sale::{Sale, sale};
use crate::street::{change, count, pass};
use crate::told::{deed, last_deed};
use market::aftersales::commands::{agree_to_case, withdraw_case};
use market::aftersales::{CaseKind, CaseState};
use market::db_test;
use market::kernel::Span;
use market::ledger::PayoutId;
use market::ledger::commands::{fail_payout, make_payout_batch, return_payout, settle_payout};
use market::ledger::queries::batch_payouts;
use market::order::OrderId;
use market::order::commands::confirm_receipt;
use market::outbox::Work;
use market::outbox::commands::{due_jobs, put_right, take_jobs};
use market::payment::{EventOutcome, ProviderEvent, ProviderEventKind, inbox};
use market::shop::Role;
use market::shop::commands::take_on_staff;
use market::testkit::{PROVIDER, TestMarket};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

/// More than two processes' clocks may differ by, hours, and days.
const BACKS: [Span; 3] = [Span::minutes(3), Span::hours(5), Span::days(3)];

/// An order whose money was released.
async fn received(kit: &TestMarket, here: &Sale) -> OrderId {
    let order = here.shipped(kit, 1).await;
    confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
    order
}

/// All that the shop has is on its way to its bank.
async fn payout(kit: &TestMarket, here: &Sale) -> PayoutId {
    let batch = make_payout_batch(&kit.market, Some(&here.olga)).await.unwrap().unwrap();
    batch_payouts(&kit.market, &here.olga, batch).await.unwrap()[0].id
}

db_test!(
    async fn what_is_paid_out_and_taken_back_is_right_however_far_the_clock_is_put_back_between(kit) {
        let here = sale(&kit).await;
        for back in BACKS {
            received(&kit, &here).await;
            let order = received(&kit, &here).await;
            kit.clock.turn_back(back);
            let paid = payout(&kit, &here).await;
            kit.audited().await;
            kit.clock.turn_back(back);
            settle_payout(&kit.market, &here.olga, paid).await.unwrap();
            kit.audited().await;
            kit.clock.turn_back(back);
            let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
            assert_eq!(here.state(&kit, case).await, CaseState::Settled, "the shop owes what it was paid");
            kit.audited().await;
        }
    }
);

db_test!(
    async fn payouts_that_fail_or_come_back_are_right_however_far_the_clock_is_put_back_between(kit) {
        let here = sale(&kit).await;
        let (market, olga) = (&kit.market, &here.olga);
        for back in BACKS {
            received(&kit, &here).await;
            let failed = payout(&kit, &here).await;
            kit.clock.turn_back(back);
            fail_payout(market, olga, failed, "no such account").await.unwrap();
            kit.clock.turn_back(back);
            let paid = payout(&kit, &here).await;
            kit.audited().await;
            settle_payout(market, olga, paid).await.unwrap();
            received(&kit, &here).await;
            let returned = payout(&kit, &here).await;
            settle_payout(market, olga, returned).await.unwrap();
            kit.clock.turn_back(back);
            return_payout(market, olga, returned, "the card was closed").await.unwrap();
            kit.clock.turn_back(back);
            settle_payout(market, olga, payout(&kit, &here).await).await.unwrap();
            kit.audited().await;
        }
    }
);

db_test!(
    async fn the_books_stay_in_order_after_a_restart_and_between_two_processes(kit) {
        let here = sale(&kit).await;
        received(&kit, &here).await;
        let earned = last_journal(&kit).await;
        kit.clock.turn_back(Span::days(3));
        let another = kit.twin_at(kit.market.now().before(Span::days(1))).await;
        assert!(make_payout_batch(&another, Some(&here.olga)).await.unwrap().is_some());
        let promised = last_journal(&kit).await;
        assert!(promised > earned, "by another process, whose clock is four days behind");
        let kit = kit.restart().await;
        received(&kit, &here).await;
        assert!(last_journal(&kit).await > promised, "after a restart");
        kit.audited().await;
    }
);

/// The last journal on the account of the only shop that has one.
async fn last_journal(kit: &TestMarket) -> Uuid {
    let sql = "SELECT e.journal_id FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id \
               WHERE a.kind = 'shop_payable' ORDER BY e.journal_id DESC LIMIT 1";
    let row = kit.market.db().query_one_raw(Statement::from_string(kit.market.backend(), sql)).await.unwrap().unwrap();
    row.try_get("", "journal_id").unwrap()
}

db_test!(
    async fn a_case_stops_what_was_done_before_it_by_no_clock(kit) {
        let here = sale(&kit).await;
        for back in BACKS {
            let order = here.shipped(&kit, 1).await;
            kit.clock.turn_back(back);
            let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            kit.audited().await;
            kit.clock.advance(back);
            kit.clock.advance(back);
            withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
            kit.clock.turn_back(back);
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            kit.audited().await;
            kit.clock.turn_back(back);
            here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            kit.audited().await;
        }
    }
);

db_test!(
    async fn what_counts_as_received_is_completed_by_its_cash_however_far_the_clock_is_put_back_before_that(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        for (nth, back) in BACKS.into_iter().enumerate() {
            let (payment, order) = shipped_in_cash(&kit, &here).await;
            pass(&kit, 10).await;
            assert_eq!(last_deed(&kit, order).await, deed("deliver", "timer"));
            kit.clock.turn_back(back);
            let paid = remit(&kit, &olga, payment, (1_258, &format!("SF-{nth}"))).await.unwrap();
            assert_eq!(paid, EventOutcome::Paid);
            assert_eq!(count(&kit, "order_event WHERE event = 'auto_confirm'").await, i64::try_from(nth).unwrap() + 1);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn who_bought_in_a_shop_before_working_there_did_so_by_no_clock(kit) {
        let here = sale(&kit).await;
        received(&kit, &here).await;
        kit.audited().await;
        kit.clock.turn_back(Span::days(3));
        take_on_staff(&kit.market, &here.staff, &here.buyer, Role::Packing).await.unwrap();
        kit.audited().await;
        assert_eq!(count(&kit, "sale WHERE is_own").await, 0, "a buyer's, whatever they became");
    }
);

db_test!(
    async fn jobs_of_a_clock_that_ran_ahead_are_due_when_it_is_put_right(kit) {
        let here = sale(&kit).await;
        change(&kit, "DELETE FROM outbox", "DELETE FROM outbox").await;
        kit.clock.advance(Span::days(2));
        here.shipped(&kit, 1).await;
        let made = due_jobs(&kit.market, Work::Any, 100).await.unwrap().len();
        assert!(made > 1);
        assert_eq!(take_jobs(&kit.market, 1).await.unwrap().len(), 1, "whose worker dies");
        kit.clock.turn_back(Span::days(2));
        put_right(&kit.market).await.unwrap();
        assert_eq!(due_jobs(&kit.market, Work::Any, 100).await.unwrap().len(), made);
        kit.clock.turn_back(Span::hours(5));
        put_right(&kit.market).await.unwrap();
        assert_eq!(due_jobs(&kit.market, Work::Any, 100).await.unwrap().len(), made, "nobody had them in between");
        // A job in hand, and one that is meant for later, are left alone.
        let taken = take_jobs(&kit.market, 1).await.unwrap();
        put_right(&kit.market).await.unwrap();
        assert_eq!(due_jobs(&kit.market, Work::Any, 100).await.unwrap().len(), made - taken.len());
        let sql = "UPDATE outbox SET due_at = made_at + 86400000, attempts = 0 WHERE state = 'waiting'";
        change(&kit, sql, sql).await;
        put_right(&kit.market).await.unwrap();
        kit.clock.advance(Span::hours(1));
        assert_eq!(due_jobs(&kit.market, Work::Any, 100).await.unwrap().len(), 0);
    }
);

db_test!(
    async fn words_of_a_clock_that_ran_ahead_are_due_when_it_is_put_right(kit) {
        let here = sale(&kit).await;
        let paid = async |id: &str| {
            let payment = kit.placed(&here.buyer, &[(here.dress, 1)]).await.payment;
            let kind = ProviderEventKind::Declined;
            inbox::note_event(&kit.market, PROVIDER, &ProviderEvent { event_id: id.to_owned(), payment, kind }).await.unwrap();
        };
        kit.clock.advance(Span::days(2));
        paid("never tried").await;
        paid("tried in vain").await;
        let due = async || inbox::due_events(&kit.market, 9).await.unwrap();
        let tried = due().await.into_iter().find(|due| due.event_id == "tried in vain").unwrap();
        inbox::put_back_event(&kit.market, &tried, "locked").await.unwrap();
        assert_eq!(due().await.len(), 1, "it waits for a second");
        kit.clock.turn_back(Span::days(2));
        assert_eq!(due().await.len(), 2);
    }
);
