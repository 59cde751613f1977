//! Following the database: what was touched is taken out and put in anew as it is now, in batches, each of them one commit that
//! carries the horizon that it reaches. A crash loses no change: the next start goes on where the last commit ended.

use crate::engine::{Broken, Engine};
use market::catalog::ListingId;
use market::change::queries::{CHANGES_MAX, beginning, end, since};
use market::change::{Change, Subject};
use market::discovery::Tree;
use market::discovery::queries::{DOCUMENTS_MAX, documents, documents_of, sellers_of, shop_document, tree};
use market::kernel::{Fault, Market, Timestamp};
use market::shop::ShopId;
use std::collections::{BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use uuid::Uuid;

/// How far an index has read.
#[derive(Debug, Default)]
pub struct Progress {
    horizon: Option<i64>,
    /// Beyond the horizon, and taken already.
    told: HashSet<i64>,
    /// What another process that writes does not have yet.
    awaited: Option<Awaited>,
}

/// The end of the change feed at a look.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    place: i64,
    seen_at: Timestamp,
}

impl Progress {
    /// Up to where it has read.
    pub fn horizon(&self) -> Option<i64> {
        self.horizon
    }
}

/// What became of an attempt to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// There are no more changes.
    UpToDate,
    /// What it would have to read is forgotten: it must be built anew.
    TooFarBehind,
}

/// Why nothing was followed.
#[derive(Debug)]
pub enum Halted {
    /// The index cannot be read, or not be written to.
    Index(Broken),
    /// The database gives no answer.
    Market(Fault),
}

impl From<Broken> for Halted {
    fn from(broken: Broken) -> Self {
        Self::Index(broken)
    }
}

impl From<Fault> for Halted {
    fn from(fault: Fault) -> Self {
        Self::Market(fault)
    }
}

impl From<Halted> for Fault {
    fn from(halted: Halted) -> Self {
        match halted {
            Halted::Index(broken) => broken.into(),
            Halted::Market(fault) => fault,
        }
    }
}

/// Brings an index up to date.
///
/// # Errors
/// A fault of the database or of the disk, or damage. The index stays at its last commit.
pub async fn catch_up(market: &Market, engine: &Engine, known: &mut Tree, progress: &mut Progress) -> Result<Followed, Halted> {
    loop {
        let horizon = match progress.horizon {
            Some(horizon) => horizon,
            // Another process may have committed since this one last looked.
            None => committed(engine)?,
        };
        let news = since(market, horizon, CHANGES_MAX).await?;
        let fresh: Vec<Change> =
            news.changes.iter().filter(|change| !progress.told.contains(&change.sequence)).copied().collect();
        if !fresh.is_empty() {
            if horizon < beginning(market).await? {
                return Ok(Followed::TooFarBehind);
            }
            // Goods are told of after their category was renamed, and never taken by its old name.
            if fresh.iter().any(|change| change.subject == Subject::Market) {
                *known = tree(market).await?;
            }
            apply(market, engine, known, &fresh).await?;
            at_work(|| engine.commit(news.horizon))?;
        } else if news.changes.iter().any(|change| change.place <= news.horizon) {
            // On PostgreSQL it was taken beyond the horizon of its commit. Whoever reads along knows of commits only.
            at_work(|| engine.commit(news.horizon))?;
        }
        let told = news.changes.iter().map(|change| change.sequence).collect();
        *progress = Progress { horizon: Some(news.horizon), told, awaited: None };
        if !news.more {
            return Ok(Followed::UpToDate);
        }
    }
}

/// Up to where the last commit has read, which is answered from from here on.
fn committed(engine: &Engine) -> Result<i64, Broken> {
    at_work(|| engine.horizon().and_then(|horizon| engine.reload().map(|()| horizon)))
}

/// Works with an index while nobody waits for this thread. A file that changed under its reader ends in a panic of the engine.
fn at_work<T>(work: impl FnOnce() -> Result<T, Broken>) -> Result<T, Broken> {
    let ended = tokio::task::block_in_place(|| catch_unwind(AssertUnwindSafe(work)));
    ended.unwrap_or_else(|_| Err(Broken::Corrupt("the engine panicked over it, of which the log tells".to_owned())))
}

