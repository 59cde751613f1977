//! Keeps an eye on changes for whoever keeps pages in memory: asks the database only after a commit, and answers from memory
//! whether something is still as it was.

use super::queries::{CHANGES_MAX, beginning, end, since};
use super::types::{Change, Subject};
use crate::kernel::{Fault, Market};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use tokio::sync::Mutex;

/// Subjects that are remembered one by one; beyond that everything older counts as changed.
const SUBJECTS_MAX: usize = 100_000;

/// A moment in the order of readings. What was made at a tick is as fresh as what had been read until then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick(u64);

/// What is known of changes.
#[derive(Debug, Default)]
pub struct Watch {
    seen: RwLock<Seen>,
    progress: Mutex<Progress>,
    /// One more than the commits of this process before the last reading began; 0 before the first.
    read: AtomicU64,
}

#[derive(Debug, Default)]
struct Seen {
    tick: u64,
    /// What was made before counts as changed.
    floor: u64,
    /// Whoever has read up to here knows which goods there are and how they are ordered; none before the first reading.
    lists_at: Option<i64>,
    changed: HashMap<Subject, u64>,
}

#[derive(Debug, Default)]
struct Progress {
    horizon: Option<i64>,
    /// Beyond the horizon, and told already.
    told: HashSet<i64>,
}

impl Watch {
    /// Reads what this process has committed since the last reading: no query where it has committed nothing. A page that is
    /// made after this belongs to the tick. Whoever comes while somebody reads waits for one reading more, together with all others.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn catch_up(&self, market: &Market) -> Result<Tick, Fault> {
        if self.has_read(market.commits()) { Ok(self.tick()) } else { self.look(market, false).await }
    }

    /// Reads what anybody has committed: other nodes, and commands at the terminal.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn look_around(&self, market: &Market) -> Result<Tick, Fault> {
        self.look(market, true).await
    }

    async fn look(&self, market: &Market, around: bool) -> Result<Tick, Fault> {
        let wanted = market.commits();
        let mut progress = self.progress.lock().await;
        // Whoever waited here may find that the one before has read for both.
        if !around && self.has_read(wanted) {
            return Ok(self.tick());
        }
        let commits = market.commits();
        let mut horizon = match progress.horizon {
            Some(horizon) => horizon,
            None => {
                let end = end(market).await?;
                self.seen.write().unwrap_or_else(PoisonError::into_inner).lists_at = Some(end);
                end
            }
        };
        loop {
            let news = since(market, horizon, CHANGES_MAX).await?;
            // Whoever slept until some of what came meanwhile was forgotten finds more than one reading holds, and none of it
            // known.
            let is_much = news.more || u64::try_from(news.changes.len()).unwrap_or(u64::MAX) >= CHANGES_MAX;
            if is_much && !news.changes.iter().any(|change| progress.told.contains(&change.sequence)) {
                let first = beginning(market).await?;
                if horizon < first {
                    self.forget(first);
                }
            }
            let fresh = news.changes.iter().filter(|change| !progress.told.contains(&change.sequence));
            self.note(fresh);
            progress.told = news.changes.iter().map(|change| change.sequence).collect();
            horizon = news.horizon;
            progress.horizon = Some(horizon);
            if !news.more {
                break;
            }
        }
        self.read.store(commits.saturating_add(1), Ordering::Release);
        Ok(self.tick())
    }

    /// Whether so many commits had been made when the last reading began.
    fn has_read(&self, commits: u64) -> bool {
        self.read.load(Ordering::Acquire) > commits
    }

    /// What was told before this place is not known: everything may be another than it was.
    fn forget(&self, place: i64) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        seen.tick += 1;
        seen.floor = seen.tick;
        seen.changed.clear();
        seen.lists_at = seen.lists_at.max(Some(place));
    }

    fn note<'a>(&self, changes: impl Iterator<Item = &'a Change>) {
        let mut changes = changes.peekable();
        if changes.peek().is_none() {
            return;
        }
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        seen.tick += 1;
        let tick = seen.tick;
        if seen.changed.len() >= SUBJECTS_MAX {
            seen.changed.clear();
            seen.floor = tick;
        }
        for change in changes {
            seen.changed.insert(change.subject, tick);
            if matches!(change.subject, Subject::Lists | Subject::Market) {
                seen.lists_at = seen.lists_at.max(Some(change.place));
            }
        }
    }

    /// When the market as a whole changed last, as far as has been read.
    #[must_use]
    pub fn of_market(&self) -> Tick {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        Tick(seen.changed.get(&Subject::Market).copied().unwrap_or(seen.floor))
    }

    fn tick(&self) -> Tick {
        Tick(self.seen.read().unwrap_or_else(PoisonError::into_inner).tick)
    }

    /// How far an index must have read, so that what it finds is what there is, as far as has been read here.
    #[must_use]
    pub fn lists_at(&self) -> Option<i64> {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).lists_at
    }

    /// Whether none of these has changed since `made`, as far as has been read.
    #[must_use]
    pub fn is_fresh(&self, made: Tick, subjects: &[Subject]) -> bool {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        let since = |subject: &Subject| seen.changed.get(subject).is_some_and(|changed| *changed > made.0);
        seen.floor <= made.0 && !since(&Subject::Market) && !subjects.iter().any(since)
    }
}
