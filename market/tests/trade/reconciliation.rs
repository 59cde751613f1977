//! What heals by asking the provider, and what its own statement says of the books.

use crate::street::{Street, street};
use market::account::Operator;
use market::db_test;
use market::kernel::{Currency, Money, Problem, Span, Timestamp};
use market::order::commands::{cancel_unpaid, cancel_unshipped};
use market::payment::commands::record_found;
use market::payment::inbox::hear_event;
use market::payment::look_ups::{take_look_ups, waiting_refunds};
use market::payment::suspense::{correct_foreign_amount, correct_wrong_amount, give_back_foreign_amount, give_back_wrong_amount};
use market::payment::{
    EventOutcome, PaymentId, ProviderEvent, ProviderEventKind, RefundId, ReportKind, ReportLine, SuspenseRefusal,
};
use market::reconciliation::commands::{match_lines, store_report};
use market::reconciliation::queries::{proven_until, read_from, reconciliation};
use market::reconciliation::{Side, SuspenseCause};
use market::testkit::{PROVIDER, TestMarket};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::sync::Arc;

#[derive(FromQueryResult)]
struct Deed {
    action: String,
    detail: String,
}

async fn deeds(kit: &TestMarket) -> Vec<String> {
    let sql = "SELECT action, detail FROM audit_log WHERE action = 'heal_payment' ORDER BY happened_at";
    let rows = Deed::find_by_statement(Statement::from_string(kit.market.backend(), sql)).all(kit.market.db()).await.unwrap();
    rows.into_iter().map(|row| format!("{}: {}", row.action, row.detail)).collect()
}

async fn operator(kit: &TestMarket) -> Operator {
    kit.person("Olga").operator().create().await.operator().unwrap()
}

fn captured(payment: PaymentId, id: &str, fen: i64) -> ProviderEvent {
    ProviderEvent { event_id: id.to_owned(), payment, kind: ProviderEventKind::Captured(Money::fen(fen)) }
}

async fn due(kit: &TestMarket) -> Vec<PaymentId> {
    take_look_ups(&kit.market, PROVIDER, 100).await.unwrap().into_iter().map(|look_up| look_up.payment).collect()
}

/// A line of the statement, told now.
fn line(kit: &TestMarket, id: &str, kind: ReportKind, fen: i64) -> ReportLine {
    kit.report_line(id, kind, fen)
}

async fn told(kit: &TestMarket, lines: &[ReportLine]) -> u64 {
    kit.states(PROVIDER, lines).await
}

db_test!(
    async fn a_payment_without_word_is_asked_about_ever_more_rarely(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(due(&kit).await, [], "it is young");
        kit.clock.advance(Span::minutes(10));
        assert_eq!(due(&kit).await, [placed.payment]);
        assert_eq!(due(&kit).await, [], "somebody has it");
        kit.clock.advance(Span::minutes(10));
        assert_eq!(due(&kit).await, [placed.payment], "whoever had it may have died");
        cancel_unpaid(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap();
        kit.clock.advance(Span::minutes(10));
        assert_eq!(due(&kit).await, [placed.payment], "money may come after the close");
        let mut asked = 0;
        for _ in 0..(4 * 24 * 6) {
            kit.clock.advance(Span::minutes(10));
            asked += due(&kit).await.len();
        }
        assert!((8..60).contains(&asked), "{asked} times in four days");
        kit.clock.advance(Span::days(1));
        assert_eq!(due(&kit).await, [], "no provider tells anything after that");
    }
);

db_test!(
    async fn what_a_clock_ahead_has_asked_about_is_asked_about_again(kit) {
        let here = street(&kit).await;
        kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let closed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unpaid(&kit.market, &here.buyer.buyer(), closed.payment).await.unwrap();
        let refunded = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unshipped(&kit.market, &here.buyer.buyer(), refunded.orders[0]).await.unwrap();
        let stated = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        told(&kit, &[ReportLine { payment: Some(stated.payment), ..line(&kit, "t1", ReportKind::Captured, 7) }]).await;
        kit.clock.advance(Span::hours(1));
        assert_eq!(due(&kit).await.len(), 4);
        kit.clock.advance(Span::days(3));
        assert_eq!(due(&kit).await.len(), 4);
        kit.clock.turn_back(Span::days(3));
        assert_eq!(due(&kit).await.len(), 4, "nobody asked in this time");
        assert_eq!(due(&kit).await, [], "now somebody has");
    }
);

db_test!(
    async fn a_mark_that_lies_ahead_is_taken_back(kit) {
        let began = kit.market.now();
        told(&kit, &[line(&kit, "t1", ReportKind::Fee, -1)]).await;
        kit.clock.advance(Span::days(10));
        let beyond = line(&kit, "t2", ReportKind::Fee, -1);
        told(&kit, &[]).await;
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        assert_eq!(proven_until(&kit.market, PROVIDER).await.unwrap(), began, "whatever the mark says");
        told(&kit, &[beyond]).await;
        assert_eq!(proven_until(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        kit.clock.turn_back(Span::days(10));
        kit.clock.advance(Span::minutes(10));
        assert_eq!(proven_until(&kit.market, PROVIDER).await.unwrap(), began, "a line that lies ahead proves nothing");
        told(&kit, &[]).await;
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        let earlier = kit.market.now().before(Span::minutes(1));
        store_report(&kit.market, PROVIDER, &[], earlier).await.unwrap();
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now(), "else it only moves on");
    }
);

db_test!(
    async fn nobody_asks_twice_at_the_same_instant(kit) {
        let here = street(&kit).await;
        kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::minutes(10));
        let kit = Arc::new(kit);
        let asking: Vec<_> = (0..6)
            .map(|_| {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { due(&kit).await.len() })
            })
            .collect();
        let mut taken = 0;
        for one in asking {
            taken += one.await.unwrap();
        }
        assert_eq!(taken, 1);
    }
);