/// What the commits of another process have.
#[derive(Clone, Copy, Debug)]
pub struct ReadAlong {
    /// Up to where everything counts.
    pub horizon: i64,
    /// When that was everything; none where nobody knows better than before.
    pub current_at: Option<Timestamp>,
}

/// Looks at what another process commits, which holds the lock and writes. A change has no time of its own: what is not in yet is as
/// old as the look that saw the feed end with it. Once that is in, what the feed ends with then is waited for: an index that is always
/// a little behind is not far behind.
///
/// # Errors
/// A fault of the database or of the disk, or damage.
pub async fn read_along(market: &Market, engine: &Engine, progress: &mut Progress) -> Result<ReadAlong, Halted> {
    let seen_at = market.now();
    let horizon = committed(engine)?;
    let news = since(market, horizon, CHANGES_MAX).await?;
    let Some(last) = news.changes.iter().map(|change| change.place).max() else {
        *progress = Progress::default();
        return Ok(ReadAlong { horizon: news.horizon.max(horizon), current_at: Some(seen_at) });
    };
    let (before, next) = (progress.awaited, Awaited { place: end(market).await?.max(last), seen_at });
    let is_in = before.is_some_and(|awaited| awaited.place <= horizon);
    let awaited = before.filter(|_| !is_in).unwrap_or(next);
    *progress = Progress { awaited: Some(awaited), ..Progress::default() };
    Ok(ReadAlong { horizon, current_at: before.filter(|_| is_in).map(|awaited| awaited.seen_at) })
}

async fn apply(market: &Market, engine: &Engine, tree: &Tree, changes: &[Change]) -> Result<(), Halted> {
    let mut listings: BTreeSet<ListingId> = BTreeSet::new();
    let mut shops: BTreeSet<ShopId> = BTreeSet::new();
    for change in changes {
        match change.subject {
            Subject::Listing(listing) => {
                listings.insert(listing);
            }
            Subject::Shop(shop) => {
                shops.insert(shop);
            }
            // Which listings there are is told by themselves; the tree was read again.
            Subject::Lists | Subject::Market => {}
        }
    }
    // Within one commit the last word on a document counts, so a listing may come by itself and with its shop.
    for shop in &shops {
        put_shop(market, engine, tree, *shop).await?;
    }
    let listings: Vec<ListingId> = listings.into_iter().collect();
    let mut sellers: BTreeSet<ShopId> = BTreeSet::new();
    for part in listings.chunks(DOCUMENTS_MAX) {
        // What cannot be read is not found, nor as it was before.
        let found = documents(market, tree, part).await?;
        // Also of what is no longer sold: it may have been the last that its shop had.
        sellers.extend(sellers_of(market, part).await?);
        let out: Vec<_> = part.iter().map(|listing| engine.key(listing.uuid())).collect();
        at_work(|| engine.change(&out, &found, &[]))?;
    }
    // A shop is found from its first goods on, and as long as it has some.
    for shop in sellers.difference(&shops) {
        let found: Vec<_> = shop_document(market, *shop).await?.into_iter().collect();
        at_work(|| engine.change(&[engine.key(shop.uuid())], &[], &found))?;
    }
    Ok(())
}

async fn put_shop(market: &Market, engine: &Engine, tree: &Tree, shop: ShopId) -> Result<(), Halted> {
    let found: Vec<_> = shop_document(market, shop).await?.into_iter().collect();
    at_work(|| engine.change(&[engine.fields.of_shop(shop.uuid())], &[], &found))?;
    let mut next = Some(ListingId::from_uuid(Uuid::nil()));
    while let Some(after) = next {
        let step = documents_of(market, tree, shop, after).await?;
        at_work(|| engine.change(&[], &step.documents, &[]))?;
        next = step.next;
    }
    Ok(())
}
