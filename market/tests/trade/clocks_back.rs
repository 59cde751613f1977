//! A machine's clock that is set back: what is due happens once, and not before its time, however often it comes.

use crate::sale::sale;
use crate::street::{count, level, pass, street};
use crate::told::{deed, last_deed, letters};
use market::aftersales::commands::{case_clock, remind_case, withdraw_case};
use market::aftersales::{CaseKind, CaseState};
use market::db_test;
use market::inventory::Level;
use market::kernel::Span;
use market::order::OrderState;
use market::order::commands::{close_payment, remind_to_pay};
use market::order::queries::order_of_buyer;
use market::payment::EventOutcome;

const INSTANT: Span = Span::millis_of(1);

db_test!(
    async fn an_unpaid_checkout_is_told_of_and_closed_once_and_not_before_its_time(kit) {
        let here = street(&kit).await;
        let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        // Also where somebody saw a clock that was due, and comes to it now.
        let stands = async || {
            kit.fire_clocks().await;
            for _ in 0..2 {
                remind_to_pay(&kit.market, placed.payment).await.unwrap();
                close_payment(&kit.market, placed.payment).await.unwrap();
            }
            let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
            (letters(&kit, &["PaySoon"]).await, view.row.state, level(&kit, here.pork).await.held)
        };
        kit.clock.advance(Span::minutes(20));
        let waits = (1, OrderState::Placed, 50);
        assert_eq!(stands().await, waits);
        for back in [Span::minutes(15), Span::hours(5)] {
            kit.clock.turn_back(back);
            assert_eq!(stands().await, waits, "it was told of");
            kit.clock.advance(back);
            assert_eq!(stands().await, waits, "it was told of, though that is due again");
        }
        kit.clock.advance(Span::minutes(10));
        kit.clock.turn_back(INSTANT);
        assert_eq!(stands().await, waits, "to the last instant");
        kit.clock.advance(INSTANT);
        let closed = (1, OrderState::Cancelled, 0);
        assert_eq!(stands().await, closed);
        kit.audited().await;
        kit.clock.turn_back(Span::hours(1));
        assert_eq!(stands().await, closed, "its goods are free, though there would be time to pay");
        assert_eq!(kit.captured(placed.payment, "e1", 1_258).await, EventOutcome::GoesBack);
        kit.clock.advance(Span::hours(2));
        assert_eq!(stands().await, closed);
        assert_eq!(count(&kit, "order_event WHERE event = 'close_unpaid'").await, 1);
        assert_eq!(level(&kit, here.pork).await, Level { on_hand: 1_000, held: 0 });
        kit.audited().await;
    }
);

db_test!(
    async fn a_silent_shop_is_reminded_and_consents_once_and_not_before_its_time(kit) {
        let here = sale(&kit).await;
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
        let stands = async || {
            kit.fire_clocks().await;
            for _ in 0..2 {
                remind_case(&kit.market, case).await.unwrap();
                case_clock(&kit.market, case).await.unwrap();
            }
            (letters(&kit, &["CaseDue"]).await, here.state(&kit, case).await, kit.refunds().await.len())
        };
        kit.clock.advance(Span::hours(24));
        let waits = (1, CaseState::Asked, 0);
        assert_eq!(stands().await, waits);
        for back in [Span::hours(20), Span::days(3)] {
            kit.clock.turn_back(back);
            assert_eq!(stands().await, waits, "it was reminded");
            kit.clock.advance(back);
            assert_eq!(stands().await, waits, "it was reminded, though that is due again");
        }
        kit.clock.advance(Span::hours(24));
        kit.clock.turn_back(INSTANT);
        assert_eq!(stands().await, waits, "to the last instant");
        kit.clock.advance(INSTANT);
        let settled = (1, CaseState::Settled, 1);
        assert_eq!(stands().await, settled);
        kit.audited().await;
        kit.clock.turn_back(Span::days(1));
        assert_eq!(stands().await, settled, "though there would be time to answer");
        kit.clock.advance(Span::days(3));
        assert_eq!(stands().await, settled);
        assert_eq!(count(&kit, "case_event WHERE event = 'agree_silently'").await, 1);
        kit.audited().await;
    }
);

db_test!(
    async fn a_release_that_a_case_put_off_is_told_of_in_time_however_far_the_clock_is_put_back_within_it(kit) {
        let here = sale(&kit).await;
        for (nth, back) in [Span::hours(1), Span::hours(25), Span::days(6)].into_iter().enumerate() {
            let order = here.shipped(&kit, 1).await;
            let told = async || (letters(&kit, &["ConfirmSoon"]).await, last_deed(&kit, order).await);
            pass(&kit, 2).await;
            let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            kit.clock.turn_back(back);
            withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
            kit.audited().await;
            let shipped = deed("ship", "shop");
            for (hours, sent) in [(7 * 24 - 1, nth), (1, nth + 1), (23, nth + 1)] {
                kit.clock.advance(Span::hours(hours));
                kit.fire_clocks().await;
                assert_eq!(told().await, (sent, shipped.clone()), "{back:?}");
            }
            kit.clock.advance(Span::hours(1));
            kit.fire_clocks().await;
            assert_eq!(told().await, (nth + 1, deed("auto_confirm", "timer")), "{back:?}");
            kit.audited().await;
        }
    }
);

db_test!(
    async fn who_was_told_of_a_release_is_not_told_again_where_the_clock_is_put_back_within_a_case(kit) {
        let here = sale(&kit).await;
        for (nth, back) in [Span::hours(25), Span::days(6)].into_iter().enumerate() {
            let order = here.shipped(&kit, 1).await;
            pass(&kit, 9).await;
            assert_eq!(letters(&kit, &["ConfirmSoon"]).await, nth + 1);
            let case = here.asked(&kit, order, CaseKind::RefundOnly, 1).await;
            kit.clock.turn_back(back);
            withdraw_case(&kit.market, &here.buyer.buyer(), case).await.unwrap();
            kit.audited().await;
            for (hours, event) in [(23, deed("ship", "shop")), (1, deed("auto_confirm", "timer"))] {
                kit.clock.advance(Span::hours(hours));
                kit.fire_clocks().await;
                assert_eq!((letters(&kit, &["ConfirmSoon"]).await, last_deed(&kit, order).await), (nth + 1, event), "{back:?}");
            }
            kit.audited().await;
        }
    }
);
