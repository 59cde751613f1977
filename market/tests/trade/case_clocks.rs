//! What time does with a case: silence counts, but not before a reminder; and how long an order can be asked about.

use crate::sale::{decides, sale};
use crate::street::{pass, set_rule};
use market::aftersales::commands::{
    Who, agree_to_case, case_clock, contest_return, escalate_case, open_case, refuse_case, resend_goods, send_return,
    withdraw_case,
};
use market::aftersales::queries::{askable, case_of, open_until};
use market::aftersales::{AskCase, AskRefusal, CaseKind, CaseState};
use market::db_test;
use market::kernel::{Problem, Span};
use market::order::commands::confirm_receipt;
use market::order::queries::order_of_shop;
use market::order::{OrderId, OrderState};
use market::policy::RuleName;
use market::timer::TimerKind;
use market::timer::queries::due;

db_test!(
    async fn whoever_does_not_go_on_in_time_loses_or_wins_by_the_clock(kit) {
        let here = sale(&kit).await;
        // The buyer does not send the goods back.
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        pass(&kit, 6).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Returning);
        pass(&kit, 1).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Closed);
        kit.audited().await;
        // The shop does not say that it has them.
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        send_return(&kit.market, &here.buyer.buyer(), case, "sf", "SF123456").await.unwrap();
        pass(&kit, 7).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        kit.audited().await;
        // The buyer does not go on after a refusal.
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        refuse_case(&kit.market, &here.staff, case, "No.").await.unwrap();
        pass(&kit, 5).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Closed);
        kit.audited().await;
    }
);

