//! Jobs are written with their deed or not at all: a process may end between any two of its steps.

use crate::street::street;
use market::db_test;
use market::kernel::Problem;
use market::order::OrderState;
use market::order::commands::{cancel_unshipped, confirm_receipt, ship_order};
use market::order::queries::order_of_buyer;
use market::outbox::queries::backlog;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;

async fn change(kit: &TestMarket, sqlite: &str, postgres: &str) {
    let tx = kit.market.begin("test").await.unwrap();
    tx.execute_unprepared(if kit.folder().is_some() { sqlite } else { postgres }).await.unwrap();
    tx.commit().await.unwrap();
}

/// From now on no job can be written.
async fn lose_the_outbox(kit: &TestMarket) {
    let sqlite = "CREATE TRIGGER outbox_is_lost BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'lost'); END";
    change(kit, sqlite, "ALTER TABLE outbox ADD CONSTRAINT outbox_is_lost CHECK (made_at < 0) NOT VALID").await;
}

async fn find_the_outbox(kit: &TestMarket) {
    change(kit, "DROP TRIGGER outbox_is_lost", "ALTER TABLE outbox DROP CONSTRAINT outbox_is_lost").await;
}

db_test!(
    async fn a_deed_whose_letter_cannot_be_written_did_not_happen(kit) {
        let here = street(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = kit.paid_order(&here.buyer, &[(here.pork, 50)]).await;
        let jobs = async || backlog(market).await.unwrap().0;
        let state = async || order_of_buyer(market, &buyer, order).await.unwrap().unwrap().row.state;
        let ship = async || ship_order(market, &here.staff, order, "sf", "SF1234567890").await;
        let before = jobs().await;
        lose_the_outbox(&kit).await;
        assert!(matches!(ship().await, Err(Problem::Fault(_))));
        assert_eq!(state().await, OrderState::Paid, "shipped, and nobody told the buyer");
        assert!(matches!(cancel_unshipped(market, &buyer, order).await, Err(Problem::Fault(_))));
        assert_eq!(state().await, OrderState::Paid, "cancelled, and nobody gives the money back");
        find_the_outbox(&kit).await;
        assert_eq!(jobs().await, before);
        ship().await.unwrap();
        ship().await.unwrap();
        assert_eq!(jobs().await, before + 1, "one letter to the buyer");
        lose_the_outbox(&kit).await;
        assert!(matches!(confirm_receipt(market, &buyer, order).await, Err(Problem::Fault(_))));
        assert_eq!(state().await, OrderState::Shipped, "paid out, and nobody told the shop");
        find_the_outbox(&kit).await;
        confirm_receipt(market, &buyer, order).await.unwrap();
        kit.audited().await;
    }
);

db_test!(
    async fn what_is_refused_leaves_no_job(kit) {
        let here = street(&kit).await;
        let (market, buyer) = (&kit.market, here.buyer.buyer());
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        let before = backlog(market).await.unwrap();
        assert!(matches!(cancel_unshipped(market, &buyer, order).await, Err(Problem::Refused(_))));
        assert!(matches!(ship_order(market, &here.staff, order, "sf", "SF0000000000").await, Err(Problem::Refused(_))));
        assert!(matches!(confirm_receipt(market, &here.owner.buyer(), order).await, Err(Problem::NotFound)));
        assert_eq!(backlog(market).await.unwrap(), before);
    }
);
