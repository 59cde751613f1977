//! Shipping, confirming, cancelling, and the clocks.

use crate::street::{change, dresses, pass, street};
use market::aftersales::CaseKind;
use market::aftersales::commands::open_case;
use market::db_test;
use market::kernel::{Money, PageRequest, Problem, Span};
use market::ledger::queries::{held_orders, shop_money};
use market::order::commands::{auto_confirm, cancel_unshipped, confirm_receipt, remind, ship_order};
use market::order::queries::{day, order_of_buyer, to_ship};
use market::order::{MoreRefunds, MoveRefusal, OrderState, ShipRefusal};
use market::shop::Role;
use market::testkit::TestMarket;
use market::timer::TimerKind;
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;

db_test!(
    async fn only_a_paid_order_of_ones_own_shop_is_shipped(kit) {
        let here = street(&kit).await;
        let (other_staff, _) = dresses(&kit, 1).await;
        let unpaid = kit.placed(&here.buyer, &[(here.pork, 50)]).await.orders[0];
        let ship = async |staff, order, number: &str| ship_order(&kit.market, staff, order, "sf", number).await;
        let number = "SF1234567890";
        assert!(matches!(ship(&here.staff, unpaid, number).await, Err(Problem::Refused(ShipRefusal::Move(MoveRefusal::NotFrom(..))))));
        let paid = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        assert!(matches!(ship(&other_staff, paid, number).await, Err(Problem::NotFound)));
        let counter = kit.person("Counter").create().await;
        let answering = kit.hire(here.staff.shop(), &counter, Role::Answering).await;
        assert!(matches!(ship(&answering, paid, number).await, Err(Problem::NotFound)));
        assert!(matches!(ship(&here.staff, paid, "12").await, Err(Problem::Refused(ShipRefusal::TrackingNumber(_)))));
        ship(&here.staff, paid, number).await.unwrap();
        ship(&here.staff, paid, " sf-1234567890 ").await.unwrap();
        assert!(matches!(ship(&here.staff, paid, "SF0000000000").await, Err(Problem::Refused(_))), "with another number");
        assert!(matches!(
            cancel_unshipped(&kit.market, &here.buyer.buyer(), paid).await,
            Err(Problem::Refused(MoveRefusal::NotFrom(OrderState::Shipped, _)))
        ));
        kit.audited().await;
    }
);

db_test!(
    async fn the_longest_overdue_is_shipped_first(kit) {
        let here = street(&kit).await;
        let first = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::hours(40));
        let second = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::hours(10));
        let queue: Vec<_> = to_ship(&kit.market, &here.staff, 10).await.unwrap().into_iter().map(|row| row.id).collect();
        assert_eq!(queue, [first, second]);
        let today = day(&kit.market, &here.staff).await.unwrap();
        assert_eq!((today.to_ship, today.overdue), (2, 1));
    }
);

