//! A machine's clock that leaps ahead and is put right: the dates that it wrote meanwhile are put right too, and no others.

use crate::sale::{Sale, sale, sale_without_address};
use crate::street::{count, level, pass, set_rule};
use crate::told::{deed, last_deed, letters};
use market::aftersales::commands::{agree_to_case, escalate_case, refuse_case, withdraw_case};
use market::aftersales::{CaseId, CaseKind, CaseState};
use market::db_test;
use market::inventory::Level;
use market::kernel::{Span, Timestamp};
use market::order::{OrderId, OrderState};
use market::policy::RuleName;
use market::testkit::TestMarket;
use market::timer::commands::put_right;
use sea_orm::{ConnectionTrait, Statement};

const YEAR: Span = Span::days(365);

/// The clock is a year ahead, and whatever is due by then happens.
async fn leap(kit: &TestMarket) {
    kit.clock.advance(YEAR);
    kit.fire_clocks().await;
}

/// A minute later the clock is right again, and so is what it has written.
async fn set_right(kit: &TestMarket) {
    kit.clock.advance(Span::minutes(1));
    kit.clock.turn_back(YEAR);
    put_right(&kit.market).await.unwrap();
    kit.audited().await;
}

/// Until when whoever has to act in a case has time.
async fn due(kit: &TestMarket, case: CaseId) -> Timestamp {
    let sql = "SELECT due_at FROM aftersales_case WHERE id = $1";
    let statement = Statement::from_sql_and_values(kit.market.backend(), sql, [case.uuid().into()]);
    let row = kit.market.db().query_one_raw(statement).await.unwrap().unwrap();
    Timestamp::from_millis(row.try_get("", "due_at").unwrap())
}

/// All clocks that run, in the order in which they were first set.
async fn clocks(kit: &TestMarket) -> Vec<(String, i64)> {
    let sql = "SELECT kind, due_at FROM timer WHERE state = 'waiting' ORDER BY id";
    let rows = kit.market.db().query_all_raw(Statement::from_string(kit.market.backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "kind").unwrap(), row.try_get("", "due_at").unwrap())).collect()
}

async fn confirm_by(kit: &TestMarket, here: &Sale, order: OrderId) -> Option<Timestamp> {
    here.order(kit, order).await.row.confirm_by
}

db_test!(
    async fn money_is_held_no_longer_after_a_clock_that_leapt_ahead(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        leap(&kit).await;
        let wrong = kit.market.now().after(Span::days(1));
        assert_eq!(confirm_by(&kit, &here, order).await, Some(wrong), "a year too late");
        set_right(&kit).await;
        let right = kit.market.now().after(Span::days(10));
        let told = async |by: Timestamp| letters(&kit, &["ConfirmSoon", &by.millis().to_string()]).await;
        for _ in 0..2 {
            assert_eq!(confirm_by(&kit, &here, order).await, Some(right));
            assert_eq!((told(wrong).await, told(right).await), (1, 1), "whoever has read the wrong date reads the right one");
            put_right(&kit.market).await.unwrap();
        }
        pass(&kit, 9).await;
        assert_eq!((told(right).await, last_deed(&kit, order).await), (2, deed("ship", "shop")), "reminded as usual");
        pass(&kit, 1).await;
        assert_eq!((told(right).await, last_deed(&kit, order).await), (2, deed("auto_confirm", "timer")));
        kit.audited().await;
    }
);

