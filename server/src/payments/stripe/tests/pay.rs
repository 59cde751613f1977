//! Pages: opened once a payment, whatever comes between.

use super::super::client::Client;
use super::simulator::{Fault, KEY};
use super::{PATIENCE, Patience, Stripe, WEBHOOK_SECRET, World, secret};
use market::checkout::Placed;
use market::kernel::Span;
use market::payment::{EventOutcome, ProviderError};
use market::policy::{RuleName, commands::change_rule};
use serde_json::{Value, json};
use std::time::Duration;

fn pages(world: &World) -> usize {
    world.company.calls().iter().filter(|call| *call == "POST /v1/checkout/sessions").count()
}

#[tokio::test]
async fn a_page_takes_cards_alipay_and_wechat_pay() {
    let world = World::new().await;
    let placed = world.placed().await;
    let id = world.start(&placed).await.expect("a page").reference.expect("its id");
    let client = Client::new(&world.company.url, &secret(KEY), PATIENCE).expect("a client");
    let page: Value = client.get(&format!("/v1/checkout/sessions/{id}"), &[]).await.expect("the page");
    assert_eq!(page["payment_method_types"], json!(["card", "alipay", "wechat_pay"]));
    assert_eq!(page["payment_method_options"], json!({ "wechat_pay": { "client": "web" } }), "its code is shown in a browser");
}

#[tokio::test]
async fn the_same_payment_is_the_same_page() {
    let world = World::new().await;
    let placed = world.placed().await;
    let first = world.start(&placed).await.expect("a page");
    assert!(first.redirect_url.starts_with(&format!("{}/c/pay/cs_test_", world.company.url)));
    world.kit.clock.advance(Span::minutes(20));
    assert_eq!(world.start(&placed).await.expect("a page"), first, "half an hour later, under the same key");
}

#[tokio::test]
async fn what_may_be_tried_again_is_tried_again() {
    let world = World::new().await;
    let placed = world.placed().await;
    for faults in [[Fault::Conflict, Fault::TooMany], [Fault::Gateway, Fault::Malformed], [Fault::Huge, Fault::Redirect]] {
        world.company.next(faults);
        world.start(&placed).await.expect("the third attempt brings a page");
    }
    let failures = [
        (Fault::Malformed, "its answer is not understood"),
        (Fault::Huge, "its answer is larger than 4194304 bytes"),
        (Fault::Redirect, "302"),
        (Fault::Conflict, "409 invalid_request_error idempotency_key_in_use"),
    ];
    for (fault, says) in failures {
        world.company.next([fault; 3]);
        let failed = world.start(&placed).await.expect_err("three times are enough for one call");
        assert_eq!(failed, ProviderError::Unreachable(says.to_owned()));
    }
    world.start(&placed).await.expect("nothing is lost by it");
}

#[tokio::test]
async fn a_slow_answer_is_not_waited_for_and_its_effect_is_found() {
    let mut world = World::new().await;
    let placed = world.placed().await;
    let patience = Patience { attempt: Duration::from_millis(250), pause: Duration::from_millis(300) };
    world.stripe = Stripe::new(&world.company.url, &secret(KEY), secret(WEBHOOK_SECRET), patience).expect("a provider");
    // The second attempt meets the first, still in flight over there; the third gets the first one's answer.
    world.company.next([Fault::Slow(400)]);
    let page = world.start(&placed).await.expect("a page");
    assert_eq!(world.start(&placed).await.expect("a page"), page);
    world.company.next([Fault::Slow(5_000), Fault::Slow(5_000), Fault::Slow(5_000)]);
    let failed = world.start(&placed).await.expect_err("nobody waits that long");
    assert_eq!(failed, ProviderError::Unreachable("no answer in time".to_owned()));
}

#[tokio::test]
async fn a_failure_that_is_remembered_does_not_keep_the_buyer_from_paying() {
    for fault in [Fault::ErrorBefore, Fault::ErrorAfter] {
        let world = World::new().await;
        world.company.next([fault]);
        let placed = world.paid_there().await;
        assert_eq!(pages(&world), 3, "the failure, its memory, another key");
        assert!(world.start(&placed).await.expect("back").reference.is_some(), "the same page again");
        world.deliver().await;
        assert_eq!(world.state(placed.orders[0]).await, market::order::OrderState::Paid);
        world.round().await;
        world.agrees().await;
    }
}

