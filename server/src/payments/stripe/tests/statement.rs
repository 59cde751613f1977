//! The company's own statement beside the books.

use super::super::answers::BalanceTransaction;
use super::super::statement::read_row;
use super::World;
use super::simulator::Fault;
use crate::testing::Log;
use market::kernel::Span;
use market::order::commands::cancel_unshipped;
use market::payment::{PaymentProvider, ReportKind};
use market::reconciliation::Side;
use serde_json::json;

#[tokio::test]
async fn takings_fees_and_payouts_are_told_apart() {
    let world = World::new().await;
    world.paid().await;
    world.company.pay_out(13_000);
    world.round().await;
    let seen = world.statement().await;
    assert_eq!((seen.captured.minor(), seen.fees.minor(), seen.paid_out.minor()), (13_600, -394, -13_000));
    assert_eq!(seen.matched, 1);
    world.agrees().await;
}

#[tokio::test]
async fn money_of_nobody_waits_in_suspense() {
    let world = World::new().await;
    world.paid().await;
    let intent = world.company.pay_stray(700);
    world.round().await;
    let seen = world.statement().await;
    assert_eq!(
        seen.suspense.iter().map(|held| (held.amount.minor(), held.reference.clone())).collect::<Vec<_>>(),
        [(700, intent)]
    );
    world.agrees().await;
}

#[tokio::test]
async fn a_long_statement_is_read_whole_and_once() {
    let world = World::new().await;
    for amount in 1..=230 {
        world.company.pay_stray(amount);
    }
    world.round().await;
    world.round().await;
    let now = world.kit.market.now();
    let lines = world.stripe.report(now.before(Span::days(1)), now).await.expect("a statement");
    assert_eq!(lines.iter().filter(|line| line.kind == ReportKind::Captured).count(), 230);
    let seen = world.statement().await;
    assert_eq!(seen.captured.minor(), 230 * 231 / 2);
    world.agrees().await;
}

#[tokio::test]
async fn a_statement_that_breaks_off_is_read_again_from_where_it_ended() {
    let world = World::new().await;
    let placed = world.paid().await;
    world.company.next([Fault::Malformed; 3]);
    world.kit.clock.advance(Span::days(3));
    world.round().await;
    assert_eq!(world.statement().await.read_until, None);
    world.round().await;
    let seen = world.statement().await;
    assert_eq!(seen.read_until, Some(world.kit.market.now()), "{:?}", placed.payment);
    world.agrees().await;
}

#[tokio::test]
async fn a_line_in_a_currency_of_no_market_stops_no_other() {
    let world = World::new().await;
    world.company.settle_in("hkd");
    world.paid().await;
    world.company.pay_out(9_000);
    world.company.settle_in("cny");
    let refunded = world.paid().await;
    world.company.pay_out(13_000);
    cancel_unshipped(&world.kit.market, &world.buyer.buyer(), refunded.orders[0]).await.expect("cancelled");
    let due = world.due(&refunded).await.remove(0);
    world.company.settle_in("jpy");
    world.stripe.refund(&due).await.expect("a refund");
    world.deliver().await;
    world.round().await;
    let seen = world.statement().await;
    assert_eq!(seen.read_until, Some(world.kit.market.now()));
    assert_eq!((seen.captured.minor(), seen.refunded.minor()), (2 * 13_600, -13_600), "what buyers paid and got, in their money");
    assert_eq!((seen.fees.minor(), seen.paid_out.minor()), (-394, -13_000), "what the company moved in ours");
    assert_eq!(seen.matched, 3);
    world.agrees().await;
}

#[tokio::test]
async fn a_line_about_what_is_not_there_any_more_is_shown_and_stops_no_other() {
    // What is no id leads to no other address.
    for gone in ["ch_gone", "../refunds", "ch_\0"] {
        let world = World::new().await;
        world.company.record("charge", 500, Some(gone));
        world.paid().await;
        world.round().await;
        let seen = world.statement().await;
        assert_eq!((seen.matched, seen.captured.minor(), seen.other.minor(), seen.suspense.len()), (1, 13_600, 500, 0), "{gone}");
        assert_eq!(
            seen.differences.iter().map(|open| (open.side, open.kind, open.amount.minor())).collect::<Vec<_>>(),
            [(Side::Provider, ReportKind::Other, 500)]
        );
    }
}

