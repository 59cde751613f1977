//! Who is told what and when, and who is written down as having done it.

use crate::cash::{promised, remit, shipped, with_cash};
use crate::sale::decides;
use crate::street::{Street, dresses, pass, street};
use market::aftersales::commands::{Who, agree_to_case, appeal_case, escalate_case, open_case, refuse_case, say_in_case};
use market::aftersales::{CaseId, CaseKind, CaseState};
use market::db_test;
use market::kernel::{Money, Span};
use market::order::OrderId;
use market::order::cash::take_parcel_back;
use market::order::commands::{cancel_unpaid, cancel_unshipped, confirm_receipt};
use market::order::queries::{day, order_of_buyer, order_of_shop};
use market::payment::EventOutcome;
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};

/// How many letters have all of this in them.
pub async fn letters(kit: &TestMarket, words: &[&str]) -> usize {
    let wanted: String = words.iter().map(|word| format!(" AND payload LIKE '%{word}%'")).collect();
    let sql = format!("SELECT id FROM outbox WHERE kind = 'notify'{wanted}");
    kit.market.db().query_all_raw(Statement::from_string(kit.market.backend(), sql)).await.unwrap().len()
}

/// The order's last event, and on which side whoever did it stood.
pub async fn last_deed(kit: &TestMarket, order: OrderId) -> (String, String) {
    let sql = "SELECT event, actor_kind FROM order_event v WHERE order_id = $1 AND NOT EXISTS \
               (SELECT 1 FROM order_event n WHERE n.order_id = v.order_id AND n.from_state = v.to_state)";
    let statement = Statement::from_sql_and_values(kit.market.backend(), sql, [order.uuid().into()]);
    let row = kit.market.db().query_one_raw(statement).await.unwrap().unwrap();
    (row.try_get("", "event").unwrap(), row.try_get("", "actor_kind").unwrap())
}

pub fn deed(event: &str, actor: &str) -> (String, String) {
    (event.to_owned(), actor.to_owned())
}

pub async fn asked(kit: &TestMarket, here: &Street, order: OrderId) -> CaseId {
    open_case(&kit.market, &here.buyer.buyer(), &kit.asks(order, CaseKind::RefundOnly, &[(0, 50)])).await.unwrap()
}

db_test!(
    async fn a_shop_is_reminded_before_its_time_is_over_and_not_after(kit) {
        let here = street(&kit).await;
        kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let shipped = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::hours(24));
        kit.fire_clocks().await;
        assert_eq!(letters(&kit, &["ShipSoon"]).await, 1, "the other one has left");
        confirm_receipt(&kit.market, &here.buyer.buyer(), shipped).await.unwrap();
        kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::hours(48));
        kit.fire_clocks().await;
        assert_eq!(letters(&kit, &["ShipSoon"]).await, 1, "nobody is reminded of what is late already");
        assert_eq!(letters(&kit, &["ShipLate"]).await, 2, "but the buyer is told");
        kit.clock.advance(Span::hours(48));
        kit.fire_clocks().await;
        assert_eq!((letters(&kit, &["ShipLate"]).await, letters(&kit, &["OrderPaid"]).await), (2, 3), "once");
    }
);

db_test!(
    async fn a_buyer_is_reminded_to_pay_while_a_third_of_the_time_is_left(kit) {
        let here = street(&kit).await;
        let reminded = async || letters(&kit, &["PaySoon"]).await;
        let pass = async |minutes| {
            kit.clock.advance(Span::minutes(minutes));
            kit.fire_clocks().await;
        };
        let paid = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        assert_eq!(kit.captured(paid.payment, "e1", 1_258).await, EventOutcome::Paid);
        let unpaid = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        let given_up = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
        cancel_unpaid(&kit.market, &here.buyer.buyer(), given_up.payment).await.unwrap();
        pass(19).await;
        assert_eq!(reminded().await, 0);
        pass(1).await;
        let view = order_of_buyer(&kit.market, &here.buyer.buyer(), unpaid.orders[0]).await.unwrap().unwrap();
        assert_eq!(letters(&kit, &["PaySoon", &view.row.number]).await, 1);
        pass(9).await;
        assert_eq!(reminded().await, 1, "once, and not of what is paid or given up");
        pass(1).await;
        kit.paid_another_amount(&here.buyer, &[(here.pork, 50)], Money::fen(1_257)).await;
        pass(21).await;
        assert_eq!(reminded().await, 1, "nobody is asked for money of which nearly all came");
        pass(10).await;
        assert_eq!(reminded().await, 1, "nobody is reminded of what is over");
        kit.audited().await;
    }
);

