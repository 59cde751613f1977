//! Many buyers want one of a hundred units: exactly a hundred get one.

use super::{order, shoppers, stock_up};
use market::kernel::Problem;
use market::order::OrderState;
use market::testkit::TestMarket;
use sea_orm::{FromQueryResult, Statement};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::Semaphore;

const UNITS: i64 = 100;
const AT_ONCE: usize = 32;

#[derive(FromQueryResult)]
struct Sold {
    sold: i64,
}

/// Buyers of the rush, where `SHANHUO_BUYERS` does not say otherwise.
const BUYERS: u64 = 500;

/// That many buyers want one of 100 units, 32 at a time: exactly 100 may get one, and nobody meets an error.
pub async fn the_rush(engine: &str, kit: Arc<TestMarket>) {
    let variant = stock_up(&kit, "bench", UNITS).await;
    let count = std::env::var("SHANHUO_BUYERS").ok().and_then(|count| count.parse().ok()).unwrap_or(BUYERS);
    let buyers = shoppers(&kit, count).await;
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let (won, lost, broken) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let begun = Instant::now();
    let tasks: Vec<_> = buyers
        .into_iter()
        .map(|shopper| {
            let (kit, turns) = (kit.clone(), turns.clone());
            let (won, lost, broken) = (won.clone(), lost.clone(), broken.clone());
            tokio::spawn(async move {
                let _turn = turns.acquire().await;
                let counter = match order(&kit, &shopper, variant).await {
                    Ok(()) => won,
                    Err(Problem::Refused(_)) => lost,
                    Err(_) => broken,
                };
                counter.fetch_add(1, Ordering::SeqCst);
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a buyer");
    }
    let seconds = begun.elapsed().as_secs_f64();
    let sql = format!("SELECT COUNT(*) AS sold FROM orders WHERE state = '{}'", OrderState::Paid.code());
    let rows =
        Sold::find_by_statement(Statement::from_string(kit.market.backend(), sql)).one(kit.market.db()).await.expect("a count");
    let sold = rows.map_or(0, |row| row.sold);
    let report = market::audit::queries::audit(&kit.market).await.expect("an audit");
    let (won, lost, broken) = (won.load(Ordering::SeqCst), lost.load(Ordering::SeqCst), broken.load(Ordering::SeqCst));
    println!(
        "{engine:<11} {count} buyers for 100 units, 32 at a time: {won} orders, {lost} refused, {broken} errors in {seconds:.1} s; {sold} paid rows; audit {} violations",
        report.violations
    );
    println!("{engine:<11} no seed: nothing is drawn, and which of them are first is up to the machine's threads");
    assert!(won == 100 && sold == 100 && broken == 0 && report.is_clean(), "the rush broke the market");
}
