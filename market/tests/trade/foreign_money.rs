//! Money in another currency than ours: held in it, given back in it, or struck by what the statement says.

use crate::street::{Street, street};
use market::audit::queries::counts;
use market::db_test;
use market::kernel::{Currency, Money, Problem, Span};
use market::ledger::queries::{market_money, shop_money};
use market::order::commands::{confirm_receipt, ship_order};
use market::payment::commands::record_found;
use market::payment::look_ups::waiting_refunds;
use market::payment::queries::{payment, refund_due, stuck_refunds};
use market::payment::stuck::settle_refund_by_hand;
use market::payment::suspense::{correct_foreign_amount, correct_wrong_amount, give_back_foreign_amount, give_back_wrong_amount};
use market::payment::{
    EventOutcome, LookUp, PaymentId, PaymentState, ProviderEventKind, ReportKind, ReportLine, SuspenseRefusal,
};
use market::reconciliation::commands::{match_lines, store_report};
use market::reconciliation::queries::reconciliation;
use market::reconciliation::{Side, SuspenseCause};
use market::testkit::{PROVIDER, TestMarket, captured_event};
use std::sync::Arc;

/// A payment of 12.58 yuan of which the provider told 12.58 dollars.
async fn told_in_dollars(kit: &TestMarket, here: &Street) -> PaymentId {
    kit.paid_another_amount(&here.buyer, &[(here.pork, 50)], Money::new(1_258, Currency::Usd)).await
}

db_test!(
    async fn money_in_another_currency_is_held_in_it_once_and_reaches_no_shop(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let came = kit.market.now();
        for (event, outcome) in
            [("e1", EventOutcome::Suspended), ("e1", EventOutcome::Repeated), ("e1:again", EventOutcome::Repeated)]
        {
            assert_eq!(kit.captured_in_dollars(placed.payment, event, 1_258).await, outcome);
        }
        let seen = payment(&kit.market, &here.buyer.buyer(), placed.payment).await.unwrap().unwrap();
        let held = Money::new(1_258, Currency::Usd);
        assert_eq!((seen.state, seen.other_amount), (PaymentState::Waiting, Some(held)), "its buyer is told");
        kit.audited().await;
        kit.clock.advance(Span::minutes(1));
        assert_eq!(kit.captured(placed.payment, "e3", 1_258).await, EventOutcome::Paid, "the right money still pays");
        ship_order(&kit.market, &here.staff, placed.orders[0], "sf", "SF1234567890").await.unwrap();
        confirm_receipt(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap();
        assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available.minor(), 1_253);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        let held: Vec<_> = seen.suspense.iter().map(|one| (one.cause, one.payment, one.amount, one.since)).collect();
        assert_eq!(held, [(SuspenseCause::ForeignAmount, Some(placed.payment), Money::new(1_258, Currency::Usd), came)]);
        let counts = counts(&kit.market).await.unwrap();
        assert_eq!((counts.suspense_minor, counts.suspense_foreign), (0, 1));
        kit.audited().await;
    }
);

db_test!(
    async fn money_in_another_currency_goes_back_in_it(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let of = Money::new(1_258, Currency::Usd);
        for fails in [false, true] {
            kit.clock.advance(Span::minutes(1));
            let id = told_in_dollars(&kit, &here).await;
            let as_ours = give_back_wrong_amount(&kit.market, &olga, id, "Back.").await;
            assert!(matches!(as_ours, Err(Problem::NotFound)), "no other amount is held: {as_ours:?}");
            give_back_foreign_amount(&kit.market, &olga, id, "Paid in dollars.").await.unwrap();
            let again = give_back_foreign_amount(&kit.market, &olga, id, "Paid in dollars.").await;
            assert!(matches!(again, Err(Problem::Refused(SuspenseRefusal::AlreadyOut))), "{again:?}");
            kit.audited().await;
            let refund = kit.refunds().await.last().unwrap().0;
            assert_eq!(refund_due(&kit.market, refund).await.unwrap().unwrap().amount, of);
            let look_up = LookUp { payment: id, reference: None };
            assert_eq!(waiting_refunds(&kit.market, PROVIDER, &look_up, kit.market.now()).await.unwrap()[0].amount, of);
            let arrived = kit.told(id, &format!("{id}:refunded"), ProviderEventKind::Refunded(refund)).await;
            assert_eq!(arrived.unwrap(), EventOutcome::Refunded);
            kit.audited().await;
            if fails {
                let failed = kit.told(id, &format!("{id}:failed"), ProviderEventKind::RefundFailed(refund)).await;
                assert_eq!(failed.unwrap(), EventOutcome::RefundFailed);
                assert_eq!(stuck_refunds(&kit.market, &olga).await.unwrap()[0].amount, of);
                kit.audited().await;
                settle_refund_by_hand(&kit.market, &olga, refund, "By transfer, in dollars.").await.unwrap();
                kit.audited().await;
            }
        }
        let money = market_money(&kit.market, &olga).await.unwrap();
        let ours = [money.clearing, money.bank, money.refunds, money.suspense];
        assert_eq!(ours.map(Money::minor), [0; 4], "dollars are no fen");
        assert_eq!(counts(&kit.market).await.unwrap().suspense_foreign, 0);
    }
);

