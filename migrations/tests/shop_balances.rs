//! A shop's balance is what was posted on its account before the database kept it, what is posted meanwhile, and what comes later.

mod waiting;

use migrations::sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, TransactionTrait};
use migrations::{Migrator, MigratorTrait};
use waiting::{number, somebody_waits};

/// Those before.
const BEFORE: u32 = 7;
const BALANCES: &str = "SELECT CAST(COALESCE(SUM(posted_minor), 0) AS BIGINT) FROM ledger_balance";
/// A shop's account, and the one of an order.
const ACCOUNTS: [(&str, &str, &str); 2] = [("a1", "shop_payable", "b1"), ("a2", "escrow", "b2")];

/// An id as the engine writes it.
fn id(database: &impl ConnectionTrait, id: &str) -> String {
    let is_sqlite = database.get_database_backend() == DatabaseBackend::Sqlite;
    if is_sqlite { format!("x'{id:0>32}'") } else { format!("'{id:0>32}'") }
}

async fn run(database: &impl ConnectionTrait, statement: &str) {
    database.execute_unprepared(statement).await.expect(statement);
}

/// The schema before, with both accounts.
async fn before(database: &DatabaseConnection) {
    Migrator::up(database, Some(BEFORE)).await.expect("the schema before");
    for (account, kind, owner) in ACCOUNTS {
        let (account, owner) = (id(database, account), id(database, owner));
        let opened =
            format!("INSERT INTO ledger_account (id, kind, owner, currency) VALUES ({account}, '{kind}', {owner}, 'CNY')");
        run(database, &opened).await;
    }
}

/// So many fen of the order become the shop's, or shall.
async fn books(database: &impl ConnectionTrait, journal: &str, phase: &str, fen: i64) {
    let [journal, shop, order] = [journal, "a1", "a2"].map(|text| id(database, text));
    let made = format!(
        "INSERT INTO ledger_journal (id, kind, subject, phase, made_at) VALUES ({journal}, 'release', {journal}, '{phase}', 1)"
    );
    let entries = format!(
        "INSERT INTO ledger_entry (journal_id, position, account_id, amount_minor) VALUES ({journal}, 0, {order}, {fen}), \
         ({journal}, 1, {shop}, -{fen})"
    );
    for statement in [made, entries] {
        run(database, &statement).await;
    }
}

#[tokio::test]
async fn a_balance_is_what_was_posted_before_and_what_is_posted_later() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    before(&database).await;
    books(&database, "01", "posted", 100).await;
    books(&database, "02", "posted", 20).await;
    books(&database, "03", "pending", 5_000).await;
    Migrator::up(&database, Some(1)).await.expect("the balances");
    assert_eq!(number(&database, BALANCES).await, -120);
    books(&database, "04", "posted", 3).await;
    books(&database, "05", "pending", 7_000).await;
    assert_eq!(number(&database, BALANCES).await, -123);
    assert_eq!(number(&database, "SELECT COUNT(*) FROM ledger_balance").await, 1, "an order's account has none");
}

#[tokio::test]
async fn balances_are_made_whole_or_not_at_all() {
    let database = Database::connect("sqlite::memory:").await.expect("a database");
    before(&database).await;
    books(&database, "01", "posted", 100).await;
    // It cannot be written down as done, as where a process ends before that.
    run(&database, "CREATE TRIGGER ends BEFORE INSERT ON seaql_migrations BEGIN SELECT RAISE(ABORT, 'it ends here'); END").await;
    Migrator::up(&database, Some(1)).await.expect_err("it cannot be written down");
    let made = "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('ledger_balance', 'ledger_entry_counts')";
    assert_eq!(number(&database, made).await, 0);
    run(&database, "DROP TRIGGER ends").await;
    Migrator::up(&database, Some(1)).await.expect("the balances");
    assert_eq!(number(&database, BALANCES).await, -100);
}

#[tokio::test]
async fn balances_that_a_version_before_has_begun_are_made_anew() {
    // What it did, each by itself, in this order.
    let deeds = [
        "CREATE TABLE ledger_balance (account_id BLOB PRIMARY KEY REFERENCES ledger_account (id), posted_minor INTEGER NOT NULL) STRICT",
        include_str!("../src/sql/ledger_balance_found.sql"),
        include_str!("../src/sql/ledger_balance_sqlite.sql"),
    ];
    for done in 1..=deeds.len() {
        let database = Database::connect("sqlite::memory:").await.expect("a database");
        before(&database).await;
        books(&database, "01", "posted", 100).await;
        for deed in deeds.iter().take(done) {
            run(&database, deed).await;
        }
        books(&database, "02", "posted", 20).await;
        Migrator::up(&database, Some(1)).await.expect("the balances");
        assert_eq!(number(&database, BALANCES).await, -120, "after {done}");
        books(&database, "03", "posted", 3).await;
        assert_eq!(number(&database, BALANCES).await, -123, "after {done}");
    }
}

#[tokio::test]
async fn what_is_booked_while_balances_are_summed_up_is_counted() {
    let Ok(cluster) = std::env::var("SHANHUO_TEST_POSTGRES") else {
        eprintln!("SHANHUO_TEST_POSTGRES is not set: not run on PostgreSQL");
        return;
    };
    let admin = Database::connect(format!("{cluster}/postgres")).await.expect("the test cluster");
    let name = format!("shop_balances_{}", std::process::id());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    let url = format!("{cluster}/{name}");
    let database = Database::connect(&url).await.expect("a database");
    let former = Database::connect(&url).await.expect("a database");
    before(&database).await;
    books(&former, "01", "posted", 100).await;

    // The version before books once more meanwhile, and commits only when it is waited for.
    let meanwhile = former.begin().await.expect("a transaction");
    books(&meanwhile, "02", "posted", 20).await;
    let booking = async {
        somebody_waits(&admin, &name).await;
        meanwhile.commit().await.expect("a commit");
    };
    let (migrated, ()) = tokio::join!(Migrator::up(&database, Some(1)), booking);
    migrated.expect("the balances");
    assert_eq!(number(&database, BALANCES).await, -120);
    books(&former, "03", "posted", 3).await;
    assert_eq!(number(&database, BALANCES).await, -123);
    for connection in [database, former] {
        connection.close().await.expect("closing");
    }
    admin.execute_unprepared(&format!("DROP DATABASE {name}")).await.expect("dropping");
}
