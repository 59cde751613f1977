//! What providers tell: twice, late, out of order, of what is not theirs; and what it does.

use crate::street::{Street, level, street};
use crate::told::letters;
use market::db_test;
use market::inventory::Level;
use market::kernel::{Money, Problem, Span};
use market::order::OrderState;
use market::order::commands::{cancel_unpaid, cancel_unshipped, close_payment};
use market::order::queries::order_of_buyer;
use market::payment::queries::payment;
use market::payment::{EventOutcome, PaymentId, ProviderEventKind, SentBack, commands::note_reference, inbox::hear_event};
use market::testkit::{TestMarket, captured_event};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;

async fn reference(kit: &TestMarket) -> Option<String> {
    let sql = Statement::from_string(kit.market.backend(), "SELECT reference FROM payment");
    kit.market.db().query_one_raw(sql).await.unwrap().unwrap().try_get("", "reference").unwrap()
}

async fn sent_back(kit: &TestMarket, here: &Street, id: PaymentId) -> Vec<SentBack> {
    payment(&kit.market, &here.buyer.buyer(), id).await.unwrap().unwrap().sent_back
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
        assert_eq!(kit.captured(placed.payment, "e1:again", 1_258).await, EventOutcome::Repeated, "the same money under another id");
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
        assert_eq!(kit.captured(placed.payment, "e1:again", 1_258).await, EventOutcome::Repeated, "and not twice");
        assert_eq!(kit.captured(placed.payment, "e2", 1_258).await, EventOutcome::Unbooked, "of another intent it is more money");
        let owed = kit.refunds().await;
        assert_eq!(owed.iter().map(|refund| refund.2).collect::<Vec<_>>(), [1_258]);
        assert_eq!(letters(&kit, &["LatePaymentBack", "1258"]).await, 1, "the buyer is told once");
        let seen = |arrived_at| vec![SentBack { amount: Money::fen(1_258), arrived_at }];
        assert_eq!(sent_back(&kit, &here, placed.payment).await, seen(None));
        kit.audited().await;
        let done = ProviderEventKind::Refunded(owed[0].0);
        assert_eq!(kit.told(placed.payment, "r1", done).await.unwrap(), EventOutcome::Refunded);
        assert_eq!(kit.told(placed.payment, "r2", done).await.unwrap(), EventOutcome::Repeated);
        assert_eq!(sent_back(&kit, &here, placed.payment).await, seen(Some(kit.market.now())));
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
        let told = captured_event(placed.payment, "e1", 1_258);
        assert!(matches!(hear_event(&kit.market, "somebody", &told).await, Err(Problem::NotFound)));
        kit.audited().await;
    }
);

db_test!(
    async fn a_cancelled_order_is_refunded_once(kit) {
        let here = street(&kit).await;
        let placed = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unshipped(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap();
        let owed = kit.refunds().await;
        assert_eq!(owed.iter().map(|refund| refund.2).collect::<Vec<_>>(), [1_258]);
        kit.audited().await;
        for event in ["r1", "r1", "r2"] {
            kit.told(placed.payment, event, ProviderEventKind::Refunded(owed[0].0)).await.unwrap();
        }
        kit.audited().await;
    }
);