db_test!(
    async fn money_in_another_currency_is_matched_in_it_both_ways(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = told_in_dollars(&kit, &here).await;
        kit.clock.advance(Span::hours(2));
        kit.states(PROVIDER, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        let open: Vec<_> = seen.differences.iter().map(|one| (one.side, one.payment, one.amount)).collect();
        assert_eq!(open, [(Side::Books, Some(id), Money::new(-1_258, Currency::Usd))], "the statement does not have it yet");
        let of = |name: &str, kind, cents| ReportLine {
            amount: Money::new(cents, Currency::Usd),
            ..kit.report_line_of(id, name, kind, 0)
        };
        assert_eq!(kit.states(PROVIDER, &[of("t1", ReportKind::Captured, 1_258)]).await, 1);
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.len(), seen.suspense[0].stated, seen.booked.minor()), (0, None, 0));
        let corrected = correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
        assert!(matches!(corrected, Err(Problem::Refused(SuspenseRefusal::InStatement))), "{corrected:?}");
        give_back_foreign_amount(&kit.market, &olga, id, "Paid in dollars.").await.unwrap();
        let refund = kit.refunds().await[0].0;
        kit.told(id, "re_1:refunded", ProviderEventKind::Refunded(refund)).await.unwrap();
        let back = ReportLine { refund: Some(refund), ..of("t2", ReportKind::Refunded, -1_258) };
        assert_eq!(kit.states(PROVIDER, &[back]).await, 1);
        kit.clock.advance(Span::hours(2));
        kit.states(PROVIDER, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.as_slice(), seen.suspense.as_slice()), (&[][..], &[][..]));
        kit.audited().await;
    }
);

/// The provider's statement has so much of a payment, in yuan.
fn yuan(kit: &TestMarket, id: PaymentId, fen: i64) -> ReportLine {
    kit.report_line_of(id, &format!("t {id}"), ReportKind::Captured, fen)
}

/// What goes back of a payment.
async fn owed(kit: &TestMarket, id: PaymentId) -> Vec<i64> {
    kit.refunds().await.into_iter().filter(|refund| refund.1 == id).map(|refund| refund.2).collect()
}

db_test!(
    async fn a_currency_that_the_statement_does_not_have_is_struck(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        for is_known in [false, true] {
            kit.clock.advance(Span::minutes(1));
            let id = told_in_dollars(&kit, &here).await;
            let correct = async || correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
            let silent = correct().await;
            assert!(matches!(silent, Err(Problem::Refused(SuspenseRefusal::NoOtherLine))), "{silent:?}");
            if is_known {
                assert_eq!(kit.captured(id, &format!("true {id}"), 1_258).await, EventOutcome::Paid);
            }
            let stated = yuan(&kit, id, 1_258);
            assert_eq!(kit.states(PROVIDER, &[stated]).await, u64::from(is_known));
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
        kit.states(PROVIDER, &[]).await;
        let seen = reconciliation(&kit.market, &olga, PROVIDER).await.unwrap();
        assert_eq!((seen.differences.as_slice(), seen.suspense.as_slice()), (&[][..], &[][..]));
    }
);

db_test!(
    async fn what_was_taken_from_the_statement_is_not_booked_again_when_it_is_told(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let id = told_in_dollars(&kit, &here).await;
        assert_eq!(kit.states(PROVIDER, &[yuan(&kit, id, 900)]).await, 0);
        let corrected = correct_foreign_amount(&kit.market, &olga, id, "It was yuan.").await;
        assert_eq!(corrected.unwrap(), Some(EventOutcome::GoesBack));
        kit.audited().await;
        assert_eq!(kit.captured(id, "the truth", 900).await, EventOutcome::Repeated);
        let found = record_found(&kit.market, PROVIDER, &captured_event(id, "the truth:once more", 900)).await;
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
        let olga = kit.operator().await;
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
        let olga = kit.operator().await;
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
        let olga = kit.operator().await;
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
