//! Following the database: what was touched is taken out and put in anew as it is now, in batches, each of them one commit that
//! carries the horizon that it reaches. A crash loses no change: the next start goes on where the last commit ended. What is as it was,
//! such as goods of which one piece less is left, is not written; that it was read is told by a commit twice a second at most.

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
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How often a commit tells how far was read where it has nothing else to tell. For so long whoever reads along is behind.
pub const TELL_EVERY: Duration = Duration::from_millis(500);

/// How far an index has read.
#[derive(Debug, Default)]
pub struct Progress {
    horizon: Option<i64>,
    /// Beyond the horizon, and taken already.
    told: HashSet<i64>,
    /// No commit tells yet how far was read.
    is_owed: bool,
    /// The last one.
    committed_at: Option<Instant>,
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

    /// Whether the last reading told of something, which may stand beyond the horizon.
    pub fn has_heard(&self) -> bool {
        !self.told.is_empty()
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
        let mut is_changed = false;
        if !fresh.is_empty() {
            if horizon < beginning(market).await? {
                return Ok(Followed::TooFarBehind);
            }
            // Goods are told of after their category was renamed, and never taken by its old name.
            if fresh.iter().any(|change| change.subject == Subject::Market) {
                *known = tree(market).await?;
            }
            at_work(|| engine.ready())?;
            is_changed = apply(market, engine, known, &fresh).await?;
        }
        // On PostgreSQL it may have been taken beyond the horizon, and counts once the horizon has passed it.
        let read: Vec<&Change> = news.changes.iter().filter(|change| change.place <= news.horizon).collect();
        let is_owed = progress.is_owed || !read.is_empty();
        let is_time = progress.committed_at.is_none_or(|at| at.elapsed() >= TELL_EVERY);
        let is_committed = is_changed || (is_owed && (is_time || read.iter().any(|change| is_waited_for(change))));
        if is_committed {
            at_work(|| engine.commit(news.horizon))?;
            progress.committed_at = Some(Instant::now());
        }
        let told = news.changes.iter().map(|change| change.sequence).collect();
        let (horizon, committed_at) = (Some(news.horizon), progress.committed_at);
        *progress = Progress { horizon, told, is_owed: is_owed && !is_committed, committed_at, awaited: None };
        if !news.more {
            return Ok(Followed::UpToDate);
        }
    }
}

/// Whether pages wait until whoever reads along has it, too.
fn is_waited_for(change: &Change) -> bool {
    matches!(change.subject, Subject::Lists | Subject::Market)
}

/// Up to where the last commit has read, which is answered from from here on.
fn committed(engine: &Engine) -> Result<i64, Broken> {
    at_work(|| engine.horizon().and_then(|horizon| engine.reload().map(|()| horizon)))
}

/// Works with an index while nobody waits for this thread. A file that changed under its reader ends in a panic of the engine.
pub fn at_work<T>(work: impl FnOnce() -> Result<T, Broken>) -> Result<T, Broken> {
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

/// Takes what was told of as it is now; whether anything of it is another than before.
async fn apply(market: &Market, engine: &Engine, tree: &Tree, changes: &[Change]) -> Result<bool, Halted> {
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
    let mut is_changed = false;
    for shop in &shops {
        is_changed |= put_shop(market, engine, tree, *shop).await?;
    }
    let listings: Vec<ListingId> = listings.into_iter().collect();
    let mut sellers: BTreeSet<ShopId> = BTreeSet::new();
    for part in listings.chunks(DOCUMENTS_MAX) {
        // What cannot be read is not found, nor as it was before.
        let found = documents(market, tree, part).await?;
        // Also of what is no longer sold: it may have been the last that its shop had.
        sellers.extend(sellers_of(market, part).await?);
        let ids: Vec<Uuid> = part.iter().map(|listing| listing.uuid()).collect();
        is_changed |= at_work(|| engine.replace(&ids, found, Vec::new()))?;
    }
    // A shop is found from its first goods on, and as long as it has some.
    for shop in sellers.difference(&shops) {
        let found: Vec<_> = shop_document(market, *shop).await?.into_iter().collect();
        is_changed |= at_work(|| engine.replace(&[shop.uuid()], Vec::new(), found))?;
    }
    Ok(is_changed)
}

async fn put_shop(market: &Market, engine: &Engine, tree: &Tree, shop: ShopId) -> Result<bool, Halted> {
    let mut gone = at_work(|| engine.of_shop(shop.uuid()).map_err(Broken::from))?;
    let found: Vec<_> = shop_document(market, shop).await?.into_iter().collect();
    gone.remove(&shop.uuid());
    let mut is_changed = at_work(|| engine.replace(&[shop.uuid()], Vec::new(), found))?;
    let mut next = Some(ListingId::from_uuid(Uuid::nil()));
    while let Some(after) = next {
        let step = documents_of(market, tree, shop, after).await?;
        let ids: Vec<Uuid> = step.documents.iter().map(|document| document.listing.uuid()).collect();
        for id in &ids {
            gone.remove(id);
        }
        is_changed |= at_work(|| engine.replace(&ids, step.documents, Vec::new()))?;
        next = step.next;
    }
    // What is no longer among its goods.
    let gone: Vec<Uuid> = gone.into_iter().collect();
    is_changed |= at_work(|| engine.replace(&gone, Vec::new(), Vec::new()))?;
    Ok(is_changed)
}
