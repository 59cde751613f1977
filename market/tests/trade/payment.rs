//! What providers tell: twice, late, out of order, wrong; and what it does.

use crate::street::{level, street};
use market::account::Operator;
use market::audit::queries::counts;
use market::db_test;
use market::inventory::Level;
use market::kernel::{Currency, Money, Problem, Span};
use market::ledger::queries::{market_money, shop_money};
use market::order::OrderState;
use market::order::commands::{cancel_unpaid, cancel_unshipped, close_payment, confirm_receipt, ship_order};
use market::order::queries::order_of_buyer;
use market::payment::look_ups::waiting_refunds;
use market::payment::queries::{payment, refund_due, stuck_refunds, unbooked_amounts};
use market::payment::stuck::settle_refund_by_hand;
use market::payment::suspense::{give_back_foreign_amount, give_back_wrong_amount, note_unbooked_amount};
use market::payment::{EventOutcome, ProviderEvent, ProviderEventKind, RefundId, commands::note_reference, inbox::hear_event};
use market::payment::{LookUp, PaymentState, SuspenseRefusal, UnbookedRefusal};
use market::reconciliation::{SuspenseCause, queries::reconciliation};
use market::testkit::{PROVIDER, TestMarket};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::sync::Arc;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct RefundRow {
    id: Uuid,
    amount_minor: i64,
}

async fn refunds(kit: &TestMarket) -> Vec<(RefundId, i64)> {
    let sql = "SELECT id, amount_minor FROM refund ORDER BY created_at";
    let rows =
        RefundRow::find_by_statement(Statement::from_string(kit.market.backend(), sql)).all(kit.market.db()).await.unwrap();
    rows.into_iter().map(|row| (RefundId::from_uuid(row.id), row.amount_minor)).collect()
}

/// What the provider's events told, in the order of their ids.
async fn amounts(kit: &TestMarket) -> Vec<i64> {
    let sql = Statement::from_string(kit.market.backend(), "SELECT amount_minor FROM payment_event ORDER BY event_id");
    let rows = kit.market.db().query_all_raw(sql).await.unwrap();
    rows.iter().map(|row| row.try_get("", "amount_minor").unwrap()).collect()
}

async fn reference(kit: &TestMarket) -> Option<String> {
    let sql = Statement::from_string(kit.market.backend(), "SELECT reference FROM payment");
    kit.market.db().query_one_raw(sql).await.unwrap().unwrap().try_get("", "reference").unwrap()
}

db_test!(
    async fn the_last_reference_of_a_payment_that_waits_is_kept(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        for told in [Some("pi_1"), None, Some("pi_2")] {
            note_reference(&kit.market, placed.payment, told).await.unwrap();
        }
        assert_eq!(reference(&kit).await.as_deref(), Some("pi_2"));
        assert_eq!(kit.captured(placed.payment, "e1", 1_258).await, EventOutcome::Paid);
        note_reference(&kit.market, placed.payment, Some("pi_3")).await.unwrap();
        assert_eq!(reference(&kit).await.as_deref(), Some("pi_2"), "it was paid there");
    }
);

db_test!(
    async fn a_webhook_that_comes_twice_counts_once(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(kit.captured(placed.payment, "e1", 1_258).await, EventOutcome::Paid);
        assert_eq!(kit.captured(placed.payment, "e1", 1_258).await, EventOutcome::Repeated);
        assert_eq!(kit.captured(placed.payment, "e2", 1_258).await, EventOutcome::Repeated, "the same money under another id");
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 950, held: 0 });
        kit.audited().await;
    }
);

db_test!(
    async fn a_webhook_that_comes_before_its_order_is_not_swallowed(kit) {
        let here = street(&kit).await;
        kit.fill_cart(&here.buyer, &[(here.pork, 50)]).await;
        let form = kit.checkout_form(&here.buyer).await;
        let paid = ProviderEventKind::Captured(Money::fen(1_258));
        let early = kit.told(form.attempt, "e1", paid).await;
        assert!(matches!(early, Err(Problem::NotFound)), "the provider has to tell it again: {early:?}");
        let placed = kit.place(&here.buyer, &form).await.unwrap();
        assert_eq!(kit.told(placed.payment, "e1", paid).await.unwrap(), EventOutcome::Paid);
        kit.audited().await;
    }
);

