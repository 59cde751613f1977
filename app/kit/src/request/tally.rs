//! How often goods were shown and opened, summed in memory without a word of who looked. A job writes the sums down every some
//! seconds: a crash loses those of the last ones, and nothing else.

use market::discovery::Shown;
use market::discovery::exposure::Counted;
use market::kernel::{Span, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Sums that are kept between two writings; what would be one more is not counted.
const SUMS_MAX: usize = 200_000;

/// Views and openings, by the day and the place.
type Sums = HashMap<(i64, Shown), [u64; 2]>;

/// The sums of one process since they were last written down.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Sums>);

/// Adds to a sum; to none that would be one too many, however long nothing can be written down.
fn sum_up(sums: &mut Sums, key: (i64, Shown), [views, opens]: [u64; 2]) {
    if sums.len() < SUMS_MAX || sums.contains_key(&key) {
        let sum = sums.entry(key).or_default();
        sum[0] += views;
        sum[1] += opens;
    }
}

impl Tally {
    /// These were on a page that somebody looked at.
    pub fn shown(&self, rows: &[Shown], now: Timestamp) {
        self.add(rows.iter().map(|row| (*row, [1, 0])), now);
    }

    /// This one was opened from such a page.
    pub fn opened(&self, row: Shown, now: Timestamp) {
        self.add([(row, [0, 1])].into_iter(), now);
    }

    fn add(&self, rows: impl Iterator<Item = (Shown, [u64; 2])>, now: Timestamp) {
        let day = day_of(now);
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (row, more) in rows {
            sum_up(&mut sums, (day, row), more);
        }
    }

    /// Takes all sums away, to be written down.
    #[must_use]
    pub fn take(&self) -> Vec<Counted> {
        let sums = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        sums.into_iter().map(|((day, shown), [views, opens])| Counted { day, shown, views, opens }).collect()
    }

    /// Puts back what could not be written down.
    pub fn put_back(&self, counted: Vec<Counted>) {
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for Counted { day, shown, views, opens } in counted {
            sum_up(&mut sums, (day, shown), [views, opens]);
        }
    }
}

/// The day of a moment where the market is, counted from 1970.
#[must_use]
pub fn day_of(now: Timestamp) -> i64 {
    now.after(Span::minutes(crate::format::ZONE_MINUTES)).millis().div_euclid(Span::days(1).millis())
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::catalog::ListingId;
    use market::discovery::PlaceKind;
    use uuid::Uuid;

    #[test]
    fn what_is_shown_and_opened_is_summed_and_taken_once() {
        let now = Timestamp::from_millis(1_795_465_800_000);
        let shown = Shown { listing: ListingId::mint(now), place: PlaceKind::Rotating };
        let tally = Tally::default();
        tally.shown(&[shown], now);
        tally.shown(&[shown], now.after(Span::seconds(1)));
        tally.opened(shown, now);
        let taken = tally.take();
        let sums: Vec<_> = taken.iter().map(|counted| (counted.day, counted.views, counted.opens)).collect();
        assert_eq!(sums, [(day_of(now), 2, 1)]);
        assert!(tally.take().is_empty());
        tally.put_back(taken.clone());
        assert_eq!(tally.take(), taken);
    }

    #[test]
    fn however_long_nothing_is_written_down_the_sums_have_an_end() {
        let now = Timestamp::from_millis(1_795_465_800_000);
        let shown = |number| Shown { listing: ListingId::from_uuid(Uuid::from_u128(number)), place: PlaceKind::Ranked };
        let tally = Tally::default();
        for turn in 0..3 {
            let taken = tally.take();
            let many: Vec<Shown> = (0..).take(SUMS_MAX).map(|number| shown((turn << 64) | number)).collect();
            tally.shown(&many, now);
            tally.put_back(taken);
            tally.shown(&many[..1], now);
        }
        let taken = tally.take();
        assert_eq!(taken.len(), SUMS_MAX);
        let first = taken.iter().find(|counted| counted.shown == shown(2 << 64));
        assert_eq!(first.map(|counted| counted.views), Some(2), "what is summed up already goes on");
    }
}
