//! The market's search: follows the database, and builds an index anew where there is none that can be used. Searches (`port`) never wait
//! for any of it.

mod asking;
mod changeover;
mod port;

use crate::analysis::unpack;
use crate::engine::{Broken, Engine};
use crate::follow::{Followed, Halted, Progress, ReadAlong, TELL_EVERY, catch_up, read_along};
use crate::place::Place;
use crate::room::Short;
use crate::suggesting::Kinds;
use crate::synonyms::Tuned;
use market::discovery::Tree;
use market::discovery::queries::{search_settings, tree};
use market::kernel::{Fault, Market, Timestamp};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

/// How often changes are looked for: what was committed is found well within a second.
const LOOK_EVERY: Duration = Duration::from_millis(200);
const _: () = assert!(LOOK_EVERY.as_millis() < 500, "the look itself has as much time again");
/// How often settings and the category tree are read again.
const SETTINGS_EVERY: Duration = Duration::from_secs(1);
/// Between two looks at least, however many wait for one.
const REST: Duration = Duration::from_millis(50);
const _: () = assert!(REST.as_millis() < LOOK_EVERY.as_millis(), "or nobody who waits would be heard");
/// How long a page waits for what was just committed, and since when the index must have had everything for that to be any use.
const WAIT_MAX: Duration = Duration::from_secs(1);
const _: () =
    assert!(TELL_EVERY.as_millis() + 2 * LOOK_EVERY.as_millis() < WAIT_MAX.as_millis(), "or nobody waits beside another process");
/// After something failed, how long until it is tried again.
const PAUSE: Duration = Duration::from_secs(5);

/// A market's search.
#[derive(Clone)]
pub struct Search(Arc<Parts>);

struct Parts {
    market: Market,
    place: Place,
    engine: RwLock<Option<Running>>,
    tuned: RwLock<Arc<Tuned>>,
    kinds: RwLock<Arc<Kinds>>,
    done: AtomicU64,
    all: AtomicU64,
    /// For want of this no index is built, though one has to be.
    short: RwLock<Option<Short>>,
    /// When the index last had everything.
    current_at: RwLock<Timestamp>,
    /// What counts: goods and settings.
    reached: watch::Sender<Reached>,
    /// Looks that have begun.
    looks: AtomicU64,
    /// Woken by whoever waits for the next look.
    asked: Notify,
}

/// How much of what the database has counts.
#[derive(Clone, Copy, Debug)]
struct Reached {
    /// Everything up to this place of the change feed.
    place: i64,
    /// Everything that was there when this look began, wherever in the feed: on PostgreSQL whoever still writes holds the place back.
    look: u64,
}

/// Nothing is known to count.
const NOTHING: Reached = Reached { place: i64::MIN, look: 0 };

#[derive(Clone)]
struct Running {
    name: String,
    engine: Arc<Engine>,
    progress: Arc<tokio::sync::Mutex<Progress>>,
    /// What it would have to read is forgotten: it answers as it is until another one takes its place.
    is_left_behind: Arc<AtomicBool>,
}

impl Search {
    /// The search of a market, whose indexes lie at this place. Nothing is found before [`Search::follow`] has begun.
    pub fn new(market: Market, place: Place) -> Self {
        let (done, all) = (AtomicU64::new(0), AtomicU64::new(0));
        let (engine, tuned, kinds, short) = (RwLock::default(), RwLock::default(), RwLock::default(), RwLock::default());
        let (current_at, reached) = (RwLock::new(market.now()), watch::Sender::new(NOTHING));
        let (looks, asked) = (AtomicU64::new(0), Notify::new());
        Self(Arc::new(Parts { market, place, engine, tuned, kinds, done, all, short, current_at, reached, looks, asked }))
    }

