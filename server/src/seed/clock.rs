//! The demo's clock: a market with a past needs commands that were given in the past. It is set by hand and never runs.

use market::kernel::{Clock, Span, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// Stands where the seed put it.
pub struct SeedClock {
    today: Timestamp,
    now: AtomicI64,
}

impl SeedClock {
    /// Stands at `today`, the market's real time, until it is moved.
    pub const fn at(today: Timestamp) -> Self {
        Self { today, now: AtomicI64::new(today.millis()) }
    }

    /// Goes to so long before today, and says when that is.
    pub fn go_back(&self, ago: Span) -> Timestamp {
        let then = self.today.before(ago);
        self.now.store(then.millis(), Ordering::SeqCst);
        then
    }
}

impl Clock for SeedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }
}
