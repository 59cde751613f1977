//! What less than half of the price was paid for is no sale any more, and is not counted.

mod waiting;

use migrations::sea_orm::{ConnectionTrait, Database, Statement, TransactionTrait};
use migrations::{Migrator, MigratorTrait};
use waiting::{number, somebody_waits};

/// Those before.
const BEFORE: u32 = 19;

#[tokio::test]
async fn what_was_counted_for_less_than_half_of_its_price_is_not_any_more() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither listings nor payments are there: what is looked at is the rows. Of four orders of two pieces each, one was paid in full, one
    // with half of it off, one with a fen more off, and of one a fen more than half was given back without its goods.
    for statement in [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO order_line (id, order_id, position, listing_id, variant_id, title, choices, unit, price_per, price_minor, quantity, \
         total_minor, picture, discount_minor) VALUES (x'11', x'01', 0, x'a1', x'b1', '', '', 'piece', 1, 100, 2, 200, '', 0), \
         (x'12', x'02', 0, x'a1', x'b1', '', '', 'piece', 1, 100, 2, 200, '', 100), \
         (x'13', x'03', 0, x'a1', x'b1', '', '', 'piece', 1, 100, 2, 200, '', 101), \
         (x'14', x'04', 0, x'a1', x'b1', '', '', 'piece', 1, 100, 2, 200, '', 0)",
        "INSERT INTO refund (id, payment_id, order_id, amount_minor, fee_minor, source, reason, state, created_at) VALUES \
         (x'c1', x'd1', x'01', 100, 0, 'shop', 'case', 'done', 1), (x'c4', x'd4', x'04', 101, 0, 'shop', 'case', 'done', 1)",
        "INSERT INTO refund_part (refund_id, position, line, quantity, amount_minor, is_restocked) VALUES (x'c1', 0, 0, 1, 100, 0), \
         (x'c4', 0, 0, 0, 101, 0)",
        "INSERT INTO sale (order_id, listing_id, payment_id, buyer_id, sold_at, changed_at, is_own, is_kept) VALUES \
         (x'01', x'a1', x'd1', x'e1', 1, 1, 0, 1), (x'02', x'a1', x'd2', x'e1', 1, 1, 0, 1), (x'03', x'a1', x'd3', x'e1', 1, 1, 0, 1), \
         (x'04', x'a1', x'd4', x'e1', 1, 1, 0, 1)",
        "INSERT INTO listing_sold (listing_id, sold, shown) VALUES (x'a1', 4, 4)",
        "INSERT INTO demand_run (name, ran_at, support) VALUES ('companions', 7, 3)",
    ] {
        database.execute_unprepared(statement).await.expect(statement);
    }
    Migrator::up(&database, None).await.expect("the schema");
    let left = "SELECT (SELECT group_concat(hex(order_id) || ':' || is_kept || ':' || changed_at, ' ') FROM (SELECT * FROM sale ORDER BY order_id)) \
                || ' ' || (SELECT sold || '/' || shown FROM listing_sold)";
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), left)).await;
    let left = row.expect(left).expect(left).try_get_by_index::<String>(0).expect(left);
    assert_eq!(left, "01:1:1 02:1:1 03:0:7 04:0:7 2/2");
}

/// An order of one listing, paid in full, as the version before counts it: first the sale, then the sum. Nothing else of it is there.
fn sold(order: &str) -> [String; 3] {
    let id = |id: &str| format!("'{id:0>32}'");
    let (line, order, listing, other) = (id(&format!("1{order}")), id(order), id("a1"), id("b1"));
    [
        format!(
            "INSERT INTO order_line (id, order_id, position, listing_id, variant_id, title, choices, unit, price_per, price_minor, quantity, \
             total_minor, picture, discount_minor) VALUES ({line}, {order}, 0, {listing}, {other}, '', '', 'piece', 1, 100, 2, 200, '', 0)"
        ),
        format!(
            "INSERT INTO sale (order_id, listing_id, payment_id, buyer_id, sold_at, changed_at, is_own, is_kept) \
             VALUES ({order}, {listing}, {other}, {other}, 1, 1, FALSE, TRUE)"
        ),
        format!(
            "INSERT INTO listing_sold (listing_id, sold, shown) VALUES ({listing}, 1, 1) \
             ON CONFLICT (listing_id) DO UPDATE SET sold = listing_sold.sold + 1, shown = listing_sold.sold + 1"
        ),
    ]
}

async fn run(database: &impl ConnectionTrait, statements: &[String]) {
    // No order, listing or payment is there to refer to.
    database.execute_unprepared("SET session_replication_role = replica").await.expect("nobody is asked what refers to what");
    for statement in statements {
        database.execute_unprepared(statement).await.expect(statement);
    }
}

#[tokio::test]
async fn what_is_sold_while_sales_are_counted_anew_is_counted() {
    let Ok(cluster) = std::env::var("SHANHUO_TEST_POSTGRES") else {
        eprintln!("SHANHUO_TEST_POSTGRES is not set: not run on PostgreSQL");
        return;
    };
    let admin = Database::connect(format!("{cluster}/postgres")).await.expect("the test cluster");
    let name = format!("paid_sales_{}", std::process::id());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    let url = format!("{cluster}/{name}");
    let database = Database::connect(&url).await.expect("a database");
    let former = Database::connect(&url).await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // One of two that were counted is no sale: its line is gone.
    let before = former.begin().await.expect("a transaction");
    run(&before, &[sold("01"), sold("02")].concat()).await;
    run(&before, &[format!("DELETE FROM order_line WHERE order_id = '{:0>32}'", "02")]).await;
    before.commit().await.expect("a commit");

    // The version before counts one more meanwhile, and commits only when it is waited for.
    let meanwhile = former.begin().await.expect("a transaction");
    run(&meanwhile, &sold("03")).await;
    let selling = async {
        somebody_waits(&admin, &name).await;
        meanwhile.commit().await.expect("a commit");
    };
    let (migrated, ()) = tokio::join!(Migrator::up(&database, None), selling);
    migrated.expect("the schema");
    assert_eq!(number(&database, "SELECT COUNT(*) FROM sale WHERE is_kept").await, 2);
    assert_eq!(number(&database, "SELECT sold FROM listing_sold").await, 2);
    for connection in [database, former] {
        connection.close().await.expect("closing");
    }
    admin.execute_unprepared(&format!("DROP DATABASE {name}")).await.expect("dropping");
}