db_test!(
    async fn a_confirmed_order_is_released_once(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let held = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((held.held.minor(), held.available.minor(), held.held_count), (1_258 - 5, 0, 1));
        assert!(matches!(confirm_receipt(&kit.market, &here.owner.buyer(), order).await, Err(Problem::NotFound)));
        for _ in 0..2 {
            confirm_receipt(&kit.market, &here.buyer.buyer(), order).await.unwrap();
        }
        kit.clock.advance(Span::days(10));
        auto_confirm(&kit.market, order).await.unwrap();
        let released = shop_money(&kit.market, &here.staff).await.unwrap().unwrap();
        assert_eq!((released.held.minor(), released.available.minor(), released.fees.minor()), (0, 1_253, 5));
        assert_eq!(released.statement.len(), 1);
        let packer = kit.person("Packer").create().await;
        let packing = kit.hire(here.staff.shop(), &packer, Role::Packing).await;
        assert!(shop_money(&kit.market, &packing).await.unwrap().is_none(), "who packs sees no money");
        kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        assert!(held_orders(&kit.market, &packing, &PageRequest::default()).await.unwrap().rows.is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn nobody_said_anything_for_ten_days(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        pass(&kit, 9).await;
        kit.clock.advance(Span::days(1).minus_a_minute());
        auto_confirm(&kit.market, order).await.unwrap();
        let state = async || order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap().row.state;
        assert_eq!(state().await, OrderState::Shipped, "not before its time");
        kit.clock.advance(Span::minutes(1));
        let due = market::timer::queries::due(&kit.market, 10).await.unwrap();
        let kinds: Vec<_> = due.iter().map(|timer| (timer.kind, timer.subject)).collect();
        assert_eq!(kinds, [(TimerKind::ConfirmOrder, order.uuid())]);
        for _ in 0..2 {
            auto_confirm(&kit.market, order).await.unwrap();
        }
        assert_eq!(state().await, OrderState::Completed);
        kit.fire_clocks().await;
        assert!(market::timer::queries::due(&kit.market, 10).await.unwrap().is_empty());
        kit.audited().await;
    }
);

db_test!(
    async fn money_is_not_released_by_silence_before_a_reminder_and_its_time(kit) {
        let here = street(&kit).await;
        let mut orders = Vec::new();
        for _ in 0..2 {
            orders.push(kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await);
        }
        let row = async |order| order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap().row;
        kit.clock.advance(Span::days(17));
        let end = Some(kit.market.now().after(Span::days(1)));
        // Whichever of the two clocks of an order is looked at first.
        auto_confirm(&kit.market, orders[0]).await.unwrap();
        for round in 0..2 {
            kit.fire_clocks().await;
            for order in &orders {
                let row = row(*order).await;
                assert_eq!((row.state, row.confirm_by), (OrderState::Shipped, end), "in round {round}");
            }
            assert_eq!(letters(&kit, "ConfirmSoon").await, 2);
            kit.audited().await;
        }
        kit.clock.advance(Span::hours(23));
        open_case(&kit.market, &here.buyer.buyer(), &kit.asks(orders[0], CaseKind::RefundOnly, &[(0, 50)])).await.unwrap();
        kit.clock.advance(Span::hours(1));
        kit.fire_clocks().await;
        assert_eq!((row(orders[0]).await.state, row(orders[1]).await.state), (OrderState::Shipped, OrderState::Completed));
        kit.audited().await;
    }
);

db_test!(
    async fn a_clock_fires_once_however_the_time_jumps(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::days(9));
        for _ in 0..2 {
            remind(&kit.market, TimerKind::RemindConfirm, order).await.unwrap();
        }
        kit.clock.turn_back(Span::days(2));
        kit.fire_clocks().await;
        kit.clock.advance(Span::days(2));
        remind(&kit.market, TimerKind::RemindConfirm, order).await.unwrap();
        assert_eq!(letters(&kit, "ConfirmSoon").await, 1, "one reminder");
        kit.clock.advance(Span::days(60));
        for _ in 0..2 {
            kit.fire_clocks().await;
            auto_confirm(&kit.market, order).await.unwrap();
        }
        assert_eq!(letters(&kit, "OrderCompleted").await, 1, "one release");
        kit.audited().await;
    }
);

/// How many letters of a kind were written.
async fn letters(kit: &TestMarket, kind: &str) -> usize {
    let sql = format!("SELECT id FROM outbox WHERE payload LIKE '%\"{kind}\"%'");
    kit.market.db().query_all_raw(Statement::from_string(kit.market.backend(), sql)).await.unwrap().len()
}

db_test!(
    async fn confirming_races_the_clock_and_the_money_moves_once(kit) {
        let here = street(&kit).await;
        let kit = Arc::new(kit);
        let mut expected = 0;
        for _ in 0..6 {
            let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
            pass(&kit, 9).await;
            kit.clock.advance(Span::days(1));
            let clock = {
                let kit = Arc::clone(&kit);
                tokio::spawn(async move { auto_confirm(&kit.market, order).await })
            };
            match confirm_receipt(&kit.market, &here.buyer.buyer(), order).await {
                Ok(()) | Err(Problem::Refused(MoveRefusal::ChangedMeanwhile)) => {}
                Err(other) => panic!("{other}"),
            }
            clock.await.unwrap().unwrap();
            expected += 1_253;
            assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available.minor(), expected);
        }
        kit.audited().await;
    }
);

db_test!(
    async fn shipping_races_cancelling_and_one_of_them_wins(kit) {
        let here = street(&kit).await;
        let kit = Arc::new(kit);
        for round in 0..6 {
            let order = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
            let (shop_kit, staff) = (Arc::clone(&kit), here.staff);
            let number = format!("SF123456789{round}");
            let ships = tokio::spawn(async move { ship_order(&shop_kit.market, &staff, order, "sf", &number).await.is_ok() });
            let cancels = cancel_unshipped(&kit.market, &here.buyer.buyer(), order).await.is_ok();
            assert_ne!(ships.await.unwrap(), cancels);
            kit.audited().await;
        }
    }
);

db_test!(
    async fn no_refund_of_an_order_is_left_out_of_what_its_pages_tell(kit) {
        let here = street(&kit).await;
        let order = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let view = async || order_of_buyer(&kit.market, &here.buyer.buyer(), order).await.unwrap().unwrap();
        let gave_back = async |from: i64, to: i64| {
            let plant = |id| {
                format!(
                    "WITH RECURSIVE n (i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to}) \
                     INSERT INTO refund (id, payment_id, order_id, amount_minor, fee_minor, source, reason, state, created_at, done_at) \
                     SELECT {id}, o.payment_id, o.id, n.i, 0, 'shop', 'desk', 'done', n.i, n.i FROM n CROSS JOIN orders o"
                )
            };
            change(&kit, &plant("randomblob(16)"), &plant("gen_random_uuid()")).await;
        };
        assert_eq!((view().await.refunds.len(), view().await.more_refunds), (0, None));
        gave_back(1, 100).await;
        assert_eq!((view().await.refunds.len(), view().await.more_refunds), (100, None));
        gave_back(101, 103).await;
        let more = MoreRefunds { count: 3, amount: Money::fen(101 + 102 + 103), is_done: true };
        assert_eq!((view().await.refunds.len(), view().await.more_refunds), (100, Some(more)));
        let waits = "UPDATE refund SET state = 'waiting', done_at = NULL WHERE amount_minor = 50";
        change(&kit, waits, waits).await;
        let more = MoreRefunds { count: 3, amount: Money::fen(102 + 103 + 50), is_done: false };
        assert_eq!((view().await.refunds.len(), view().await.more_refunds), (100, Some(more)));
    }
);

/// Spans are never negative, so a minute less is a span of its own.
trait Short {
    fn minus_a_minute(self) -> Span;
}

impl Short for Span {
    fn minus_a_minute(self) -> Span {
        Span::millis_of(self.millis() - Span::minutes(1).millis())
    }
}
