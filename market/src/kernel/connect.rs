//! Opens the database: SQLite in one file, or PostgreSQL by address.

use sea_orm::sqlx::Connection;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use std::time::Duration;

/// The two pools of one database.
#[derive(Clone)]
pub struct Pools {
    /// Takes the writing transactions.
    pub writer: DatabaseConnection,
    /// Answers the queries.
    pub reader: DatabaseConnection,
}

/// How long a command waits for a connection or a lock before it says that the market is busy.
const WAIT: Duration = Duration::from_secs(5);
/// Readers of SQLite: more than the cores that are usual, few enough to stay small.
const SQLITE_READERS: u32 = 8;
/// Connections of one node to PostgreSQL, whose default limit is 100.
pub const POSTGRES_CONNECTIONS: u32 = 20;
/// Prepared statements that a connection keeps. A market has some hundreds; with the usual hundred, an audit alone would push them all
/// out, and each would be parsed and planned again. An address may say another number itself.
const STATEMENTS_KEPT: usize = 500;

/// Connects to `sqlite://path?mode=rwc` or `postgres://…`.
///
/// SQLite gets one writing connection, because writers queue for its lock anyway and a queue in the pool is fairer than one in
/// the file; WAL, so that readers do not wait for it; and `synchronous=FULL`, because NORMAL loses acknowledged commits on a
/// power cut.
///
/// # Errors
/// When the database cannot be opened.
pub async fn connect(url: &str) -> Result<Pools, DbErr> {
    connect_with(url, POSTGRES_CONNECTIONS).await
}

/// The same with at most so many connections to PostgreSQL, or readers of SQLite where that is less than usual.
///
/// # Errors
/// When the database cannot be opened.
pub async fn connect_with(url: &str, connections: u32) -> Result<Pools, DbErr> {
    if url.starts_with("sqlite:") {
        Ok(Pools { writer: sqlite(url, 1).await?, reader: sqlite(url, SQLITE_READERS.min(connections)).await? })
    } else {
        let mut options = options(url, connections);
        if !says_statements_kept(url) {
            options.map_sqlx_postgres_opts(|postgres| postgres.statement_cache_capacity(STATEMENTS_KEPT));
        }
        let pool = Database::connect(options).await?;
        Ok(Pools { writer: pool.clone(), reader: pool })
    }
}

/// Whether an address says how many prepared statements a connection keeps. Behind a pooler that lends its connections by the transaction
/// it has to be none: the next transaction finds itself on another connection, which was never told the statement.
fn says_statements_kept(url: &str) -> bool {
    url.contains("statement-cache-capacity=")
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(connections).min_connections(1).acquire_timeout(WAIT).connect_timeout(WAIT).sqlx_logging(false);
    options
}

async fn sqlite(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, connections);
    options.map_sqlx_sqlite_opts(|sqlite| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(WAIT)
            .statement_cache_capacity(STATEMENTS_KEPT)
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "MEMORY")
    });
    // SQLite itself rolls back when the disk is full or fails, and the ROLLBACK that follows finds nothing to roll back. sqlx then
    // still counts a transaction, and every later one would be a savepoint within none that is ever committed: lost, and unseen by
    // readers. Such a connection is closed. The ping comes after the rollback in the connection's queue.
    options.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
    });
    Database::connect(options).await
}

#[cfg(test)]
mod tests {
    use super::says_statements_kept;

    #[test]
    fn an_address_that_says_how_many_statements_are_kept_has_its_way() {
        assert!(!says_statements_kept("postgres://market@pooler/market?sslmode=require"));
        for kept in ["?statement-cache-capacity=0", "?sslmode=require&statement-cache-capacity=100"] {
            assert!(says_statements_kept(&format!("postgres://market@pooler/market{kept}")), "{kept}");
        }
    }
}
