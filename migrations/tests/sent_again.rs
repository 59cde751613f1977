//! What a database holds when goods may be sent again for the first time is there afterwards, with its guards: on SQLite two tables are
//! made anew around it while others refer to them.

use migrations::sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 14;
/// A row of a table with something in each column that must have it.
const SOME_ROW: &str = "SELECT 'INSERT INTO ' || $1 || ' VALUES (' || group_concat(CASE WHEN pk = 0 AND \"notnull\" = 0 THEN 'NULL' \
                        WHEN type = 'BLOB' THEN 'x''01''' WHEN type = 'INTEGER' THEN '1' ELSE '''x''' END) || ')' AS line \
                        FROM pragma_table_info($1)";
const CASE: &str = "INSERT INTO aftersales_case (id, order_id, buyer_id, shop_id, request_digest, kind, reason, state, amount_minor, courier, \
                    tracking_number, opened_at) VALUES (x'02', x'01', x'01', x'01', x'01', 'return_and_refund', 'damaged', 'returned', 500, \
                    'sf', 'SF123456', 1)";

async fn run(database: &DatabaseConnection, sql: &str) {
    database.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn line(database: &DatabaseConnection, sql: &str, table: &str) -> String {
    let values: Vec<Value> = if table.is_empty() { Vec::new() } else { vec![table.into()] };
    let statement = Statement::from_sql_and_values(database.get_database_backend(), sql, values);
    let row = database.query_one_raw(statement).await.expect("an answer").expect("a row");
    row.try_get("", "line").expect("a text")
}

#[tokio::test]
async fn what_was_there_before_goods_could_be_sent_again_is_there_afterwards() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    run(&database, "PRAGMA foreign_keys = OFF").await;
    run(&database, "PRAGMA ignore_check_constraints = ON").await;
    for table in ["orders", "person", "shop", "variant"] {
        let row = line(&database, SOME_ROW, table).await;
        run(&database, &row).await;
    }
    run(&database, CASE).await;
    run(&database, "INSERT INTO aftersales_part VALUES (x'02', 0, 0, 1, 500)").await;
    run(&database, "INSERT INTO case_event VALUES (x'03', x'02', 'ask', NULL, 'asked', 'buyer', NULL, 'Torn.', 500, 1)").await;
    run(&database, "INSERT INTO stock_movement VALUES (x'04', x'01', 'sale', -1, x'01', NULL, 1)").await;
    run(&database, "PRAGMA ignore_check_constraints = OFF").await;
    run(&database, "PRAGMA foreign_keys = ON").await;

    Migrator::up(&database, Some(1)).await.expect("the schema after");

    let case = "SELECT kind || ' ' || state || ' ' || amount_minor || ' ' || courier || ' ' || tracking_number AS line FROM aftersales_case";
    assert_eq!(line(&database, case, "").await, "return_and_refund returned 500 sf SF123456");
    let movement = "SELECT kind || ' ' || amount AS line FROM stock_movement";
    assert_eq!(line(&database, movement, "").await, "sale -1");
    for (refused, because) in [
        ("DELETE FROM aftersales_case", "FOREIGN KEY"),
        ("UPDATE aftersales_case SET state = 'lost'", "CHECK"),
        ("DELETE FROM stock_movement", "append-only"),
        ("UPDATE stock_movement SET amount = 0", "append-only"),
        ("INSERT INTO stock_movement VALUES (x'05', x'01', 'gift', -1, x'02', NULL, 1)", "CHECK"),
    ] {
        let error = database.execute_unprepared(refused).await.expect_err(refused).to_string();
        assert!(error.contains(because), "{refused}: {error}");
    }
    run(
        &database,
        "UPDATE aftersales_case SET kind = 'exchange', state = 'resent', resent_courier = 'sf', resent_number = 'SF1'",
    )
    .await;
    run(&database, "INSERT INTO stock_movement VALUES (x'05', x'01', 'resend', -1, x'02', NULL, 1)").await;
}