#[tokio::test]
async fn a_line_without_an_id_that_can_be_kept_stops_no_other_and_is_said_once() {
    let (world, (log, _guard)) = (World::new().await, Log::open());
    world.paid().await;
    world.company.pay_out(500);
    world.company.misname("txn_", "txn_\0secret");
    world.paid().await;
    for _ in 0..2 {
        world.round().await;
    }
    let seen = world.statement().await;
    assert_eq!(seen.read_until, Some(world.kit.market.now()));
    assert_eq!((seen.captured.minor(), seen.paid_out.minor()), (2 * 13_600, 0));
    world.agrees().await;
    let lines = log.take("");
    assert_eq!(lines.iter().filter(|line| line.contains("it is left out")).count(), 1, "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("secret")), "{lines:#?}");
}

#[tokio::test]
async fn a_line_with_a_date_that_is_none_is_left_out_and_said_once() {
    let (world, (log, _guard)) = (World::new().await, Log::open());
    let dates = [i64::MIN, -1, 0, 253_402_300_799, 253_402_300_800, i64::MAX];
    let mut kept = Vec::new();
    for _ in 0..2 {
        for (at, created) in dates.into_iter().enumerate() {
            let id = format!("txn_dated{at}");
            let row = json!({ "id": id, "type": "payout", "amount": -5, "currency": "cny", "created": created, "source": null });
            let row: BalanceTransaction = serde_json::from_value(row).expect("a line");
            kept.extend(read_row(&world.stripe.client, &row).await.expect("lines").into_iter().map(|line| line.at.millis()));
        }
    }
    assert_eq!(kept, [0, 253_402_300_799_000, 0, 253_402_300_799_000]);
    assert_eq!(log.take("has a date that is none").len(), 4, "once each");
}

#[tokio::test]
async fn a_page_that_ends_with_lines_without_ids_is_not_the_last() {
    let world = World::new().await;
    world.company.pay_stray(1);
    world.company.pay_stray(2);
    world.company.misname("txn_", "txn_\0");
    for amount in 3..=101 {
        world.company.pay_stray(amount);
    }
    let now = world.kit.market.now();
    let lines = world.stripe.report(now.before(Span::days(1)), now.after(Span::seconds(1))).await.expect("a statement");
    let captured = lines.iter().filter(|line| line.kind == ReportKind::Captured);
    assert_eq!(captured.map(|line| line.amount.minor()).sum::<i64>(), 101 * 102 / 2 - 2, "all but that one");
}

#[tokio::test]
async fn a_clock_that_leaps_ahead_and_is_put_right_hides_no_line() {
    // The next round comes at once, or only when the mark that the leap has left lies in the past.
    for later in [Span::minutes(0), Span::days(11)] {
        let world = World::new().await;
        world.paid().await;
        world.round().await;
        world.kit.clock.advance(Span::days(10));
        world.round().await;
        world.kit.clock.turn_back(Span::days(10));
        world.paid().await;
        world.kit.clock.advance(later);
        world.round().await;
        let seen = world.statement().await;
        assert_eq!((seen.captured.minor(), seen.matched), (2 * 13_600, 2), "{later:?}");
        assert_eq!(seen.read_until, Some(world.kit.market.now()));
        world.agrees().await;
    }
}

#[tokio::test]
async fn a_company_that_is_away_after_a_leap_tells_all_of_it_later() {
    let world = World::new().await;
    world.paid().await;
    world.kit.clock.advance(Span::days(10));
    world.round().await;
    world.kit.clock.turn_back(Span::days(10));
    for _ in 0..3 {
        world.paid().await;
        world.company.next([Fault::Gateway; 3]);
        world.round().await;
        world.kit.clock.advance(Span::days(4));
    }
    world.round().await;
    assert_eq!(world.statement().await.captured.minor(), 4 * 13_600);
    world.agrees().await;
}

#[tokio::test]
async fn what_the_books_tell_alone_is_a_difference() {
    let world = World::new().await;
    world.paid().await;
    let other = world.kit.placed(&world.buyer, &[(world.goods, 1)]).await;
    world.kit.captured(other.payment, "e1", 13_600).await;
    world.kit.clock.advance(Span::hours(3));
    world.round().await;
    assert_eq!(world.statement().await.differences, [], "another provider's payments are not asked for here");
    world.company.lie(None);
    let unseen = world.paid_there().await;
    let now = world.kit.market.now();
    let told = world.stripe.look_up(unseen.payment, None).await.expect("an answer");
    market::payment::inbox::hear_event(&world.kit.market, "stripe", &told[0]).await.expect("recorded");
    market::reconciliation::commands::store_report(&world.kit.market, "stripe", &[], now.after(Span::hours(2)))
        .await
        .expect("read");
    let seen = world.statement().await;
    assert_eq!(
        seen.differences.iter().map(|open| (open.side, open.amount.minor())).collect::<Vec<_>>(),
        [(Side::Books, -13_600)]
    );
}
