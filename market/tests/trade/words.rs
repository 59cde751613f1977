//! What a provider told, between its answer and the work: nothing is lost there, nothing counts twice, and nothing stands in another's
//! way.

use crate::street::{Street, change, dresses, street};
use market::audit::queries::{audit, counts};
use market::db_test;
use market::kernel::{Currency, Money, Problem, Span};
use market::order::OrderState;
use market::order::queries::order_of_buyer;
use market::payment::commands::record_found;
use market::payment::inbox::{DueEvent, Noted, due_events, note_event, put_back_event, take_event};
use market::payment::queries::payment;
use market::payment::{EventOutcome, PaymentId, PaymentState, ProviderEvent, ProviderEventKind};
use market::testkit::{PROVIDER, TestMarket, captured_event};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;
use std::time::Duration;

/// The word that so much was paid, in full.
async fn captured(kit: &TestMarket, payment: PaymentId, event: &str) -> ProviderEvent {
    captured_event(payment, event, kit.amount_of(payment).await)
}

async fn due(kit: &TestMarket) -> Vec<DueEvent> {
    due_events(&kit.market, 100).await.unwrap()
}

/// Works on everything that is due, as a worker does; what came of each.
async fn work(kit: &TestMarket) -> Vec<EventOutcome> {
    let mut outcomes = Vec::new();
    for due in due(kit).await {
        match take_event(&kit.market, &due.provider, &due.event_id).await {
            Ok(taken) => outcomes.push(taken.unwrap().outcome),
            Err(fault) => put_back_event(&kit.market, &due, &fault.detail).await.unwrap(),
        }
    }
    outcomes
}

async fn state(kit: &TestMarket, here: &Street, id: PaymentId) -> PaymentState {
    payment(&kit.market, &here.buyer.buyer(), id).await.unwrap().unwrap().state
}

async fn count(kit: &TestMarket, sql: &str) -> i64 {
    let row = kit.market.db().query_one_raw(Statement::from_string(kit.market.backend(), sql)).await.unwrap();
    row.unwrap().try_get("", "found").unwrap()
}

