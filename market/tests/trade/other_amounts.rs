//! Amounts that are not what was asked for: they pay nothing, wait for a person, and are shown where they cannot even wait.

use crate::street::street;
use market::audit::queries::counts;
use market::db_test;
use market::kernel::limits::BOOKED_MINOR_MAX;
use market::kernel::{Money, Problem, Span};
use market::ledger::queries::market_money;
use market::order::OrderState;
use market::order::queries::order_of_buyer;
use market::payment::queries::{payment, unbooked_amounts};
use market::payment::suspense::{correct_foreign_amount, correct_wrong_amount, note_unbooked_amount};
use market::payment::{EventOutcome, ProviderEventKind, ReportKind, ReportLine, UnbookedRefusal};
use market::testkit::{PROVIDER, TestMarket};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;

/// What the provider's events told, in the order of their ids.
async fn amounts(kit: &TestMarket) -> Vec<i64> {
    let sql = Statement::from_string(kit.market.backend(), "SELECT amount_minor FROM payment_event ORDER BY event_id");
    let rows = kit.market.db().query_all_raw(sql).await.unwrap();
    rows.iter().map(|row| row.try_get("", "amount_minor").unwrap()).collect()
}

db_test!(
    async fn another_amount_waits_for_a_person_and_pays_nothing(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let other = async || payment(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap().unwrap().other_amount;
        assert_eq!(other().await, None);
        assert_eq!(kit.captured(placed.payment, "e1", 1_257).await, EventOutcome::Suspended);
        assert_eq!(kit.captured(placed.payment, "e1", 1_257).await, EventOutcome::Repeated);
        assert_eq!(other().await, Some(Money::fen(1_257)), "the buyer is told that it came");
        assert_eq!(kit.captured(placed.payment, "e2", 0).await, EventOutcome::Unbooked);
        assert_eq!(kit.captured(placed.payment, "e3", -5).await, EventOutcome::Unbooked);
        assert_eq!(kit.captured_in_dollars(placed.payment, "e4", 1_258).await, EventOutcome::Suspended);
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
        assert_eq!(view.row.state, OrderState::Placed);
        assert_eq!(amounts(&kit).await, [1_257, 0, -5, 0], "dollars are no fen");
        assert_eq!(kit.captured(placed.payment, "e6", 1_256).await, EventOutcome::Unbooked, "one wrong amount is held");
        assert_eq!(kit.captured_in_dollars(placed.payment, "e7", 1_259).await, EventOutcome::Unbooked, "and one foreign one");
        assert_eq!(kit.captured(placed.payment, "e5", 1_258).await, EventOutcome::Paid, "the right amount pays still");
        kit.audited().await;
    }
);

db_test!(
    async fn an_amount_that_cannot_be_booked_is_shown_until_somebody_has_looked_into_it(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        let shown = async || {
            let shown = unbooked_amounts(&kit.market, &olga).await.unwrap();
            assert!(shown.iter().all(|one| (one.provider.as_str(), one.payment) == (PROVIDER, id)));
            shown.into_iter().map(|one| (one.event, one.minor, one.currency)).collect::<Vec<_>>()
        };
        let told = [("e1", Money::fen(0), "CNY"), ("e2", Money::fen(-5), "CNY"), ("e3", Money::fen(900), "HKD")];
        for (event, amount, code) in told {
            let kind = ProviderEventKind::captured(amount.minor(), code);
            assert_eq!(kit.told(id, event, kind).await.unwrap(), EventOutcome::Unbooked);
            assert_eq!(kit.told(id, event, kind).await.unwrap(), EventOutcome::Repeated);
            assert_eq!(kit.told(id, &format!("{event}:again"), kind).await.unwrap(), EventOutcome::Repeated, "logged once");
        }
        let expected = told.map(|(event, amount, code)| (event.to_owned(), amount.minor(), code.to_owned()));
        assert_eq!(shown().await, expected);
        assert_eq!(counts(&kit.market).await.unwrap().amounts_unbooked, 3);
        let note = async |event: &str, why: &str| note_unbooked_amount(&kit.market, &olga, (PROVIDER, event), why).await;
        let silent = note("e1", " ").await;
        assert!(matches!(silent, Err(Problem::Refused(UnbookedRefusal::Reason(_)))), "{silent:?}");
        for unknown in ["e4", "\0", "e1\u{7}"] {
            assert!(matches!(note(unknown, "Nothing.").await, Err(Problem::NotFound)), "{unknown:?}");
        }
        note("e1", "A bug of theirs, nothing was taken.").await.unwrap();
        let again = note("e1", "Once more.").await;
        assert!(matches!(again, Err(Problem::Refused(UnbookedRefusal::ChangedMeanwhile))), "{again:?}");
        assert_eq!(shown().await, expected[1..]);
        assert_eq!(kit.captured(id, "e1:later", 0).await, EventOutcome::Repeated, "it was looked into");
        assert_eq!(kit.captured(id, "e6", 1_258).await, EventOutcome::Paid);
        kit.audited().await;
    }
);

db_test!(
    async fn the_right_amount_of_another_intent_is_more_money_and_waits_for_a_person(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let shown = async || {
            let shown = unbooked_amounts(&kit.market, &olga).await.unwrap();
            shown.into_iter().map(|one| (one.event, one.minor)).collect::<Vec<_>>()
        };
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        for (event, outcome) in [
            ("pi_1:captured", EventOutcome::Paid),
            ("pi_1:found", EventOutcome::Repeated),
            ("pi_2:captured", EventOutcome::Unbooked),
            ("pi_2:found", EventOutcome::Repeated),
            ("pi_1:once more", EventOutcome::Repeated),
            ("pi_3:captured", EventOutcome::Unbooked),
        ] {
            assert_eq!(kit.captured(id, event, 1_258).await, outcome, "{event}");
        }
        assert_eq!(shown().await, [("pi_2:captured".to_owned(), 1_258), ("pi_3:captured".to_owned(), 1_258)]);
        assert_eq!(market_money(&kit.market, &olga).await.unwrap().clearing.minor(), 1_258, "it is in no book");
        kit.audited().await;
        // What waits in suspense is one intent's, too.
        kit.clock.advance(Span::minutes(1));
        let other = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        for (event, outcome) in [
            ("pi_4:captured", EventOutcome::Suspended),
            ("pi_4:found", EventOutcome::Repeated),
            ("pi_5:captured", EventOutcome::Unbooked),
        ] {
            assert_eq!(kit.captured(other, event, 1_257).await, outcome, "{event}");
            let dollars = kit.captured_in_dollars(other, &format!("usd {event}"), 1_257).await;
            assert_eq!(dollars, outcome, "{event} in dollars");
        }
        assert_eq!(shown().await.len(), 4);
        kit.audited().await;
    }
);

db_test!(
    async fn the_right_amount_that_comes_late_beside_another_one_waits_for_a_person(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(id, "pi_1:captured", 900).await, EventOutcome::Suspended);
        kit.states(PROVIDER, &[kit.report_line_of(id, "txn_1", ReportKind::Captured, 950)]).await;
        let corrected = correct_wrong_amount(&kit.market, &olga, id, "As the statement says.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::GoesBack));
        kit.clock.advance(Span::minutes(30));
        for (event, fen, outcome) in [
            ("pi_2:captured", 1_258, EventOutcome::Unbooked),
            ("pi_2:captured", 1_258, EventOutcome::Repeated),
            ("pi_2:found", 1_258, EventOutcome::Repeated),
            ("pi_3:captured", 1_258, EventOutcome::Unbooked),
            ("pi_1:truth", 950, EventOutcome::Repeated),
            ("pi_1:once more", 900, EventOutcome::Repeated),
        ] {
            assert_eq!(kit.captured(id, event, fen).await, outcome, "{event} of {fen}");
            kit.audited().await;
        }
        let shown = unbooked_amounts(&kit.market, &olga).await.unwrap();
        let shown: Vec<_> = shown.iter().map(|one| (one.event.as_str(), one.minor)).collect();
        assert_eq!(shown, [("pi_2:captured", 1_258), ("pi_3:captured", 1_258)]);
        let owed: Vec<i64> = kit.refunds().await.iter().map(|refund| refund.2).collect();
        assert_eq!(owed, [950]);
    }
);

db_test!(
    async fn a_second_amount_that_the_statement_has_waits_for_a_person(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(id, "pi_1:captured", 900).await, EventOutcome::Suspended);
        assert_eq!(kit.captured_in_dollars(id, "pi_2:captured", 1_258).await, EventOutcome::Suspended);
        kit.states(PROVIDER, &[kit.report_line_of(id, "txn_1", ReportKind::Captured, 950)]).await;
        let corrected = correct_wrong_amount(&kit.market, &olga, id, "As the statement says.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::GoesBack));
        kit.states(PROVIDER, &[kit.report_line_of(id, "txn_2", ReportKind::Captured, 1_300)]).await;
        let corrected = correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::Unbooked));
        let shown = unbooked_amounts(&kit.market, &olga).await.unwrap();
        let shown: Vec<_> = shown.iter().map(|one| (one.event.as_str(), one.minor)).collect();
        assert_eq!(shown, [("statement txn_2", 1_300)]);
        kit.audited().await;
    }
);

