//! How much of an index one walk looks at. Where more matches than can be looked at while somebody waits, it looks at windows that lie
//! evenly all over the index, so that old and new goods have the same chance; each search begins at another window, and in
//! the next turn at the next one, so that nothing is left out for good.

use crate::slices::Slice;
use tantivy::DocId;

/// Matches that one search looks at, at most about. Beyond it numbers are lower bounds, and what is said to be best is the best of these.
pub const LOOKED_AT_MAX: u64 = 50_000;
/// Documents of a window, as a power of two: so many the engine unites at once.
pub const WINDOW_BITS: u32 = 12;
/// Windows that are told apart, as a power of two: an index of a hundred million documents has fewer.
pub const PARTS_BITS: u32 = 15;

/// Looks at one window of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Matches that it means to look at.
    most: u64,
    /// A power of two.
    parts: u32,
    beginning: u32,
}

impl Pace {
    /// To look at `most` of so many matches as are estimated; `beginning` is any number.
    pub fn new(most: u64, estimate: u64, beginning: u64) -> Self {
        let least = estimate.div_ceil(most.max(1)).clamp(1, 1 << PARTS_BITS);
        let parts = u32::try_from(least).unwrap_or(1).next_power_of_two();
        Self { most, parts, beginning: u32::from(Self::window(beginning)) }
    }

    /// Of any number what says at which window a walk begins.
    pub fn window(beginning: u64) -> u16 {
        u16::try_from(beginning & 0xFFFF).unwrap_or(0)
    }

    /// To look at all matches of a slice; those of one band begin at the same number.
    pub fn within(slice: Slice) -> Self {
        let beginning = u32::from(slice.beginning()).wrapping_add(slice.number());
        Self { most: u64::MAX, parts: slice.count(), beginning }
    }

    /// The document itself where it is looked at, or the beginning of the next window that is.
    pub fn next(self, document: DocId) -> DocId {
        let window = document >> WINDOW_BITS;
        let ahead = self.beginning.wrapping_sub(window) & (self.parts - 1);
        if ahead == 0 { document } else { (window + ahead) << WINDOW_BITS }
    }

    /// The same behind a segment of so many documents: windows lie evenly over all segments, however small they are.
    pub fn behind(self, documents: DocId) -> Self {
        let windows = documents.div_ceil(1 << WINDOW_BITS);
        Self { beginning: self.beginning.wrapping_sub(windows), ..self }
    }

    /// For what is left, where a walk that has looked at so much was estimated far too low: every other window. To end it there would
    /// leave out what is newest, which lies at the end.
    pub fn thinner(self, looked_at: u64, thinned: u32) -> Option<Self> {
        let due = self.most.saturating_add((self.most / 2).saturating_mul(u64::from(thinned + 1)));
        (looked_at >= due && self.parts < 1 << PARTS_BITS).then(|| Self { parts: self.parts * 2, ..self })
    }

    /// The same windows, of which as many are left out.
    pub fn as_thin_as(self, other: Self) -> Self {
        Self { parts: other.parts, ..self }
    }

    /// Whether there are windows that are not looked at.
    pub fn leaves_out(self) -> bool {
        self.parts > 1
    }

