//! What a database holds when coupons come is there afterwards, and still refers to what it did: on SQLite orders and accounts are made
//! anew beneath it.

use migrations::sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 15;
/// An order that was paid, with somebody, a shop, an event and the books around it.
const THERE: [&str; 9] = [
    "INSERT INTO person (id, name, language, is_operator, is_courier, created_at) VALUES (x'01', 'Ben', 'en', 0, 0, 1)",
    "INSERT INTO shop (id, handle, name, story, place, ships_from, verification, opened_at, opened_with) \
     VALUES (x'02', 'danqing', 'Danqing', '', '', '43', 'approved', 1, x'00')",
    "INSERT INTO payment (id, buyer_id, request_digest, state, provider, amount_minor, currency, created_at, expires_at) \
     VALUES (x'03', x'01', x'00', 'captured', 'sandbox', 1258, 'CNY', 1, 2)",
    "INSERT INTO orders (id, number, payment_id, buyer_id, shop_id, state, currency, items_minor, freight_minor, total_minor, fee_minor, \
     recipient, phone, region_code, region_names, street, note, placed_at, refunded_minor, refunded_fee_minor) VALUES (x'04', '1', x'03', \
     x'01', x'02', 'paid', 'CNY', 458, 800, 1258, 5, 'Ben', '1', '43', 'Hunan', '1', '', 1, 258, 1)",
    "INSERT INTO order_event (id, order_id, event, to_state, actor_kind, reason, happened_at) \
     VALUES (x'05', x'04', 'place', 'placed', 'buyer', '', 1)",
    "INSERT INTO ledger_account (id, kind, owner, currency) VALUES (x'06', 'escrow', x'04', 'CNY'), (x'07', 'shop_payable', x'02', 'CNY')",
    "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) VALUES (x'08', 'release', x'04', 'posted', 1)",
    "INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) VALUES (x'08', 0, x'06', 1258), (x'08', 1, x'07', -1258)",
    "INSERT INTO refund (id, payment_id, order_id, amount_minor, fee_minor, source, reason, state, created_at) \
     VALUES (x'09', x'03', x'04', 258, 1, 'escrow', 'case', 'waiting', 1)",
];

async fn run(database: &DatabaseConnection, sql: &str) {
    database.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn line(database: &DatabaseConnection, sql: &str) -> String {
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await;
    row.expect("an answer").expect("a row").try_get("", "line").expect("a text")
}

#[tokio::test]
async fn what_was_there_before_coupons_is_there_afterwards() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    for row in THERE {
        run(&database, row).await;
    }

    Migrator::up(&database, None).await.expect("the schema after");

    let order = "SELECT total_minor || ' ' || refunded_minor || ' ' || shop_discount_minor || ' ' || market_discount_minor || ' ' || \
                 refunded_market_discount_minor AS line FROM orders";
    assert_eq!(line(&database, order).await, "1258 258 0 0 0");
    assert_eq!(line(&database, "SELECT group_concat(kind) AS line FROM ledger_account").await, "escrow,shop_payable");
    assert_eq!(line(&database, "SELECT CAST(posted_minor AS TEXT) AS line FROM ledger_balance").await, "-1258");
    assert_eq!(line(&database, "SELECT CAST(market_discount_minor AS TEXT) AS line FROM refund").await, "0");
    for (refused, because) in [
        ("DELETE FROM orders", "FOREIGN KEY"),
        ("DELETE FROM ledger_account", "FOREIGN KEY"),
        ("UPDATE orders SET market_discount_minor = 1", "CHECK"),
        ("UPDATE orders SET refunded_market_discount_minor = 1", "CHECK"),
        ("INSERT INTO ledger_account (id, kind, currency) VALUES (x'0a', 'gift', 'CNY')", "CHECK"),
        ("INSERT INTO ledger_account (id, kind, owner, currency) VALUES (x'0a', 'escrow', x'04', 'CNY')", "UNIQUE"),
    ] {
        let error = database.execute_unprepared(refused).await.expect_err(refused).to_string();
        assert!(error.contains(because), "{refused}: {error}");
    }
    run(&database, "UPDATE orders SET items_minor = 558, market_discount_minor = 60, shop_discount_minor = 40").await;
    run(&database, "INSERT INTO ledger_account (id, kind, currency) VALUES (x'0a', 'promotion', 'CNY')").await;
}