db_test!(
    async fn a_buyer_is_reminded_of_the_end_and_then_told_of_it(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let told = async || (letters(&kit, &["ConfirmSoon"]).await, letters(&kit, &["OrderCompleted"]).await);
        pass(&kit, 9).await;
        assert_eq!(told().await, (1, 0));
        pass(&kit, 1).await;
        assert_eq!(last_deed(&kit, order).await, deed("auto_confirm", "timer"));
        assert_eq!(told().await, (1, 1));
    }
);

db_test!(
    async fn a_shop_has_as_much_longer_to_ship_as_a_case_was_open(kit) {
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 100)]).await;
        let ship_by = async || order_of_shop(&kit.market, &here.staff, order).await.unwrap().unwrap().row.ship_by;
        let overdue = async || day(&kit.market, &here.staff).await.unwrap().overdue;
        let reminded = async || letters(&kit, &["ShipSoon"]).await;
        let pass = async |span| {
            kit.clock.advance(span);
            kit.fire_clocks().await;
        };
        let asked = async || {
            let ask = kit.asks(order, CaseKind::BeforeShipping, &[(0, 50)]);
            open_case(&kit.market, &here.buyer.buyer(), &ask).await.unwrap()
        };
        let by = ship_by().await.unwrap();
        pass(Span::hours(20)).await;
        let case = asked().await;
        assert_eq!(ship_by().await, None, "nobody can say when");
        pass(Span::hours(40)).await;
        assert_eq!((reminded().await, overdue().await), (0, 0), "nothing may leave while a case is open");
        refuse_case(&kit.market, &here.staff, case, "It is packed.").await.unwrap();
        let by = by.after(Span::hours(40));
        assert_eq!(ship_by().await, Some(by));
        pass(Span::hours(3)).await;
        assert_eq!(reminded().await, 0);
        pass(Span::hours(1)).await;
        assert_eq!(reminded().await, 1, "as long before the new end as usual");
        pass(Span::hours(25)).await;
        assert_eq!(overdue().await, 1);
        let case = asked().await;
        pass(Span::hours(2)).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(ship_by().await, Some(by.after(Span::hours(2))), "also where goods went back with the case");
        assert_eq!((reminded().await, overdue().await), (1, 1), "what was late before it stays so");
        kit.audited().await;
    }
);

