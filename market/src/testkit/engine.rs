//! A fresh, migrated database a test, on either engine.

mod kept;

pub use kept::Kept;

use super::{TestClock, TestKeyring};
use crate::kernel::{Currency, Market, MarketParts, POSTGRES_CONNECTIONS, Pools, Timestamp, connect_with};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::OnceCell;

/// A market on a database of its own, with a clock that the test moves.
pub struct TestMarket {
    /// What commands are given.
    pub market: Market,
    /// Moves the market's time.
    pub clock: Arc<TestClock>,
    url: String,
    pools: Pools,
    folder: Option<tempfile::TempDir>,
    queries: Arc<AtomicU64>,
    connections: u32,
}

/// Connections to PostgreSQL of a market in which one thing is done after the other: a transaction's, and one beside it; on SQLite two
/// readers. A connection goes back to its pool a moment after it was used, and whoever asks in between is given a new one, which has to
/// read the schema and to plan every statement anew.
const CONNECTIONS_FOR_ONE: u32 = 2;

/// A database that nobody has open, to be copied.
pub struct Frozen {
    url: String,
    folder: Option<tempfile::TempDir>,
    now: Timestamp,
}

impl Frozen {
    /// A market on a copy of the database, at the same time.
    ///
    /// # Panics
    /// When the copy cannot be made.
    pub async fn thaw(&self) -> TestMarket {
        self.open_copy(POSTGRES_CONNECTIONS).await
    }

    /// The same, for a test in which one thing is done after the other.
    ///
    /// # Panics
    /// When the copy cannot be made.
    pub async fn thaw_for_one(&self) -> TestMarket {
        self.open_copy(CONNECTIONS_FOR_ONE).await
    }

    async fn open_copy(&self, connections: u32) -> TestMarket {
        let clock = Arc::new(TestClock::at(self.now));
        let Some(folder) = &self.folder else {
            let (cluster, name) = self.url.rsplit_once('/').expect("a database's name");
            let copy = make_database(cluster, &copy_of(name)).await;
            return TestMarket::open_with(format!("{cluster}/{copy}"), None, clock, connections).await;
        };
        let own = tempfile::tempdir().expect("a temporary folder");
        std::fs::copy(folder.path().join("market.sqlite"), own.path().join("market.sqlite")).expect("a copy");
        TestMarket::open_with(sqlite_url(&own), Some(own), clock, connections).await
    }
}

fn sqlite_url(folder: &tempfile::TempDir) -> String {
    format!("sqlite://{}?mode=rwc", folder.path().join("market.sqlite").display())
}

/// The schema once a process, for every test to begin with a copy of: the migrations take longer than most tests.
async fn migrated_file() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let kit = TestMarket::open(sqlite_url(&folder), Some(folder), Arc::default()).await;
    Migrator::up(&kit.pools.writer, None).await.expect("the schema");
    let Frozen { folder, .. } = kit.freeze().await;
    std::fs::read(folder.expect("a folder").path().join("market.sqlite")).expect("the schema's file")
}

/// The same on PostgreSQL: the name of a database that nobody has open.
async fn migrated_database(cluster: &str) -> String {
    let name = make_database(cluster, "").await;
    let kit = TestMarket::open(format!("{cluster}/{name}"), None, Arc::default()).await;
    Migrator::up(&kit.pools.writer, None).await.expect("the schema");
    kit.close().await;
    name
}

/// File by file: a test's database is small, and its journal of no use to anybody. Needs PostgreSQL 15.
fn copy_of(name: &str) -> String {
    format!("TEMPLATE {name} STRATEGY FILE_COPY")
}

/// Makes a database, as `how` says. Its name.
async fn make_database(cluster: &str, how: &str) -> String {
    let name = format!("test_{}", uuid::Uuid::now_v7().simple());
    let admin = Database::connect(format!("{cluster}/postgres")).await.expect("the test cluster");
    admin.execute_unprepared(&format!("CREATE DATABASE {name} {how}")).await.expect("a database");
    admin.close().await.expect("closing");
    name
}

/// A market on these connections.
fn market_on(Pools { writer, reader }: Pools, clock: &Arc<TestClock>, currency: Currency) -> Market {
    let (clock, keyring) = (clock.clone(), Arc::new(TestKeyring));
    Market::new(MarketParts { writer, reader, clock, keyring, currency })
}

