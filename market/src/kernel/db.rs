//! The one way to the database: [`Market`] holds both pools, the clock and the keys; [`Tx`] is one command's transaction.

use super::{AttemptId, Clock, Currency, Fault, Problem, Timestamp, outage};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Notify;

/// Encrypts what must not lie open in the database. The adapter is in `server`.
pub trait Keyring: Send + Sync {
    /// Seals `plain`; `place` is `table|column|row` and must be given again to open it.
    ///
    /// # Errors
    /// [`KeyringError`] when the cipher fails.
    fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, KeyringError>;
    /// Opens what [`Keyring::seal`] made for the same `place`.
    ///
    /// # Errors
    /// [`KeyringError`] when the text was altered, moved to another row, or sealed with another key.
    fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyringError>;
    /// A keyed digest by which equal values are found without being readable.
    fn blind_index(&self, purpose: &str, plain: &[u8]) -> Vec<u8>;
}

/// Sealing or opening failed. Says no more, on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the keyring cannot seal or open this value")]
pub struct KeyringError;

impl<R> From<KeyringError> for Problem<R> {
    fn from(error: KeyringError) -> Self {
        Self::Fault(Fault::broken(error))
    }
}

/// What a [`Market`] is made of.
pub struct MarketParts {
    /// Takes the writing transactions. One connection on SQLite, where writers queue anyway.
    pub writer: DatabaseConnection,
    /// Answers the queries; may be the same pool.
    pub reader: DatabaseConnection,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Seals identities.
    pub keyring: Arc<dyn Keyring>,
    /// What the market settles in.
    pub currency: Currency,
}

/// The market: what every command and query is given first.
#[derive(Clone)]
pub struct Market {
    parts: Arc<MarketParts>,
    work: Arc<Notify>,
    words: Arc<Notify>,
    commits: Arc<AtomicU64>,
    attempt: Option<AttemptId>,
}

impl Market {
    /// Puts a market together.
    #[must_use]
    pub fn new(parts: MarketParts) -> Self {
        let commits = Arc::new(AtomicU64::new(0));
        let (work, words) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        Self { parts: Arc::new(parts), work, words, commits, attempt: None }
    }
    /// The same market for one sending of a form: a command that is given it does its work once, however often the form arrives,
    /// and refuses another content under the same id.
    #[must_use]
    pub fn for_attempt(&self, attempt: AttemptId) -> Self {
        Self { attempt: Some(attempt), ..self.clone() }
    }
    /// Now, by the market's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }
    /// The pool that answers queries.
    #[must_use]
    pub fn db(&self) -> &DatabaseConnection {
        &self.parts.reader
    }
    /// Which engine answers, for hand-written SQL.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.parts.reader.get_database_backend()
    }
    /// The keys.
    #[must_use]
    pub fn keyring(&self) -> &dyn Keyring {
        &*self.parts.keyring
    }
    /// The currency in which the market settles.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.parts.currency
    }
    /// Woken after every commit, so that jobs need not wait for their next look.
    #[must_use]
    pub fn work(&self) -> Arc<Notify> {
        Arc::clone(&self.work)
    }
    /// Woken when something that a payment provider told was noted, so that the money need not wait for a next look.
    #[must_use]
    pub fn words(&self) -> Arc<Notify> {
        Arc::clone(&self.words)
    }
    /// How often this process has committed: whoever keeps something in memory knows by it whether to look again.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Acquire)
    }

    /// Begins a command's transaction: IMMEDIATE on SQLite, so that waiting for the lock happens here and not half-way;
    /// READ COMMITTED on PostgreSQL.
    ///
    /// # Errors
    /// A database that is locked for too long, full or gone.
    pub async fn begin(&self, name: &'static str) -> Result<Tx, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.parts.writer.begin_with_options(options).await?;
        let (work, commits) = (Arc::clone(&self.work), Arc::clone(&self.commits));
        Ok(Tx { inner, name, currency: self.parts.currency, work, commits, attempt: self.attempt })
    }
}

/// One command's transaction. Dropping it without [`Tx::commit`] rolls back.
#[must_use = "nothing is kept until `commit`"]
pub struct Tx {
    inner: DatabaseTransaction,
    name: &'static str,
    currency: Currency,
    work: Arc<Notify>,
    commits: Arc<AtomicU64>,
    attempt: Option<AttemptId>,
}

impl Tx {
    /// The command's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
    /// The sending of a form that the command is done for, where there is one.
    #[must_use]
    pub const fn attempt(&self) -> Option<AttemptId> {
        self.attempt
    }

    /// The currency in which the market settles; rows hold bare minor units of it.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Keeps what was written, and wakes the jobs.
    ///
    /// # Errors
    /// A database that refuses to commit; nothing was kept then.
    pub async fn commit(self) -> Result<(), DbErr> {
        let outcome = self.inner.commit().await;
        // A commit whose answer was lost may have happened.
        self.commits.fetch_add(1, Ordering::Release);
        outcome?;
        tracing::debug!(command.name = self.name, "committed {}", self.name);
        self.work.notify_one();
        Ok(())
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

/// The SQL of the engine in use, where the two differ.
#[must_use]
pub fn engine_sql<'a>(db: &impl ConnectionTrait, sqlite: &'a str, postgres: &'a str) -> &'a str {
    if db.get_database_backend() == DatabaseBackend::Sqlite { sqlite } else { postgres }
}

/// `count` placeholders from `$first` on, for an IN list: `$2, $3, $4`.
#[must_use]
pub fn placeholders(first: usize, count: usize) -> String {
    (first..first.saturating_add(count)).map(|position| format!("${position}")).collect::<Vec<_>>().join(", ")
}

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        let (detail, unavailable) = (error.to_string(), outage::passes(&error));
        if unavailable { Self::unavailable(detail) } else { Self::broken(detail) }
    }
}

impl<R> From<DbErr> for Problem<R> {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}