#[tokio::test]
async fn a_page_that_expired_is_replaced_and_one_that_was_paid_is_not() {
    let world = World::new().await;
    let placed = world.placed().await;
    let first = world.start(&placed).await.expect("a page");
    world.company.expire(&first.redirect_url);
    world.deliver().await;
    let second = world.start(&placed).await.expect("another page");
    assert_ne!(second.redirect_url, first.redirect_url);
    assert!(!world.company.pay(&first.redirect_url), "the first is closed");
    assert!(world.company.pay(&second.redirect_url));
    let third = world.start(&placed).await.expect("back to the market");
    assert_eq!(third.redirect_url, format!("https://market.test/pay/{}?back", placed.payment));
}

#[tokio::test]
async fn a_page_that_is_another_companys_is_not_gone_to() {
    let world = World::new().await;
    let placed = world.placed().await;
    let mut stripe = world.stripe.clone();
    stripe.pages = "https://checkout.stripe.com".to_owned();
    let world = World { stripe, ..world };
    let refused = world.start(&placed).await.expect_err("elsewhere");
    assert_eq!(refused, ProviderError::Refused("its page is not where its pages are".to_owned()));
}

#[tokio::test]
async fn a_bank_that_says_no_leaves_the_order_waiting() {
    let world = World::new().await;
    let placed = world.placed().await;
    let page = world.start(&placed).await.expect("a page").redirect_url;
    world.company.decline(&page);
    world.deliver().await;
    let view =
        market::payment::queries::payment(&world.kit.market, &world.buyer.buyer(), placed.payment).await.expect("an answer");
    assert!(view.expect("a payment").declined);
    assert!(world.company.pay(&page), "and can be paid with another card");
    world.deliver().await;
    assert_eq!(world.state(placed.orders[0]).await, market::order::OrderState::Paid);
}

/// A checkout whose goods are held for so long.
async fn held_for(minutes: i64) -> (World, Placed) {
    let world = World::new().await;
    let (market, now) = (&world.kit.market, world.kit.market.now());
    change_rule(market, &world.olga, RuleName::HoldMinutes, minutes, now).await.expect("a rule");
    let placed = world.placed().await;
    (world, placed)
}

/// The shortest hold, the usual one and the longest.
fn holds() -> [i64; 3] {
    let (shortest, longest) = RuleName::HoldMinutes.range();
    [shortest, RuleName::HoldMinutes.default_value(), longest]
}

#[tokio::test]
async fn a_page_ends_after_the_hold_however_long_that_is() {
    for minutes in holds() {
        let (world, placed) = held_for(minutes).await;
        world.kit.clock.advance(Span::seconds(2));
        let page = world.start(&placed).await.expect("a page");
        world.kit.clock.advance(Span::seconds(minutes * 60 - 3));
        assert!(world.company.pay(&page.redirect_url), "held for {minutes} minutes");
        world.deliver().await;
        assert_eq!(world.state(placed.orders[0]).await, market::order::OrderState::Paid);
    }
}

#[tokio::test]
async fn a_page_is_opened_as_long_as_the_goods_are_held() {
    for minutes in holds() {
        let (world, placed) = held_for(minutes).await;
        world.kit.clock.advance(Span::millis_of(minutes * 60_000 - 1));
        let page = world.start(&placed).await.expect("in the last instant");
        assert!(world.company.pay(&page.redirect_url), "held for {minutes} minutes");
        world.deliver().await;
        assert_eq!(world.state(placed.orders[0]).await, market::order::OrderState::Paid);
    }
}

#[tokio::test]
async fn a_page_that_outlives_the_hold_gives_back_what_comes_then() {
    let (world, placed) = held_for(5).await;
    let page = world.start(&placed).await.expect("a page");
    world.kit.clock.advance(Span::minutes(6));
    assert!(world.company.pay(&page.redirect_url), "the company's pages stay for half an hour");
    assert_eq!(world.deliver().await, [EventOutcome::GoesBack]);
    world.kit.audited().await;
}
