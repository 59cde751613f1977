//! What strangers can make happen as often as they like is counted, and said in the log at most once a minute.

use market::kernel::{Span, Timestamp};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// At least so long between two lines of the log.
const PAUSE: Span = Span::minutes(1);

/// Something that happens again and again.
pub struct Seldom {
    total: AtomicU64,
    said: AtomicU64,
    /// Milliseconds of the market's clock; zero where it was never said.
    said_at: AtomicI64,
}

impl Seldom {
    pub const fn new() -> Self {
        Self { total: AtomicU64::new(0), said: AtomicU64::new(0), said_at: AtomicI64::new(0) }
    }

    /// How often it has happened.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// It happened again. How often it did since that was said last, where it is to be said now.
    pub fn again(&self, now: Timestamp) -> Option<u64> {
        let total = self.total.fetch_add(1, Ordering::Relaxed) + 1;
        let last = self.said_at.load(Ordering::Relaxed);
        let since = now.millis().saturating_sub(last);
        // A last time that lies ahead was told by a clock that has been put right since.
        let is_due = last == 0 || since >= PAUSE.millis() || since < 0;
        let is_ours = is_due && self.said_at.compare_exchange(last, now.millis(), Ordering::Relaxed, Ordering::Relaxed).is_ok();
        is_ours.then(|| total.saturating_sub(self.said.swap(total, Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_all_the_time_is_said_once_a_minute_with_its_count() {
        let (seldom, begin) = (Seldom::new(), Timestamp::from_millis(1_000_000));
        assert_eq!(seldom.again(begin), Some(1));
        for second in 1..60 {
            assert_eq!(seldom.again(begin.after(Span::seconds(second))), None);
        }
        assert_eq!(seldom.again(begin.after(PAUSE)), Some(60));
        assert_eq!(seldom.again(begin.before(Span::hours(1))), Some(1), "the clock was put right");
        assert_eq!(seldom.total(), 62);
    }
}