db_test!(
    async fn the_same_webhook_at_the_same_instant_counts_once(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let kit = Arc::new(kit);
        let told: Vec<_> = (0..8)
            .map(|number| {
                let (kit, payment) = (Arc::clone(&kit), placed.payment);
                tokio::spawn(async move { kit.captured(payment, &format!("e{}", number % 3), 1_258).await })
            })
            .collect();
        let mut paid = 0;
        for one in told {
            paid += i32::from(one.await.unwrap() == EventOutcome::Paid);
        }
        assert_eq!(paid, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn money_after_the_close_goes_back_once(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unpaid(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap();
        assert_eq!(kit.captured(placed.payment, "e1", 1_258).await, EventOutcome::GoesBack);
        assert_eq!(kit.captured(placed.payment, "e2", 1_258).await, EventOutcome::Repeated, "and not twice");
        let owed = refunds(&kit).await;
        assert_eq!(owed.iter().map(|refund| refund.1).collect::<Vec<_>>(), [1_258]);
        kit.audited().await;
        let done = ProviderEventKind::Refunded(owed[0].0);
        assert_eq!(kit.told(placed.payment, "r1", done).await.unwrap(), EventOutcome::Refunded);
        assert_eq!(kit.told(placed.payment, "r2", done).await.unwrap(), EventOutcome::Repeated);
        kit.audited().await;
    }
);

db_test!(
    async fn an_expired_hold_is_never_claimed_even_before_its_clock_fired(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::minutes(30));
        assert_eq!(kit.captured(placed.payment, "e1", 1_258).await, EventOutcome::GoesBack);
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 1_000, held: 0 });
        close_payment(&kit.market, placed.payment).await.unwrap();
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
        assert_eq!(view.row.state, OrderState::Cancelled);
        kit.audited().await;
    }
);

db_test!(
    async fn a_capture_that_races_the_expiry_is_paid_or_goes_back(kit) {
        let here = street(&kit).await;
        let kit = Arc::new(kit);
        for round in 0..8 {
            let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
            let amount = kit.amount_of(placed.payment).await;
            let told = {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { kit.captured(placed.payment, &format!("e{round}"), amount).await })
            };
            kit.clock.advance(Span::minutes(30));
            close_payment(&kit.market, placed.payment).await.unwrap();
            let outcome = told.await.unwrap();
            let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
            let expected = if outcome == EventOutcome::Paid { OrderState::Paid } else { OrderState::Cancelled };
            assert_eq!(view.row.state, expected, "{outcome:?}");
            kit.audited().await;
        }
    }
);

db_test!(
    async fn cancelling_races_paying_and_one_of_them_wins(kit) {
        let here = street(&kit).await;
        let kit = Arc::new(kit);
        for round in 0..8 {
            let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
            let amount = kit.amount_of(placed.payment).await;
            let told = {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { kit.captured(placed.payment, &format!("e{round}"), amount).await })
            };
            let cancelled = cancel_unpaid(&kit.market, &here.buyer.buyer(), placed.payment).await.is_ok();
            let outcome = told.await.unwrap();
            assert_eq!(cancelled, outcome == EventOutcome::GoesBack, "{outcome:?}");
            kit.audited().await;
        }
    }
);

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
        assert_eq!(kit.told(placed.payment, "e4", dollars(1_258)).await.unwrap(), EventOutcome::Suspended);
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
        assert_eq!(view.row.state, OrderState::Placed);
        assert_eq!(amounts(&kit).await, [1_257, 0, -5, 0], "dollars are no fen");
        assert_eq!(kit.captured(placed.payment, "e6", 1_256).await, EventOutcome::Unbooked, "one wrong amount is held");
        assert_eq!(kit.told(placed.payment, "e7", dollars(1_259)).await.unwrap(), EventOutcome::Unbooked, "and one foreign one");
        assert_eq!(kit.captured(placed.payment, "e5", 1_258).await, EventOutcome::Paid, "the right amount pays still");
        kit.audited().await;
    }
);

fn dollars(cents: i64) -> ProviderEventKind {
    ProviderEventKind::Captured(Money::new(cents, Currency::Usd))
}

async fn operator(kit: &TestMarket) -> Operator {
    kit.person("Olga").operator().create().await.operator().unwrap()
}