db_test!(
    async fn what_the_statement_has_and_no_book_takes_waits_once_whoever_tells_of_it_first(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        for (round, is_told_first) in [false, true].into_iter().enumerate() {
            let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
            let (one, late, other) = (format!("pi_{round}1"), format!("pi_{round}2"), format!("pi_{round}3"));
            let tells = async |object: &str, what: &str, fen| kit.captured(id, &format!("{object}:{what}"), fen).await;
            assert_eq!(tells(&one, "captured", 900).await, EventOutcome::Suspended);
            kit.clock.advance(Span::minutes(31));
            assert_eq!(tells(&late, "captured", 1_258).await, EventOutcome::GoesBack);
            if is_told_first {
                assert_eq!(tells(&one, "truth", 950).await, EventOutcome::Unbooked);
            }
            let line = kit.report_line_of(id, &format!("txn_{round}"), ReportKind::Captured, 950);
            kit.states(PROVIDER, &[ReportLine { reference: Some(one.clone()), ..line }]).await;
            let corrected = correct_wrong_amount(&kit.market, &olga, id, "As the statement says.").await.unwrap();
            assert_eq!(corrected, Some(if is_told_first { EventOutcome::Repeated } else { EventOutcome::Unbooked }));
            assert_eq!(tells(&one, "found", 950).await, EventOutcome::Repeated, "it waits already");
            assert_eq!(tells(&one, "once more", 950).await, EventOutcome::Repeated);
            assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap().len(), 2 * round + 1);
            assert_eq!(tells(&other, "captured", 950).await, EventOutcome::Unbooked, "this is more");
            kit.audited().await;
        }
    }
);

