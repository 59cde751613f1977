//! Races that are run over and over: once under `cargo dev test`, `SHANHUO_ROUNDS` times under `cargo dev fire races`. Each round has
//! a market of its own, so that none waits for what those before it left. Nothing is drawn: who comes first is up to the test, the
//! database and the machine's threads. Each race says how often it was run, and how long that took.

use market::testkit::TestMarket;
use std::sync::Arc;
use std::time::Instant;

/// Declares one race on SQLite and on PostgreSQL, as `db_test!` declares a test; what it is given is an `Arc<TestMarket>`, of which
/// it keeps nothing. `cargo dev` finds it by the names of the two.
macro_rules! race_test {
    (async fn $name:ident($kit:ident) $body:block) => {
        mod $name {
            use super::*;

            async fn round($kit: std::sync::Arc<market::testkit::TestMarket>) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn race_on_sqlite() {
                $crate::rounds::run("SQLite", stringify!($name), round).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn race_on_postgres() {
                $crate::rounds::run("PostgreSQL", stringify!($name), round).await;
            }
        }
    };
}
pub(crate) use race_test;

async fn open(engine: &str) -> Option<TestMarket> {
    if engine == "SQLite" { Some(TestMarket::sqlite().await) } else { TestMarket::postgres().await }
}

/// All rounds of a race on an engine.
pub async fn run(engine: &str, race: &str, round: impl AsyncFn(Arc<TestMarket>)) {
    let rounds = std::env::var("SHANHUO_ROUNDS").map_or(1, |count| count.parse::<u32>().expect("SHANHUO_ROUNDS is a number"));
    let begun = Instant::now();
    for _ in 0..rounds {
        let Some(kit) = open(engine).await else {
            eprintln!("SHANHUO_TEST_POSTGRES is not set: not run on PostgreSQL");
            return;
        };
        let kit = Arc::new(kit);
        Box::pin(round(Arc::clone(&kit))).await;
        Arc::into_inner(kit).expect("a market that nobody keeps").discard().await;
    }
    let race = race.replace('_', " ");
    println!("{race}, on {engine}: nothing is drawn, {rounds} rounds, {:.1} s", begun.elapsed().as_secs_f64());
}
