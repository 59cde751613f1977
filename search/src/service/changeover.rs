//! One index after the other: built, taken over, left behind, put aside where it is damaged.

use super::{NOTHING, Parts, Running, Search};
use crate::build::{build, open};
use crate::engine::{Broken, Engine};
use crate::follow::{Followed, Halted, Progress, catch_up};
use market::discovery::Tree;
use market::kernel::Fault;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

impl Search {
    /// There is no index: one is built, where nobody else does, and opened at once.
    pub(super) async fn begin(&self, tree: &mut Tree) -> Result<(), Fault> {
        self.set(None);
        self.build_instead_of(None).await?;
        match self.0.place.current() {
            Some(name) => self.take_over(name, None, tree).await,
            None => Ok(()),
        }
    }

    /// An index takes the place of the one in use, which answers until it has what that one has.
    pub(super) async fn take_over(&self, name: String, before: Option<Running>, tree: &mut Tree) -> Result<(), Fault> {
        match self.ready(&name, before.is_some(), tree).await {
            Ok((engine, progress, is_left_behind)) => {
                let engine = Arc::new(engine);
                // How far the one before had read says nothing of this one.
                self.0.reached.send_replace(NOTHING);
                let progress = Arc::new(tokio::sync::Mutex::new(progress));
                self.set(Some(Running { name, engine, progress, is_left_behind: Arc::new(AtomicBool::new(is_left_behind)) }));
                if let Some(before) = before {
                    let _ = tokio::task::block_in_place(|| before.engine.close());
                    let _ = self.0.place.forget(&before.name);
                }
                Ok(())
            }
            Err(Halted::Index(Broken::Corrupt(detail))) => {
                tracing::error!(index.name = %name, "the search index is damaged and is built anew: {detail}");
                self.set(None);
                self.build_instead_of(Some(&name)).await
            }
            Err(halted) => Err(halted.into()),
        }
    }

    /// Opens an index, and reads what changed while it was built, before it takes the place of one that has it. How far it has read then,
    /// and whether it can no longer follow. Another process that writes to it already brings it up to date by itself.
    async fn ready(&self, name: &str, is_to_catch_up: bool, tree: &mut Tree) -> Result<(Engine, Progress, bool), Halted> {
        let (place, path) = (self.0.place.clone(), name.to_owned());
        let opened = tokio::task::spawn_blocking(move || open(&place, &path, 1)).await;
        let engine = opened.unwrap_or_else(|panicked| Err(Broken::Corrupt(panicked.to_string())))?;
        let mut progress = Progress::default();
        // Where there is nothing to search meanwhile, it answers as it is.
        if !is_to_catch_up {
            return Ok((engine, progress, false));
        }
        match catch_up(&self.0.market, &engine, tree, &mut progress).await {
            Ok(followed) => Ok((engine, progress, followed == Followed::TooFarBehind)),
            Err(Halted::Index(Broken::Locked)) => Ok((engine, Progress::default(), false)),
            Err(halted) => Err(halted),
        }
    }

    /// Builds an index, where nobody else does and this one is still the one in use. It is to be taken over.
    pub(super) async fn build_instead_of(&self, current: Option<&str>) -> Result<(), Fault> {
        let Parts { market, place, done, all, .. } = &*self.0;
        let Some(permit) = place.permit().map_err(Fault::unavailable)? else { return Ok(()) };
        // Whoever held the permit before may have built it meanwhile.
        if place.current().as_deref() != current {
            return Ok(());
        }
        let progress = |so_far, of| {
            done.store(so_far, Ordering::Relaxed);
            all.store(of, Ordering::Relaxed);
        };
        tracing::info!("the search index is being built");
        let name = build(market, place, &permit, &progress).await?;
        tracing::info!(index.name = %name, "the search index is built");
        Ok(())
    }

    /// The index can no longer follow: another one is built at the next look, and what was found before is found until that one stands.
    pub(super) fn leave_behind(&self, running: &Running) {
        tracing::warn!(index.name = %running.name, "the search index is too far behind, and answers as it is until another one is built");
        running.is_left_behind.store(true, Ordering::Relaxed);
        // Nobody waits for what it will never have, and nothing is written to it any more, not even by threads that merge.
        self.0.reached.send_replace(NOTHING);
        let _ = tokio::task::block_in_place(|| running.engine.close());
    }

    /// The index cannot be read: it is not used any more, and built anew at the next look. What took its place meanwhile stays.
    pub(super) fn condemn(&self, running: &Running, why: &str) {
        if self.running().is_none_or(|now| now.name != running.name) {
            return;
        }
        tracing::error!(index.name = %running.name, "the search index is damaged and is built anew: {why}");
        self.set(None);
        let is_current = self.0.place.current().is_none_or(|name| name == running.name);
        if is_current && let Err(error) = std::fs::remove_file(self.0.place.root().join("current")) {
            tracing::error!("the damaged index cannot be put aside: {error}");
        }
    }
}
