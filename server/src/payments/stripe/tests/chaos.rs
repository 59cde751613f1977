//! Weeks of everything going wrong, drawn from seeds: in the end the books tell what the company's own books tell.

use super::simulator::{KEY, Seed, WEBHOOK_SECRET};
use super::{PATIENCE, Patience, Stripe, World, secret};
use market::kernel::Span;
use market::order::commands::{cancel_unshipped, close_payment};
use market::payment::PaymentProvider;
use market::timer::{TimerKind, queries::due};
use std::time::Duration;

/// Seeds of one run; each is a story of its own.
const SEEDS: u64 = 10;
/// Payments of one story.
const PAYMENTS: u64 = 6;
/// Rounds after which everything that can be settled is settled.
const ROUNDS: u64 = 60;
/// For one attempt: a slow answer comes to nobody, and costs no more than this.
const ATTEMPT: Duration = Duration::from_millis(Seed::SLOW_MILLIS * 5 / 8);

/// Every webhook may be lost, come twice, or come later than the next.
async fn deliver_some(world: &World, seed: &mut Seed) {
    let mut webhooks = world.company.take_webhooks();
    for place in (1..webhooks.len()).rev() {
        let other = usize::try_from(seed.draw() % (u64::try_from(place).expect("small") + 1)).expect("small");
        webhooks.swap(place, other);
    }
    for (signature, body) in webhooks {
        for _ in 0..seed.draw() % 3 {
            world.door(&signature, &body).await.expect("a believed webhook");
        }
    }
}

async fn fire_clocks(world: &World) {
    for timer in due(&world.kit.market, 100).await.expect("clocks") {
        if timer.kind == TimerKind::ClosePayment {
            let payment = market::payment::PaymentId::from_uuid(timer.subject);
            close_payment(&world.kit.market, payment).await.expect("closed");
        }
    }
}

async fn story(number: u64) {
    let mut world = World::new().await;
    let patience = Patience { attempt: ATTEMPT, ..PATIENCE };
    world.stripe = Stripe::new(&world.company.url, &secret(KEY), secret(WEBHOOK_SECRET), patience).expect("a provider");
    let mut seed = Seed::new(number);
    world.company.chaos(Some(number + 1_000));
    let mut all = Vec::new();
    for _ in 0..PAYMENTS {
        let placed = world.placed().await;
        let mut page = world.start(&placed).await;
        for _ in 0..5 {
            if page.is_err() {
                page = world.start(&placed).await;
            }
        }
        world.kit.clock.advance(Span::minutes(i64::try_from(seed.draw() % 40).expect("small")));
        fire_clocks(&world).await;
        if let Ok(page) = page {
            // Most buyers pay, some of them after the goods are free again.
            if !seed.draw().is_multiple_of(5) {
                world.company.pay(&page.redirect_url);
            }
        }
        deliver_some(&world, &mut seed).await;
        if seed.draw().is_multiple_of(3) {
            let _ = cancel_unshipped(&world.kit.market, &world.buyer.buyer(), placed.orders[0]).await;
        }
        for refund in world.due(&placed).await {
            let _ = world.stripe.refund(&refund).await;
        }
        all.push(placed);
        world.kit.audited().await;
    }
    for round in 0..ROUNDS {
        if round == ROUNDS / 2 {
            world.company.chaos(None);
        }
        world.kit.clock.advance(Span::minutes(20));
        fire_clocks(&world).await;
        world.round().await;
        deliver_some(&world, &mut seed).await;
    }
    for placed in &all {
        assert_eq!(world.due(placed).await, [], "seed {number}: a refund waits still");
    }
    world.agrees().await;
}

#[tokio::test]
async fn whatever_goes_wrong_the_books_agree_in_the_end() {
    for number in 0..SEEDS {
        story(number).await;
    }
}