    /// Works until the task is dropped: opens the index or builds it, follows the database, takes over an index that somebody
    /// else built. Standings are reckoned beside it, since all of them take a second among ten million goods, and what is new is
    /// found meanwhile. So is the dictionary unpacked: whoever needs it waits for it, and nobody else.
    pub async fn follow(self) {
        let mut beside = JoinSet::new();
        beside.spawn_blocking(unpack);
        beside.spawn(self.clone().keep_reckoned());
        let mut read: Option<(Instant, Tree)> = None;
        loop {
            match self.follow_once(&mut read).await {
                Ok(()) => self.rest().await,
                Err(fault) => {
                    tracing::error!(fault.detail = %fault.detail, "the search index stands still, and goes on as soon as it can: {}", fault.detail);
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Until the next look, which is earlier where a page waits for it.
    async fn rest(&self) {
        tokio::time::sleep(REST).await;
        let _ = tokio::time::timeout(LOOK_EVERY.saturating_sub(REST), self.0.asked.notified()).await;
    }

    async fn keep_reckoned(self) {
        loop {
            if let Err(fault) = self.reckon().await {
                tracing::error!(fault.detail = %fault.detail, "what is the same for every search cannot be reckoned ahead: {}", fault.detail);
                tokio::time::sleep(PAUSE).await;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn reckon(&self) -> Result<(), Fault> {
        let (Some(running), tuned) = (self.running(), self.tuned()) else { return Ok(()) };
        let turn = tuned.turn(self.0.market.now());
        self.work_on(&running, move |engine| engine.reckon(&tuned, turn)).await.map(drop)
    }

    /// One look, and one reckoning: what has to be done is done.
    ///
    /// # Errors
    /// A fault of the database or of the index.
    pub async fn step(&self, read: &mut Option<(Instant, Tree)>) -> Result<(), Fault> {
        self.follow_once(read).await?;
        self.reckon().await
    }

    async fn follow_once(&self, read: &mut Option<(Instant, Tree)>) -> Result<(), Fault> {
        let mut tree = match read.take().filter(|(at, _)| at.elapsed() < SETTINGS_EVERY) {
            Some(kept) => kept,
            None => {
                let tree = tree(&self.0.market).await?;
                self.tune(&tree).await?;
                (Instant::now(), tree)
            }
        };
        let result = self.bring_up_to_date(&mut tree.1).await;
        *read = Some(tree);
        result
    }

    async fn tune(&self, tree: &Tree) -> Result<(), Fault> {
        let kinds = Kinds::new(tree);
        if **self.0.kinds.read().unwrap_or_else(PoisonError::into_inner) != kinds {
            *self.0.kinds.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(kinds);
        }
        self.tune_numbers().await
    }

    async fn tune_numbers(&self) -> Result<(), Fault> {
        let settings = search_settings(&self.0.market).await?;
        if *self.tuned().settings() != settings {
            *self.0.tuned.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Tuned::new(settings));
        }
        Ok(())
    }

    async fn bring_up_to_date(&self, tree: &mut Tree) -> Result<(), Fault> {
        let current = self.0.place.current();
        let running = self.running();
        match (current, running) {
            (Some(name), Some(running)) if running.name == name && running.is_left_behind.load(Ordering::Relaxed) => {
                self.build_instead_of(Some(&name)).await
            }
            (Some(name), Some(running)) if running.name == name => self.catch_up(&running, tree).await,
            (Some(name), before) => self.take_over(name, before, tree).await,
            (None, _) => self.begin(tree).await,
        }
    }

    async fn catch_up(&self, running: &Running, tree: &mut Tree) -> Result<(), Fault> {
        let mut progress = running.progress.lock().await;
        let look = self.0.looks.fetch_add(1, Ordering::AcqRel) + 1;
        match catch_up(&self.0.market, &running.engine, tree, &mut progress).await {
            Ok(Followed::UpToDate) => {
                self.had_everything(self.0.market.now());
                let place = progress.horizon().unwrap_or(i64::MIN);
                self.reach(Reached { place, look }, progress.has_heard()).await
            }
            Ok(Followed::TooFarBehind) => {
                self.leave_behind(running);
                Ok(())
            }
            // Another process holds the lock and writes; its commits are ours.
            Err(Halted::Index(Broken::Locked)) => match read_along(&self.0.market, &running.engine, &mut progress).await {
                Ok(ReadAlong { horizon, current_at }) => {
                    current_at.into_iter().for_each(|at| self.had_everything(at));
                    self.reach(Reached { place: horizon, look: 0 }, false).await
                }
                Err(halted) => self.halt(running, halted),
            },
            Err(halted) => {
                // What was taken since the last commit is gone with the writer.
                *progress = Progress::default();
                self.halt(running, halted)
            }
        }
    }

    /// Damage is damage, whoever meets it; anything else passes.
    fn halt(&self, running: &Running, halted: Halted) -> Result<(), Fault> {
        match halted {
            Halted::Index(Broken::Corrupt(detail)) => {
                self.condemn(running, &detail);
                Ok(())
            }
            passing => Err(passing.into()),
        }
    }

    /// So much counts from here on. What was set before is read after it.
    async fn reach(&self, to: Reached, has_heard: bool) -> Result<(), Fault> {
        let before = *self.0.reached.borrow();
        if has_heard || to.place > before.place {
            self.tune_numbers().await?;
        }
        self.0.reached.send_replace(Reached { place: to.place.max(before.place), look: to.look.max(before.look) });
        Ok(())
    }

    /// The index has what the database had then.
    fn had_everything(&self, at: Timestamp) {
        *self.0.current_at.write().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Since when the index has not had everything.
    fn behind(&self) -> Duration {
        let current_at = *self.0.current_at.read().unwrap_or_else(PoisonError::into_inner);
        let millis = self.0.market.now().millis().saturating_sub(current_at.millis());
        // A clock may be set back.
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    fn set(&self, running: Option<Running>) {
        *self.0.engine.write().unwrap_or_else(PoisonError::into_inner) = running;
    }
    fn running(&self) -> Option<Running> {
        self.0.engine.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    fn tuned(&self) -> Arc<Tuned> {
        Arc::clone(&self.0.tuned.read().unwrap_or_else(PoisonError::into_inner))
    }
}
