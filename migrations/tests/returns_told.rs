//! Shops that have not said where goods go are told that it is their turn before their silence counts, also of returns that began before.

use migrations::sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 22;
const HOUR: i64 = 3_600_000;

/// A case of a shop in a state whose end is near, and its reminder, which is 24 hours before.
fn case(id: &str, shop: &str, state: &str, reminder: &str) -> [String; 2] {
    let (end, reminded) = (30 * HOUR, 6 * HOUR);
    let ended = if reminder == "fired" { reminded.to_string() } else { "NULL".to_owned() };
    [
        format!(
            "INSERT INTO aftersales_case (id, order_id, buyer_id, shop_id, request_digest, kind, reason, state, amount_minor, due_at, \
             opened_at) VALUES (x'{id}', x'0a', x'0b', x'{shop}', x'00', 'return_and_refund', 'damaged', '{state}', 500, {end}, 1)"
        ),
        format!(
            "INSERT INTO timer (id, kind, subject, due_at, state, ended_at) VALUES (x'c0{id}', 'case', x'{id}', {end}, 'waiting', NULL), \
             (x'd0{id}', 'remind_case', x'{id}', {reminded}, '{reminder}', {ended})"
        ),
    ]
}

/// Of each case its end, its clock's and its reminder's time, in hours, and how that reminder stands.
async fn stands(database: &DatabaseConnection) -> Vec<String> {
    let sql = "SELECT hex(c.id) || ' ' || (c.due_at / 3600000) || ' ' || (t.due_at / 3600000) || ' ' || (r.due_at / 3600000) || ' ' || r.state \
               || COALESCE(r.ended_at / 3600000, '') AS line FROM aftersales_case c JOIN timer t ON t.subject = c.id AND t.kind = 'case' \
               JOIN timer r ON r.subject = c.id AND r.kind = 'remind_case' ORDER BY c.id";
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await.expect(sql);
    rows.iter().map(|row| row.try_get("", "line").expect("a text")).collect()
}

async fn before() -> DatabaseConnection {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Neither shops nor orders are there: what is looked at is the rows. The shop 11 has no address, 12 has one.
    let mut rows = vec![
        "PRAGMA foreign_keys = OFF".to_owned(),
        "INSERT INTO shop_return_address (shop_id, recipient, phone, place, changed_by, changed_at) VALUES (x'12', 'r', 'p', 'p', x'0b', 1)"
            .to_owned(),
    ];
    for (id, shop, state, reminder) in [
        ("01", "11", "returning", "fired"),
        ("02", "11", "returning", "waiting"),
        ("03", "12", "returning", "fired"),
        ("04", "11", "returned", "fired"),
    ] {
        rows.extend(case(id, shop, state, reminder));
    }
    for row in rows {
        database.execute_unprepared(&row).await.unwrap_or_else(|error| panic!("{row}: {error}"));
    }
    database
}

/// What is so where the first case ends at an hour: the others are as they were.
fn once_it_ends_at(hour: i64) -> [String; 4] {
    [
        format!("01 {hour} {hour} 6 waiting"),
        "02 30 30 6 waiting".to_owned(),
        "03 30 30 6 fired6".to_owned(),
        "04 30 30 6 fired6".to_owned(),
    ]
}

#[tokio::test]
async fn a_return_whose_shop_was_never_told_that_it_is_its_turn_has_all_of_its_time_and_a_reminder() {
    let database = before().await;
    Migrator::up(&database, None).await.expect("the schema");
    assert_eq!(stands(&database).await, once_it_ends_at(30 + 7 * 24));
}

#[tokio::test]
async fn it_is_the_longest_time_that_the_rule_gives() {
    let database = before().await;
    let rules = "INSERT INTO market_rule (name, in_force_from, value, set_by, set_at) VALUES ('return_send_days', 1, 10, NULL, 1), \
                 ('return_send_days', 2, 9, NULL, 1), ('return_receive_days', 1, 12, NULL, 1)";
    database.execute_unprepared(rules).await.expect(rules);
    Migrator::up(&database, None).await.expect("the schema");
    assert_eq!(stands(&database).await, once_it_ends_at(30 + 10 * 24));
}
