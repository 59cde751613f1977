//! What was listed and bought before somebody could say that it spoils does not, and what nobody takes for food never does.

use migrations::sea_orm::{ConnectionTrait, Database, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 24;
/// With the one that is looked at.
const AFTER: u32 = 1;

#[tokio::test]
async fn nothing_that_was_there_before_spoils_and_clothes_never_do() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither shops nor orders are there: what is looked at is the rows.
    for statement in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO category (id, parent_id, slug, name_en, name_zh, path, position) VALUES \
         (x'01', NULL, 'food', 'Food', '食品', 'food', 1), (x'02', x'01', 'home', 'Home-made', '自制', 'food/home', 2), \
         (x'03', NULL, 'clothing', 'Clothing', '服饰', 'clothing', 3), (x'04', x'03', 'shoes', 'Shoes', '鞋', 'clothing/shoes', 4)",
        "INSERT INTO listing (id, shop_id, category_id, category_root, category_branch, category_path, state, title, description, maker, \
         place, unit, price_per, minimum, step, options, packaging_minor, producer_basis_points, price_from_minor, price_to_minor, \
         version, created_at, updated_at) VALUES (x'11', x'10', x'01', 'food', '', 'food', 'published', 'Pork', '', '', '', 'g', 500, 50, \
         1, '[]', 0, 0, 4580, 4580, 1, 1, 1)",
        "INSERT INTO order_line (id, order_id, position, listing_id, variant_id, title, choices, unit, price_per, price_minor, quantity, \
         total_minor, picture) VALUES (x'21', x'20', 0, x'11', x'12', 'Pork', '[]', 'g', 500, 4580, 500, 4580, '')",
        "DELETE FROM change",
    ] {
        database.execute_unprepared(statement).await.expect(statement);
    }
    Migrator::up(&database, Some(AFTER)).await.expect("the schema after it");
    for (asked, answer) in [
        (
            "SELECT group_concat(line, ' ') FROM (SELECT slug || ':' || spoils AS line FROM category ORDER BY position)",
            // What stands below another one is as that one says; and a slug alone does not make a root.
            "food:listing home:listing clothing:never shoes:listing",
        ),
        ("SELECT is_perishable || '' FROM listing", "0"),
        ("SELECT is_perishable || '' FROM order_line", "0"),
        ("SELECT COUNT(*) || '' FROM change", "0"),
    ] {
        let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), asked)).await;
        assert_eq!(row.expect(asked).expect(asked).try_get_by_index::<String>(0).expect(asked), answer, "{asked}");
    }
    let refused = database.execute_unprepared("UPDATE category SET spoils = 'sometimes'").await;
    assert!(refused.is_err(), "{refused:?}");
}
