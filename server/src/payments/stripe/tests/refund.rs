//! Refunds: made once, through everything that may come between.

use super::World;
use super::simulator::Fault;
use crate::payments::give_back;
use market::checkout::Placed;
use market::kernel::Span;
use market::order::commands::cancel_unshipped;
use market::payment::queries::stuck_refunds;
use market::payment::{EventOutcome, PaymentProvider, ProviderError, RefundDue};

/// A paid order that was cancelled, and its refund.
async fn cancelled(world: &World) -> (Placed, RefundDue) {
    let placed = world.paid().await;
    cancel_unshipped(&world.kit.market, &world.buyer.buyer(), placed.orders[0]).await.expect("cancelled");
    let due = world.due(&placed).await.remove(0);
    (placed, due)
}

#[tokio::test]
async fn a_refund_is_made_once_whatever_comes_between() {
    let faults: [&[Fault]; 6] = [
        &[],
        &[Fault::None, Fault::None, Fault::Conflict],
        &[Fault::None, Fault::None, Fault::ErrorBefore],
        &[Fault::None, Fault::None, Fault::ErrorAfter],
        &[Fault::None, Fault::None, Fault::Malformed],
        &[Fault::Gateway, Fault::TooMany, Fault::None, Fault::None, Fault::Slow(900)],
    ];
    for faults in faults {
        let world = World::new().await;
        let (_, due) = cancelled(&world).await;
        world.company.next(faults.iter().copied());
        let first = world.stripe.refund(&due).await;
        if first.is_err() {
            assert!(matches!(first, Err(ProviderError::Unreachable(_))), "{first:?}");
        }
        world.stripe.refund(&due).await.expect("the same refund again");
        assert_eq!(world.company.refunds(), 1, "{faults:?}");
        assert!(world.deliver().await.contains(&EventOutcome::Refunded));
        assert_eq!(world.company.held(), 0);
        world.round().await;
        world.agrees().await;
    }
}

#[tokio::test]
async fn a_key_that_was_forgotten_makes_no_second_refund() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.kit.clock.advance(Span::hours(25));
    world.stripe.refund(&due).await.expect("the same refund, a day later");
    assert_eq!(world.company.refunds(), 1);
}

#[tokio::test]
async fn a_refund_that_takes_its_time_is_done_when_it_has_arrived() {
    let world = World::new().await;
    world.company.slow_refunds();
    let (placed, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    assert!(!world.deliver().await.contains(&EventOutcome::Refunded), "made, and not arrived");
    assert_eq!(world.round().await, 0);
    assert_eq!(world.due(&placed).await.len(), 1);
    world.company.settle_refunds();
    world.company.take_webhooks();
    world.kit.clock.advance(Span::minutes(10));
    assert_eq!(world.round().await, 1, "found by asking");
    assert_eq!((world.due(&placed).await.len(), world.company.refunds()), (0, 1));
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_refund_of_what_is_not_there_is_refused() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    let more = RefundDue { amount: market::kernel::Money::fen(99_999), ..due.clone() };
    let refused = world.stripe.refund(&more).await.expect_err("more than came");
    assert_eq!(refused, ProviderError::Refused("400 invalid_request_error charge_already_refunded amount".to_owned()));
    let nowhere = RefundDue { reference: Some("cs_test_unknown".to_owned()), ..due.clone() };
    assert!(matches!(world.stripe.refund(&nowhere).await, Err(ProviderError::Refused(_))));
    let strange = RefundDue { reference: Some("../v1/accounts".to_owned()), ..due };
    assert!(matches!(world.stripe.refund(&strange).await, Err(ProviderError::Refused(_))));
    assert_eq!(world.company.refunds(), 0);
}

#[tokio::test]
async fn what_is_refused_for_good_is_handed_to_the_operators() {
    let world = World::new().await;
    let (placed, due) = cancelled(&world).await;
    let (market, stripe) = (&world.kit.market, &world.stripe);
    let nowhere = RefundDue { reference: Some("cs_test_unknown".to_owned()), ..due };
    give_back(market, stripe, &nowhere).await.expect("no fault").expect("handed on, so that no job asks again");
    let stuck = stuck_refunds(market, &world.olga).await.expect("a list");
    assert_eq!(stuck.iter().map(|refund| refund.id).collect::<Vec<_>>(), [nowhere.refund]);
    assert_eq!(world.due(&placed).await, [], "it waits for a person now");
    world.kit.audited().await;
}