db_test!(
    async fn what_is_found_by_asking_counts_once_and_says_why(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let found = captured(placed.payment, "pi_1:captured", 1_258);
        assert_eq!(record_found(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::Paid);
        assert_eq!(record_found(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::Repeated);
        assert_eq!(hear_event(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::Repeated, "its word comes late");
        let log = deeds(&kit).await;
        assert_eq!(log.len(), 1, "{log:?}");
        assert!(log[0].contains("the orders are paid (pi_1:captured)"), "{log:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn money_that_is_found_after_the_close_goes_back(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unpaid(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap();
        let found = captured(placed.payment, "pi_1:captured", 1_258);
        assert_eq!(record_found(&kit.market, PROVIDER, &found).await.unwrap(), EventOutcome::GoesBack);
        kit.clock.advance(Span::minutes(10));
        let taken = take_look_ups(&kit.market, PROVIDER, 100).await.unwrap();
        let waiting = waiting_refunds(&kit.market, "sandbox", &taken[0], kit.market.now()).await.unwrap();
        assert_eq!(waiting.iter().map(|due| due.amount.minor()).collect::<Vec<_>>(), [1_258]);
        let refund = waiting[0].refund;
        let back = ProviderEvent {
            event_id: "re_1:refunded".to_owned(),
            payment: placed.payment,
            kind: ProviderEventKind::Refunded(refund),
        };
        assert_eq!(record_found(&kit.market, PROVIDER, &back).await.unwrap(), EventOutcome::Refunded);
        assert_eq!(deeds(&kit).await.len(), 2);
        kit.audited().await;
    }
);

async fn refund_of(kit: &TestMarket, payment: PaymentId) -> RefundId {
    kit.clock.advance(Span::minutes(10));
    let look_up = market::payment::LookUp { payment, reference: None };
    waiting_refunds(&kit.market, "sandbox", &look_up, kit.market.now()).await.unwrap()[0].refund
}

db_test!(
    async fn a_statement_that_tells_what_the_books_tell_leaves_nothing_open(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let placed = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unshipped(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap();
        let refund = refund_of(&kit, placed.payment).await;
        kit.told(placed.payment, "r1", ProviderEventKind::Refunded(refund)).await.unwrap();
        let payment = Some(placed.payment);
        let lines = [
            ReportLine { payment, ..line(&kit, "t1", ReportKind::Captured, 1_258) },
            line(&kit, "t1:fee", ReportKind::Fee, -39),
            ReportLine { payment, refund: Some(refund), ..line(&kit, "t2", ReportKind::Refunded, -1_258) },
            line(&kit, "t3", ReportKind::Payout, -7),
        ];
        assert_eq!(told(&kit, &lines).await, 2);
        assert_eq!(told(&kit, &lines).await, 0, "the same statement once more");
        kit.clock.advance(Span::hours(3));
        told(&kit, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.as_slice(), seen.suspense.as_slice()), (&[][..], &[][..]));
        assert_eq!((seen.captured.minor(), seen.refunded.minor(), seen.fees.minor()), (1_258, -1_258, -39));
        assert_eq!((seen.paid_out.minor(), seen.booked.minor(), seen.matched), (-7, 0, 2));
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), kit.market.now());
        kit.audited().await;
    }
);

db_test!(
    async fn what_only_one_of_the_two_tells_is_listed_with_its_age(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let known = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let silent = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let began = kit.market.now();
        let more = ReportLine { payment: Some(silent.payment), ..line(&kit, "t1", ReportKind::Captured, 1_258) };
        let dispute = line(&kit, "t2", ReportKind::Other, -500);
        let dollars = ReportLine { amount: Money::new(5, Currency::Usd), ..line(&kit, "t3", ReportKind::Fee, 0) };
        assert_eq!(told(&kit, &[more, dispute, dollars]).await, 0, "the books do not know these");
        kit.clock.advance(Span::hours(2));
        told(&kit, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        let sides: Vec<_> = seen.differences.iter().map(|one| (one.side, one.payment, one.amount.minor(), one.since)).collect();
        assert!(sides.contains(&(Side::Provider, Some(silent.payment), 1_258, began)), "{sides:?}");
        assert!(sides.contains(&(Side::Provider, None, -500, began)), "{sides:?}");
        assert!(sides.contains(&(Side::Provider, None, 5, began)), "{sides:?}");
        assert!(sides.contains(&(Side::Books, Some(known.payment), -1_258, began)), "{sides:?}");
        // The statement is a reason to ask about that payment; what is found closes the difference.
        assert!(due(&kit).await.contains(&silent.payment));
        record_found(&kit.market, PROVIDER, &captured(silent.payment, "pi_1:captured", 1_258)).await.unwrap();
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        kit.audited().await;
    }
);

db_test!(
    async fn another_amount_than_the_books_have_is_no_match(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let lie = |id: &str, fen| ReportLine { payment: Some(paid.payment), ..line(&kit, id, ReportKind::Captured, fen) };
        assert_eq!(told(&kit, &[lie("t1", 1_257), lie("t2", 1_258), lie("t3", 1_258)]).await, 1, "one booking is one line");
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.differences.iter().map(|one| one.amount.minor()).collect::<Vec<_>>(), [1_257, 1_258]);
        kit.audited().await;
    }
);

db_test!(
    async fn money_of_nobody_waits_in_suspense_until_it_went_back(kit) {
        let olga = operator(&kit).await;
        let stray = line(&kit, "t1", ReportKind::Captured, 700);
        let foreign = ReportLine { payment: Some(PaymentId::mint(kit.market.now())), ..line(&kit, "t2", ReportKind::Captured, 30) };
        assert_eq!(told(&kit, &[stray, foreign]).await, 2);
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 0, "it is booked once");
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.differences, []);
        assert!(seen.suspense.iter().all(|one| one.cause == SuspenseCause::Unclaimed));
        assert_eq!(seen.suspense.iter().map(|one| one.amount.minor()).sum::<i64>(), 730);
        assert_eq!(seen.booked.minor(), 730);
        kit.audited().await;
        let back = ReportLine { reference: Some("pi_t1".to_owned()), ..line(&kit, "t4", ReportKind::Refunded, -700) };
        let again = ReportLine { reference: Some("pi_t1".to_owned()), ..line(&kit, "t5", ReportKind::Refunded, -700) };
        assert_eq!(told(&kit, &[back]).await, 1);
        assert_eq!(told(&kit, &[again]).await, 0, "it went back once");
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!(seen.suspense.iter().map(|one| one.amount.minor()).sum::<i64>(), 30);
        kit.audited().await;
    }
);

