//! What every command relies on: a commit is for good, and whoever begins to write is not turned away half-way.

use crate::street::street;
use market::cart::CartOwner;
use market::cart::commands::add_to_cart;
use market::db_test;
use market::kernel::Tx;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, Statement, TryGetable};
use std::sync::Arc;

/// SQLite's number for `synchronous=FULL`; NORMAL is 1 and loses acknowledged commits on a power cut.
const FULL: i64 = 2;

async fn ask<T: TryGetable>(tx: &Tx, question: &str) -> T {
    let answer = tx.query_one_raw(Statement::from_string(tx.get_database_backend(), question)).await.unwrap();
    answer.unwrap().try_get_by_index(0).unwrap()
}

db_test!(
    async fn what_was_committed_survives_a_power_cut(kit) {
        let tx = kit.market.begin("test").await.unwrap();
        if kit.folder().is_some() {
            assert_eq!(ask::<String>(&tx, "PRAGMA journal_mode").await, "wal");
            assert_eq!(ask::<i64>(&tx, "PRAGMA synchronous").await, FULL);
            assert_eq!(ask::<i64>(&tx, "PRAGMA foreign_keys").await, 1);
        } else {
            // How durable PostgreSQL is, is the cluster's to say: our connections must not ask for less.
            let source: String = ask(&tx, "SELECT source FROM pg_settings WHERE name = 'synchronous_commit'").await;
            assert!(!["client", "session", "user", "database"].contains(&source.as_str()), "{source}");
        }
    }
);

db_test!(
    async fn a_command_has_its_lock_from_the_beginning(kit) {
        let tx = kit.market.begin("test").await.unwrap();
        let Some(folder) = kit.folder() else {
            assert_eq!(ask::<String>(&tx, "SHOW transaction_isolation").await, "read committed");
            return;
        };
        let mut options = ConnectOptions::new(format!("sqlite://{}", folder.join("market.sqlite").display()));
        options.max_connections(1).sqlx_logging(false);
        let other = Database::connect(options).await.unwrap();
        other.execute_unprepared("PRAGMA busy_timeout = 0").await.unwrap();
        let turned_away = other.execute_unprepared("BEGIN IMMEDIATE").await.expect_err("nobody else writes meanwhile");
        assert!(turned_away.to_string().contains("locked"), "{turned_away}");
    }
);

db_test!(
    async fn two_processes_write_to_one_database_and_nobody_is_turned_away(kit) {
        let here = street(&kit).await;
        let processes = [kit.market.clone(), kit.twin().await];
        let mut buyers = Vec::new();
        for number in 0..24 {
            buyers.push(kit.person(&format!("Buyer {number}")).create().await);
        }
        let writing: Vec<_> = buyers
            .into_iter()
            .zip(processes.iter().cycle().cloned().map(Arc::new))
            .map(|(buyer, process)| {
                let owner = CartOwner::Person(buyer.buyer());
                tokio::spawn(async move { add_to_cart(&process, &owner, here.pork, 50).await.map_err(|problem| problem.to_string()) })
            })
            .collect();
        for one in writing {
            assert_eq!(one.await.unwrap(), Ok(()));
        }
    }
);
