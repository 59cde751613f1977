//! What the jobs ask walks indexes, however many sales there are.

use super::store;
use crate::kernel::{Timestamp, id::mint};
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};

async fn plan(kit: &TestMarket, sql: &str, values: Vec<Value>) -> String {
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"), values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn sales_are_found_by_their_indexes() {
    let kit = TestMarket::sqlite().await;
    let listing: Value = mint(Timestamp::from_millis(1)).into();
    let selling = plan(&kit, store::SELLING, vec![1.into(), 3.into(), 9.into()]).await;
    assert!(selling.contains("INDEX sale_lately (sold_at>?)"), "{selling}");
    let together = plan(&kit, store::TOGETHER, vec![listing.clone(), 9.into(), 3.into(), 9.into()]).await;
    assert!(together.contains("INDEX sale_listing (listing_id=?)"), "{together}");
    assert!(together.contains("INDEX sale_payment (payment_id=?)"), "{together}");
    let touched = plan(&kit, store::TOUCHED, vec![1.into(), listing.clone(), 9.into()]).await;
    assert!(touched.contains("INDEX sale_changed (changed_at>?)"), "{touched}");
    assert!(!touched.contains("SCAN s") && !touched.contains("SCAN c"), "{touched}");
}
