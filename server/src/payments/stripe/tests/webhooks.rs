//! Webhooks: twice, in any order, late, forged, old, lying. And none at all: what never comes is asked for.

use super::World;
use super::simulator::{Fault, WEBHOOK_SECRET, sign};
use market::kernel::{Currency, Money, Problem, Span};
use market::order::OrderState;
use market::order::commands::close_payment;
use market::payment::queries::unbooked_amounts;
use market::payment::suspense::{correct_foreign_amount, correct_wrong_amount, give_back_foreign_amount, give_back_wrong_amount};
use market::payment::{EventOutcome, PaymentId, PaymentProvider, ProviderError, RefundDue, SuspenseRefusal, WebhookRefusal};
use market::reconciliation::SuspenseCause;

#[tokio::test]
async fn webhooks_count_once_in_any_order() {
    let world = World::new().await;
    let placed = world.paid_there().await;
    let mut webhooks = world.company.take_webhooks();
    webhooks.reverse();
    let twice: Vec<_> = webhooks.iter().chain(&webhooks).collect();
    let mut outcomes = Vec::new();
    for (signature, body) in twice {
        outcomes.extend(world.door(signature, body).await.expect("believed"));
    }
    assert_eq!(outcomes, [EventOutcome::Paid, EventOutcome::Repeated]);
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_webhook_that_comes_after_three_days_gives_the_money_back() {
    let world = World::new().await;
    let placed = world.paid_there().await;
    world.kit.clock.advance(Span::hours(71));
    close_payment(&world.kit.market, placed.payment).await.expect("closed");
    assert_eq!(world.deliver().await, [EventOutcome::GoesBack]);
    for due in world.due(&placed).await {
        world.company.next([Fault::None]);
        market::payment::PaymentProvider::refund(&world.stripe, &due).await.expect("a refund");
    }
    assert!(world.deliver().await.contains(&EventOutcome::Refunded));
    assert_eq!(world.company.held(), 0);
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn forged_and_old_webhooks_are_not_believed() {
    let world = World::new().await;
    world.paid_there().await;
    let (signature, body) = world.company.take_webhooks().remove(0);
    let now = world.kit.market.now().millis() / 1_000;
    let altered = body.replace("13600", "1");
    assert_ne!(altered, body);
    for (signature, body) in [
        (signature.as_str(), altered.as_str()),
        (&sign("whsec_guessed", now, &body), &body),
        ("", &body),
        ("t=1,v1=", &body),
        ("t=abc,v1=00", &body),
    ] {
        assert_eq!(world.door(signature, body).await, Err(WebhookRefusal::BadSignature), "{signature}");
    }
    for moved in [-301, 301] {
        let refused = world.door(&sign(WEBHOOK_SECRET, now + moved, &body), &body).await;
        assert_eq!(refused, Err(WebhookRefusal::OutOfTime), "{moved}");
    }
    world.kit.clock.advance(Span::minutes(6));
    assert_eq!(world.door(&signature, &body).await, Err(WebhookRefusal::OutOfTime), "recorded and played again");
    for nonsense in ["", "{", "[]", "{\"id\":1}", "{\"id\":\"e\",\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":7}}"]
    {
        let signature = sign(WEBHOOK_SECRET, now + 360, nonsense);
        assert_eq!(world.door(&signature, nonsense).await, Err(WebhookRefusal::NotUnderstood), "{nonsense}");
    }
    let fresh = sign(WEBHOOK_SECRET, now + 360, &body);
    assert_eq!(world.door(&fresh, &body).await, Ok(Some(EventOutcome::Paid)), "the true one counts still");
}

#[tokio::test]
async fn what_has_no_id_that_can_be_kept_is_not_understood() {
    let world = World::new().await;
    world.paid_there().await;
    let (_, body) = world.company.take_webhooks().remove(0);
    let (now, intent) = (world.kit.market.now().millis() / 1_000, world.company.intents().remove(0));
    for id in ["pi_\\u0000", "pi_\\n", "../charges", "pi:1", ""] {
        let odd = body.replace(&intent, id);
        assert_ne!(odd, body);
        let signature = sign(WEBHOOK_SECRET, now, &odd);
        assert_eq!(world.door(&signature, &odd).await, Err(WebhookRefusal::NotUnderstood), "{id}");
    }
    assert_eq!(world.door(&sign(WEBHOOK_SECRET, now, &body), &body).await, Ok(Some(EventOutcome::Paid)), "the true one counts");
}

#[tokio::test]
async fn events_of_others_change_nothing() {
    let world = World::new().await;
    world.company.pay_stray(500);
    for (signature, body) in world.company.take_webhooks() {
        assert_eq!(world.door(&signature, &body).await, Ok(None));
    }
    let now = world.kit.market.now().millis() / 1_000;
    for kind in ["customer.created", "payment_intent.created", "payout.paid"] {
        let body = format!("{{\"id\":\"evt_1\",\"type\":\"{kind}\",\"data\":{{\"object\":{{}}}},\"new\":[]}}");
        assert_eq!(world.door(&sign(WEBHOOK_SECRET, now, &body), &body).await, Ok(None), "{kind}");
    }
}

#[tokio::test]
async fn a_lie_about_the_amount_is_held_and_never_released() {
    for lie in [1, 13_599, 13_601, 1_000_000, 0, -5] {
        let world = World::new().await;
        world.company.lie(Some(lie));
        let placed = world.paid_there().await;
        let held = if lie > 0 { EventOutcome::Suspended } else { EventOutcome::Unbooked };
        assert_eq!(world.deliver().await, [held]);
        assert_eq!(world.round().await, 0, "asked again, it tells the same");
        assert_eq!(world.state(placed.orders[0]).await, OrderState::Placed, "a lie of {lie} pays nothing");
        assert_eq!(unbooked(&world).await.len(), usize::from(lie <= 0), "what cannot be booked is shown");
        let seen = world.statement().await;
        assert_eq!(seen.suspense.iter().map(|held| held.amount.minor()).sum::<i64>(), lie.max(0));
        // The statement tells what really came: that stands there with its age until the truth is told.
        assert_eq!(seen.differences.first().map(|open| open.amount.minor()), Some(13_600));
        world.kit.audited().await;
        world.company.lie(None);
        assert_eq!(world.round().await, 1);
        assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
        world.kit.audited().await;
    }
}

#[tokio::test]
async fn a_lie_beside_the_truth_is_struck_and_pays_nobody() {
    for lie in [13_599, 13_601] {
        let world = World::new().await;
        world.company.lie(Some(lie));
        let placed = world.paid_there().await;
        assert_eq!(world.deliver().await, [EventOutcome::Suspended]);
        world.company.lie(None);
        assert_eq!(world.round().await, 1, "the truth pays");
        let held = world.statement().await.suspense;
        assert_eq!(
            held.iter().map(|held| (held.amount.minor(), held.stated, held.never_came)).collect::<Vec<_>>(),
            [(lie, None, true)]
        );
        let (market, olga) = (&world.kit.market, &world.olga);
        let back = give_back_wrong_amount(market, olga, placed.payment, "Another amount.").await;
        assert!(matches!(back, Err(Problem::Refused(SuspenseRefusal::NeverCame))), "{back:?}");
        let struck = correct_wrong_amount(market, olga, placed.payment, "It never came.").await;
        assert_eq!(struck.expect("struck"), Some(EventOutcome::Corrected));
        assert_eq!(world.round().await, 0, "the truth says nothing new");
        assert_eq!((world.company.refunds(), world.company.held()), (0, 13_600));
        assert_eq!(world.statement().await.suspense, []);
        world.agrees().await;
    }
}

/// What was told and cannot be booked.
async fn unbooked(world: &World) -> Vec<(PaymentId, i64, String)> {
    let told = unbooked_amounts(&world.kit.market, &world.olga).await.expect("a list");
    told.into_iter().map(|told| (told.payment, told.minor, told.currency)).collect()
}

#[tokio::test]
async fn money_in_another_currency_is_held_and_goes_back_in_it() {
    let world = World::new().await;
    world.company.take_in("usd");
    let placed = world.paid_there().await;
    assert_eq!(world.deliver().await, [EventOutcome::Suspended]);
    assert_eq!(world.round().await, 0, "asked again, it tells the same");
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Placed);
    let (seen, amount) = (world.statement().await, Money::new(13_600, Currency::Usd));
    let held: Vec<_> = seen.suspense.iter().map(|held| (held.cause, held.payment, held.amount)).collect();
    assert_eq!(held, [(SuspenseCause::ForeignAmount, Some(placed.payment), amount)]);
    assert_eq!(seen.differences, [], "the statement has the same");
    world.kit.audited().await;
    give_back_foreign_amount(&world.kit.market, &world.olga, placed.payment, "Paid in dollars.").await.expect("given back");
    let due = world.due(&placed).await.remove(0);
    assert_eq!(due.amount, amount);
    let in_yuan = RefundDue { amount: Money::fen(13_600), ..due.clone() };
    assert!(matches!(world.stripe.refund(&in_yuan).await, Err(ProviderError::Refused(_))), "as many yuan are another amount");
    world.stripe.refund(&due).await.expect("a refund");
    assert!(world.deliver().await.contains(&EventOutcome::Refunded));
    assert_eq!((world.company.refunds(), world.company.held()), (1, 0));
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_lie_about_the_currency_gives_way_to_the_statement() {
    let world = World::new().await;
    world.company.lie_in(Some("usd"));
    let placed = world.paid_there().await;
    assert_eq!(world.deliver().await, [EventOutcome::Suspended]);
    assert_eq!(world.round().await, 0);
    let stated = world.statement().await.suspense.iter().map(|held| held.stated).collect::<Vec<_>>();
    assert_eq!(stated, [Some(Money::fen(13_600))]);
    let corrected = correct_foreign_amount(&world.kit.market, &world.olga, placed.payment, "They took yuan.").await;
    assert_eq!(corrected.expect("corrected"), Some(EventOutcome::Paid));
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
    world.company.lie_in(None);
    assert_eq!(world.round().await, 0, "the truth says nothing new");
    world.agrees().await;
}

#[tokio::test]
async fn a_lie_about_the_currency_stands_in_no_way_of_the_truth() {
    let world = World::new().await;
    world.company.lie_in(Some("usd"));
    let placed = world.paid_there().await;
    assert_eq!(world.deliver().await, [EventOutcome::Suspended]);
    world.company.lie_in(None);
    assert_eq!(world.round().await, 1, "as many yuan are another word than as many dollars");
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
    world.kit.audited().await;
}

#[tokio::test]
async fn a_currency_that_the_market_does_not_know_is_taken_once_and_shown() {
    let world = World::new().await;
    world.company.take_in("hkd");
    let placed = world.paid_there().await;
    assert_eq!(world.deliver().await, [EventOutcome::Unbooked], "believed, so that it is not told for days");
    for _ in 0..2 {
        assert_eq!(world.round().await, 0, "asked again, it tells the same");
    }
    assert_eq!(unbooked(&world).await, [(placed.payment, 13_600, "HKD".to_owned())]);
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Placed);
    assert_eq!(world.statement().await.suspense, []);
    world.kit.audited().await;
}

