//! Bookings that no line of a statement was before are in the list of those, and so is what comes later, until a line is tied to it.

use migrations::sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use migrations::{Migrator, MigratorTrait};

/// Those before.
const BEFORE: u32 = 20;

async fn alone(database: &DatabaseConnection) -> String {
    let found =
        "SELECT COALESCE(group_concat(hex(journal_id), ' '), '') FROM (SELECT journal_id FROM booking_alone ORDER BY journal_id)";
    let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), found)).await;
    row.expect(found).expect(found).try_get_by_index::<String>(0).expect(found)
}

async fn run(database: &DatabaseConnection, statements: &[&str]) {
    for statement in statements {
        database.execute_unprepared(statement).await.expect(statement);
    }
}

#[tokio::test]
async fn a_booking_is_in_the_list_until_a_line_is_tied_to_it() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    Migrator::up(&database, Some(BEFORE)).await.expect("the schema before");
    // Two captures, of which the statement has one; a promise, and a release, which no provider knows.
    let before = [
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO ledger_account (id, kind, owner, currency) VALUES (x'a1', 'clearing', NULL, 'CNY'), (x'a2', 'escrow', x'b1', 'CNY')",
        "INSERT INTO ledger_journal (id, kind, subject, phase, settles, made_at) VALUES (x'01', 'capture', x'c1', 'posted', NULL, 1), \
         (x'02', 'capture', x'c2', 'posted', NULL, 1), (x'03', 'capture', x'c3', 'pending', NULL, 1), \
         (x'04', 'release', x'b1', 'posted', NULL, 1)",
        "INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) VALUES (x'01', 0, x'a1', 5), (x'01', 1, x'a2', -5), \
         (x'02', 0, x'a1', 5), (x'02', 1, x'a2', -5), (x'03', 0, x'a1', 5), (x'03', 1, x'a2', -5), (x'04', 0, x'a2', 5), (x'04', 1, x'a2', -5)",
        "INSERT INTO provider_report_line (provider, line_id, kind, amount_minor, currency, happened_at, journal_id) VALUES \
         ('p', 't1', 'captured', 5, 'CNY', 1, x'01'), ('p', 't2', 'captured', 5, 'CNY', 1, NULL)",
    ];
    run(&database, &before).await;
    Migrator::up(&database, None).await.expect("the schema");
    assert_eq!(alone(&database).await, "02");
    let kept = [
        "INSERT INTO ledger_journal (id, kind, subject, phase, settles, made_at) VALUES (x'05', 'capture', x'c3', 'posted', x'03', 2), \
         (x'06', 'release', x'b2', 'posted', NULL, 2), (x'07', 'capture', x'c7', 'pending', NULL, 2)",
        "INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) VALUES (x'05', 0, x'a1', 5), (x'05', 1, x'a2', -5), \
         (x'06', 0, x'a2', 5), (x'06', 1, x'a2', -5), (x'07', 0, x'a1', 5), (x'07', 1, x'a2', -5)",
    ];
    run(&database, &kept).await;
    assert_eq!(alone(&database).await, "02 05");
    run(&database, &["UPDATE provider_report_line SET journal_id = x'02' WHERE line_id = 't2'"]).await;
    assert_eq!(alone(&database).await, "05");
}