db_test!(
    async fn no_case_waits_for_a_date_that_a_wrong_clock_has_written(kit) {
        let here = sale(&kit).await;
        let (asked_of, judged_of) = (here.shipped(&kit, 1).await, here.shipped(&kit, 1).await);
        let asked = here.asked(&kit, asked_of, CaseKind::RefundOnly, 1).await;
        let judged = here.asked(&kit, judged_of, CaseKind::RefundOnly, 1).await;
        refuse_case(&kit.market, &here.staff, judged, "No.").await.unwrap();
        escalate_case(&kit.market, &here.buyer.buyer(), judged, "Yes.").await.unwrap();
        leap(&kit).await;
        let late = kit.market.now().after(Span::days(1));
        assert_eq!((due(&kit, asked).await, due(&kit, judged).await), (late, late));
        set_right(&kit).await;
        let now = kit.market.now();
        let right = [now.after(Span::days(2)), now.after(Span::days(3))];
        let told = async |party: &str, by: Timestamp| {
            letters(&kit, &["CaseDue", &format!("\"party\":\"{party}\""), &by.millis().to_string()]).await
        };
        for _ in 0..2 {
            assert_eq!([due(&kit, asked).await, due(&kit, judged).await], right);
            kit.fire_clocks().await;
            assert_eq!((told("Shop", right[0]).await, told("Operator", right[1]).await), (1, 1));
            put_right(&kit.market).await.unwrap();
        }
        pass(&kit, 1).await;
        assert_eq!((told("Shop", right[0]).await, here.state(&kit, asked).await), (2, CaseState::Asked), "reminded as usual");
        pass(&kit, 1).await;
        assert_eq!((here.state(&kit, asked).await, here.state(&kit, judged).await), (CaseState::Settled, CaseState::Disputed));
        assert_eq!(told("Operator", right[1]).await, 2);
        kit.audited().await;
    }
);

db_test!(
    async fn what_began_by_a_wrong_clock_lasts_no_longer_than_it_is_meant_to(kit) {
        let here = sale(&kit).await;
        here.shipped(&kit, 1).await;
        leap(&kit).await;
        let unpaid = kit.placed(&here.buyer, &[(here.dress, 1)]).await;
        kit.paid_order(&here.buyer, &[(here.dress, 1)]).await;
        let shipped = here.shipped(&kit, 1).await;
        let asked_of = here.shipped(&kit, 1).await;
        let asked = here.asked(&kit, asked_of, CaseKind::RefundOnly, 1).await;
        set_right(&kit).await;
        let now = kit.market.now();
        let after = |span: Span| now.after(span).millis();
        let waits_until = [
            ("close_payment", after(Span::minutes(30))),
            ("ship_late", after(Span::hours(48))),
            ("remind_ship", after(Span::hours(24))),
            ("confirm_order", after(Span::days(10))),
            ("remind_confirm", after(Span::days(9))),
        ];
        for (kind, due) in waits_until {
            let those = format!("timer WHERE state = 'waiting' AND kind = '{kind}'");
            let there = count(&kit, &those).await;
            assert!(there > 0 && count(&kit, &format!("{those} AND due_at = {due}")).await == there, "{kind}");
        }
        assert_eq!(confirm_by(&kit, &here, shipped).await, Some(now.after(Span::days(10))));
        assert_eq!(due(&kit, asked).await, now.after(Span::hours(48)));
        let (ship_by, held) = (after(Span::hours(48)), after(Span::minutes(30)));
        assert_eq!(letters(&kit, &["ShipSoon", &ship_by.to_string()]).await, 1);
        assert_eq!(count(&kit, &format!("stock_hold WHERE state = 'live' AND expires_at = {held}")).await, 1);
        kit.clock.advance(Span::minutes(20));
        kit.fire_clocks().await;
        assert_eq!(letters(&kit, &["PaySoon", &held.to_string()]).await, 1);
        kit.clock.advance(Span::minutes(10));
        kit.fire_clocks().await;
        assert_eq!(here.order(&kit, unpaid.orders[0]).await.row.state, OrderState::Cancelled);
        assert_eq!(level(&kit, here.dress).await, Level { on_hand: 6, held: 0 });
        kit.audited().await;
    }
);

db_test!(
    async fn what_a_case_kept_of_a_wrong_date_is_put_right_after_it(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        leap(&kit).await;
        kit.clock.turn_back(YEAR);
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        put_right(&kit.market).await.unwrap();
        assert_eq!(confirm_by(&kit, &here, order).await, None, "it stands");
        kit.audited().await;
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        put_right(&kit.market).await.unwrap();
        assert_eq!(confirm_by(&kit, &here, order).await, Some(kit.market.now().after(Span::days(10))));
        kit.audited().await;
    }
);

