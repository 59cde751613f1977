//! A clock that stands still until a test moves it.

use crate::kernel::{Clock, Span, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// Stands at 2026-01-15 10:00 UTC until it is moved.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_768_471_200_000))
    }
}

impl TestClock {
    /// Stands at another time.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.millis()))
    }
    /// Sets the clock.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }
    /// Moves the clock on.
    pub fn advance(&self, span: Span) {
        self.0.fetch_add(span.millis(), Ordering::SeqCst);
    }
    /// Sets the clock back, as a machine's clock may be.
    pub fn turn_back(&self, span: Span) {
        self.0.fetch_sub(span.millis(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}
