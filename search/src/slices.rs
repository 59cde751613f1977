//! Slices of a band that holds more matches than one walk looks at. Each is every so many-th window of the index (`pace`), and all of
//! them together are all of it: pages go through one after the other, each in its order, so that whatever matches stands on one of them.
//!
//! That holds while the index stays as it is. Windows are numbered through all segments, the largest first: a new segment moves the windows
//! of all that are smaller, a merge those of all that are smaller than it or than what it was made of, and two of one size may change places.
//! Of a band that is in slices, what lies in moved windows may then be shown again, or be passed over.

use crate::matches::Matches;
use crate::pace::{PARTS_BITS, Pace};
use crate::part::Part;
use crate::sift::{Sifted, Walk, at_pace, in_pairs};
use crate::stride::Stride;
use crate::weighed::Weighed;
use tantivy::Searcher;

/// Digits of a slice in a key.
pub const DIGITS: usize = 9;
/// Bits of a key that say of how many it is one.
const BITS: u32 = 4;
/// Bits of a key behind those that say where its windows begin.
const LOW_BITS: u32 = 20;

/// One of a power of two; the whole where it is the only one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    number: u32,
    /// The power.
    power: u32,
    /// The window at which the first one begins: in another turn a search begins at another one, and goes on in these all the same.
    beginning: u16,
}

impl Slice {
    pub const WHOLE: Self = Self { number: 0, power: 0, beginning: 0 };

    /// The first of as many as leave each no more than `most` of so many matches, which lie evenly; `beginning` is any number.
    fn first(matches: u64, most: u64, beginning: u64) -> Self {
        let fits = |power: &u32| matches >> power <= most;
        let power = (0..PARTS_BITS).find(fits).unwrap_or(PARTS_BITS);
        Self { number: 0, power, beginning: Pace::window(beginning) }
    }

    /// The one that is gone through behind it.
    pub fn next(self) -> Option<Self> {
        let number = self.number + 1;
        (number < self.count()).then_some(Self { number, ..self })
    }

    pub fn is_whole(self) -> bool {
        self.power == 0
    }

    /// How many come before it.
    pub fn number(self) -> u32 {
        self.number
    }

    /// The window at which the first one of its size begins.
    pub fn beginning(self) -> u16 {
        self.beginning
    }

    /// How many there are of its size.
    pub fn count(self) -> u32 {
        1 << self.power
    }

    /// As it stands in a key.
    pub fn key(self) -> u64 {
        (u64::from(self.beginning) << LOW_BITS) | u64::from((self.number << BITS) | self.power)
    }

    /// The slice that a key names, if it names one.
    pub fn read(key: u64) -> Option<Self> {
        let beginning = u16::try_from(key >> LOW_BITS).ok()?;
        let low = u32::try_from(key & ((1 << LOW_BITS) - 1)).ok()?;
        let slice = Self { number: low >> BITS, power: low & ((1 << BITS) - 1), beginning };
        (slice.number < slice.count()).then_some(slice)
    }
}

/// What was found in a slice.
pub struct Sliced {
    /// Nothing of it is left out.
    pub found: Sifted,
    pub slice: Slice,
    /// Matches that were looked at for it, in all walks, also those that were taken out since.
    pub looked_at: u64,
}

/// Walks through the slice in which the page before ended, or else the first one: through all that matches, where that turns out to be no
/// more than one walk looks at. Looks at no more than that, and at about as much where many matches lie side by side. Where the slice of the
/// page before cannot be gone on in, the band is begun anew: to show something again is better than to pass it over.
pub fn walk_slice(searcher: &Searcher, walk: &Walk<'_>, begun: Slice) -> tantivy::Result<Sliced> {
    let weighed = Weighed::new(walk.terms, walk.query)?;
    let before = Weighed::new(walk.terms, walk.behind.unwrap_or(&Part::Nothing))?;
    let segments = walk.segments.all(searcher)?;
    let matches = in_pairs(&weighed, &before)?;
    // How many match is estimated, and may be estimated far too low; not so how many there can be.
    let most: u64 = matches.iter().map(|[matches, _]| u64::from(matches.most())).sum();
    // A key may be forged, and what it names may have grown.
    let is_begun = !begun.is_whole() && most >> begun.power <= walk.most.saturating_mul(2);
    let slice = if is_begun { begun } else { Slice::first(most, walk.most, walk.beginning) };
    // Behind a place in a slice there is something of the others that comes before it; behind one in the whole there is not.
    let after = walk.after.filter(|_| is_begun || begun.is_whole());
    let walk = Walk { after, ..*walk };
    let through = |slice: Slice, matches: Vec<[Matches; 2]>, most: u64| {
        at_pace(searcher, &walk, &segments, matches, Stride::until(Pace::within(slice), most))
    };
    let found = through(slice, matches, u64::MAX);
    let looked_at = found.looked_at;
    if is_begun || slice.is_whole() || looked_at << slice.power > walk.most {
        return Ok(Sliced { found, slice, looked_at });
    }
    // Few of what there could be: probably all of it can be looked at, and then it stands in its order.
    let whole = through(Slice::WHOLE, in_pairs(&weighed, &before)?, walk.most.saturating_sub(looked_at));
    let looked_at = looked_at + whole.looked_at;
    Ok(if whole.is_at_least {
        Sliced { found, slice, looked_at }
    } else {
        Sliced { found: whole, slice: Slice::WHOLE, looked_at }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_slices_as_it_takes() {
        let count = |matches: u64| Slice::first(matches, 50_000, 7).count();
        assert_eq!([0, 50_000, 50_001, 100_001, 100_002, 10_000_000].map(count), [1, 1, 2, 2, 4, 256]);
        assert_eq!(count(u64::MAX), 1 << PARTS_BITS);
    }

    #[test]
    fn slices_are_gone_through_one_after_the_other() {
        assert_eq!(Slice::WHOLE.next(), None);
        let all: Vec<u32> =
            std::iter::successors(Some(Slice::first(400, 100, 7)), |slice| slice.next()).map(Slice::number).collect();
        assert_eq!(all, [0, 1, 2, 3]);
    }

    #[test]
    fn a_key_names_its_slice_and_a_forged_one_none() {
        let last = Slice { number: (1 << PARTS_BITS) - 1, power: PARTS_BITS, beginning: u16::MAX };
        for slice in [Slice::WHOLE, Slice { number: 3, power: 2, beginning: 7 }, last] {
            assert_eq!(Slice::read(slice.key()), Some(slice));
            assert!(slice.key() < 1 << (4 * DIGITS));
        }
        for forged in [1 << BITS, (4 << BITS) | 2, 1 << (4 * DIGITS), (1 << (4 * DIGITS)) - 1] {
            assert_eq!(Slice::read(forged), None, "{forged:x}");
        }
    }
}
