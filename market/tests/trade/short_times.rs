//! A time that is shorter than twice the reminder's lead: whoever has to act is reminded when half of it is over, and not less for a case.

use crate::street::{set_rule, street};
use crate::told::{asked, deed, last_deed, letters};
use market::aftersales::CaseKind;
use market::aftersales::commands::{agree_to_case, open_case, refuse_case, withdraw_case};
use market::db_test;
use market::kernel::Span;
use market::policy::RuleName;
use market::testkit::TestMarket;

async fn pass_hours(kit: &TestMarket, hours: i64) {
    kit.clock.advance(Span::hours(hours));
    kit.fire_clocks().await;
}

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