db_test!(
    async fn a_refund_that_left_and_came_back_is_no_difference(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let placed = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unshipped(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap();
        let refund = refund_of(&kit, placed.payment).await;
        let of = |id: &str, fen| ReportLine {
            reference: Some("pi_1".to_owned()),
            payment: Some(placed.payment),
            refund: Some(refund),
            ..line(&kit, id, ReportKind::Refunded, fen)
        };
        let open = async || {
            let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
            seen.differences.into_iter().map(|one| one.reference).collect::<Vec<_>>()
        };
        assert_eq!(told(&kit, &[of("t1", -1_258), of("t2", 1_258), of("t3", -1_258)]).await, 0, "nothing was told of it");
        assert_eq!(open().await, ["t3 pi_1"], "of two that left one came back");
        kit.told(placed.payment, "re_2:refunded", ProviderEventKind::Refunded(refund)).await.unwrap();
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        assert!(open().await.is_empty());
        assert_eq!(told(&kit, &[of("t4", 1_258)]).await, 0);
        assert_eq!(open().await.len(), 1, "the books do not know yet that it came back");
        kit.told(placed.payment, "re_2:failed", ProviderEventKind::RefundFailed(refund)).await.unwrap();
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        assert!(open().await.is_empty());
        kit.audited().await;
    }
);

/// A payment of 12.58 yuan of which the provider told 12.58 dollars.
async fn told_in_dollars(kit: &TestMarket, here: &Street) -> PaymentId {
    let id = kit.placed(&here.buyer, &[(here.pork, 50)]).await.payment;
    let kind = ProviderEventKind::Captured(Money::new(1_258, Currency::Usd));
    assert_eq!(kit.told(id, &format!("e {id}"), kind).await.unwrap(), EventOutcome::Suspended);
    id
}

db_test!(
    async fn money_in_another_currency_is_matched_in_it_both_ways(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let id = told_in_dollars(&kit, &here).await;
        kit.clock.advance(Span::hours(2));
        told(&kit, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        let open: Vec<_> = seen.differences.iter().map(|one| (one.side, one.payment, one.amount)).collect();
        assert_eq!(open, [(Side::Books, Some(id), Money::new(-1_258, Currency::Usd))], "the statement does not have it yet");
        let of = |name: &str, kind, cents| ReportLine {
            payment: Some(id),
            amount: Money::new(cents, Currency::Usd),
            ..line(&kit, name, kind, 0)
        };
        assert_eq!(told(&kit, &[of("t1", ReportKind::Captured, 1_258)]).await, 1);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.len(), seen.suspense[0].stated, seen.booked.minor()), (0, None, 0));
        let corrected = correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
        assert!(matches!(corrected, Err(Problem::Refused(SuspenseRefusal::InStatement))), "{corrected:?}");
        give_back_foreign_amount(&kit.market, &olga, id, "Paid in dollars.").await.unwrap();
        let refund = kit.refunds().await[0].0;
        kit.told(id, "re_1:refunded", ProviderEventKind::Refunded(refund)).await.unwrap();
        let back = ReportLine { refund: Some(refund), ..of("t2", ReportKind::Refunded, -1_258) };
        assert_eq!(told(&kit, &[back]).await, 1);
        kit.clock.advance(Span::hours(2));
        told(&kit, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.as_slice(), seen.suspense.as_slice()), (&[][..], &[][..]));
        kit.audited().await;
    }
);