impl TestMarket {
    /// On SQLite, in a temporary folder.
    ///
    /// # Panics
    /// When the database cannot be made: the test cannot run then.
    pub async fn sqlite() -> Self {
        static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
        let migrated = MIGRATED.get_or_init(migrated_file).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("market.sqlite"), migrated).expect("a copy");
        Self::open(sqlite_url(&folder), Some(folder), Arc::default()).await
    }

    /// On PostgreSQL, in a database of its own within the cluster that `SHANHUO_TEST_POSTGRES` names; none where it names none.
    ///
    /// # Panics
    /// When the database cannot be made.
    pub async fn postgres() -> Option<Self> {
        static MIGRATED: OnceCell<String> = OnceCell::const_new();
        let cluster = std::env::var("SHANHUO_TEST_POSTGRES").ok()?;
        let migrated = MIGRATED.get_or_init(|| migrated_database(&cluster)).await;
        let name = make_database(&cluster, &copy_of(migrated)).await;
        Some(Self::open(format!("{cluster}/{name}"), None, Arc::default()).await)
    }

    async fn open(url: String, folder: Option<tempfile::TempDir>, clock: Arc<TestClock>) -> Self {
        Self::open_with(url, folder, clock, POSTGRES_CONNECTIONS).await
    }

    async fn open_with(url: String, folder: Option<tempfile::TempDir>, clock: Arc<TestClock>, connections: u32) -> Self {
        let mut pools = connect_with(&url, connections).await.expect("a database");
        let queries = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&queries);
        pools.reader.set_metric_callback(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        let market = market_on(pools.clone(), &clock, Currency::Cny);
        Self { market, clock, url, pools, folder, queries, connections }
    }

    /// The same market, settling in another currency. Call it before anything is sold: rows hold bare minor units.
    #[must_use]
    pub fn settling_in(mut self, currency: Currency) -> Self {
        self.market = market_on(self.pools.clone(), &self.clock, currency);
        self
    }

    /// Lets go of the database, for [`Frozen::thaw`] to make copies of it.
    ///
    /// # Panics
    /// When the connections cannot be closed.
    pub async fn freeze(self) -> Frozen {
        let now = self.market.now();
        if self.folder.is_some() {
            self.market.db().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("a checkpoint");
        }
        self.close().await;
        Frozen { url: self.url.clone(), folder: self.folder, now }
    }

    /// Takes the database away, for tests that make hundreds of them. Twins lose theirs.
    ///
    /// # Panics
    /// When the cluster refuses.
    pub async fn discard(self) {
        self.close().await;
        if self.folder.is_none() {
            let (cluster, name) = self.url.rsplit_once('/').expect("a database's name");
            let admin = Database::connect(format!("{cluster}/postgres")).await.expect("the test cluster");
            admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("a dropped database");
            admin.close().await.expect("closing");
        }
    }

    async fn close(&self) {
        let Pools { writer, reader } = self.pools.clone();
        writer.close().await.expect("closing");
        reader.close().await.expect("closing");
    }

    /// The process ends and starts again: other connections, the same database and time.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn restart(self) -> Self {
        self.close().await;
        let (clock, currency) = (self.clock.clone(), self.market.currency());
        Self::open_with(self.url.clone(), self.folder, clock, self.connections).await.settling_in(currency)
    }

    /// Another process on the same database, with connections of its own and the same time.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn twin(&self) -> Market {
        Self::open(self.url.clone(), None, self.clock.clone()).await.settling_in(self.market.currency()).market
    }

    /// Another process on the same database, whose clock stands elsewhere.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn twin_at(&self, now: Timestamp) -> Market {
        Self::open(self.url.clone(), None, Arc::new(TestClock::at(now))).await.settling_in(self.market.currency()).market
    }

    /// Another process on the same database that has one connection and keeps it, so that a statement is planned once however often it is
    /// asked: for what is asked after each deed.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn auditor(&self) -> Market {
        let mut options = ConnectOptions::new(self.url.clone());
        options.max_connections(1).sqlx_logging(false);
        let only = Database::connect(options).await.expect("a database");
        market_on(Pools { writer: only.clone(), reader: only }, &self.clock, self.market.currency())
    }

    /// How many statements were asked so far of the pool that answers queries. What transactions ask is not among them.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// Where the database lies, on SQLite.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
    }
}
