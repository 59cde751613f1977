//! What was set of search is found in the log without looking at everything else that stands there.

use crate::discovery::store::SETTINGS_SET;
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};
use uuid::Uuid;

#[tokio::test]
async fn changes_of_settings_are_found_along_an_index() {
    let kit = TestMarket::sqlite().await;
    let values: [Value; 5] = [Uuid::nil().into(), "set_search".into(), 1.into(), Uuid::nil().into(), 9.into()];
    let sql = format!("EXPLAIN QUERY PLAN {SETTINGS_SET}");
    let rows = kit.market.db().query_all_raw(Statement::from_sql_and_values(DatabaseBackend::Sqlite, sql, values)).await.unwrap();
    let steps: Vec<String> = rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect();
    let (first, others) = steps.split_first().unwrap();
    assert!(first.starts_with("SEARCH d USING INDEX audit_log_subject (subject=?"), "{steps:#?}");
    assert!(others.iter().all(|step| !step.starts_with("SCAN ")), "{steps:#?}");
}
