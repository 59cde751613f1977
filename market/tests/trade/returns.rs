//! Goods that are to go back to a shop that has not said where to: its silence is no better for it than an answer.

use crate::instants::{Deed, at_one_instant, until_all_wait};
use crate::sale::sale_without_address;
use crate::street::{change, count, level, pass};
use market::aftersales::commands::{Who, agree_to_case, receive_return, send_return};
use market::aftersales::queries::{case_of, waiting_for_shop};
use market::aftersales::{CaseKind, CaseState, Party};
use market::db_test;
use market::kernel::{Market, Span};
use market::order::OrderState;
use market::shop::commands::set_return_address;
use market::shop::{ShopStaff, TypedReturnAddress};
use sea_orm::ConnectionTrait;

/// Letters that ask a shop for its address.
const ASKED: &str = "outbox WHERE payload LIKE '%CaseDue%\"state\":\"Returning\"%\"party\":\"Shop\"%\"lacks_address\":true%'";
/// Letters that ask a buyer for the goods.
const TOLD: &str = "outbox WHERE payload LIKE '%CaseDue%\"state\":\"Returning\"%\"party\":\"Buyer\"%\"lacks_address\":false%'";

db_test!(
    async fn a_shop_that_answers_nothing_and_takes_no_goods_back_gives_the_money_back_without_them(kit) {
        let here = sale_without_address(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        for (kind, done) in [(CaseKind::ReturnAndRefund, 0), (CaseKind::Exchange, 1)] {
            let order = here.shipped(&kit, 1).await;
            let case = here.asked(&kit, order, kind, 1).await;
            pass(&kit, 2).await;
            let row = case_of(market, Who::Buyer(&buyer), case).await.unwrap().unwrap().row;
            assert_eq!((row.state, row.due_at), (CaseState::Returning, Some(market.now().after(Span::days(7)))));
            assert_eq!((row.lacks_address, row.whose_turn()), (true, Some(Party::Shop)));
            let waiting = waiting_for_shop(market, &here.staff).await.unwrap();
            assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [case], "it is the shop's to do");
            pass(&kit, 6).await;
            assert_eq!(here.state(&kit, case).await, CaseState::Returning);
            assert_eq!((count(&kit, ASKED).await, count(&kit, TOLD).await), (done + 1, 0), "whose silence counts was asked");
            pass(&kit, 1).await;
            assert_eq!(here.state(&kit, case).await, CaseState::Settled, "{}", kind.code());
            assert_eq!(here.order(&kit, order).await.row.state, OrderState::Cancelled);
            assert_eq!(count(&kit, "refund WHERE amount_minor = 13600").await, done + 1);
            kit.audited().await;
        }
        assert_eq!(level(&kit, here.dress).await.on_hand, 8, "nothing came back");
    }
);

