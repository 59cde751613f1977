//! One index after the other: built, taken over, left behind, put aside where it is damaged.

use super::{NOTHING, Parts, Running, Search};
use crate::build::{build, open};
use crate::engine::{Broken, Engine};
use crate::follow::{Followed, Halted, Progress, catch_up};
use crate::room::{Short, Unbuilt};
use market::discovery::Tree;
use market::kernel::Fault;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

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
                self.set_short(None);
                if let Some(before) = before {
                    let _ = tokio::task::block_in_place(|| before.engine.close());
                    let _ = self.0.place.forget(&before.name);
                }
                Ok(())
            }
            Err(Halted::Index(Broken::Corrupt(detail))) => {
                tracing::error!(index.name = %name, "the search index is damaged and is built anew: {detail}");
                self.set(None);
                self.build_instead_of(Some(&name)).await?;
                // Nobody is answered from it: where there is no room beside it, it gives way to the next one.
                if self.short().is_some() {
                    self.put_aside(&name);
                    self.set_short(None);
                }
                Ok(())
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

    /// Builds an index, where nobody else does, this one is still the one in use and there is room. It is to be taken over.
    pub(super) async fn build_instead_of(&self, current: Option<&str>) -> Result<(), Fault> {
        let Parts { market, place, done, all, .. } = &*self.0;
        if self.is_still_short() {
            return Ok(());
        }
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
        match build(market, place, &permit, &progress).await {
            Ok(name) => tracing::info!(index.name = %name, "the search index is built"),
            Err(Unbuilt::NoRoom(short)) => self.set_short(Some(short)),
            Err(Unbuilt::Fault(fault)) => return Err(fault),
        }
        Ok(())
    }

    /// Whether there is still too little room, as there was at the last look.
    fn is_still_short(&self) -> bool {
        let Some(short) = self.short() else { return false };
        let free = self.0.place.free().unwrap_or(u64::MAX);
        self.set_short((free < short.wanted).then_some(Short { free, ..short }));
        free < short.wanted
    }

    /// Bytes that the disk lacks for an index that has to be built; 0 where none has to be, or the disk has them.
    #[must_use]
    pub fn room_missing(&self) -> u64 {
        self.short().map_or(0, Short::missing)
    }

    fn short(&self) -> Option<Short> {
        *self.0.short.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says so where that is new.
    fn set_short(&self, now: Option<Short>) {
        let before = std::mem::replace(&mut *self.0.short.write().unwrap_or_else(PoisonError::into_inner), now);
        if let (None, Some(short)) = (before, now) {
            tracing::error!(
                index.wanted = short.wanted,
                index.free = short.free,
                "the search index is not built, until there is room: {short}"
            );
        }
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
        self.put_aside(&running.name);
    }

    /// It is not the one in use any more, and goes before the next one is built. What took its place meanwhile stays.
    fn put_aside(&self, name: &str) {
        let is_current = self.0.place.current().is_none_or(|current| current == name);
        if is_current && let Err(error) = std::fs::remove_file(self.0.place.root().join("current")) {
            tracing::error!("the damaged index cannot be put aside: {error}");
        }
    }
}
