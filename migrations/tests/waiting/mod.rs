//! Somebody who waits in a database of PostgreSQL while others write there.

use migrations::sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::time::{Duration, Instant};

/// The one number that a query answers.
pub async fn number(database: &DatabaseConnection, sql: &str) -> i64 {
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await;
    row.expect(sql).expect(sql).try_get_by_index(0).expect(sql)
}

/// Waits until somebody in the database of this name waits for somebody else.
pub async fn somebody_waits(watching: &DatabaseConnection, name: &str) {
    let waiting = format!("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'");
    let since = Instant::now();
    while number(watching, &waiting).await == 0 {
        assert!(since.elapsed() < Duration::from_secs(30), "nobody waits");
    }
}