db_test!(
    async fn after_two_weeks_of_sleep_silence_does_not_count_before_a_reminder_and_its_time(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let due = async |case| case_of(market, Who::Buyer(&buyer), case).await.unwrap().unwrap().row.due_at;
        let mut cases = Vec::new();
        for state in [
            CaseState::Asked,
            CaseState::Refused,
            CaseState::Returning,
            CaseState::Returned,
            CaseState::Resending,
            CaseState::Resent,
            CaseState::Decided,
        ] {
            let order = here.shipped(&kit, 1).await;
            let kind = match state {
                CaseState::Returning | CaseState::Returned => CaseKind::ReturnAndRefund,
                CaseState::Resending | CaseState::Resent => CaseKind::Resend,
                _ => CaseKind::RefundOnly,
            };
            let case = here.asked(&kit, order, kind, 1).await;
            if kind != CaseKind::RefundOnly {
                agree_to_case(market, &here.staff, case).await.unwrap();
            } else if state != CaseState::Asked {
                refuse_case(market, &here.staff, case, "No.").await.unwrap();
            }
            if state == CaseState::Returned {
                send_return(market, &buyer, case, "sf", "SF123456").await.unwrap();
            }
            if state == CaseState::Resent {
                resend_goods(market, &here.staff, case, "sf", "SF123456").await.unwrap();
            }
            if state == CaseState::Decided {
                escalate_case(market, &buyer, case, "Yes.").await.unwrap();
                decides(market, &here.olga, case, CaseState::Disputed, (5_000, "So.")).await.unwrap();
            }
            cases.push((case, state));
        }
        kit.clock.advance(Span::days(14));
        // Whichever of the two clocks of a case is looked at first.
        case_clock(market, cases[0].0).await.unwrap();
        for round in 0..2 {
            kit.fire_clocks().await;
            for (case, state) in &cases {
                assert_eq!(here.state(&kit, *case).await, *state, "in round {round}");
                assert_eq!(due(*case).await, Some(market.now().after(Span::days(1))), "{}", state.code());
            }
            kit.audited().await;
        }
        kit.clock.advance(Span::millis_of(Span::days(1).millis() - 1));
        kit.fire_clocks().await;
        assert_eq!(here.state(&kit, cases[0].0).await, CaseState::Asked, "to the last instant");
        kit.clock.advance(Span::millis_of(1));
        kit.fire_clocks().await;
        let (settled, closed, replaced) = (CaseState::Settled, CaseState::Closed, CaseState::Replaced);
        for ((case, state), next) in cases.iter().zip([settled, closed, closed, settled, settled, replaced, settled]) {
            assert_eq!(here.state(&kit, *case).await, next, "{}", state.code());
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_decision_that_nobody_appeals_is_carried_out_by_the_clock(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        send_return(&kit.market, &here.buyer.buyer(), case, "sf", "SF123456").await.unwrap();
        contest_return(&kit.market, &here.staff, case, "A brick was in the parcel.").await.unwrap();
        decides(&kit.market, &here.olga, case, CaseState::Disputed, (0, "The courier weighed it.")).await.unwrap();
        pass(&kit, 3).await;
        assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        assert!(kit.refunds().await.is_empty());
        assert!(here.order(&kit, order).await.row.confirm_by.is_some(), "the release goes on");
        kit.audited().await;
    }
);

db_test!(
    async fn a_date_that_was_kept_stays_and_an_order_that_ended_has_no_clock(kit) {
        let here = sale(&kit).await;
        let kept = here.shipped(&kit, 1).await;
        pass(&kit, 10).await;
        let date = here.order(&kit, kept).await.row.confirm_by;
        let case = here.asked(&kit, kept, CaseKind::RefundOnly, 1).await;
        assert_eq!(here.order(&kit, kept).await.row.confirm_by, date, "it says why the money was released");
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        let ended = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, ended, CaseKind::RefundOnly, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        let row = here.order(&kit, ended).await.row;
        assert_eq!((row.state, row.confirm_by), (OrderState::Cancelled, None));
        kit.clock.advance(Span::days(30));
        let due = due(&kit.market, 10).await.unwrap();
        assert!(due.iter().all(|clock| clock.kind != TimerKind::ConfirmOrder), "{due:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn both_sides_know_how_long_a_completed_order_can_be_asked_about(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let known = async |order: OrderId| {
            let shops = order_of_shop(market, &here.staff, order).await.unwrap().unwrap();
            let buyers = askable(market, &buyer, order).await.unwrap().unwrap();
            let buyers = buyers.until.filter(|_| buyers.open_case.is_none() && !buyers.kinds.is_empty());
            (open_until(market, &shops).await.unwrap().last, buyers)
        };
        let order = here.shipped(&kit, 1).await;
        assert_eq!(known(order).await, (None, None), "that time has not begun");
        confirm_receipt(market, &buyer, order).await.unwrap();
        let end = Some(market.now().after(Span::days(15)));
        assert_eq!(known(order).await, (end, end));
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        assert_eq!(known(order).await, (None, None), "one case at a time");
        withdraw_case(market, &buyer, case).await.unwrap();
        kit.clock.advance(Span::days(15));
        assert_eq!(known(order).await, (end, end), "to the last instant");
        kit.clock.advance(Span::millis_of(1));
        assert_eq!(known(order).await, (None, None));
        let order = here.shipped(&kit, 1).await;
        confirm_receipt(market, &buyer, order).await.unwrap();
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        agree_to_case(market, &here.staff, case).await.unwrap();
        assert_eq!(known(order).await.0, None, "there is nothing left to give back");
        kit.audited().await;
    }
);

db_test!(
    async fn a_piece_of_which_no_money_is_left_has_no_time_to_be_asked_about(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 2).await;
        confirm_receipt(market, &buyer, order).await.unwrap();
        let end = async || {
            let shops = order_of_shop(market, &here.staff, order).await.unwrap().unwrap();
            open_until(market, &shops).await.unwrap().last
        };
        // Three quarters of the money for both pieces; then one of them, for all that is left.
        let most = here.order(&kit, order).await.row.total.minor();
        let ask = AskCase { amount_minor: Some(most / 4 * 3), ..kit.asks(order, CaseKind::RefundOnly, &[(0, 2)]) };
        let part = open_case(market, &buyer, &ask).await.unwrap();
        agree_to_case(market, &here.staff, part).await.unwrap();
        assert_eq!(end().await, Some(market.now().after(Span::days(15))));
        let rest = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        agree_to_case(market, &here.staff, rest).await.unwrap();
        let line = askable(market, &buyer, order).await.unwrap().unwrap().lines.remove(0);
        assert_eq!((line.left, line.worth.minor()), (1, 0), "the other piece is left, and nothing of its price");
        assert_eq!(end().await, None, "all of the money went back");
        kit.audited().await;
    }
);

db_test!(
    async fn a_date_that_was_shown_holds_when_the_rule_changes(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let known = async |order: OrderId| {
            let shops = order_of_shop(market, &here.staff, order).await.unwrap().unwrap();
            let buyers = askable(market, &buyer, order).await.unwrap().unwrap();
            assert_eq!(open_until(market, &shops).await.unwrap().last, buyers.until, "both sides read the same");
            buyers.until
        };
        let [kept, other] = [here.shipped(&kit, 1).await, here.shipped(&kit, 1).await];
        confirm_receipt(market, &buyer, kept).await.unwrap();
        let end = Some(market.now().after(Span::days(15)));
        kit.clock.advance(Span::minutes(1));
        set_rule(&kit, RuleName::AftersalesDays, 1).await;
        assert_eq!(known(kept).await, end);
        confirm_receipt(market, &buyer, other).await.unwrap();
        assert_eq!(known(other).await, Some(market.now().after(Span::days(1))), "the new rule counts from its day on");
        kit.clock.advance(Span::days(2));
        here.asked(&kit, kept, CaseKind::RefundOnly, 1).await;
        let refused = open_case(market, &buyer, &kit.asks(other, CaseKind::RefundOnly, &[(0, 1)])).await;
        assert!(matches!(refused, Err(Problem::Refused(AskRefusal::TooLate))), "{refused:?}");
        kit.audited().await;
    }
);

db_test!(
    async fn a_completed_order_can_be_asked_about_up_to_its_last_millisecond(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let [early, last, late] = [here.shipped(&kit, 1).await, here.shipped(&kit, 1).await, here.shipped(&kit, 1).await];
        for order in [early, last, late] {
            confirm_receipt(market, &buyer, order).await.unwrap();
        }
        kit.clock.advance(Span::millis_of(Span::days(15).millis() - 1));
        here.asked(&kit, early, CaseKind::RefundOnly, 1).await;
        kit.clock.advance(Span::millis_of(1));
        here.asked(&kit, last, CaseKind::ReturnAndRefund, 1).await;
        let before = (here.order(&kit, late).await, due(market, 100).await.unwrap().len());
        kit.clock.advance(Span::millis_of(1));
        for kind in CaseKind::ALL.iter().copied().filter(|kind| *kind != CaseKind::BeforeShipping) {
            let refused = open_case(market, &buyer, &kit.asks(late, kind, &[(0, 1)])).await;
            assert!(matches!(refused, Err(Problem::Refused(AskRefusal::TooLate))), "{refused:?}");
        }
        let after = (here.order(&kit, late).await, due(market, 100).await.unwrap().len());
        assert_eq!(after, before, "nothing happens to the order at that end, and no clock belongs to it");
        kit.audited().await;
    }
);

db_test!(
    async fn the_days_of_what_was_paid_beforehand_count_from_its_end_also_where_the_clock_ran_ahead_when_it_was_paid(kit) {
        let here = sale(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let ahead = Span::days(3);
        kit.clock.advance(ahead);
        let order = here.shipped(&kit, 1).await;
        kit.clock.turn_back(ahead);
        confirm_receipt(market, &buyer, order).await.unwrap();
        let end = market.now().after(Span::days(15));
        assert_eq!(askable(market, &buyer, order).await.unwrap().unwrap().until, Some(end));
        kit.clock.set(end.after(Span::millis_of(1)));
        let late = open_case(market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await;
        assert!(matches!(late, Err(Problem::Refused(AskRefusal::TooLate))), "both sides have read when it ends: {late:?}");
    }
);
