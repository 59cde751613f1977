//! How often goods were shown and opened, summed in memory without a word of who looked. A job writes the sums down every some
//! seconds: a crash loses those of the last ones, and nothing else.

use market::discovery::Shown;
use market::discovery::exposure::Counted;
use market::kernel::{Span, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Sums that are kept between two writings; what would be one more is not counted.
const SUMS_MAX: usize = 200_000;

/// The sums of one process since they were last written down.
#[derive(Debug, Default)]
pub struct Tally(Mutex<HashMap<(i64, Shown), [u64; 2]>>);

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
            let is_full = sums.len() >= SUMS_MAX;
            if is_full && !sums.contains_key(&(day, row)) {
                continue;
            }
            let sum = sums.entry((day, row)).or_default();
            sum[0] += more[0];
            sum[1] += more[1];
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
            let sum = sums.entry((day, shown)).or_default();
            sum[0] += views;
            sum[1] += opens;
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
}
