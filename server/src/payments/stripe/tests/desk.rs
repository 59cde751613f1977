//! What somebody gives back at the company's own desk, past the market.

use super::World;
use market::kernel::Span;
use market::order::OrderState;
use market::payment::EventOutcome;
use market::payment::queries::unbooked_amounts;

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
