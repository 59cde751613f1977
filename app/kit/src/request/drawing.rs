//! Who draws a page that many ask for at once: one of them, while the others wait for it. Whoever draws may fail, or leave in the middle:
//! nobody waits for what does not come.

use super::kept::{KeptPage, KeptPages, PageKey};
use market::kernel::Market;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Who may wait for pages that others draw: a request that waits costs some ten kilobytes.
const WAITING_MAX: usize = 2_048;
/// As long as for what has changed.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// What changes whenever it is drawn is in the end drawn by each for themselves.
const TRIES: usize = 3;

/// How far a page has come.
#[derive(Clone)]
enum Stage {
    /// Whoever draws it waits for a place.
    Waits,
    /// It is being drawn.
    Begun,
    /// It was drawn, or something came of it that only one can be answered with.
    Ended(Option<Arc<KeptPage>>),
}

/// The pages that are being drawn in one process.
pub struct Drawings {
    open: Mutex<HashMap<PageKey, watch::Receiver<Stage>>>,
    waiting: Semaphore,
}

impl Default for Drawings {
    fn default() -> Self {
        Self { open: Mutex::default(), waiting: Semaphore::new(WAITING_MAX) }
    }
}

/// A page that others wait for. Whoever has this draws it; where it is dropped before the end, the next one does.
pub struct Drawing<'a> {
    drawings: &'a Drawings,
    key: PageKey,
    stage: watch::Sender<Stage>,
}

/// What came of waiting for a page.
pub enum Awaited<'a> {
    /// Somebody else has drawn it.
    Drawn(Arc<KeptPage>),
    /// It is to be drawn now; for others too, where they wait for it.
    ToDraw(Option<Drawing<'a>>),
    /// Too many wait, or it takes too long.
    Away,
}

/// Who somebody is among those who ask for a page.
enum Role<'a> {
    Draws(Drawing<'a>),
    Waits(watch::Receiver<Stage>),
}

impl Drawings {
    fn open(&self) -> MutexGuard<'_, HashMap<PageKey, watch::Receiver<Stage>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn join(&self, key: &PageKey) -> Role<'_> {
        let mut open = self.open();
        if let Some(stage) = open.get(key) {
            return Role::Waits(stage.clone());
        }
        let (stage, others) = watch::channel(Stage::Waits);
        open.insert(key.clone(), others);
        Role::Draws(Drawing { drawings: self, key: key.clone(), stage })
    }
}

impl Drawing<'_> {
    /// It has a place: from here on nobody is in its way.
    pub fn begins(&self) {
        self.stage.send_replace(Stage::Begun);
    }

    /// Those who wait are answered with the page; where there is none, each of them draws.
    pub fn ends(self, page: Option<&Arc<KeptPage>>) {
        let mut open = self.drawings.open();
        open.remove(&self.key);
        self.stage.send_replace(Stage::Ended(page.cloned()));
    }
}

impl Drop for Drawing<'_> {
    fn drop(&mut self) {
        let has_ended = matches!(*self.stage.borrow(), Stage::Ended(_));
        if !has_ended {
            self.drawings.open().remove(&self.key);
        }
    }
}

/// How a drawing ended; [`Stage::Waits`] where it was left, and none where it takes too long.
async fn end_of(mut stage: watch::Receiver<Stage>) -> Option<Stage> {
    let waited = tokio::time::timeout(WAIT_MAX, stage.wait_for(|stage| matches!(stage, Stage::Ended(_)))).await;
    match waited {
        Ok(Ok(ended)) => Some(ended.clone()),
        Ok(Err(_)) => Some(Stage::Waits),
        Err(_) => None,
    }
}

impl KeptPages {
    /// Waits for whoever draws this page just now. What they drew for an older state than this one has read of is not shown to it.
    /// Whoever `has_place` among those for whom pages are made draws rather than be turned away.
    pub async fn wait_for(&self, market: &Market, key: &PageKey, has_place: bool) -> Awaited<'_> {
        let in_vain = || if has_place { Awaited::ToDraw(None) } else { Awaited::Away };
        for _ in 0..TRIES {
            let stage = match self.drawings.join(key) {
                Role::Waits(stage) => stage,
                // It may have been drawn since it was last looked for.
                Role::Draws(drawing) => {
                    let found = self.find(key, market.now());
                    return found.map_or_else(|| Awaited::ToDraw(Some(drawing)), Awaited::Drawn);
                }
            };
            // Whoever draws may be waiting for the very place that this one has.
            if has_place && matches!(*stage.borrow(), Stage::Waits) {
                break;
            }
            let Ok(_waits) = self.drawings.waiting.try_acquire() else { return in_vain() };
            match end_of(stage).await {
                Some(Stage::Ended(Some(page))) if self.is_true(&page, market.now()) => return Awaited::Drawn(page),
                Some(Stage::Ended(None)) => break,
                Some(_) => {}
                None => return in_vain(),
            }
        }
        Awaited::ToDraw(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::account::Language;
    use std::pin::pin;

    fn key(path: &str) -> PageKey {
        PageKey { path: path.to_owned(), lang: Language::En, province: None, edition: None }
    }

    fn drawing<'a>(drawings: &'a Drawings, key: &PageKey) -> Drawing<'a> {
        let Role::Draws(drawing) = drawings.join(key) else { panic!("somebody draws it") };
        drawing
    }

    fn waiting(drawings: &Drawings, key: &PageKey) -> watch::Receiver<Stage> {
        let Role::Waits(stage) = drawings.join(key) else { panic!("nobody draws it") };
        stage
    }

    #[tokio::test]
    async fn whoever_leaves_lets_the_next_one_draw() {
        let drawings = Drawings::default();
        let first = drawing(&drawings, &key("/"));
        let mut end = pin!(end_of(waiting(&drawings, &key("/"))));
        assert!(futures::poll!(&mut end).is_pending(), "one draws");
        drop(drawing(&drawings, &key("/c")));
        assert!(futures::poll!(&mut end).is_pending(), "another page is another one's");
        drop(first);
        assert!(matches!(end.await, Some(Stage::Waits)), "it is left");
        drop(drawing(&drawings, &key("/")));
    }

    #[tokio::test]
    async fn whoever_fails_lets_all_others_draw() {
        let drawings = Drawings::default();
        let first = drawing(&drawings, &key("/"));
        let ends = [(); 2].map(|()| end_of(waiting(&drawings, &key("/"))));
        first.begins();
        first.ends(None);
        for end in ends {
            assert!(matches!(end.await, Some(Stage::Ended(None))), "there is nothing to wait for");
        }
        let second = drawing(&drawings, &key("/"));
        assert!(matches!(*waiting(&drawings, &key("/")).borrow(), Stage::Waits), "whoever comes then waits for the next one");
        drop(second);
    }
}