db_test!(
    async fn a_shop_that_was_not_told_before_its_turn_came_is_told_and_has_all_of_its_time(kit) {
        let here = sale_without_address(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        let row = async || case_of(market, Who::Buyer(&buyer), case).await.unwrap().unwrap().row;
        agree_to_case(market, &here.staff, case).await.unwrap();
        pass(&kit, 6).await;
        // Of an older version it was the buyer who read this.
        let as_it_was = "DELETE FROM outbox WHERE payload LIKE '%CaseDue%'";
        change(&kit, as_it_was, as_it_was).await;
        kit.clock.advance(Span::hours(5));
        let end = row().await.due_at.map(|due| due.after(Span::days(7)));
        let upgrade = include_str!("../../../migrations/src/sql/returns_told.sql");
        for told in [0, 1, 1] {
            assert_eq!(count(&kit, ASKED).await, told);
            for update in upgrade.split(';').filter(|statement| statement.contains("UPDATE")) {
                change(&kit, update, update).await;
            }
            assert_eq!(row().await.due_at, end, "once");
            kit.fire_clocks().await;
        }
        kit.clock.advance(Span::hours(19));
        kit.fire_clocks().await;
        assert_eq!(row().await.state, CaseState::Returning, "the old end is none");
        pass(&kit, 6).await;
        assert_eq!((row().await.state, count(&kit, ASKED).await), (CaseState::Returning, 2), "reminded as usual");
        pass(&kit, 1).await;
        assert_eq!(row().await.state, CaseState::Settled);
        assert_eq!((count(&kit, "refund WHERE amount_minor = 13600").await, count(&kit, TOLD).await), (1, 0));
        kit.audited().await;
    }
);

db_test!(
    async fn an_address_at_the_last_minute_leaves_the_buyer_all_of_the_time(kit) {
        let here = sale_without_address(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        let row = async || case_of(market, Who::Buyer(&buyer), case).await.unwrap().unwrap().row;
        agree_to_case(market, &here.staff, case).await.unwrap();
        pass(&kit, 6).await;
        kit.clock.advance(Span::hours(23));
        kit.take_returns(&here.staff).await;
        kit.fire_clocks().await;
        let end = Some(market.now().after(Span::days(7)));
        assert_eq!((row().await.lacks_address, row().await.due_at, count(&kit, TOLD).await), (false, end, 1));
        pass(&kit, 1).await;
        kit.take_returns(&here.staff).await;
        assert_eq!(row().await.due_at, end, "another address is no other beginning");
        pass(&kit, 5).await;
        assert_eq!((row().await.state, count(&kit, TOLD).await), (CaseState::Returning, 2), "reminded as usual");
        pass(&kit, 1).await;
        assert_eq!(row().await.state, CaseState::Closed, "now the silence is the buyer's");
        assert!(kit.refunds().await.is_empty());
        kit.audited().await;
    }
);

/// Somebody who owns the shop names an address for returns, as one of several who do so at once.
fn names(market: &Market, owner: ShopStaff, door: usize) -> Deed {
    let market = market.clone();
    let typed = TypedReturnAddress {
        recipient: "向秀英".to_owned(),
        phone: "13800138000".to_owned(),
        place: format!("湖南省凤凰县沱江镇虹桥路 {door} 号"),
    };
    Box::pin(
        async move { set_return_address(&market, &owner, &typed).await.map(|()| true).map_err(|problem| format!("{problem:?}")) },
    )
}

db_test!(
    async fn of_two_first_addresses_at_one_instant_one_begins_the_time_of_each_case_anew_and_each_buyer_is_told_once(kit) {
        let here = sale_without_address(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let mut cases = Vec::new();
        for _ in 0..3 {
            let order = here.shipped(&kit, 1).await;
            let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
            agree_to_case(market, &here.staff, case).await.unwrap();
            cases.push(case);
        }
        pass(&kit, 6).await;
        at_one_instant(&kit, "aftersales_case", (1..=2).map(|door| names(market, here.staff, door)).collect()).await;
        let end = Some(market.now().after(Span::days(7)));
        for _ in 0..2 {
            kit.fire_clocks().await;
            assert_eq!(count(&kit, TOLD).await, 3);
        }
        for case in &cases {
            let row = case_of(market, Who::Buyer(&buyer), *case).await.unwrap().unwrap().row;
            assert_eq!((row.state, row.lacks_address, row.due_at), (CaseState::Returning, false, end));
        }
        pass(&kit, 6).await;
        assert_eq!(count(&kit, TOLD).await, 6, "and once more before the end");
        pass(&kit, 1).await;
        for case in cases {
            assert_eq!(here.state(&kit, case).await, CaseState::Closed);
        }
        assert_eq!(count(&kit, TOLD).await, 6);
        kit.audited().await;
    }
);

db_test!(
    async fn whoever_leaves_a_case_while_an_address_is_named_is_not_reminded_of_it(kit) {
        let here = sale_without_address(&kit).await;
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        // It is the same instant still: the time of the case would be no longer with the address.
        let leaving = kit.market.begin("leaving").await.unwrap();
        for update in
            ["UPDATE aftersales_case SET state = 'closed'", "UPDATE timer SET state = 'cancelled' WHERE kind = 'remind_case'"]
        {
            leaving.execute_unprepared(update).await.unwrap();
        }
        let naming = [tokio::spawn(names(&kit.market, here.staff, 1))];
        until_all_wait(&kit, &naming).await;
        leaving.commit().await.unwrap();
        for named in naming {
            assert!(named.await.unwrap().unwrap());
        }
        assert_eq!(count(&kit, "timer WHERE kind = 'remind_case' AND state = 'waiting'").await, 0);
        assert_eq!(count(&kit, "timer WHERE kind = 'remind_case' AND state = 'cancelled'").await, 1);
    }
);

db_test!(
    async fn goods_that_a_shop_took_back_by_word_alone_are_received_as_others(kit) {
        let here = sale_without_address(&kit).await;
        let order = here.shipped(&kit, 1).await;
        let case = here.asked(&kit, order, CaseKind::ReturnAndRefund, 1).await;
        agree_to_case(&kit.market, &here.staff, case).await.unwrap();
        send_return(&kit.market, &here.buyer.buyer(), case, "sf", "SF123456").await.unwrap();
        kit.take_returns(&here.staff).await;
        kit.fire_clocks().await;
        assert_eq!((here.state(&kit, case).await, count(&kit, TOLD).await), (CaseState::Returned, 0), "they are on their way");
        receive_return(&kit.market, &here.staff, case).await.unwrap();
        assert_eq!(here.state(&kit, case).await, CaseState::Settled);
        kit.audited().await;
    }
);