db_test!(
    async fn a_clock_that_is_behind_takes_no_time_from_anybody(kit) {
        let here = sale_without_address(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let returning_of = here.shipped(&kit, 1).await;
        let returning = here.asked(&kit, returning_of, CaseKind::ReturnAndRefund, 1).await;
        agree_to_case(market, &here.staff, returning).await.unwrap();
        let stood = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, stood, CaseKind::RefundOnly, 1).await;
        kit.clock.advance(Span::days(6));
        kit.take_returns(&here.staff).await;
        withdraw_case(market, &buyer, case).await.unwrap();
        let asked_of = here.shipped(&kit, 1).await;
        here.asked(&kit, asked_of, CaseKind::RefundOnly, 1).await;
        here.shipped(&kit, 1).await;
        kit.paid_order(&here.buyer, &[(here.dress, 1)]).await;
        kit.placed(&here.buyer, &[(here.dress, 1)]).await;
        let (before, sent) = (clocks(&kit).await, letters(&kit, &[]).await);
        assert_eq!(before.len(), 12, "{before:?}");
        for days in [1, 5, 30, 56 * 365] {
            let back = Span::days(days);
            kit.clock.turn_back(back);
            put_right(market).await.unwrap();
            assert_eq!((clocks(&kit).await, letters(&kit, &[]).await), (before.clone(), sent), "{days} days behind");
            kit.clock.advance(back);
        }
        kit.audited().await;
    }
);

db_test!(
    async fn operators_who_are_late_are_no_proof_of_a_clock_that_ran_ahead(kit) {
        let here = sale(&kit).await;
        let judged_of = here.shipped(&kit, 1).await;
        let judged = here.asked(&kit, judged_of, CaseKind::RefundOnly, 1).await;
        refuse_case(&kit.market, &here.staff, judged, "No.").await.unwrap();
        escalate_case(&kit.market, &here.buyer.buyer(), judged, "Yes.").await.unwrap();
        for (days, back) in [(7, 5), (53, 45)] {
            pass(&kit, days).await;
            here.shipped(&kit, 1).await;
            let before = clocks(&kit).await;
            kit.clock.turn_back(Span::days(back));
            put_right(&kit.market).await.unwrap();
            assert_eq!(clocks(&kit).await, before, "{back} days behind");
            kit.clock.advance(Span::days(back));
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_reminder_that_came_late_is_no_proof_of_a_clock_that_ran_ahead(kit) {
        let here = sale(&kit).await;
        let asked_of = here.shipped(&kit, 1).await;
        here.asked(&kit, asked_of, CaseKind::RefundOnly, 1).await;
        kit.clock.advance(Span::days(20));
        kit.fire_clocks().await;
        here.shipped(&kit, 1).await;
        let before = clocks(&kit).await;
        kit.clock.turn_back(Span::days(15));
        put_right(&kit.market).await.unwrap();
        assert_eq!(clocks(&kit).await, before);
    }
);

db_test!(
    async fn no_shop_is_told_to_ship_what_was_cancelled(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        leap(&kit).await;
        kit.refund_owed(&here.buyer, &[(here.dress, 1)]).await;
        let late = "timer WHERE state = 'waiting' AND kind = 'ship_late'";
        assert_eq!(count(&kit, late).await, 1, "its clock runs on");
        set_right(&kit).await;
        assert_eq!(confirm_by(&kit, &here, order).await, Some(kit.market.now().after(Span::days(10))));
        assert_eq!(letters(&kit, &["ShipSoon"]).await, 0);
    }
);

db_test!(
    async fn no_later_rule_takes_time_from_whoever_was_promised_more(kit) {
        set_rule(&kit, RuleName::AutoConfirmDays, 30).await;
        set_rule(&kit, RuleName::CaseAnswerHours, 240).await;
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        let asked_of = here.shipped(&kit, 1).await;
        here.asked(&kit, asked_of, CaseKind::RefundOnly, 1).await;
        kit.clock.advance(Span::minutes(1));
        set_rule(&kit, RuleName::AutoConfirmDays, 1).await;
        set_rule(&kit, RuleName::CaseAnswerHours, 12).await;
        let before = clocks(&kit).await;
        put_right(&kit.market).await.unwrap();
        assert_eq!(clocks(&kit).await, before);
        leap(&kit).await;
        set_right(&kit).await;
        assert_eq!(confirm_by(&kit, &here, order).await, Some(kit.market.now().after(Span::days(30))));
    }
);
