//! What is asked every hour of the clocks that run costs the same however many do.

use super::store;
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

#[tokio::test]
async fn whether_any_clock_waits_for_very_long_is_known_by_the_end_of_the_index() {
    let kit = TestMarket::sqlite().await;
    let sql = format!("EXPLAIN QUERY PLAN {}", store::LATER);
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, sql, [9.into()]);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    let steps = rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect::<Vec<_>>().join("\n");
    assert!(steps.contains("INDEX timer_due (due_at>?)"), "{steps}");
    assert!(!steps.contains("SCAN") && !steps.contains("TEMP B-TREE"), "{steps}");
}
