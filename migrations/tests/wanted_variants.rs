//! What was asked for before another variant could be is asked for afterwards, of the same goods; and what is wanted has its choices.

use migrations::sea_orm::{ConnectionTrait, Database, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 25;

#[tokio::test]
async fn what_was_asked_for_before_is_wanted_of_the_same_goods() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither cases nor variants are there: what is looked at is the rows.
    for before in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO aftersales_part (case_id, position, line, quantity, amount_minor) VALUES (x'02', 0, 0, 1, 500), (x'02', 1, NULL, 0, 80)",
    ] {
        database.execute_unprepared(before).await.unwrap_or_else(|error| panic!("{before}: {error}"));
    }
    Migrator::up(&database, None).await.expect("the schema after");

    let sql = "SELECT line || ' ' || quantity || ' ' || amount_minor AS line FROM aftersales_part \
               WHERE wanted_variant_id IS NULL AND wanted_choices IS NULL AND line IS NOT NULL";
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await.expect(sql);
    let asked: Vec<String> = rows.iter().map(|row| row.try_get("", "line").expect("a text")).collect();
    assert_eq!(asked, ["0 1 500"]);
    for half in ["wanted_variant_id = x'05'", "wanted_choices = '[\"L\"]'"] {
        let sql = format!("UPDATE aftersales_part SET {half} WHERE line = 0");
        let error = database.execute_unprepared(&sql).await.expect_err(&sql).to_string();
        assert!(error.contains("CHECK"), "{sql}: {error}");
    }
    let both = "UPDATE aftersales_part SET wanted_variant_id = x'05', wanted_choices = '[\"L\"]' WHERE line = 0";
    database.execute_unprepared(both).await.expect(both);
}
