//! What somebody gives back at the company's own desk, past the market.

use super::World;
use super::refund::cancelled;
use crate::payments::give_back;
use market::kernel::{Money, Problem, Span};
use market::order::OrderState;
use market::payment::queries::{refund_due, stuck_refunds, unbooked_amounts};
use market::payment::stuck::{refuse_refund, retry_refund};
use market::payment::{EventOutcome, PaymentProvider, ProviderError, RefundDue, RefundId, StuckRefusal};
use market::reconciliation::tie::tie_refund;

#[tokio::test]
async fn a_second_payment_that_the_desk_gave_back_is_off_all_lists_and_touches_no_order() {
    let world = World::new().await;
    let placed = world.paid().await;
    let again = world.company.pay_again(&placed.payment.to_string(), 13_600);
    assert_eq!(world.deliver().await, [EventOutcome::Unbooked]);
    world.round().await;
    let open = world.statement().await.differences;
    assert_eq!(open.iter().map(|one| (one.amount.minor(), one.desk.is_some())).collect::<Vec<_>>(), [(13_600, false)]);
    world.kit.clock.advance(Span::minutes(1));
    world.company.give_back_at_desk(&again, 13_600);
    world.deliver().await;
    world.round().await;
    assert_eq!(unbooked_amounts(&world.kit.market, &world.olga).await.expect("a list"), []);
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
    world.agrees().await;
}

#[tokio::test]
async fn a_refund_that_was_made_at_the_desk_is_not_made_again_and_is_tied() {
    let world = World::new().await;
    let (placed, due) = cancelled(&world).await;
    let (market, olga) = (&world.kit.market, &world.olga);
    refuse_refund(market, &due, "the card is closed").await.expect("refused");
    world.kit.clock.advance(Span::minutes(1));
    world.company.give_back_at_desk(&world.company.intents()[0], 13_600);
    world.company.take_webhooks();
    // Nobody has read the statement yet: only the company knows.
    retry_refund(market, olga, due.refund, "Once more.").await.expect("asked again");
    let due = world.due(&placed).await.remove(0);
    assert!(matches!(world.stripe.refund(&due).await, Err(ProviderError::Refused(why)) if why.contains("its own desk")));
    give_back(market, &world.stripe, &due).await.expect("no fault").expect("handed on");
    let stuck = stuck_refunds(market, olga).await.expect("a list");
    assert!(stuck[0].because.as_ref().is_some_and(|words| words.contains("its own desk")), "{stuck:?}");
    world.round().await;
    let again = retry_refund(market, olga, due.refund, "Once more.").await;
    assert!(matches!(again, Err(Problem::Refused(StuckRefusal::GivenAtDesk))), "{again:?}");
    let open = world.statement().await.differences.remove(0);
    let tie = open.ties.first().expect("a refund that it may be");
    tie_refund(market, olga, ("stripe", tie.line.as_str()), tie.refund, "Done by phone.").await.expect("tied");
    assert_eq!((world.company.refunds(), world.company.held()), (1, 0));
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn what_the_books_know_of_the_desk_keeps_no_other_refund_back() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    let market = &world.kit.market;
    let known = refund_due(market, due.refund).await.expect("an answer").expect("a refund");
    assert_eq!(known.at_desk, Vec::<String>::new());
    let intent = world.company.intents().remove(0);
    world.company.give_back_at_desk(&intent, 500);
    world.stripe.refund(&RefundDue { amount: Money::fen(501), ..due.clone() }).await.expect("as much as no other");
    assert_eq!(world.company.refunds(), 2);
    let again = RefundDue { refund: RefundId::mint(market.now()), amount: Money::fen(500), ..due };
    assert!(matches!(world.stripe.refund(&again).await, Err(ProviderError::Refused(_))), "it may be that one");
    let known = RefundDue { at_desk: vec![intent], ..again };
    world.stripe.refund(&known).await.expect("another one");
    assert_eq!(world.company.refunds(), 3);
}
