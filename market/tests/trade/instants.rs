//! Races at one very instant: everybody has read, nobody has written. On PostgreSQL a row that the test keeps locked holds them
//! there until all wait for it; on SQLite they queue for the one writer.

use crate::street::{dresses, level, street};
use market::checkout::PlaceOrderRefusal as Refusal;
use market::checkout::commands::place_order;
use market::db_test;
use market::inventory::Level;
use market::kernel::{Money, Problem, Span};
use market::ledger::queries::shop_money;
use market::order::OrderState;
use market::order::commands::{auto_confirm, close_payment, confirm_receipt};
use market::order::queries::order_of_buyer;
use market::payment::{EventOutcome, ProviderEvent, ProviderEventKind, inbox::hear_event};
use market::testkit::{PROVIDER, TestMarket};
use sea_orm::{ConnectionTrait, Statement};
use std::pin::Pin;
use tokio::task::JoinHandle;

/// What somebody does at that instant; the sentence of a fault where our side failed.
type Deed = Pin<Box<dyn Future<Output = Result<bool, String>> + Send>>;

/// Lets them all begin while `lock` is held, and go on when none can without it. Whose deed was done.
async fn at_one_instant(kit: &TestMarket, lock: &str, deeds: Vec<Deed>) -> Vec<bool> {
    let gate = kit.market.begin("gate").await.unwrap();
    gate.execute_unprepared(lock).await.unwrap();
    let racing: Vec<_> = deeds.into_iter().map(tokio::spawn).collect();
    until_all_wait(kit, &racing).await;
    gate.commit().await.unwrap();
    let mut done = Vec::new();
    for one in racing {
        done.push(one.await.unwrap().unwrap());
    }
    done
}

async fn until_all_wait(kit: &TestMarket, racing: &[JoinHandle<Result<bool, String>>]) {
    if kit.folder().is_some() {
        return;
    }
    let waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    loop {
        let rows = kit.market.db().query_all_raw(Statement::from_string(kit.market.backend(), waiting)).await.unwrap();
        if rows.len() + racing.iter().filter(|one| one.is_finished()).count() >= racing.len() {
            return;
        }
    }
}

db_test!(
    async fn of_two_who_saw_the_last_piece_one_gets_it(kit) {
        let (_, dress) = dresses(&kit, 1).await;
        let mut deeds: Vec<Deed> = Vec::new();
        for name in ["Ben", "Cai"] {
            let buyer = kit.person(name).create().await;
            kit.fill_cart(&buyer, &[(dress, 1)]).await;
            let (market, form) = (kit.market.clone(), kit.checkout_form(&buyer).await);
            deeds.push(Box::pin(async move {
                match place_order(&market, &buyer.buyer(), PROVIDER, form).await {
                    Ok(_) => Ok(true),
                    Err(Problem::Refused(Refusal::SoldOut { .. } | Refusal::CartChanged)) => Ok(false),
                    Err(other) => Err(other.to_string()),
                }
            }));
        }
        let placed = at_one_instant(&kit, "UPDATE stock SET held = held", deeds).await;
        assert_eq!(placed.iter().filter(|placed| **placed).count(), 1, "the last piece was sold to both");
        assert_eq!(level(&kit, dress).await, Level { on_hand: 1, held: 1 });
        kit.audited().await;
    }
);

db_test!(
    async fn money_that_two_release_is_released_once(kit) {
        let here = street(&kit).await;
        let order = kit.shipped_order(&here.staff, &here.buyer, &[(here.pork, 50)]).await;
        kit.clock.advance(Span::days(10));
        let (market, buyer) = (kit.market.clone(), here.buyer.buyer());
        let confirms: Deed = Box::pin(async move {
            match confirm_receipt(&market, &buyer, order).await {
                Ok(()) => Ok(true),
                Err(Problem::Refused(_)) => Ok(false),
                Err(other) => Err(other.to_string()),
            }
        });
        let market = kit.market.clone();
        let clock: Deed =
            Box::pin(async move { auto_confirm(&market, order).await.map(|()| true).map_err(|fault| fault.to_string()) });
        at_one_instant(&kit, "UPDATE orders SET number = number", vec![confirms, clock]).await;
        assert_eq!(shop_money(&kit.market, &here.staff).await.unwrap().unwrap().available.minor(), 1_253);
        kit.audited().await;
    }
);

db_test!(
    async fn money_that_comes_while_its_hold_expires_pays_or_goes_back(kit) {
        let here = street(&kit).await;
        let mut left = 1_000;
        for round in 0..4 {
            let placed = kit.placed(&here.buyer, &[(here.pork, 50)]).await;
            let expires = kit.market.now().after(Span::minutes(30));
            // Two nodes whose clocks are a moment apart: by one the goods are still held, by the other they are free.
            let (early, late) = (kit.twin_at(expires.before(Span::millis_of(1))).await, kit.twin_at(expires).await);
            let kind = ProviderEventKind::Captured(Money::fen(kit.amount_of(placed.payment).await));
            let told = ProviderEvent { event_id: format!("e{round}"), payment: placed.payment, kind };
            let pays: Deed = Box::pin(async move {
                let outcome = hear_event(&early, PROVIDER, &told).await.map_err(|problem| problem.to_string())?;
                Ok(outcome == EventOutcome::Paid)
            });
            let expiring: Deed = Box::pin(async move {
                close_payment(&late, placed.payment).await.map(|()| false).map_err(|fault| fault.to_string())
            });
            let deeds = if round % 2 == 0 { vec![pays, expiring] } else { vec![expiring, pays] };
            let is_paid = at_one_instant(&kit, "UPDATE payment SET provider = provider", deeds).await.contains(&true);
            let view = order_of_buyer(&kit.market, &here.buyer.buyer(), placed.orders[0]).await.unwrap().unwrap();
            assert_eq!(view.row.state, if is_paid { OrderState::Paid } else { OrderState::Cancelled });
            let owed = kit.refunds().await.iter().filter(|(_, payment, _)| *payment == placed.payment).count();
            assert_eq!(owed, usize::from(!is_paid), "money that pays nothing goes back, once");
            left -= if is_paid { 50 } else { 0 };
            assert_eq!(level(&kit, here.pork).await, Level { on_hand: left, held: 0 });
            kit.audited().await;
        }
    }
);
