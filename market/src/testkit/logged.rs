//! What is logged while a test listens.

use std::fmt::Debug;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tracing::field::Field;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, set_default};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

/// What this thread logs as errors, in words.
#[derive(Clone, Default)]
pub struct LoggedErrors(Arc<Mutex<Vec<String>>>);

/// Where there is but one subscriber, whoever comes first to a line decides whether it is logged: a test that runs beside and
/// listens to nothing would decide it for the one that does. With a second one all are asked.
static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(LoggedErrors::default()));

impl LoggedErrors {
    /// From now on, and for as long as the guard is there.
    #[must_use]
    pub fn open() -> (Self, DefaultGuard) {
        LazyLock::force(&ANOTHER);
        let errors = Self::default();
        let guard = set_default(errors.clone());
        (errors, guard)
    }

    /// Takes those that have come since.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Subscriber for LoggedErrors {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut |field: &Field, value: &dyn Debug| {
            if field.name() == "message" {
                self.0.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{value:?}"));
            }
        });
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