db_test!(
    async fn a_currency_that_the_statement_does_not_have_is_struck(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        for is_known in [false, true] {
            kit.clock.advance(Span::minutes(1));
            let id = told_in_dollars(&kit, &here).await;
            let correct = async || correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
            let silent = correct().await;
            assert!(matches!(silent, Err(Problem::Refused(SuspenseRefusal::NoOtherLine))), "{silent:?}");
            if is_known {
                assert_eq!(kit.captured(id, &format!("true {id}"), 1_258).await, EventOutcome::Paid);
            }
            let stated = ReportLine { payment: Some(id), ..line(&kit, &format!("t {id}"), ReportKind::Captured, 1_258) };
            assert_eq!(told(&kit, &[stated]).await, u64::from(is_known));
            let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
            assert_eq!(seen.suspense.iter().map(|one| one.stated).collect::<Vec<_>>(), [Some(Money::fen(1_258))]);
            let given = give_back_foreign_amount(&kit.market, &olga, id, "It was dollars.").await;
            assert!(matches!(given, Err(Problem::Refused(SuspenseRefusal::InOwnCurrency))), "nobody has dollars: {given:?}");
            let outcome = if is_known { EventOutcome::Corrected } else { EventOutcome::Paid };
            assert_eq!(correct().await.unwrap(), Some(outcome));
            assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), u64::from(!is_known));
            kit.audited().await;
        }
        kit.clock.advance(Span::hours(2));
        told(&kit, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.as_slice(), seen.suspense.as_slice()), (&[][..], &[][..]));
    }
);

/// The provider's statement has so much of a payment, in yuan.
fn yuan(kit: &TestMarket, id: PaymentId, fen: i64) -> ReportLine {
    ReportLine { payment: Some(id), ..line(kit, &format!("t {id}"), ReportKind::Captured, fen) }
}

/// What goes back of a payment.
async fn owed(kit: &TestMarket, id: PaymentId) -> Vec<i64> {
    kit.refunds().await.into_iter().filter(|refund| refund.1 == id).map(|refund| refund.2).collect()
}

