//! Whoever has to act is reminded before their time ends: when, how often, and what a case and a market that slept make of it.

use crate::street::{set_rule, street};
use crate::told::{asked, deed, last_deed, letters};
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, escalate_case, open_case, refuse_case, withdraw_case};
use market::db_test;
use market::kernel::Span;
use market::order::commands::remind_to_pay;
use market::policy::RuleName;
use market::testkit::TestMarket;

async fn pass_hours(kit: &TestMarket, hours: i64) {
    kit.clock.advance(Span::hours(hours));
    kit.fire_clocks().await;
}

db_test!(
    async fn whoever_has_to_act_is_reminded_in_time(kit) {
        let here = street(&kit).await;
        kit.person("Olga").operator().create().await;
        let due = async |party| letters(&kit, &["CaseDue", &format!("\"party\":\"{party}\"")]).await;
        let pass = async |span| {
            kit.clock.advance(span);
            kit.fire_clocks().await;
        };
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let case = asked(&kit, &here, order).await;
        pass(Span::hours(24)).await;
        assert_eq!((due("Shop").await, due("Buyer").await), (1, 0));
        refuse_case(&kit.market, &here.staff, case, "No.").await.unwrap();
        pass(Span::days(4)).await;
        assert_eq!((due("Shop").await, due("Buyer").await), (1, 1));
        escalate_case(&kit.market, &here.buyer.buyer(), case, "Yes.").await.unwrap();
        pass(Span::days(2)).await;
        assert_eq!(due("Operator").await, 1);
        for late in 1..3 {
            pass(Span::days(1)).await;
            assert_eq!(due("Operator").await, 1 + late, "who is late is reminded every day");
        }
        assert_eq!((due("Shop").await, due("Buyer").await), (1, 1));
        kit.audited().await;
    }
);

db_test!(
    async fn a_buyer_is_reminded_again_of_a_release_that_a_case_put_off(kit) {
        let here = street(&kit).await;
        let reminded = async || letters(&kit, &["ConfirmSoon"]).await;
        let pass = async |span| {
            kit.clock.advance(span);
            kit.fire_clocks().await;
        };
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        pass(Span::days(8)).await;
        let case = asked(&kit, &here, order).await;
        refuse_case(&kit.market, &here.staff, case, "No.").await.unwrap();
        pass(Span::days(2)).await;
        assert_eq!(reminded().await, 0, "nobody knows of which day");
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        pass(Span::millis_of(Span::days(1).millis() - 1)).await;
        assert_eq!(reminded().await, 0);
        pass(Span::millis_of(1)).await;
        assert_eq!(reminded().await, 1, "a day before it counts as received");
        let case = asked(&kit, &here, order).await;
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        kit.fire_clocks().await;
        assert_eq!(reminded().await, 1, "who has no more than a day left was reminded");
        pass(Span::days(1)).await;
        assert_eq!(last_deed(&kit, order).await, deed("auto_confirm", "timer"));
        kit.audited().await;
    }
);

db_test!(
    async fn who_slept_with_the_market_is_reminded_of_the_new_end_once(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        asked(&kit, &here, order).await;
        kit.clock.advance(Span::days(14));
        let end = kit.market.now().after(Span::days(1)).millis();
        for _ in 0..2 {
            kit.fire_clocks().await;
            assert_eq!(letters(&kit, &["CaseDue", &end.to_string()]).await, 1);
            assert_eq!(letters(&kit, &["CaseDue"]).await, 1);
        }
        assert_eq!(letters(&kit, &["AgreeSilently"]).await, 0, "silence does not count yet");
        kit.clock.advance(Span::days(1));
        kit.fire_clocks().await;
        assert_eq!(letters(&kit, &["\"Case\"", "AgreeSilently"]).await, 2);
        assert_eq!(letters(&kit, &["CaseDue"]).await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn a_reminder_of_a_short_time_that_came_due_within_a_case_comes_after_it(kit) {
        set_rule(&kit, RuleName::AutoConfirmDays, 1).await;
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let reminded = async || letters(&kit, &["ConfirmSoon"]).await;
        pass_hours(&kit, 10).await;
        let case = asked(&kit, &here, order).await;
        pass_hours(&kit, 4).await;
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        pass_hours(&kit, 1).await;
        assert_eq!(reminded().await, 0, "half of the time is not over yet");
        pass_hours(&kit, 1).await;
        assert_eq!(reminded().await, 1);
        let case = asked(&kit, &here, order).await;
        pass_hours(&kit, 4).await;
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        pass_hours(&kit, 11).await;
        assert_eq!((reminded().await, last_deed(&kit, order).await), (1, deed("ship", "shop")), "who was reminded is not again");
        pass_hours(&kit, 1).await;
        assert_eq!(last_deed(&kit, order).await, deed("auto_confirm", "timer"));
        kit.audited().await;
    }
);

db_test!(
    async fn a_shop_with_a_short_time_to_ship_is_reminded_after_a_case_if_it_was_not_before(kit) {
        set_rule(&kit, RuleName::ShipByHours, 24).await;
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 100)]).await;
        let reminded = async || letters(&kit, &["ShipSoon"]).await;
        let asked = async || {
            let ask = kit.asks(order, CaseKind::BeforeShipping, &[(0, 50)]);
            open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap()
        };
        pass_hours(&kit, 10).await;
        let case = asked().await;
        pass_hours(&kit, 4).await;
        refuse_case(&kit.market, &here.staff, case, "It is packed.").await.unwrap();
        pass_hours(&kit, 1).await;
        assert_eq!(reminded().await, 0);
        pass_hours(&kit, 1).await;
        assert_eq!(reminded().await, 1, "when half of the time is over");
        let case = asked().await;
        pass_hours(&kit, 4).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        pass_hours(&kit, 11).await;
        assert_eq!(reminded().await, 1, "once");
        kit.audited().await;
    }
);

