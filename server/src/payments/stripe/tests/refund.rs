//! Refunds: made once, through everything that may come between.

use super::World;
use super::simulator::Fault;
use super::useless::adapter;
use crate::payments::give_back;
use crate::testing::Log;
use market::checkout::Placed;
use market::kernel::{Money, Problem, Span};
use market::order::commands::cancel_unshipped;
use market::order::queries::order_of_buyer;
use market::payment::queries::{stuck_refunds, unbooked_amounts};
use market::payment::stuck::{await_refund, refuse_refund, retry_refund, settle_refund_by_hand};
use market::payment::{EventOutcome, PaymentProvider, ProviderError, RefundDue, RefundId, StuckRefusal};

/// A paid order that was cancelled, and its refund.
pub async fn cancelled(world: &World) -> (Placed, RefundDue) {
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
        let first = adapter(&world, faults.last().copied().unwrap_or(Fault::None)).refund(&due).await;
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
async fn a_part_that_may_have_been_made_is_not_made_again_before_there_is_a_list_without_it() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    let due = RefundDue { amount: Money::fen(500), ..due };
    // The payment, its refunds, one more that fails after its effect, that its key remembers this, and no list.
    let before = [Fault::None, Fault::None, Fault::ErrorAfter, Fault::None];
    world.company.next(before.into_iter().chain([Fault::Empty; 3]));
    let first = world.stripe.refund(&due).await;
    assert_eq!(first, Err(ProviderError::Unreachable("its answer is not understood".to_owned())));
    assert_eq!(world.stripe.refund(&due).await, Ok(Vec::new()), "found");
    assert_eq!(world.company.refunds(), 1);
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
async fn a_refund_behind_a_hundred_others_is_not_made_again() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    let due = RefundDue { amount: Money::fen(500), ..due };
    world.stripe.refund(&due).await.expect("made");
    for _ in 0..100 {
        world.company.give_back_at_desk(&world.company.intents()[0], 1);
    }
    world.kit.clock.advance(Span::hours(25));
    world.stripe.refund(&due).await.expect("found");
    assert_eq!(world.company.refunds(), 101);
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

/// The refunds that wait for an operator, each with the provider's words.
async fn stuck(world: &World) -> Vec<(RefundId, Option<String>)> {
    let stuck = stuck_refunds(&world.kit.market, &world.olga).await.expect("a list");
    stuck.into_iter().map(|refund| (refund.id, refund.because)).collect()
}

/// Whether this refund is the only one that waits for an operator, and why.
fn says(stuck: &[(RefundId, Option<String>)], due: &RefundDue, why: &str) -> bool {
    matches!(stuck, [(id, Some(because))] if *id == due.refund && because.ends_with(why))
}

#[tokio::test]
async fn a_refund_that_fails_on_its_way_waits_for_an_operator_who_asks_again() {
    let world = World::new().await;
    world.company.slow_refunds();
    let (placed, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.company.fail_refunds("expired_or_canceled_card");
    assert_eq!(world.deliver().await, [EventOutcome::RefundFailed, EventOutcome::Repeated]);
    let first = stuck(&world).await;
    assert!(says(&first, &due, "failed expired_or_canceled_card"), "{first:?}");
    for _ in 0..3 {
        assert_eq!(world.round().await, 0);
    }
    assert_eq!((world.company.refunds(), world.company.held()), (1, 13_600), "nobody asks again by itself");
    world.agrees().await;
    retry_refund(&world.kit.market, &world.olga, due.refund, "The bank has a new card.").await.expect("asked again");
    let again = world.due(&placed).await.remove(0);
    for _ in 0..2 {
        assert_eq!(world.stripe.refund(&again).await, Ok(Vec::new()), "what failed before is known");
    }
    world.company.settle_refunds();
    assert!(world.deliver().await.contains(&EventOutcome::Refunded));
    assert_eq!((world.company.refunds(), world.company.held(), stuck(&world).await), (2, 0, Vec::new()));
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_refusal_that_keys_remember_is_asked_past_once_its_cause_is_mended() {
    let world = World::new().await;
    let (market, stripe) = (&world.kit.market, &world.stripe);
    world.company.short_of_money(true);
    let (placed, due) = cancelled(&world).await;
    give_back(market, stripe, &due).await.expect("no fault").expect("handed on");
    for reason in ["Money is on its way.", "It must be there by now."] {
        assert!(says(&stuck(&world).await, &due, "balance_insufficient"), "{reason}");
        retry_refund(market, &world.olga, due.refund, reason).await.expect("asked again");
        let again = world.due(&placed).await.remove(0);
        give_back(market, stripe, &again).await.expect("no fault").expect("handed on");
    }
    world.company.short_of_money(false);
    retry_refund(market, &world.olga, due.refund, "It is there.").await.expect("asked again");
    let again = world.due(&placed).await.remove(0);
    give_back(market, stripe, &again).await.expect("no fault").expect("made");
    assert!(world.deliver().await.contains(&EventOutcome::Refunded));
    assert_eq!((world.company.refunds(), world.company.held(), stuck(&world).await), (1, 0, Vec::new()));
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn what_was_refused_to_one_and_made_for_another_is_not_paid_by_hand_too() {
    let world = World::new().await;
    let (market, stripe) = (&world.kit.market, &world.stripe);
    world.company.short_of_money(true);
    let (placed, due) = cancelled(&world).await;
    give_back(market, stripe, &due).await.expect("no fault").expect("handed on");
    world.company.short_of_money(false);
    // Who had read it before asks only now.
    give_back(market, stripe, &due).await.expect("no fault").expect("made");
    assert_eq!((world.company.refunds(), world.due(&placed).await.len()), (1, 1), "it is on its way");
    let by_hand = settle_refund_by_hand(market, &world.olga, due.refund, "By transfer, today.").await;
    assert!(matches!(by_hand, Err(Problem::Refused(StuckRefusal::ChangedMeanwhile))), "{by_hand:?}");
    assert!(world.deliver().await.contains(&EventOutcome::Refunded));
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn what_was_made_for_one_is_not_refused_by_another_who_is_late_to_say_so() {
    for is_asked_again in [false, true] {
        let world = World::new().await;
        let (market, stripe) = (&world.kit.market, &world.stripe);
        let (placed, due) = cancelled(&world).await;
        world.company.short_of_money(true);
        let due = if is_asked_again {
            give_back(market, stripe, &due).await.expect("no fault").expect("handed on");
            retry_refund(market, &world.olga, due.refund, "It is there.").await.expect("asked again");
            world.due(&placed).await.remove(0)
        } else {
            due
        };
        let Err(ProviderError::Refused(because)) = stripe.refund(&due).await else { panic!("there is no money") };
        world.company.short_of_money(false);
        give_back(market, stripe, &due).await.expect("no fault").expect("made");
        refuse_refund(market, &due, &because).await.expect("no fault");
        assert_eq!((stuck(&world).await, world.due(&placed).await.len()), (Vec::new(), 1), "it is on its way");
        assert!(world.deliver().await.contains(&EventOutcome::Refunded));
        world.round().await;
        world.agrees().await;
    }
}

#[tokio::test]
async fn what_was_paid_by_hand_and_is_made_all_the_same_is_an_error_in_the_log() {
    let (world, (log, _guard)) = (World::new().await, Log::open());
    let (market, stripe) = (&world.kit.market, &world.stripe);
    world.company.short_of_money(true);
    let (_, due) = cancelled(&world).await;
    give_back(market, stripe, &due).await.expect("no fault").expect("handed on");
    settle_refund_by_hand(market, &world.olga, due.refund, "By transfer, today.").await.expect("by hand");
    world.company.short_of_money(false);
    log.take("");
    give_back(market, stripe, &due).await.expect("no fault").expect("made");
    let errors = log.take("ERROR");
    assert!(matches!(errors.as_slice(), [error] if error.contains("paid by hand")), "{errors:#?}");
}

#[tokio::test]
async fn what_was_made_and_has_failed_since_stays_with_the_operators() {
    let world = World::new().await;
    world.company.slow_refunds();
    let (_, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.company.fail_refunds("expired_or_canceled_card");
    assert!(world.deliver().await.contains(&EventOutcome::RefundFailed));
    await_refund(&world.kit.market, &due).await.expect("no fault");
    assert_eq!(stuck(&world).await.len(), 1);
    world.kit.audited().await;
}

#[tokio::test]
async fn past_a_refusal_a_refund_is_made_once_whatever_comes_between() {
    for fault in [
        Fault::None,
        Fault::Conflict,
        Fault::ErrorBefore,
        Fault::ErrorAfter,
        Fault::Gateway,
        Fault::Slow(900),
        Fault::Malformed,
        Fault::Empty,
    ] {
        let world = World::new().await;
        let (_, due) = cancelled(&world).await;
        // A part, so that the company would make it twice.
        let due = RefundDue { amount: Money::fen(500), ..due };
        world.company.short_of_money(true);
        assert!(matches!(world.stripe.refund(&due).await, Err(ProviderError::Refused(_))));
        world.company.short_of_money(false);
        // In flight under the first key, there is no telling yet: none is made under another.
        world.company.next([Fault::None, Fault::None, Fault::Conflict, Fault::Conflict, Fault::Conflict]);
        assert!(matches!(world.stripe.refund(&due).await, Err(ProviderError::Unreachable(_))));
        assert_eq!(world.company.refunds(), 0);
        // The payment, its refunds, what the first key remembers, the refunds again, and what goes wrong under the second key.
        world.company.next([Fault::None, Fault::None, Fault::None, Fault::None, fault]);
        let first = world.stripe.refund(&due).await;
        assert!(matches!(first, Ok(_) | Err(ProviderError::Unreachable(_))), "{fault:?}: {first:?}");
        assert_eq!(world.stripe.refund(&due).await, Ok(Vec::new()), "{fault:?}, asked again");
        assert_eq!(world.company.refunds(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn what_a_key_remembers_of_a_refund_that_has_failed_since_is_no_other_refund() {
    let world = World::new().await;
    world.company.slow_refunds();
    let (placed, due) = cancelled(&world).await;
    world.company.next([Fault::None, Fault::None, Fault::ErrorBefore]);
    world.stripe.refund(&due).await.expect("made under the second key");
    world.company.fail_refunds("expired_or_canceled_card");
    assert_eq!(world.deliver().await, [EventOutcome::RefundFailed, EventOutcome::Repeated]);
    retry_refund(&world.kit.market, &world.olga, due.refund, "The bank has a new card.").await.expect("asked again");
    let again = world.due(&placed).await.remove(0);
    assert_eq!(world.stripe.refund(&again).await, Ok(Vec::new()));
    assert_eq!(world.company.refunds(), 2, "the second key has an answer already, and the third makes another one");
    world.company.settle_refunds();
    assert!(world.deliver().await.contains(&EventOutcome::Refunded));
    assert_eq!(world.company.held(), 0);
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_refund_that_failed_without_a_word_is_found_and_not_made_again() {
    let world = World::new().await;
    world.company.slow_refunds();
    let (_, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.company.fail_refunds("lost_or_stolen_card");
    world.company.take_webhooks();
    assert_eq!(world.round().await, 1, "found by asking");
    assert_eq!((stuck(&world).await.len(), world.company.refunds()), (1, 1));
    assert_eq!(world.round().await, 0, "once");
    world.agrees().await;
    settle_refund_by_hand(&world.kit.market, &world.olga, due.refund, "By transfer, today.").await.expect("by hand");
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn what_a_job_finds_to_have_failed_is_not_asked_for_again_by_it() {
    let world = World::new().await;
    world.company.slow_refunds();
    let (_, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.company.fail_refunds("unknown");
    world.company.take_webhooks();
    give_back(&world.kit.market, &world.stripe, &due).await.expect("no fault").expect("handed on");
    assert_eq!((stuck(&world).await.len(), world.company.refunds()), (1, 1));
    world.kit.audited().await;
}

#[tokio::test]
async fn a_refund_that_fails_at_once_is_handed_to_the_operators_at_once() {
    let world = World::new().await;
    world.company.failing_refunds(true);
    let (placed, due) = cancelled(&world).await;
    give_back(&world.kit.market, &world.stripe, &due).await.expect("no fault").expect("handed on");
    let first = stuck(&world).await;
    assert!(says(&first, &due, "failed declined"), "{first:?}");
    assert!(world.deliver().await.iter().all(|outcome| *outcome == EventOutcome::Repeated), "its webhooks say the same");
    retry_refund(&world.kit.market, &world.olga, due.refund, "Once more.").await.expect("asked again");
    let again = world.due(&placed).await.remove(0);
    give_back(&world.kit.market, &world.stripe, &again).await.expect("no fault").expect("handed on");
    assert_eq!((stuck(&world).await.len(), world.company.refunds()), (1, 2), "it failed again");
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn money_that_arrived_and_came_back_is_with_the_company_again_and_goes_by_hand() {
    let world = World::new().await;
    let (placed, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    assert!(world.deliver().await.contains(&EventOutcome::Refunded));
    world.round().await;
    world.agrees().await;
    world.company.fail_refunds("expired_or_canceled_card");
    assert_eq!(world.deliver().await, [EventOutcome::RefundFailed, EventOutcome::Repeated]);
    world.round().await;
    assert_eq!(world.company.held(), 13_600);
    world.agrees().await;
    let view = order_of_buyer(&world.kit.market, &world.buyer.buyer(), placed.orders[0]).await.expect("an answer");
    let done: Vec<_> = view.expect("an order").refunds.iter().map(|refund| refund.done_at).collect();
    assert_eq!(done, [None], "it is on its way once more");
    let again = retry_refund(&world.kit.market, &world.olga, due.refund, "Once more.").await;
    assert!(matches!(again, Err(Problem::Refused(StuckRefusal::CameBack))), "{again:?}");
    settle_refund_by_hand(&world.kit.market, &world.olga, due.refund, "By transfer, today.").await.expect("by hand");
    assert!(stuck(&world).await.is_empty());
    world.agrees().await;
}

#[tokio::test]
async fn money_that_came_back_without_a_word_is_found_by_the_statement() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.deliver().await;
    world.round().await;
    world.kit.clock.advance(Span::days(5));
    world.company.fail_refunds("unknown");
    world.company.take_webhooks();
    for _ in 0..3 {
        world.round().await;
    }
    assert_eq!(stuck(&world).await.len(), 1);
    world.agrees().await;
}

#[tokio::test]
async fn that_a_refund_failed_is_the_end_of_it_in_whatever_order_it_is_told() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.company.fail_refunds("unknown");
    let mut webhooks = world.company.take_webhooks();
    webhooks.reverse();
    let mut outcomes = Vec::new();
    for (signature, body) in &webhooks {
        outcomes.extend(world.door(signature, body).await.expect("believed"));
    }
    assert_eq!(outcomes.first(), Some(&EventOutcome::RefundFailed));
    assert!(outcomes[1..].iter().all(|outcome| *outcome == EventOutcome::Repeated), "{outcomes:?}");
    assert_eq!(stuck(&world).await.len(), 1);
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_refund_that_lies_about_its_amount_waits_for_a_person_and_stands_in_no_way() {
    let world = World::new().await;
    world.company.slow_refunds();
    let (placed, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    world.company.lie_of_refunds(Some(5_000));
    world.company.settle_refunds();
    assert_eq!(world.deliver().await, [EventOutcome::Unbooked], "believed, so that it is not told for days");
    let known = world.stripe.look_up(placed.payment, None).await.expect("all that is known");
    assert_eq!(known.len(), 2, "the capture too: {known:?}");
    for _ in 0..2 {
        assert_eq!(world.round().await, 0, "asked again, it tells the same");
    }
    let told = unbooked_amounts(&world.kit.market, &world.olga).await.expect("a list");
    let told: Vec<_> = told.iter().map(|told| (told.refund, told.minor, told.currency.as_str())).collect();
    assert_eq!(told, [(Some(due.refund), 5_000, "CNY")]);
    let first = stuck(&world).await;
    assert!(says(&first, &due, "another amount than was asked for"), "{first:?}");
    world.kit.audited().await;
    retry_refund(&world.kit.market, &world.olga, due.refund, "They mended it.").await.expect("asked again");
    let again = world.due(&placed).await.remove(0);
    give_back(&world.kit.market, &world.stripe, &again).await.expect("no fault").expect("handed on");
    assert!(says(&stuck(&world).await, &due, "another amount than was asked for"), "and again");
    assert_eq!(world.company.refunds(), 1, "nothing goes back twice");
    world.company.lie_of_refunds(None);
    assert_eq!(world.round().await, 1, "the truth counts still");
    assert_eq!((stuck(&world).await.len(), world.company.held()), (0, 0));
    world.round().await;
    world.agrees().await;
}
