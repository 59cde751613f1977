//! A fresh, migrated database a test, on either engine.

use super::{TestClock, TestKeyring};
use crate::kernel::{Currency, Market, MarketParts, Pools, connect};
use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use std::sync::Arc;

/// A market on a database of its own, with a clock that the test moves.
pub struct TestMarket {
    /// What commands are given.
    pub market: Market,
    /// Moves the market's time.
    pub clock: Arc<TestClock>,
    folder: Option<tempfile::TempDir>,
}

impl TestMarket {
    /// On SQLite, in a temporary folder.
    ///
    /// # Panics
    /// When the database cannot be made: the test cannot run then.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("market.sqlite").display());
        Self::on(&url, Some(folder)).await
    }

    /// On PostgreSQL, in a database of its own within the cluster that `SHANHUO_TEST_POSTGRES` names; none where it names none.
    ///
    /// # Panics
    /// When the database cannot be made.
    pub async fn postgres() -> Option<Self> {
        let cluster = std::env::var("SHANHUO_TEST_POSTGRES").ok()?;
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        let admin = sea_orm::Database::connect(format!("{cluster}/postgres")).await.expect("the test cluster");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
        admin.close().await.expect("closing");
        Some(Self::on(&format!("{cluster}/{name}"), None).await)
    }

    async fn on(url: &str, folder: Option<tempfile::TempDir>) -> Self {
        let Pools { writer, reader } = connect(url).await.expect("a database");
        Migrator::up(&writer, None).await.expect("the schema");
        let clock = Arc::new(TestClock::default());
        let market = Market::new(MarketParts {
            writer,
            reader,
            clock: clock.clone(),
            keyring: Arc::new(TestKeyring),
            currency: Currency::Cny,
        });
        Self { market, clock, folder }
    }

    /// Where the database lies, on SQLite.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
    }
}