db_test!(
    async fn whoever_has_a_short_time_to_answer_is_reminded_when_half_of_it_is_over(kit) {
        set_rule(&kit, RuleName::CaseAnswerHours, 12).await;
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        asked(&kit, &here, order).await;
        pass_hours(&kit, 5).await;
        assert_eq!(letters(&kit, &["CaseDue"]).await, 0);
        pass_hours(&kit, 1).await;
        assert_eq!(letters(&kit, &["CaseDue"]).await, 1);
        pass_hours(&kit, 5).await;
        assert_eq!(letters(&kit, &["AgreeSilently"]).await, 0, "silence does not count yet");
        pass_hours(&kit, 1).await;
        assert_eq!((letters(&kit, &["CaseDue"]).await, letters(&kit, &["\"Case\"", "AgreeSilently"]).await), (1, 2));
        kit.audited().await;
    }
);

db_test!(
    async fn a_buyer_whose_time_ended_while_the_market_slept_has_a_day_after_the_case_too(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let reminded = async || letters(&kit, &["ConfirmSoon"]).await;
        kit.clock.advance(Span::days(11));
        let case = asked(&kit, &here, order).await;
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        pass_hours(&kit, 0).await;
        assert_eq!((reminded().await, last_deed(&kit, order).await), (1, deed("ship", "shop")), "silence does not count yet");
        pass_hours(&kit, 23).await;
        assert_eq!((reminded().await, last_deed(&kit, order).await), (1, deed("ship", "shop")));
        pass_hours(&kit, 1).await;
        assert_eq!((reminded().await, last_deed(&kit, order).await), (1, deed("auto_confirm", "timer")));
        kit.audited().await;
    }
);

db_test!(
    async fn who_was_reminded_is_not_again_where_reminders_come_later_from_now_on(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        pass_hours(&kit, 9 * 24).await;
        let case = asked(&kit, &here, order).await;
        set_rule(&kit, RuleName::ReminderHours, 2).await;
        pass_hours(&kit, 1).await;
        withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
        for _ in 0..24 {
            assert_eq!((letters(&kit, &["ConfirmSoon"]).await, last_deed(&kit, order).await), (1, deed("ship", "shop")));
            pass_hours(&kit, 1).await;
        }
        assert_eq!(last_deed(&kit, order).await, deed("auto_confirm", "timer"));
        kit.audited().await;
    }
);

db_test!(
    async fn a_parcel_that_was_late_when_a_case_came_is_told_of_after_it(kit) {
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 100)]).await;
        let told = async || (letters(&kit, &["ShipSoon"]).await, letters(&kit, &["ShipLate"]).await);
        pass_hours(&kit, 24).await;
        kit.clock.advance(Span::hours(24));
        let ask = kit.asks(order, CaseKind::BeforeShipping, &[(0, 50)]);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        pass_hours(&kit, 1).await;
        assert_eq!(told().await, (1, 0), "nobody may ship");
        refuse_case(&kit.market, &here.staff, case, "It is packed.").await.unwrap();
        for _ in 0..2 {
            pass_hours(&kit, 1).await;
            assert_eq!(told().await, (1, 1), "once");
        }
        kit.audited().await;
    }
);

db_test!(
    async fn after_a_standstill_an_operator_is_told_once_of_what_is_late(kit) {
        let here = street(&kit).await;
        kit.operator().await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let case = asked(&kit, &here, order).await;
        refuse_case(&kit.market, &here.staff, case, "No.").await.unwrap();
        escalate_case(&kit.market, &here.buyer.buyer(), case, "Yes.").await.unwrap();
        let told = async || letters(&kit, &["CaseDue", "\"party\":\"Operator\""]).await;
        pass_hours(&kit, 4 * 24).await;
        assert_eq!(told().await, 1);
        pass_hours(&kit, 24).await;
        assert_eq!(told().await, 2, "and once a day from then on");
        kit.audited().await;
    }
);

db_test!(
    async fn a_clock_that_is_put_right_within_a_case_takes_no_time_away(kit) {
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 100)]).await;
        let told = async || (letters(&kit, &["ShipSoon"]).await, letters(&kit, &["ShipLate"]).await);
        kit.clock.advance(Span::hours(10));
        let ask = kit.asks(order, CaseKind::BeforeShipping, &[(0, 50)]);
        let case = open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap();
        kit.clock.turn_back(Span::hours(1));
        refuse_case(&kit.market, &here.staff, case, "It is packed.").await.unwrap();
        for (hours, sent) in [(14, (0, 0)), (1, (1, 0)), (23, (1, 0)), (1, (1, 1))] {
            pass_hours(&kit, hours).await;
            assert_eq!(told().await, sent);
        }
        kit.audited().await;
    }
);

db_test!(
    async fn a_reminder_to_pay_that_comes_late_is_sent_to_the_last_instant_and_not_when_the_time_is_over(kit) {
        let here = street(&kit).await;
        for asleep in [Span::millis_of(30 * 60_000 - 1), Span::minutes(30), Span::hours(1)] {
            let unpaid = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
            kit.clock.advance(asleep);
            // The reminder comes before the clock that closes the payment, which waits still.
            remind_to_pay(&kit.market, unpaid.payment).await.unwrap();
            assert_eq!(letters(&kit, &["PaySoon"]).await, 1, "{asleep:?}");
            kit.fire_clocks().await;
        }
        assert_eq!(letters(&kit, &["PaySoon"]).await, 1);
        kit.audited().await;
    }
);
