//! Asking the index in use, on whichever thread, and what becomes of it where it cannot answer.

use super::{Running, Search};
use crate::analysis::is_unpacked;
use crate::engine::{Broken, Engine};
use crate::synonyms::Tuned;
use market::kernel::Fault;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Documents of an index that whoever asks reads at once: a search of so many takes a tenth of a millisecond and seldom a whole one, less
/// than the page that is drawn of it, and to hand it to another thread and back takes as long again. Until the dictionary is unpacked,
/// other threads wait for it.
const AT_ONCE_MAX: u64 = 20_000;

impl Search {
    /// Asks the index in use. None while there is none, or where it just broke.
    pub(super) async fn ask<T, F>(&self, question: F) -> Result<Option<T>, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&Engine, &Tuned) -> tantivy::Result<T> + Send + 'static,
    {
        let Some(running) = self.running() else { return Ok(None) };
        let tuned = self.tuned();
        let work = move |engine: &Engine| question(engine, &tuned).map_err(Broken::from);
        if running.engine.searcher().num_docs() > AT_ONCE_MAX || !is_unpacked() {
            return self.work_on(&running, work).await;
        }
        let worked = catch_unwind(AssertUnwindSafe(|| work(&running.engine)));
        self.judge(&running, worked.map_err(|_| "the engine panicked over it, of which the log tells".to_owned()))
    }

    /// Reads an index apart from the threads that answer requests. None where it just broke.
    pub(super) async fn work_on<T, F>(&self, running: &Running, work: F) -> Result<Option<T>, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&Engine) -> Result<T, Broken> + Send + 'static,
    {
        let engine = Arc::clone(&running.engine);
        let worked = tokio::task::spawn_blocking(move || work(&engine)).await;
        self.judge(running, worked.map_err(|panicked| panicked.to_string()))
    }

    /// What became of reading an index. A file that changed under its reader ends in a panic of the engine.
    fn judge<T>(&self, running: &Running, worked: Result<Result<T, Broken>, String>) -> Result<Option<T>, Fault> {
        match worked {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(Broken::Corrupt(detail))) | Err(detail) => {
                self.condemn(running, &detail);
                Ok(None)
            }
            Ok(Err(passing)) => Err(passing.into()),
        }
    }
}
