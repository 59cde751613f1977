//! What is asked in every round looks at what stands alone, however much was booked and stated, and however many fees were kept.

use super::store;
use crate::testkit::{PROVIDER, TestMarket};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};
use uuid::Uuid;

/// Steps that look at all that was booked or stated, or at all lines without a booking, which stand in one place of the unique key of
/// bookings.
const WIDE: [&str; 5] = [
    "SEARCH l USING INDEX sqlite_autoindex",
    "SEARCH s USING INDEX sqlite_autoindex_provider_report_line_1",
    "SCAN l",
    "SCAN e",
    "SCAN j",
];

async fn plan(kit: &TestMarket, sql: &str, values: Vec<Value>) -> String {
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"), values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_round_reads_what_stands_alone_and_not_all_that_was_booked() {
    let kit = TestMarket::sqlite().await;
    let (of, currency, most): (Value, Value, Value) = (PROVIDER.into(), "CNY".into(), 9.into());
    let stray = vec![of.clone(), currency.clone(), most.clone()];
    let page = [stray.clone(), vec![0.into(), 0.into(), "".into(), Uuid::nil().into()]].concat();
    let asked = [
        ("count", store::count_of_open(), vec![of.clone()]),
        ("page", store::open_differences(), page),
        ("candidates", store::CANDIDATES.to_owned(), vec![of.clone(), most.clone()]),
        ("strays", store::strays(store::UNCLAIMED), stray.clone()),
        ("strays back", store::strays(store::UNCLAIMED_BACK), stray),
        ("held back", store::held_back(), vec![of, most]),
    ];
    for (what, sql, values) in asked {
        let steps = plan(&kit, &sql, values).await;
        assert!(steps.contains("SEARCH l USING INDEX provider_report_line_alone"), "{what}: {steps}");
        assert!(!steps.lines().any(|step| WIDE.iter().any(|wide| step.starts_with(wide))), "{what}: {steps}");
    }
    for sql in [store::count_of_open(), store::open_differences()] {
        assert!(sql.contains("FROM booking_alone n"), "{sql}");
    }
}
