//! A market that was there before tells the story that is chosen next, and pages are told of each that is another one.

use migrations::sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 26;
/// With the one that is looked at.
const AFTER: u32 = 1;

async fn number(database: &DatabaseConnection, sql: &str) -> i64 {
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await;
    row.expect(sql).expect(sql).try_get_by_index(0).expect(sql)
}

#[tokio::test]
async fn of_a_day_one_shop_tells_its_story_and_lists_are_told_where_it_is_another_one() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    for (id, verification) in [(1, "approved"), (2, "waiting"), (3, "rejected")] {
        let shop = format!(
            "INSERT INTO shop (id, handle, name, story, place, ships_from, verification, opened_at, opened_with) \
             VALUES (x'0{id}', 'shop-{id}', 'Shop', 'Story', '', '43', '{verification}', {id}, x'00')"
        );
        database.execute_unprepared(&shop).await.expect(&shop);
    }
    Migrator::up(&database, Some(AFTER)).await.expect("the schema after it");
    assert_eq!(number(&database, "SELECT COUNT(*) FROM home_story").await, 0, "nobody chooses for a market");
    let tells = "SELECT COUNT(*) FROM change WHERE kind = 'lists'";
    for (statement, told) in [
        ("INSERT INTO home_story (day, shop_id) VALUES (7, x'01')", 1),
        ("UPDATE home_story SET shop_id = x'01' WHERE day = 7", 0),
        ("UPDATE home_story SET shop_id = x'02' WHERE day = 7", 1),
        ("INSERT INTO home_story (day, shop_id) VALUES (8, x'02')", 1),
        ("DELETE FROM home_story WHERE day = 7", 1),
    ] {
        let before = number(&database, tells).await;
        database.execute_unprepared(statement).await.expect(statement);
        assert_eq!(number(&database, tells).await - before, told, "{statement}");
    }
    let twice = database.execute_unprepared("INSERT INTO home_story (day, shop_id) VALUES (8, x'01')").await;
    assert!(twice.is_err(), "of a day there is one: {twice:?}");
    // Shops that were there before are found along the new indexes: an index that is named and does not fit is a fault.
    for (index, which, found) in [("shop_opened_checked", "=", 1), ("shop_opened_unchecked", "<>", 2)] {
        let sql =
            format!("SELECT COUNT(*) FROM shop INDEXED BY {index} WHERE verification {which} 'approved' AND opened_at >= 1");
        assert_eq!(number(&database, &sql).await, found, "{sql}");
    }
    let of_all = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'shop_opened'";
    assert_eq!(number(&database, of_all).await, 0, "nobody looks there any more");
}
