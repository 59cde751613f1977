//! Which changes are forgotten.

use crate::kernel::{Span, Timestamp};
use std::collections::VecDeque;

/// Changes that are kept however old they are: what an index that was away for a day still finds. Whoever is further behind begins anew.
const KEPT: i64 = 200_000;
/// What is younger is kept as well, however much it is: an index of ten million listings is built in a quarter of an hour and reads
/// afterwards what came meanwhile. Were that forgotten, it would have to be built again, and again, for as long as the crowd lasts.
const KEPT_FOR: Span = Span::hours(2);
/// Nor is more than this left, however young: 0.4 GB on SQLite, 1.3 on PostgreSQL. Within two hours it takes 1,400 changes a second
/// to come to so many; the busiest market that was measured takes 200 orders a second.
const KEPT_MAX: i64 = 10_000_000;

/// How old changes are, as far as one process knows. A change has no time of its own, but whatever was there at an earlier look is
/// older than that look. A process that has just begun takes every change for young.
#[derive(Debug, Default)]
pub struct Ages {
    looks: VecDeque<Look>,
}

/// A look, and the number of what was the newest change then.
#[derive(Clone, Copy, Debug)]
struct Look {
    at: Timestamp,
    newest: i64,
}

impl Ages {
    /// Notes a look at the newest change; says up to which number changes may be forgotten now.
    pub fn forgettable(&mut self, newest: i64, now: Timestamp) -> i64 {
        self.looks.push_back(Look { at: now, newest });
        let is_old = |look: &Look| look.at <= now.before(KEPT_FOR);
        // Of the looks that are old enough the last one says most.
        while self.looks.get(1).is_some_and(is_old) {
            self.looks.pop_front();
        }
        let old = self.looks.front().filter(|look| is_old(look)).map_or(i64::MIN, |look| look.newest);
        newest.saturating_sub(KEPT).min(old).max(newest.saturating_sub(KEPT_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: Timestamp = Timestamp::from_millis(1_768_471_200_000);

    #[test]
    fn what_is_young_is_kept_up_to_an_end_and_the_newest_however_old() {
        let mut ages = Ages::default();
        // After so many minutes so much was told in all; up to here it may be forgotten.
        let looks = [
            (0, 1_000_000, -9_000_000, "a process that has just begun knows no ages"),
            (60, 2_000_000, -8_000_000, "an hour is young"),
            (119, 3_000_000, -7_000_000, "so are two that are not over"),
            (120, 4_000_000, 1_000_000, "what was there two hours ago"),
            (180, 4_100_000, 2_000_000, "what was there at the look an hour later"),
            (200, 4_100_000, 2_000_000, "nobody looked between"),
            (900, 4_100_001, 3_900_001, "of what is old the newest stay"),
            (901, 20_000_000, 10_000_000, "more than so many are kept of no age"),
        ];
        for (minutes, newest, end, why) in looks {
            assert_eq!(ages.forgettable(newest, BEGAN.after(Span::minutes(minutes))), end, "{why}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nothing_older() {
        let mut ages = Ages::default();
        ages.forgettable(1_000_000, BEGAN);
        for minutes in [1, 2] {
            let before = BEGAN.before(Span::days(1)).after(Span::minutes(minutes));
            assert_eq!(ages.forgettable(2_000_000, before), -8_000_000);
        }
    }
}
