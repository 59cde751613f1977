//! What a courier transfers in parts, and what an operator had typed wrong.

use crate::cash::{books, remit, shipped, stands, with_cash};
use crate::street::{Street, count};
use market::account::Operator;
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case};
use market::db_test;
use market::kernel::{AttemptId, Money, Problem, Span, Timestamp};
use market::order::commands::confirm_receipt;
use market::order::{Cash, OrderId, OrderState};
use market::payment::cash::{idle_remittances, record_remittance, statement, withdraw_remittance, write_off_cash};
use market::payment::queries::unbooked_amounts;
use market::payment::suspense::{correct_wrong_amount, give_back_wrong_amount, note_unbooked_amount};
use market::payment::{CASH, EventOutcome, PaymentId, Remittance, SuspenseRefusal, WithdrawRefusal};
use market::reconciliation::commands::{match_lines, store_report};
use market::reconciliation::queries::reconciliation;
use market::testkit::TestMarket;
use std::sync::Arc;

const WHY: &str = "A digit too few.";

/// The market's own record is read like any provider's statement, and held against the books. How many differences there are.
async fn compared(kit: &TestMarket, olga: &Operator) -> usize {
    let now = kit.market.now();
    let lines = statement(&kit.market, Timestamp::from_millis(0), now.after(Span::seconds(1))).await.unwrap();
    store_report(&kit.market, CASH, &lines, now).await.unwrap();
    match_lines(&kit.market, CASH).await.unwrap();
    let seen = reconciliation(&kit.market, olga, CASH).await.unwrap();
    if seen.differences.is_empty() {
        assert_eq!(seen.captured, seen.booked, "what was recorded is what the books have");
    }
    seen.differences.len()
}

/// What was recorded and has paid nothing, as its ids.
async fn idle(kit: &TestMarket, olga: &Operator) -> Vec<String> {
    idle_remittances(&kit.market, olga).await.unwrap().into_iter().map(|line| line.id).collect()
}

async fn withdraw(kit: &TestMarket, olga: &Operator, id: &str) -> Result<(), Problem<WithdrawRefusal>> {
    withdraw_remittance(&kit.market, olga, id, WHY).await
}

/// A parcel that its buyer has, and whose cash is out.
async fn received(kit: &TestMarket, here: &Street) -> (PaymentId, OrderId) {
    let (payment, order) = shipped(kit, here).await;
    confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
    (payment, order)
}

db_test!(
    async fn a_transfer_in_two_parts_pays_with_the_second(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        for is_compared_between in [false, true] {
            let (payment, order) = received(&kit, &here).await;
            let [first, second] = ["first", "second"].map(|part| format!("{part} {is_compared_between}"));
            assert_eq!(remit(&kit, &olga, payment, (1_000, &first)).await.unwrap(), EventOutcome::Suspended);
            if is_compared_between {
                compared(&kit, &olga).await;
            }
            assert_eq!(remit(&kit, &olga, payment, (257, "no whole")).await.unwrap(), EventOutcome::Unbooked);
            let extra = idle(&kit, &olga).await.into_iter().find(|id| id.ends_with("no whole")).unwrap();
            withdraw(&kit, &olga, &extra).await.unwrap();
            assert_eq!(remit(&kit, &olga, payment, (258, &second)).await.unwrap(), EventOutcome::Paid);
            assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
            assert_eq!(remit(&kit, &olga, payment, (258, &second)).await.unwrap(), EventOutcome::Repeated);
            kit.audited().await;
            kit.clock.advance(Span::hours(2));
            assert_eq!(compared(&kit, &olga).await, 0);
            assert_eq!(idle(&kit, &olga).await, Vec::<String>::new(), "what was held has left with the whole");
            let held = give_back_wrong_amount(&kit.market, &olga, payment, WHY).await;
            assert!(held.is_err(), "it is no wrong amount any more: {held:?}");
            let case = open_case(&kit.market, &here.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 50)])).await.unwrap();
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
            kit.audited().await;
        }
    }
);

