//! Answers that are of no use: late, endless, cut off, somebody else's, failures. Whatever is asked ends within our own patience with a
//! word that says to ask again, and asked again it is as if nothing had been. (How pages are opened: `pay`.)

use super::refund::cancelled;
use super::simulator::{Fault, KEY, WEBHOOK_SECRET};
use super::{PATIENCE, Patience, Stripe, World, secret};
use crate::payments::give_back;
use crate::payments::reconcile::{self, Round};
use crate::testing::Log;
use market::kernel::Span;
use market::order::OrderState;
use market::payment::{PaymentProvider, ProviderError};
use std::time::Duration;

/// What comes instead of an answer, and what is said of it once it has come to all attempts of a call.
const USELESS: [(Fault, &str); 9] = [
    (Fault::Malformed, "its answer is not understood"),
    (Fault::Empty, "its answer is not understood"),
    (Fault::Huge, "its answer is larger than 4194304 bytes"),
    (Fault::Slow(60_000), "no answer in time"),
    (Fault::Gateway, "503"),
    (Fault::ErrorBefore, "500 api_error"),
    (Fault::ErrorAfter, "500 api_error"),
    (Fault::Redirect, "302"),
    (Fault::TooMany, "429 invalid_request_error rate_limit"),
];
/// Long before the slow answer comes, and long enough for a busy machine.
const CALL_ENDS_IN: Duration = Duration::from_secs(30);

/// One request of a call goes wrong, as often as it is tried; those before it go well.
fn at_request(place: usize, fault: Fault) -> Vec<Fault> {
    [vec![Fault::None; place], vec![fault; 3]].concat()
}

/// The adapter, with less patience for answers that never come.
pub fn adapter(world: &World, fault: Fault) -> Stripe {
    let attempt = if matches!(fault, Fault::Slow(_)) { Duration::from_millis(250) } else { PATIENCE.attempt };
    let patience = Patience { attempt, ..PATIENCE };
    Stripe::new(&world.company.url, &secret(KEY), secret(WEBHOOK_SECRET), patience).expect("a provider")
}

async fn in_time<T>(call: impl Future<Output = Result<T, ProviderError>>) -> Result<T, ProviderError> {
    tokio::time::timeout(CALL_ENDS_IN, call).await.expect("it waits no longer than it says")
}

fn to_be_asked_again<T>(says: &str) -> Result<T, ProviderError> {
    Err(ProviderError::Unreachable(says.to_owned()))
}