db_test!(
    async fn money_in_another_currency_is_held_in_it_once_and_reaches_no_shop(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let came = kit.market.now();
        for (event, outcome) in
            [("e1", EventOutcome::Suspended), ("e1", EventOutcome::Repeated), ("e2", EventOutcome::Repeated)]
        {
            assert_eq!(kit.told(placed.payment, event, dollars(1_258)).await.unwrap(), outcome);
        }
        let seen = payment(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap().unwrap();
        let held = Money::new(1_258, Currency::Usd);
        assert_eq!((seen.state, seen.other_amount), (PaymentState::Waiting, Some(held)), "its buyer is told");
        kit.audited().await;
        kit.clock.advance(Span::minutes(1));
        assert_eq!(kit.captured(placed.payment, "e3", 1_258).await, EventOutcome::Paid, "the right money still pays");
        ship_order(&kit.market, &here.staff, placed.orders[0], "sf", "SF1234567890").await.unwrap();
        confirm_receipt(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap();
        assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available.minor(), 1_253);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        let held: Vec<_> = seen.suspense.iter().map(|one| (one.cause, one.payment, one.amount, one.since)).collect();
        assert_eq!(held, [(SuspenseCause::ForeignAmount, Some(placed.payment), Money::new(1_258, Currency::Usd), came)]);
        let counts = counts(&kit.market).await.unwrap();
        assert_eq!((counts.suspense_minor, counts.suspense_foreign), (0, 1));
        kit.audited().await;
    }
);

db_test!(
    async fn money_in_another_currency_goes_back_in_it(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let of = Money::new(1_258, Currency::Usd);
        for fails in [false, true] {
            kit.clock.advance(Span::minutes(1));
            let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
            assert_eq!(kit.told(id, &format!("e {id}"), dollars(1_258)).await.unwrap(), EventOutcome::Suspended);
            let as_ours = give_back_wrong_amount(&kit.market, &olga, id, "Back.").await;
            assert!(matches!(as_ours, Err(Problem::NotFound)), "no other amount is held: {as_ours:?}");
            give_back_foreign_amount(&kit.market, &olga, id, "Paid in dollars.").await.unwrap();
            let again = give_back_foreign_amount(&kit.market, &olga, id, "Paid in dollars.").await;
            assert!(matches!(again, Err(Problem::Refused(SuspenseRefusal::AlreadyOut))), "{again:?}");
            kit.audited().await;
            let refund = kit.refunds().await.last().unwrap().0;
            assert_eq!(refund_due(&kit.market, refund).await.unwrap().unwrap().amount, of);
            let look_up = LookUp { payment: id, reference: None };
            assert_eq!(waiting_refunds(&kit.market, PROVIDER, &look_up, kit.market.now()).await.unwrap()[0].amount, of);
            let arrived = kit.told(id, &format!("{id}:refunded"), ProviderEventKind::Refunded(refund)).await;
            assert_eq!(arrived.unwrap(), EventOutcome::Refunded);
            kit.audited().await;
            if fails {
                let failed = kit.told(id, &format!("{id}:failed"), ProviderEventKind::RefundFailed(refund)).await;
                assert_eq!(failed.unwrap(), EventOutcome::RefundFailed);
                assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap()[0].amount, of);
                kit.audited().await;
                settle_refund_by_hand(&kit.market, &olga, refund, "By transfer, in dollars.").await.unwrap();
                kit.audited().await;
            }
        }
        let money = market_money(&kit.market, &olga).await.unwrap();
        let ours = [money.clearing, money.bank, money.refunds, money.suspense];
        assert_eq!(ours.map(Money::minor), [0; 4], "dollars are no fen");
        assert_eq!(counts(&kit.market).await.unwrap().suspense_foreign, 0);
    }
);

db_test!(
    async fn an_amount_that_cannot_be_booked_is_shown_until_somebody_has_looked_into_it(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
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
            assert_eq!(kit.told(id, &format!("{event} again"), kind).await.unwrap(), EventOutcome::Repeated, "logged once");
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
        assert_eq!(kit.captured(id, "e5", 0).await, EventOutcome::Repeated, "it was looked into");
        assert_eq!(kit.captured(id, "e6", 1_258).await, EventOutcome::Paid);
        kit.audited().await;
    }
);

db_test!(
    async fn a_declined_payment_can_be_paid_after_all(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(kit.told(placed.payment, "d1", ProviderEventKind::Declined).await.unwrap(), EventOutcome::Declined);
        let seen = payment(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap().unwrap();
        assert!(seen.declined);
        assert!(payment(&kit.market, &here.owner.buyer(), placed.payment).await.unwrap().is_none(), "nobody else sees it");
        assert_eq!(kit.captured(placed.payment, "e1", 1_258).await, EventOutcome::Paid);
        assert_eq!(kit.told(placed.payment, "d2", ProviderEventKind::Declined).await.unwrap(), EventOutcome::Declined);
        kit.audited().await;
    }
);

db_test!(
    async fn another_provider_cannot_pay(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let kind = ProviderEventKind::Captured(Money::fen(1_258));
        let told = ProviderEvent { event_id: "e1".to_owned(), payment: placed.payment, kind };
        assert!(matches!(hear_event(&kit.market, "somebody", &told).await, Err(Problem::NotFound)));
        kit.audited().await;
    }
);

db_test!(
    async fn a_cancelled_order_is_refunded_once(kit) {
        let here = street(&kit).await;
        let placed = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unshipped(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap();
        let owed = refunds(&kit).await;
        assert_eq!(owed.iter().map(|refund| refund.1).collect::<Vec<_>>(), [1_258]);
        kit.audited().await;
        for event in ["r1", "r1", "r2"] {
            kit.told(placed.payment, event, ProviderEventKind::Refunded(owed[0].0)).await.unwrap();
        }
        kit.audited().await;
    }
);
