//! What coupons had given before it was counted is counted.

use migrations::sea_orm::{ConnectionTrait, Database, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 18;

#[tokio::test]
async fn what_was_given_before_is_counted_and_what_came_back_is_not() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither buyers nor payments are there: what is looked at is the rows.
    for statement in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO coupon (id, code, currency, amount_minor, minimum_minor, begins_at, ends_at, per_buyer, state, used, made_by, made_at) \
         VALUES (x'01', 'ONE', 'CNY', 500, 0, 1, 2, 1, 'open', 2, x'09', 1), (x'02', 'TWO', 'CNY', 500, 0, 1, 2, 1, 'open', 0, x'09', 1)",
        "INSERT INTO coupon_use (payment_id, coupon_id, buyer_id, amount_minor, used_at, given_back_at) VALUES (x'03', x'01', x'09', 500, 1, \
         NULL), (x'04', x'01', x'09', 123, 1, NULL), (x'05', x'01', x'09', 77, 1, 2), (x'05', x'02', x'09', 500, 1, 2)",
    ] {
        database.execute_unprepared(statement).await.expect(statement);
    }
    Migrator::up(&database, None).await.expect("the schema");
    let given = "SELECT group_concat(line, ' ') FROM (SELECT code || ':' || given_minor AS line FROM coupon ORDER BY code)";
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), given)).await;
    assert_eq!(row.expect(given).expect(given).try_get_by_index::<String>(0).expect(given), "ONE:623 TWO:0");
}
