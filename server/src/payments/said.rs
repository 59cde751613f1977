//! What was said in the log: the same trouble is one line, however often it is met. What strangers can make happen is `seldom`'s.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many that had trouble are remembered. Where there are more, who had it longest ago is said once more.
const KNOWN_MAX: usize = 1_000;

/// Who had trouble, and which it was that was said last. Only marks of both are kept.
pub struct Said {
    known: Mutex<VecDeque<(u64, u64)>>,
    total: AtomicU64,
}

impl Said {
    pub const fn new() -> Self {
        Self { known: Mutex::new(VecDeque::new()), total: AtomicU64::new(0) }
    }

    /// How often there was trouble, said or not.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// It has trouble. Whether that is to be said: not where it is what was said of it last.
    pub fn is_news(&self, of: impl Hash, trouble: impl Hash) -> bool {
        self.total.fetch_add(1, Ordering::Relaxed);
        let (of, trouble) = (mark(of), mark(trouble));
        let mut known = self.known();
        let place = known.iter().position(|(known, _)| *known == of);
        let last = place.and_then(|place| known.remove(place));
        known.push_back((of, trouble));
        if known.len() > KNOWN_MAX {
            known.pop_front();
        }
        last.is_none_or(|(_, last)| last != trouble)
    }

    /// It has no trouble any more: what comes next is said.
    pub fn forget(&self, of: impl Hash) {
        let of = mark(of);
        self.known().retain(|(known, _)| *known != of);
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<(u64, u64)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn mark(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_trouble_is_said_once_until_it_is_another_or_over() {
        let said = Said::new();
        for (of, trouble, is_news) in [
            ("a", "late", true),
            ("a", "late", false),
            ("b", "late", true),
            ("a", "gone", true),
            ("a", "gone", false),
            ("a", "late", true),
            ("b", "late", false),
        ] {
            assert_eq!(said.is_news(of, trouble), is_news, "{of} {trouble}");
        }
        said.forget("a");
        assert!(said.is_news("a", "late") && !said.is_news("b", "late"));
        assert_eq!(said.total(), 9);
    }

    #[test]
    fn who_has_trouble_without_end_takes_no_memory_without_end() {
        let said = Said::new();
        for of in 0..=KNOWN_MAX {
            assert!(said.is_news(of, "late"));
            assert!(!said.is_news(1_u8, "late") || of == 0, "what is met all the time is remembered");
        }
        assert_eq!(said.known().len(), KNOWN_MAX);
        assert!(said.is_news(0_usize, "late"), "who had it longest ago is said once more");
    }
}