db_test!(
    async fn a_part_that_was_typed_wrong_is_typed_anew_and_is_whole_with_the_other(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        for are_both_typed_anew in [false, true] {
            let (payment, order) = received(&kit, &here).await;
            let [first, second] = ["first", "second"].map(|part| format!("{part} {are_both_typed_anew}"));
            assert_eq!(remit(&kit, &olga, payment, (1_001, &first)).await.unwrap(), EventOutcome::Suspended);
            assert_eq!(remit(&kit, &olga, payment, (258, &second)).await.unwrap(), EventOutcome::Unbooked, "no whole");
            compared(&kit, &olga).await;
            withdraw(&kit, &olga, &first).await.unwrap();
            let mut part = second.clone();
            if are_both_typed_anew {
                withdraw(&kit, &olga, &second).await.unwrap();
                assert_eq!(remit(&kit, &olga, payment, (258, &second)).await.unwrap(), EventOutcome::Unbooked);
                part = format!(" 2 {second}");
            }
            kit.audited().await;
            assert_eq!(remit(&kit, &olga, payment, (1_000, &first)).await.unwrap(), EventOutcome::Paid);
            assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
            assert_eq!(idle(&kit, &olga).await, Vec::<String>::new());
            assert_eq!(remit(&kit, &olga, payment, (258, &second)).await.unwrap(), EventOutcome::Repeated);
            let used = withdraw(&kit, &olga, &part).await;
            assert!(matches!(used, Err(Problem::Refused(WithdrawRefusal::ChangedMeanwhile))), "{used:?}");
            kit.audited().await;
            kit.clock.advance(Span::hours(2));
            assert_eq!(compared(&kit, &olga).await, 0);
            let case = open_case(&kit.market, &here.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 50)])).await.unwrap();
            agree_to_case(&kit.market, &here.staff, case).await.unwrap();
            kit.audited().await;
        }
    }
);