    /// The pace of another walk, where one that has looked at so much could have looked at all of it or at far more.
    pub fn again(self, looked_at: u64) -> Option<Self> {
        let next = Self { parts: Self::new(self.most, looked_at * u64::from(self.parts), 0).parts, ..self };
        (next.parts == 1 && self.parts > 1 || next.parts * 2 < self.parts).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(pace: Pace, below: DocId) -> Vec<DocId> {
        let mut windows = Vec::new();
        let mut document = pace.next(0);
        while document < below {
            windows.push(document >> WINDOW_BITS);
            document = pace.next(document + (1 << WINDOW_BITS));
        }
        windows
    }

    #[test]
    fn windows_lie_evenly() {
        let below = 64 << WINDOW_BITS;
        assert_eq!(windows(Pace::new(LOOKED_AT_MAX, 0, 7), below).len(), 64);
        assert_eq!(windows(Pace::new(LOOKED_AT_MAX, LOOKED_AT_MAX, 7), below).len(), 64);
        assert_eq!(windows(Pace::new(LOOKED_AT_MAX, 16 * LOOKED_AT_MAX, 7), below), [7, 23, 39, 55]);
        assert_eq!(windows(Pace::new(LOOKED_AT_MAX, 16 * LOOKED_AT_MAX, 23), below), [7, 23, 39, 55]);
        assert_eq!(windows(Pace::new(LOOKED_AT_MAX, 9 * LOOKED_AT_MAX, 3), below), [3, 19, 35, 51]);
    }

    #[test]
    fn slices_together_are_everything() {
        for count in [1_u32, 2, 8] {
            let first = Slice::read((7 << 20) | u64::from(count.ilog2())).expect("the first of so many");
            let slices: Vec<Slice> = std::iter::successors(Some(first), |slice| slice.next()).collect();
            assert_eq!(slices.len(), count as usize);
            let mut all: Vec<DocId> = slices.iter().flat_map(|slice| windows(Pace::within(*slice), 64 << WINDOW_BITS)).collect();
            all.sort_unstable();
            assert_eq!(all, (0..64).collect::<Vec<_>>(), "each window is in one of them");
            assert!(slices.iter().all(|slice| Pace::within(*slice).thinner(u64::MAX - 1, 0).is_none()), "nothing is left out");
        }
    }

    #[test]
    fn they_lie_evenly_over_small_segments_too() {
        let mut pace = Pace::new(LOOKED_AT_MAX, 4 * LOOKED_AT_MAX, 2);
        let mut looked_at = Vec::new();
        for _ in 0..8 {
            looked_at.push(windows(pace, 1 << WINDOW_BITS).len());
            pace = pace.behind(5);
        }
        assert_eq!(looked_at, [0, 0, 1, 0, 0, 0, 1, 0]);
    }

    #[test]
    fn a_window_is_looked_at_to_its_end() {
        let pace = Pace::new(LOOKED_AT_MAX, 2 * LOOKED_AT_MAX, 0);
        assert_eq!([5, 4_095, 4_096, 8_191, 8_192].map(|document| pace.next(document)), [5, 4_095, 8_192, 8_192, 8_192]);
    }

    #[test]
    fn too_many_matches_thin_the_rest_out() {
        let pace = Pace::new(100, 100, 3);
        assert_eq!(pace.thinner(149, 0), None);
        let thinner = pace.thinner(150, 0).expect("half of the rest");
        assert_eq!(windows(thinner, 6 << WINDOW_BITS), [1, 3, 5]);
        assert_eq!(thinner.thinner(199, 1), None);
        assert_eq!(thinner.thinner(200, 1).map(|pace| windows(pace, 8 << WINDOW_BITS)), Some(vec![3, 7]));
    }

    #[test]
    fn what_could_have_been_looked_at_is() {
        let pace = Pace::new(LOOKED_AT_MAX, 16 * LOOKED_AT_MAX, 5);
        assert_eq!(pace.again(LOOKED_AT_MAX / 2), None, "about as much as it may");
        assert_eq!(pace.again(LOOKED_AT_MAX / 4 + 1), None);
        assert_eq!(pace.again(LOOKED_AT_MAX / 8), Some(Pace::new(LOOKED_AT_MAX, 2 * LOOKED_AT_MAX, 5)));
        assert_eq!(pace.again(LOOKED_AT_MAX / 16).map(Pace::leaves_out), Some(false));
        assert_eq!(pace.again(0).map(Pace::leaves_out), Some(false));
        assert_eq!(Pace::new(LOOKED_AT_MAX, 10, 5).again(10), None);
    }
}
