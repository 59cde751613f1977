//! Puts a market together from its settings: database, clock, keys.

use crate::clock::TestClock;
use crate::keyring::{FileKeyring, master_key};
use crate::photos::{FolderStore, Photos};
use market::kernel::{Clock, Currency, Market, MarketParts, Pools, SystemClock, connect};
use migrations::{Migrator, MigratorTrait};
use std::path::PathBuf;
use std::sync::Arc;

/// The database in the folder, where no other is named.
const DATABASE: &str = "market.sqlite";

/// Whether money is real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Mode {
    /// A market to try out: payments in a sandbox, mail into a folder.
    Demo,
    /// A market for real.
    Production,
}

/// Everything that the command line and the environment say.
#[derive(Clone)]
pub struct Settings {
    /// The folder of database, photos, search index and keys.
    pub data: PathBuf,
    /// Another database than the one in the folder.
    pub database: Option<String>,
    /// Demo or production.
    pub mode: Mode,
    /// The mail server.
    pub smtp: Option<String>,
    /// The sender of the market's mail.
    pub mail_from: String,
    /// The address under which browsers reach the market.
    pub public_url: Option<String>,
    /// Whether `shanhuo clock` may move the time.
    pub test_clock: bool,
}

impl Settings {
    /// Whether this market is for real.
    #[must_use]
    pub fn is_production(&self) -> bool {
        self.mode == Mode::Production
    }

    fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite://{}?mode=rwc", self.data.join(DATABASE).display()))
    }

    /// The file of the database, where it is one.
    fn database_file(&self) -> Option<PathBuf> {
        let Some(url) = &self.database else { return Some(self.data.join(DATABASE)) };
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
        Some(path.split_once('?').map_or(path, |(path, _)| path).into())
    }

    /// Whether there is a market to open: its database, where that is a file, and its key. Opening would make both anew, and whoever
    /// has mistyped a folder would have an empty market there.
    ///
    /// # Errors
    /// A sentence for the person at the terminal.
    pub fn has_market(&self) -> Result<(), String> {
        let mut needed = self.database_file().into_iter().chain([master_key(&self.keys())]);
        match needed.find(|file| !file.exists()) {
            None => Ok(()),
            Some(missing) => {
                Err(format!("There is no market in the folder {}: {} is missing.", self.data.display(), missing.display()))
            }
        }
    }

    fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }
}

/// A market and its pools.
pub struct Opened {
    /// The market.
    pub market: Market,
    /// Its database, for migrations and health.
    pub pools: Pools,
    keyring: Arc<FileKeyring>,
}

impl Opened {
    /// The same market by another clock.
    #[must_use]
    pub fn by_clock(&self, clock: Arc<dyn Clock>) -> Market {
        assemble(&self.pools, clock, self.keyring.clone())
    }
}

fn assemble(pools: &Pools, clock: Arc<dyn Clock>, keyring: Arc<FileKeyring>) -> Market {
    let (writer, reader) = (pools.writer.clone(), pools.reader.clone());
    Market::new(MarketParts { writer, reader, clock, keyring, currency: Currency::Cny })
}

/// Opens the market of these settings.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn open(settings: &Settings) -> Result<Opened, String> {
    std::fs::create_dir_all(&settings.data)
        .map_err(|error| format!("The data folder {} cannot be made: {error}", settings.data.display()))?;
    let pools = connect(&settings.database_url()).await.map_err(|error| format!("The database cannot be opened: {error}"))?;
    if settings.is_production() && settings.test_clock {
        return Err("SHANHUO_TEST_CLOCK=1 is refused in production: clocks there decide about money.".to_owned());
    }
    let clock: Arc<dyn Clock> =
        if settings.test_clock { Arc::new(TestClock::in_folder(&settings.data)) } else { Arc::new(SystemClock) };
    let keyring = FileKeyring::open(&settings.keys()).map_err(|error| format!("The keys cannot be opened: {error}"))?;
    let keyring = Arc::new(keyring);
    let market = assemble(&pools, clock, keyring.clone());
    Ok(Opened { market, pools, keyring })
}

/// Opens a market that is there, for a command that reads it or changes a row: it makes none where there is none, and leaves the schema as
/// it is.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn open_existing(settings: &Settings) -> Result<Opened, String> {
    settings.has_market()?;
    let opened = open(settings).await?;
    let pending = Migrator::get_pending_migrations_read_only(&opened.pools.reader)
        .await
        .map_err(|error| format!("The schema of this market cannot be read by this program: {error}"))?;
    match pending.len() {
        0 => Ok(opened),
        all if all == Migrator::migrations().len() => Err("There is no market in this database: it has no tables.".to_owned()),
        _ => Err("The schema of this market is older than this program: `shanhuo migrate` brings it up to date.".to_owned()),
    }
}

/// Where the search indexes lie.
pub fn indexes(settings: &Settings) -> search::Place {
    search::Place::new(settings.data.join("index"))
}

/// Opens the folder of photos.
///
/// # Errors
/// A sentence for the person at the terminal.
pub fn photos(settings: &Settings) -> Result<Photos, String> {
    let folder = settings.data.join("photos");
    let store = FolderStore::open(&folder)
        .map_err(|error| format!("The folder of photos {} cannot be opened: {error}", folder.display()))?;
    Ok(Photos::new(Arc::new(store)))
}

/// Brings the schema up to date.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn migrate(pools: &Pools) -> Result<(), String> {
    Migrator::up(&pools.writer, None).await.map_err(|error| format!("The schema cannot be brought up to date: {error}"))
}