db_test!(
    async fn a_form_that_recorded_a_part_says_so_when_it_is_sent_again(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = received(&kit, &here).await;
        remit(&kit, &olga, payment, (300, "another parcel's")).await.unwrap();
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        let (amount, day) = (Money::fen(258), "2026-11-24".to_owned());
        let part = Remittance { payment, amount, reference: "SF-1".to_owned(), day };
        assert_eq!(record_remittance(&sent, &olga, &part).await.unwrap(), EventOutcome::Unbooked);
        assert_eq!(remit(&kit, &olga, payment, (1_000, "SF-2")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(record_remittance(&sent, &olga, &part).await.unwrap(), EventOutcome::Part);
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_in_suspense_for_no_part_of_a_whole_stays_there(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = received(&kit, &here).await;
        for (fen, outcome) in [(300, EventOutcome::Suspended), (1_000, EventOutcome::Unbooked), (258, EventOutcome::Paid)] {
            assert_eq!(remit(&kit, &olga, payment, (fen, &format!("SF-{fen}"))).await.unwrap(), outcome);
        }
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 300));
        assert_eq!(idle(&kit, &olga).await, ["SF-300"]);
        kit.audited().await;
        kit.clock.advance(Span::hours(2));
        assert_eq!(compared(&kit, &olga).await, 0);
        withdraw(&kit, &olga, "SF-300").await.unwrap();
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 0));
        assert_eq!(compared(&kit, &olga).await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn a_transfer_in_more_parts_pays_with_the_last(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        for was_typed_wrong in [false, true] {
            let (payment, order) = received(&kit, &here).await;
            let record = async |fen: i64, part: &str| {
                remit(&kit, &olga, payment, (fen, &format!("{part} {was_typed_wrong}"))).await.unwrap()
            };
            if was_typed_wrong {
                assert_eq!(record(401, "first").await, EventOutcome::Suspended);
                withdraw(&kit, &olga, "first true").await.unwrap();
            }
            let held = if was_typed_wrong { EventOutcome::Unbooked } else { EventOutcome::Suspended };
            assert_eq!(record(400, "first").await, held);
            assert_eq!(record(400, "second").await, EventOutcome::Unbooked);
            kit.audited().await;
            assert_eq!(record(458, "third").await, EventOutcome::Paid);
            assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
            assert_eq!(idle(&kit, &olga).await, Vec::<String>::new());
            kit.audited().await;
            kit.clock.advance(Span::hours(2));
            assert_eq!(compared(&kit, &olga).await, 0);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn a_part_is_counted_or_looked_into(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let kit = Arc::new(kit);
        for round in 0..4 {
            let (payment, _) = received(&kit, &here).await;
            let [other, first] = ["another parcel's", "first"].map(|what| format!("{what} {round}"));
            remit(&kit, &olga, payment, (300, &other)).await.unwrap();
            assert_eq!(remit(&kit, &olga, payment, (1_000, &first)).await.unwrap(), EventOutcome::Unbooked);
            let beside = Arc::clone(&kit);
            let looks = tokio::spawn(async move {
                note_unbooked_amount(&beside.market, &olga, (CASH, first.as_str()), "Not ours.").await.is_ok()
            });
            let outcome = remit(&kit, &olga, payment, (258, &format!("second {round}"))).await.unwrap();
            let expected = if looks.await.unwrap() { EventOutcome::Unbooked } else { EventOutcome::Paid };
            assert_eq!(outcome, expected);
            kit.audited().await;
            if outcome == EventOutcome::Unbooked {
                remit(&kit, &olga, payment, (1_258, &format!("whole {round}"))).await.unwrap();
            }
            kit.audited().await;
        }
    }
);

db_test!(
    async fn no_transfer_is_corrected_by_another_one(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = received(&kit, &here).await;
        remit(&kit, &olga, payment, (1_001, "SF-1")).await.unwrap();
        remit(&kit, &olga, payment, (258, "SF-2")).await.unwrap();
        let lines = statement(&kit.market, Timestamp::from_millis(0), kit.market.now().after(Span::seconds(1))).await.unwrap();
        store_report(&kit.market, CASH, &lines, kit.market.now()).await.unwrap();
        let corrected = correct_wrong_amount(&kit.market, &olga, payment, WHY).await;
        assert!(matches!(corrected, Err(Problem::Refused(SuspenseRefusal::NoOtherLine))), "{corrected:?}");
        let seen = reconciliation(&kit.market, &olga, CASH).await.unwrap();
        assert_eq!(seen.suspense.iter().map(|held| held.stated).collect::<Vec<_>>(), [None], "and it is not offered");
        assert!(kit.refunds().await.is_empty(), "nobody has this cash twice");
        kit.audited().await;
    }
);

db_test!(
    async fn the_whole_of_two_parts_that_comes_once_more_is_more_money(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = received(&kit, &here).await;
        for (fen, outcome) in [(1_000, EventOutcome::Suspended), (258, EventOutcome::Paid), (1_258, EventOutcome::Unbooked)] {
            assert_eq!(remit(&kit, &olga, payment, (fen, &format!("SF-{fen}"))).await.unwrap(), outcome);
        }
        kit.clock.advance(Span::hours(2));
        assert_eq!(compared(&kit, &olga).await, 1, "the booking of the whole is no line's");
        kit.audited().await;
    }
);

db_test!(
    async fn two_parts_of_what_was_written_off_are_the_markets(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = received(&kit, &here).await;
        kit.clock.advance(Span::days(30));
        write_off_cash(&kit.market, &olga, payment, WHY).await.unwrap();
        remit(&kit, &olga, payment, (629, "SF-1")).await.unwrap();
        assert_eq!(remit(&kit, &olga, payment, (629, "SF-2")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
        assert_eq!(books(&kit, &olga).await, (0, 1_253, 0, 0), "the shop is paid once");
        kit.audited().await;
    }
);

db_test!(
    async fn a_mistyped_amount_is_taken_back_and_typed_anew_under_its_reference(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = received(&kit, &here).await;
        assert_eq!(remit(&kit, &olga, payment, (1_200, "SF-1")).await.unwrap(), EventOutcome::Suspended);
        compared(&kit, &olga).await;
        let nothing = withdraw_remittance(&kit.market, &olga, "SF-1", " ").await;
        assert!(matches!(nothing, Err(Problem::Refused(WithdrawRefusal::Reason(_)))), "{nothing:?}");
        let sent = kit.market.for_attempt(AttemptId::mint(kit.market.now()));
        for _ in 0..2 {
            withdraw_remittance(&sent, &olga, "SF-1", WHY).await.unwrap();
        }
        assert_eq!(books(&kit, &olga).await, (0, 0, 0, 0));
        let again = withdraw(&kit, &olga, "SF-1").await;
        assert!(matches!(again, Err(Problem::Refused(WithdrawRefusal::ChangedMeanwhile))), "{again:?}");
        assert_eq!(count(&kit, "audit_log WHERE action = 'withdraw_remittance'").await, 1);
        kit.audited().await;
        // Wrong once more, and right at last.
        assert_eq!(remit(&kit, &olga, payment, (1_285, "SF-1")).await.unwrap(), EventOutcome::Unbooked);
        assert_eq!(remit(&kit, &olga, payment, (1_285, "SF-1")).await.unwrap(), EventOutcome::Repeated);
        let typed = idle(&kit, &olga).await;
        assert_eq!(typed.len(), 1);
        withdraw(&kit, &olga, &typed[0]).await.unwrap();
        assert_eq!(unbooked_amounts(&kit.market, &olga).await.unwrap(), []);
        assert_eq!(remit(&kit, &olga, payment, (1_258, "SF-1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await.0, OrderState::Completed);
        kit.clock.advance(Span::hours(2));
        assert_eq!(compared(&kit, &olga).await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_typed_for_another_parcel_is_taken_back_as_long_as_it_paid_nothing(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (paid, _) = received(&kit, &here).await;
        let (other, _) = received(&kit, &here).await;
        remit(&kit, &olga, paid, (1_258, "SF-1")).await.unwrap();
        assert_eq!(remit(&kit, &olga, paid, (1_258, "SF-2")).await.unwrap(), EventOutcome::Unbooked, "it was the other's");
        withdraw(&kit, &olga, "SF-2").await.unwrap();
        assert_eq!(remit(&kit, &olga, other, (1_258, "SF-2")).await.unwrap(), EventOutcome::Paid);
        for used in ["SF-1", " 2 SF-2"] {
            let stays = withdraw(&kit, &olga, used).await;
            assert!(matches!(stays, Err(Problem::Refused(WithdrawRefusal::Used))), "{used}: {stays:?}");
        }
        for unknown in ["SF-3", "", "SF\0"] {
            let none = withdraw(&kit, &olga, unknown).await;
            assert!(matches!(none, Err(Problem::NotFound)), "{unknown:?}: {none:?}");
        }
        kit.clock.advance(Span::hours(2));
        assert_eq!(compared(&kit, &olga).await, 0);
        kit.audited().await;
    }
);

db_test!(
    async fn what_was_given_back_is_not_taken_back(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, _) = received(&kit, &here).await;
        remit(&kit, &olga, payment, (1_200, "SF-1")).await.unwrap();
        give_back_wrong_amount(&kit.market, &olga, payment, "It was another parcel's.").await.unwrap();
        assert_eq!(idle(&kit, &olga).await, Vec::<String>::new());
        let late = withdraw(&kit, &olga, "SF-1").await;
        assert!(matches!(late, Err(Problem::Refused(WithdrawRefusal::ChangedMeanwhile))), "{late:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn a_reference_is_recorded_anew_however_often_it_was_withdrawn(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        let (payment, order) = received(&kit, &here).await;
        for round in 0..12 {
            let held = if round == 0 { EventOutcome::Suspended } else { EventOutcome::Unbooked };
            assert_eq!(remit(&kit, &olga, payment, (1_000, "R1")).await.unwrap(), held, "round {round}");
            let recorded = idle(&kit, &olga).await;
            assert_eq!(recorded.len(), 1, "round {round}");
            withdraw(&kit, &olga, &recorded[0]).await.unwrap();
        }
        assert_eq!(remit(&kit, &olga, payment, (1_258, "R1")).await.unwrap(), EventOutcome::Paid);
        assert_eq!(stands(&kit, &here, order).await, (OrderState::Completed, Some(Cash::Here)));
        kit.audited().await;
        kit.clock.advance(Span::hours(2));
        assert_eq!(compared(&kit, &olga).await, 0);
    }
);