#[tokio::test]
async fn paid_without_a_word_heals_itself_and_says_why() {
    let world = World::new().await;
    let placed = world.paid_there().await;
    world.company.take_webhooks();
    assert_eq!(world.round().await, 1);
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
    assert_eq!(world.round().await, 0, "once");
    let log = world.healed().await;
    assert!(matches!(log.as_slice(), [why] if why.contains("the orders are paid (pi_")), "{log:?}");
    world.agrees().await;
}

#[tokio::test]
async fn paid_after_the_close_without_a_word_goes_back() {
    let world = World::new().await;
    let placed = world.placed().await;
    let page = world.start(&placed).await.expect("a page").redirect_url;
    world.kit.clock.advance(Span::minutes(31));
    close_payment(&world.kit.market, placed.payment).await.expect("closed");
    assert!(world.company.pay(&page), "the company's page stays open for longer");
    world.company.take_webhooks();
    assert_eq!(world.round().await, 1, "the money is found");
    assert_eq!(world.round().await, 0, "its refund waits too long, and is asked for by the round itself");
    world.company.take_webhooks();
    assert_eq!(world.round().await, 1, "and is found done");
    assert_eq!(world.company.held(), 0);
    assert_eq!(world.healed().await.len(), 2);
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_company_that_does_not_answer_costs_nothing_but_time() {
    let world = World::new().await;
    let placed = world.paid_there().await;
    world.company.take_webhooks();
    world.company.next([Fault::Gateway; 6]);
    assert_eq!(world.round().await, 0, "neither its statement nor the payment");
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Placed);
    assert_eq!(world.round().await, 1);
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
    world.agrees().await;
}

#[tokio::test]
async fn a_payment_without_a_noted_reference_is_found_by_our_own_id() {
    let world = World::new().await;
    let placed = world.paid_there().await;
    let found = market::payment::PaymentProvider::look_up(&world.stripe, placed.payment, None).await.expect("an answer");
    assert_eq!(found.len(), 1);
    let other = world.placed().await;
    let nothing = market::payment::PaymentProvider::look_up(&world.stripe, other.payment, None).await.expect("an answer");
    assert_eq!(nothing, []);
    let wrong = market::payment::PaymentProvider::look_up(&world.stripe, other.payment, Some("pi_00000002")).await;
    assert!(wrong.is_err(), "an answer about another payment: {wrong:?}");
}