db_test!(
    async fn what_the_statement_has_and_no_book_takes_is_not_held_in_suspense_too(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured_in_dollars(id, "pi_1:captured", 1_258).await, EventOutcome::Suspended);
        kit.clock.advance(Span::minutes(31));
        assert_eq!(kit.captured(id, "pi_2:captured", 1_258).await, EventOutcome::GoesBack);
        let line = kit.report_line_of(id, "txn_1", ReportKind::Captured, 1_300);
        // It names no object: whatever is told of it first is that money.
        kit.states(PROVIDER, &[ReportLine { reference: None, ..line }]).await;
        let corrected = correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::Unbooked));
        assert_eq!(kit.captured(id, "pi_1:found", 1_300).await, EventOutcome::Repeated, "it waits already");
        assert_eq!(kit.captured(id, "pi_3:captured", 1_300).await, EventOutcome::Suspended, "this is more");
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_late_money_that_is_told_twice_at_once_waits_once(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for round in 0..4 {
            kit.clock.advance(Span::minutes(1));
            let id = kit.paid_another_amount(&here.buyer, &[(here.pork, 50)], Money::fen(900)).await;
            kit.states(PROVIDER, &[kit.report_line_of(id, &format!("txn_{round}"), ReportKind::Captured, 950)]).await;
            correct_wrong_amount(&kit.market, &olga, id, "As the statement says.").await.unwrap();
            kit.clock.advance(Span::minutes(30));
            let beside = Arc::clone(&kit);
            let found = tokio::spawn(async move { beside.captured(id, &format!("pi_{round}:found"), 1_258).await });
            let told = kit.captured(id, &format!("pi_{round}:captured"), 1_258).await;
            let outcomes = [told, found.await.unwrap()];
            for outcome in [EventOutcome::Unbooked, EventOutcome::Repeated] {
                assert!(outcomes.contains(&outcome), "{outcomes:?}");
            }
            assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap().len(), round + 1);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn intents_whose_names_are_alike_are_others(kit) {
        let here = street(&kit).await;
        let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        for (event, outcome) in [
            ("pi_1:captured", EventOutcome::Paid),
            ("PI_1:captured", EventOutcome::Unbooked),
            ("pi-1:captured", EventOutcome::Unbooked),
            ("pi_11:captured", EventOutcome::Unbooked),
            ("pi_", EventOutcome::Unbooked),
            ("%:captured", EventOutcome::Unbooked),
            ("pi_1", EventOutcome::Repeated),
            ("PI_1", EventOutcome::Repeated),
            ("pi-1:found:again", EventOutcome::Repeated),
        ] {
            assert_eq!(kit.captured(id, event, 1_258).await, outcome, "{event}");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn an_amount_that_no_book_could_add_up_is_not_booked(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        for minor in [i64::MAX, BOOKED_MINOR_MAX + 1] {
            kit.clock.advance(Span::minutes(1));
            let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
            assert_eq!(kit.captured(id, &format!("lie {id}"), minor).await, EventOutcome::Unbooked, "{minor}");
            assert_eq!(kit.captured_in_dollars(id, &format!("dollars {id}"), minor).await, EventOutcome::Unbooked, "{minor}");
            assert_eq!(kit.captured(id, &format!("truth {id}"), 1_258).await, EventOutcome::Paid);
        }
        assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap().len(), 4);
        let money = market_money(&kit.market, &olga).await.unwrap();
        assert_eq!((money.clearing.minor(), money.suspense.minor()), (2 * 1_258, 0));
        kit.audited().await;
        let most = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
        assert_eq!(kit.captured(most, "the most", BOOKED_MINOR_MAX).await, EventOutcome::Suspended);
        kit.audited().await;
    }
);