db_test!(
    async fn a_word_is_answered_before_anything_is_paid(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let told = captured(&kit, placed.payment, "e1").await;
        let wake = kit.market.words();
        assert_eq!(note_event(&kit.market, PROVIDER, &told).await.unwrap(), Noted::New);
        tokio::time::timeout(Duration::from_secs(60), wake.notified()).await.expect("nobody was woken");
        assert_eq!(state(&kit, &here, placed.payment).await, PaymentState::Waiting);
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
        assert_eq!(view.row.state, OrderState::Placed);
        assert_eq!(counts(&kit.market).await.unwrap().words_waiting, 1);
        kit.audited().await;
        assert_eq!(work(&kit).await, [EventOutcome::Paid]);
        assert_eq!(state(&kit, &here, placed.payment).await, PaymentState::Captured);
        assert_eq!(counts(&kit.market).await.unwrap().words_waiting, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn a_process_that_ends_in_between_loses_no_word(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let told = captured(&kit, placed.payment, "e1").await;
        note_event(&kit.market, PROVIDER, &told).await.unwrap();
        let kit = kit.restart().await;
        assert_eq!(due(&kit).await.len(), 1, "it was answered, and nobody will ever work on it");
        assert_eq!(work(&kit).await, [EventOutcome::Paid]);
        assert!(due(&kit).await.is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn a_word_that_is_told_again_while_it_waits_counts_once(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let told = captured(&kit, placed.payment, "e1").await;
        let kit = Arc::new(kit);
        let telling: Vec<_> = (0..6)
            .map(|_| {
                let (kit, told) = (Arc::clone(&kit), told.clone());
                tokio::spawn(async move { note_event(&kit.market, PROVIDER, &told).await.unwrap() })
            })
            .collect();
        let mut new = 0;
        for one in telling {
            new += i32::from(one.await.unwrap() == Noted::New);
        }
        assert_eq!((new, due(&kit).await.len()), (1, 1));
        assert_eq!(work(&kit).await, [EventOutcome::Paid]);
        assert_eq!(note_event(&kit.market, PROVIDER, &told).await.unwrap(), Noted::Repeated, "and afterwards");
        assert!(due(&kit).await.is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn a_word_that_many_workers_take_is_worked_on_once(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        note_event(&kit.market, PROVIDER, &captured(&kit, placed.payment, "e1").await).await.unwrap();
        let mut working = Vec::new();
        for _ in 0..4 {
            let node = kit.twin().await;
            working.push(tokio::spawn(async move { take_event(&node, PROVIDER, "e1").await.unwrap() }));
        }
        let mut taken = Vec::new();
        for one in working {
            taken.extend(one.await.unwrap());
        }
        assert_eq!(taken.iter().map(|taken| taken.outcome).collect::<Vec<_>>(), [EventOutcome::Paid]);
        kit.audited().await;
    }
);

db_test!(
    async fn whoever_asks_need_not_wait_for_the_worker(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let told = captured(&kit, placed.payment, "e1").await;
        note_event(&kit.market, PROVIDER, &told).await.unwrap();
        assert_eq!(record_found(&kit.market, PROVIDER, &told).await.unwrap(), EventOutcome::Paid);
        assert_eq!(take_event(&kit.market, PROVIDER, "e1").await.unwrap(), None, "the worker comes too late");
        assert!(due(&kit).await.is_empty());
        let healed = "SELECT COUNT(*) AS found FROM audit_log WHERE action = 'heal_payment'";
        assert_eq!(count(&kit, healed).await, 0, "the provider's word had come");
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_not_ours_is_not_even_written_down(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let told = captured(&kit, placed.payment, "e1").await;
        assert!(matches!(note_event(&kit.market, "somebody", &told).await, Err(Problem::NotFound)));
        let unknown = ProviderEvent { payment: PaymentId::mint(kit.market.now()), ..told };
        assert!(matches!(note_event(&kit.market, PROVIDER, &unknown).await, Err(Problem::NotFound)));
        assert_eq!(count(&kit, "SELECT COUNT(*) AS found FROM payment_event").await, 0);
    }
);

/// From now on no payment of this amount can be moved on.
async fn poison(kit: &TestMarket, minor: i64) {
    let sqlite = format!(
        "CREATE TRIGGER poison BEFORE UPDATE ON payment WHEN NEW.state <> 'waiting' AND NEW.amount_minor = {minor} \
         BEGIN SELECT RAISE(ABORT, 'poison'); END"
    );
    let postgres =
        format!("ALTER TABLE payment ADD CONSTRAINT poison CHECK (state = 'waiting' OR amount_minor <> {minor}) NOT VALID");
    change(kit, &sqlite, &postgres).await;
}

async fn cure(kit: &TestMarket) {
    change(kit, "DROP TRIGGER poison", "ALTER TABLE payment DROP CONSTRAINT poison").await;
}

db_test!(
    async fn a_word_that_cannot_be_worked_on_waits_and_stands_in_nobodys_way(kit) {
        let here = street(&kit).await;
        let (_, dress) = dresses(&kit, 1).await;
        let bad = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        let good = kit.placed(&here.buyer, &[(dress, 1)]).await.payment;
        poison(&kit, kit.amount_of(bad).await).await;
        for (event, payment) in [("e1", bad), ("e2", good)] {
            note_event(&kit.market, PROVIDER, &captured(&kit, payment, event).await).await.unwrap();
        }
        assert_eq!(work(&kit).await, [EventOutcome::Paid], "the other one is worked on");
        assert_eq!(state(&kit, &here, bad).await, PaymentState::Waiting);
        assert!(due(&kit).await.is_empty(), "it is not tried again at once");
        for _ in 0..10 {
            kit.clock.advance(Span::minutes(2));
            assert_eq!(work(&kit).await, []);
            assert!(due(&kit).await.is_empty(), "it waits longer each time");
        }
        kit.audited().await;
        let seen = counts(&kit.market).await.unwrap();
        assert_eq!((seen.words_waiting, seen.words_lag_millis), (1, Span::minutes(20).millis()));
        cure(&kit).await;
        kit.clock.advance(Span::minutes(9));
        assert_eq!(work(&kit).await, [EventOutcome::Paid], "in time still");
        kit.audited().await;
    }
);

db_test!(
    async fn a_word_that_is_tried_in_vain_for_an_hour_is_found_by_the_auditor(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        poison(&kit, kit.amount_of(placed.payment).await).await;
        note_event(&kit.market, PROVIDER, &captured(&kit, placed.payment, "e1").await).await.unwrap();
        let waits = async || audit(&kit.market).await.unwrap().violations_of("M6");
        assert_eq!(work(&kit).await, []);
        assert_eq!(waits().await, 0);
        kit.clock.advance(Span::minutes(61));
        assert_eq!(waits().await, 1);
        let again = due(&kit).await;
        assert_eq!(again.iter().map(|due| due.attempts).collect::<Vec<_>>(), [1]);
        let error = count(&kit, "SELECT COUNT(*) AS found FROM payment_event WHERE last_error LIKE '%poison%'").await;
        assert_eq!(error, 1, "why stands in the row");
        for _ in 0..14 {
            assert_eq!((due(&kit).await.len(), work(&kit).await), (1, vec![]), "every hour, and it is never given up");
            kit.clock.advance(Span::hours(1));
        }
        cure(&kit).await;
        assert_eq!(work(&kit).await, [EventOutcome::GoesBack], "the goods were held for half an hour");
        kit.audited().await;
    }
);

db_test!(
    async fn a_word_that_nobody_tried_for_a_day_is_found_by_the_auditor(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        note_event(&kit.market, PROVIDER, &captured(&kit, placed.payment, "e1").await).await.unwrap();
        kit.clock.advance(Span::hours(23));
        kit.audited().await;
        kit.clock.advance(Span::hours(2));
        assert_eq!(audit(&kit.market).await.unwrap().violations_of("M6"), 1);
    }
);

db_test!(
    async fn an_older_word_in_another_currency_is_worked_on_after_all(kit) {
        let here = street(&kit).await;
        let payment = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        for (event, amount) in [("e1", Money::new(1_258, Currency::Usd)), ("e2", Money::fen(0))] {
            let told = ProviderEvent { event_id: event.to_owned(), payment, kind: ProviderEventKind::Captured(amount) };
            note_event(&kit.market, PROVIDER, &told).await.unwrap();
        }
        let as_it_was = "UPDATE payment_event SET outcome = 'suspended', due_at = NULL";
        change(&kit, as_it_was, as_it_was).await;
        let migration = include_str!("../../../migrations/src/sql/other_currency.sql");
        for update in migration.split(';').filter(|statement| statement.contains("UPDATE payment_event")) {
            change(&kit, update, update).await;
        }
        assert_eq!(work(&kit).await, [EventOutcome::Suspended], "nobody told it again");
        let counts = counts(&kit.market).await.unwrap();
        assert_eq!((counts.suspense_foreign, counts.amounts_unbooked), (1, 1));
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_provider_told_stands_in_the_row_word_for_word(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let kind = ProviderEventKind::Captured(Money::new(1_258, Currency::Usd));
        let told = ProviderEvent { event_id: "e1".to_owned(), payment: placed.payment, kind };
        note_event(&kit.market, PROVIDER, &told).await.unwrap();
        let taken = take_event(&kit.market, PROVIDER, "e1").await.unwrap().unwrap();
        assert_eq!((taken.told, taken.outcome), (told, EventOutcome::Suspended));
        let books = "SELECT amount_minor AS found FROM payment_event";
        assert_eq!(count(&kit, books).await, 0, "another currency is nothing in the books");
        kit.audited().await;
    }
);
