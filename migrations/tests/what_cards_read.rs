//! What was there before a table was made anew is there afterwards.

use migrations::sea_orm::{ConnectionTrait, Database, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 16;

#[tokio::test]
async fn stock_and_sales_are_what_they_were_and_go_on_telling_of_changes() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither the variant nor the listing is there: what is looked at is the rows.
    for statement in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO stock (variant_id, on_hand, held) VALUES (x'02', 5, 2), (x'01', 7, 0)",
        "INSERT INTO listing_sold (listing_id, sold, shown) VALUES (x'03', 123, 120)",
        "DELETE FROM change",
    ] {
        database.execute_unprepared(statement).await.expect(statement);
    }
    Migrator::up(&database, Some(1)).await.expect("the schema after it");
    let ask = async |sql: &str| {
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let row = database.query_one_raw(statement).await.expect(sql).expect(sql);
        row.try_get_by_index::<String>(0).expect(sql)
    };
    let stock = "SELECT group_concat(line, ' ') FROM (SELECT hex(variant_id) || ':' || on_hand || '-' || held AS line \
                 FROM stock ORDER BY variant_id)";
    assert_eq!(ask(stock).await, "01:7-0 02:5-2");
    assert_eq!(ask("SELECT hex(listing_id) || ':' || sold || ':' || shown FROM listing_sold").await, "03:123:120");
    assert_eq!(ask("SELECT CAST(COUNT(*) AS TEXT) FROM change").await, "0", "nothing has changed for anybody");
    database.execute_unprepared("UPDATE listing_sold SET sold = 130, shown = 130").await.expect("more sales");
    assert_eq!(ask("SELECT kind || ' ' || hex(subject) FROM change").await, "listing 03");
}