db_test!(
    async fn what_was_taken_from_the_statement_is_not_booked_again_when_it_is_told(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let id = told_in_dollars(&kit, &here).await;
        assert_eq!(told(&kit, &[yuan(&kit, id, 900)]).await, 0);
        let corrected = correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::GoesBack));
        kit.audited().await;
        assert_eq!(kit.captured(id, "the truth", 900).await, EventOutcome::Repeated);
        let found = record_found(&kit.market, PROVIDER, &captured(id, "the truth once more", 900)).await;
        assert_eq!(found.unwrap(), EventOutcome::Repeated);
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.booked.minor(), seen.suspense.as_slice(), seen.differences.as_slice()), (900, &[][..], &[][..]));
        assert_eq!(owed(&kit, id).await, [900]);
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_told_and_has_found_no_line_yet_is_not_taken_from_the_statement_again(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let id = told_in_dollars(&kit, &here).await;
        assert_eq!(kit.captured(id, "the truth", 900).await, EventOutcome::Suspended);
        store_report(&kit.market, PROVIDER, &[yuan(&kit, id, 900)], kit.market.now()).await.unwrap();
        let corrected = correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::Corrected));
        kit.audited().await;
        assert!(owed(&kit, id).await.is_empty(), "it waits for a person");
        assert_eq!(match_lines(&kit.market, PROVIDER).await.unwrap(), 1);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.booked.minor(), seen.suspense.len(), seen.differences.as_slice()), (900, 1, &[][..]));
        give_back_wrong_amount(&kit.market, &olga, id, "Too little.").await.unwrap();
        assert_eq!(owed(&kit, id).await, [900]);
        kit.audited().await;
    }
);

db_test!(
    async fn a_correction_and_the_truth_at_once_are_the_same_money(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        let kit = Arc::new(kit);
        for round in 1..5 {
            let id = told_in_dollars(&kit, &here).await;
            store_report(&kit.market, PROVIDER, &[yuan(&kit, id, 900)], kit.market.now()).await.unwrap();
            let other = Arc::clone(&kit);
            let truth = tokio::spawn(async move { other.captured(id, &format!("true {id}"), 900).await });
            correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await.unwrap();
            truth.await.unwrap();
            let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
            assert_eq!(seen.booked.minor(), 900 * round);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn one_line_corrects_two_amounts_of_a_payment(kit) {
        let here = street(&kit).await;
        let olga = operator(&kit).await;
        for is_foreign_first in [false, true] {
            kit.clock.advance(Span::minutes(1));
            let id = told_in_dollars(&kit, &here).await;
            assert_eq!(kit.captured(id, &format!("fen {id}"), 457).await, EventOutcome::Suspended);
            store_report(&kit.market, PROVIDER, &[yuan(&kit, id, 900)], kit.market.now()).await.unwrap();
            let foreign = async || correct_foreign_amount(&kit.market, &olga, id, "No dollars.").await.unwrap();
            let wrong = async || correct_wrong_amount(&kit.market, &olga, id, "Nor 4.57.").await.unwrap();
            let outcomes = if is_foreign_first {
                [foreign().await, wrong().await]
            } else {
                let first = wrong().await;
                [first, foreign().await]
            };
            assert_eq!(outcomes, [Some(EventOutcome::GoesBack), Some(EventOutcome::Repeated)]);
            assert_eq!(owed(&kit, id).await, [900]);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn a_match_that_was_tampered_with_is_found_by_the_auditor(kit) {
        let here = street(&kit).await;
        let paid = kit.paid(&here.buyer, &[(here.pork, 50)]).await;
        let true_line = ReportLine { payment: Some(paid.payment), ..line(&kit, "t1", ReportKind::Captured, 1_258) };
        assert_eq!(told(&kit, &[true_line]).await, 1);
        kit.audited().await;
        let tx = kit.market.begin("plant").await.unwrap();
        tx.execute_unprepared("UPDATE provider_report_line SET amount_minor = 1257").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(market::audit::queries::audit(&kit.market).await.unwrap().violations_of("M7"), 1);
    }
);

db_test!(
    async fn a_statement_is_read_from_the_first_payment_on(kit) {
        let here = street(&kit).await;
        let empty = read_from(&kit.market, PROVIDER).await.unwrap();
        assert_eq!(empty, kit.market.now().before(Span::days(1)));
        kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let began: Timestamp = kit.market.now();
        kit.clock.advance(Span::days(9));
        assert_eq!(read_from(&kit.market, PROVIDER).await.unwrap(), began);
        assert_eq!(read_from(&kit.market, "somebody").await.unwrap(), kit.market.now().before(Span::days(1)));
    }
);