db_test!(
    async fn a_promise_is_told_as_one_and_its_end_too(kit) {
        let here = with_cash(&kit).await;
        let (_, order) = promised(&kit, &here).await;
        assert_eq!((letters(&kit, &["OrderPromised"]).await, letters(&kit, &["OrderPaid"]).await), (1, 0));
        cancel_unshipped(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        assert_eq!(letters(&kit, &["PromiseEnded", "\"came_back\":false"]).await, 2, "to both sides");
        let (_, order) = shipped(&kit, &here).await;
        pass(&kit, 10).await;
        assert_eq!(last_deed(&kit, order).await, deed("deliver", "timer"));
        take_parcel_back(&kit.market, &here.staff, order).await.expect("the clock's word is not the buyer's");
        assert_eq!(letters(&kit, &["PromiseEnded", "\"came_back\":true"]).await, 2);
        kit.audited().await;
    }
);

db_test!(
    async fn whose_word_it_was_is_known_when_the_cash_comes(kit) {
        let here = with_cash(&kit).await;
        let olga = kit.operator().await;
        for (is_said, expected) in [(true, deed("confirm", "buyer")), (false, deed("auto_confirm", "timer"))] {
            let (payment, order) = shipped(&kit, &here).await;
            if is_said {
                confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
            }
            pass(&kit, 11).await;
            remit(&kit, &olga, payment, (1_258, &format!("SF {is_said}"))).await.unwrap();
            assert_eq!(last_deed(&kit, order).await, expected);
        }
        assert_eq!(letters(&kit, &["CashArrived"]).await, 2);
        kit.audited().await;
    }
);

db_test!(
    async fn operators_are_told_when_it_is_their_turn(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let case = asked(&kit, &here, order).await;
        let told = async |party| letters(&kit, &["\"Case\"", &format!("\"party\":\"{party}\"")]).await;
        let all = async || (told("Buyer").await, told("Shop").await, told("Operator").await);
        assert_eq!(all().await, (0, 1, 0), "asked");
        say_in_case(market, Who::Buyer(&buyer), case, "Hello?", &[]).await.unwrap();
        assert_eq!(all().await, (0, 2, 0), "said by the buyer");
        refuse_case(market, &here.staff, case, "No.").await.unwrap();
        assert_eq!(all().await, (1, 2, 0), "refused");
        escalate_case(market, &buyer, case, "Yes.").await.unwrap();
        assert_eq!(all().await, (1, 3, 1), "now an operator has to look");
        say_in_case(market, Who::Operator(&olga), case, "I look.", &[]).await.unwrap();
        assert_eq!(all().await, (2, 4, 1), "an operator tells both, and nobody of their own");
        decides(market, &olga, case, CaseState::Disputed, (500, "So.")).await.unwrap();
        assert_eq!(all().await, (3, 5, 1), "decided");
        appeal_case(market, Who::Shop(&here.staff), case, "Look again.").await.unwrap();
        assert_eq!(all().await, (4, 5, 2), "appealed");
    }
);

db_test!(
    async fn both_are_told_a_day_before_a_decision_can_be_appealed_no_more(kit) {
        let here = street(&kit).await;
        let olga = kit.operator().await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let due = async |party| letters(&kit, &["CaseDue", "Decided", &format!("\"party\":\"{party}\"")]).await;
        let all = async || (due("Buyer").await, due("Shop").await, due("Operator").await);
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let case = asked(&kit, &here, order).await;
        refuse_case(market, &here.staff, case, "No.").await.unwrap();
        escalate_case(market, &buyer, case, "Yes.").await.unwrap();
        decides(market, &olga, case, CaseState::Disputed, (500, "So.")).await.unwrap();
        kit.clock.advance(Span::hours(47));
        kit.fire_clocks().await;
        assert_eq!(all().await, (0, 0, 0));
        kit.clock.advance(Span::hours(1));
        for _ in 0..2 {
            kit.fire_clocks().await;
            assert_eq!(all().await, (1, 1, 0), "once");
        }
        appeal_case(market, Who::Buyer(&buyer), case, "Look again.").await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn who_ended_an_order_with_its_case_is_written_down(kit) {
        let here = street(&kit).await;
        let (rosy, dress) = dresses(&kit, 5).await;
        let olga = kit.operator().await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        for (actor, looks) in [("shop", 0), ("timer", 1), ("operator", 2)] {
            let order = kit.shipped_order(&rosy, &here.buyer, &[(dress, 1)]).await;
            let case = open_case(market, &buyer, &kit.asks(order, CaseKind::RefundOnly, &[(0, 1)])).await.unwrap();
            if looks == 0 {
                agree_to_case(market, &rosy, case).await.unwrap();
            } else {
                refuse_case(market, &rosy, case, "No.").await.unwrap();
                escalate_case(market, &buyer, case, "Yes.").await.unwrap();
                decides(market, &olga, case, CaseState::Disputed, (13_600, "All of it.")).await.unwrap();
            }
            if looks == 2 {
                appeal_case(market, Who::Shop(&rosy), case, "No.").await.unwrap();
                decides(market, &olga, case, CaseState::Appealed, (13_600, "All of it.")).await.unwrap();
            }
            for _ in 0..3 {
                kit.clock.advance(Span::days(1));
                kit.fire_clocks().await;
            }
            assert_eq!(last_deed(&kit, order).await, deed("refund", actor));
            kit.audited().await;
        }
    }
);