#[tokio::test]
async fn a_refund_is_made_once_whatever_is_answered() {
    let world = World::new().await;
    let mut made = 0;
    // The payment is asked for, then the refunds that it has, then one more.
    for place in 0..3 {
        for (fault, says) in USELESS {
            let (_, due) = cancelled(&world).await;
            world.company.next(at_request(place, fault));
            let first = in_time(adapter(&world, fault).refund(&due)).await;
            // A failure that the key remembers is looked into at once: the refund was made, or is made under another key.
            let is_remembered = place == 2 && matches!(fault, Fault::ErrorBefore | Fault::ErrorAfter);
            let expected = if is_remembered { Ok(Vec::new()) } else { to_be_asked_again(says) };
            assert_eq!(first, expected, "{fault:?} at request {place}");
            assert_eq!(world.stripe.refund(&due).await, Ok(Vec::new()), "{fault:?} at request {place}, asked again");
            made += 1;
            assert_eq!(world.company.refunds(), made, "{fault:?} at request {place}");
        }
    }
    world.deliver().await;
    assert_eq!(world.company.held(), 0);
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_list_that_breaks_off_is_not_taken_for_all_of_it() {
    let world = World::new().await;
    let (_, due) = cancelled(&world).await;
    let says = "its list breaks off";
    world.company.next([Fault::None, Fault::BrokenOff]);
    assert_eq!(world.stripe.refund(&due).await, to_be_asked_again(says));
    assert_eq!(world.company.refunds(), 0, "whether it was made is not known");
    let now = world.kit.market.now();
    world.company.next([Fault::BrokenOff]);
    assert_eq!(world.stripe.report(now.before(Span::days(1)), now.after(Span::seconds(1))).await, to_be_asked_again(says));
}

#[tokio::test]
async fn what_is_looked_up_is_found_whatever_was_answered_before() {
    let world = World::new().await;
    let (placed, due) = cancelled(&world).await;
    world.stripe.refund(&due).await.expect("a refund");
    // By the page that was noted, and by our own id.
    for reference in [due.reference.as_deref(), None] {
        let known = world.stripe.look_up(placed.payment, reference).await.expect("an answer");
        assert_eq!(known.len(), 2, "one capture, one refund: {known:?}");
        for place in 0..2 {
            for (fault, says) in USELESS {
                world.company.next(at_request(place, fault));
                let first = in_time(adapter(&world, fault).look_up(placed.payment, reference)).await;
                assert_eq!(first, to_be_asked_again(says), "{fault:?} at request {place}");
                let again = world.stripe.look_up(placed.payment, reference).await;
                assert_eq!(again.as_ref(), Ok(&known), "{fault:?} at request {place}, asked again");
            }
        }
    }
}

#[tokio::test]
async fn a_payment_about_which_nothing_is_answered_keeps_no_other_from_being_healed() {
    let world = World::new().await;
    world.paid_there().await;
    world.paid_there().await;
    // The statement is read first.
    world.company.next(at_request(1, Fault::Malformed));
    assert_eq!(world.round().await, 1);
    assert_eq!(world.round().await, 1, "it is asked about again");
    world.agrees().await;
}

#[tokio::test]
async fn the_same_trouble_with_a_payment_is_one_line_until_it_is_over() {
    let (world, (log, _guard)) = (World::new().await, Log::open());
    world.paid_there().await;
    world.company.take_webhooks();
    let said = || log.take("WARN").iter().filter(|line| line.contains("could not be looked up")).count();
    for (minutes, is_said) in [(1, 1), (10, 0)] {
        world.kit.clock.advance(Span::minutes(minutes));
        // The statement is read first.
        world.company.next(at_request(1, Fault::Malformed));
        assert_eq!(reconcile::round(&world.kit.market, &world.stripe).await.expect("a round"), Round::default());
        assert_eq!(said(), is_said, "after {minutes} minutes");
    }
    // Before its goods are free again.
    assert_eq!(world.round().await, 1);
    world.agrees().await;
}

#[tokio::test]
async fn a_payment_whose_word_cannot_be_kept_stands_in_no_others_way_and_is_said_once() {
    let (world, (log, _guard)) = (World::new().await, Log::open());
    let (bad, good) = (world.paid_there().await, world.paid_there().await);
    world.company.take_webhooks();
    let poison = format!(
        "CREATE TRIGGER poison BEFORE INSERT ON payment_event WHEN NEW.payment_id = x'{}' BEGIN SELECT RAISE(ABORT, 'poison'); END",
        bad.payment.uuid().simple()
    );
    world.change(&poison).await;
    for (minutes, settled) in [(1, 1), (10, 0)] {
        world.kit.clock.advance(Span::minutes(minutes));
        let round = reconcile::round(&world.kit.market, &world.stripe).await.expect("it goes on");
        assert_eq!(round, Round { settled, stuck: 1 });
    }
    assert_eq!(world.state(good.orders[0]).await, OrderState::Paid);
    let errors = log.take("ERROR");
    assert!(matches!(errors.as_slice(), [error] if error.contains(&bad.payment.to_string())), "{errors:#?}");
    world.change("DROP TRIGGER poison").await;
    assert_eq!(world.round().await, 1);
    assert_eq!(world.state(bad.orders[0]).await, OrderState::Paid);
    world.agrees().await;
}

#[tokio::test]
async fn payments_are_healed_where_the_statement_cannot_be_kept() {
    let world = World::new().await;
    let placed = world.paid_there().await;
    world.company.take_webhooks();
    world.change("CREATE TRIGGER poison BEFORE INSERT ON provider_report_line BEGIN SELECT RAISE(ABORT, 'poison'); END").await;
    world.kit.clock.advance(Span::minutes(10));
    let fault = reconcile::round(&world.kit.market, &world.stripe).await.expect_err("whoever asked hears of it");
    assert!(fault.detail.contains("poison"), "{fault}");
    assert_eq!(world.state(placed.orders[0]).await, OrderState::Paid);
    world.change("DROP TRIGGER poison").await;
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_word_that_cannot_be_kept_hides_no_later_one_of_its_payment() {
    let world = World::new().await;
    let (placed, due) = cancelled(&world).await;
    give_back(&world.kit.market, &world.stripe, &due).await.expect("no fault").expect("made");
    world.company.take_webhooks();
    world
        .change(
            "CREATE TRIGGER poison BEFORE INSERT ON payment_event WHEN NEW.kind = 'captured' BEGIN SELECT RAISE(ABORT, 'poison'); END",
        )
        .await;
    world.kit.clock.advance(Span::minutes(10));
    let round = reconcile::round(&world.kit.market, &world.stripe).await.expect("it goes on");
    assert_eq!(round.stuck, 1, "the capture is told once more");
    assert_eq!(world.due(&placed).await, [], "and the refund has arrived");
    world.change("DROP TRIGGER poison").await;
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_fault_that_another_one_would_hide_is_said() {
    let world = World::new().await;
    world.paid().await;
    world.round().await;
    let (log, _guard) = Log::open();
    world.change("CREATE TRIGGER poison BEFORE UPDATE ON provider_report BEGIN SELECT RAISE(ABORT, 'poison'); END").await;
    world.kit.clock.advance(Span::minutes(10));
    let fault = reconcile::round(&world.kit.market, &world.stripe).await.expect_err("whoever asked hears of the first one");
    assert!(fault.detail.contains("poison"), "{fault}");
    assert_eq!(log.take("matching the statement of stripe met a fault too").len(), 1);
    world.change("DROP TRIGGER poison").await;
    world.round().await;
    world.agrees().await;
}

#[tokio::test]
async fn a_statement_is_read_whole_or_not_at_all() {
    let mut world = World::new().await;
    world.paid().await;
    world.company.pay_stray(700);
    // The lines are asked for, then who paid the one that does not say so.
    for place in 0..2 {
        for (fault, says) in USELESS {
            world.stripe = adapter(&world, fault);
            let now = world.kit.market.now();
            world.company.next(at_request(place, fault));
            let first = in_time(world.stripe.report(now.before(Span::days(1)), now.after(Span::seconds(1)))).await;
            assert_eq!(first, to_be_asked_again(says), "{fault:?} at request {place}");
            world.company.next(at_request(place, fault));
            assert_eq!(world.round().await, 0);
            assert_eq!(world.statement().await.read_until, None, "{fault:?} at request {place}: a part was taken for all of it");
        }
    }
    world.stripe = adapter(&world, Fault::None);
    world.round().await;
    let seen = world.statement().await;
    assert_eq!(seen.read_until, Some(world.kit.market.now()));
    assert_eq!((seen.captured.minor(), seen.suspense.len()), (13_600 + 700, 1));
    world.agrees().await;
}
