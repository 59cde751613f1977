//! How often each of many numbers was seen, where most never are.

use std::cell::RefCell;
use std::cmp::Reverse;

/// Room that is made for different numbers at once: most searches see about as many.
const USUALLY_SEEN: usize = 64;
/// Numbers up to which room is kept for the next search: a quarter of a megabyte. To make it anew is to write zeros all over it.
const KEPT_NUMBERS_MAX: usize = 1 << 16;
/// Rooms that a thread keeps: one search counts four things.
const KEPT_MAX: usize = 4;

thread_local!(static KEPT: RefCell<Vec<Room>> = const { RefCell::new(Vec::new()) });

/// Counts by number.
pub struct Tally {
    room: Room,
    /// Numbers are below this one; there may be room for more.
    below: usize,
}

#[derive(Default)]
struct Room {
    /// Zero but for what was seen.
    counts: Vec<u32>,
    seen: Vec<u32>,
}

impl Tally {
    /// For numbers below this one.
    pub fn below(below: usize) -> Self {
        let mut room = KEPT.with_borrow_mut(Vec::pop).unwrap_or_default();
        if room.counts.len() < below {
            room.counts = vec![0; below];
            room.seen.reserve(below.min(USUALLY_SEEN));
        }
        Self { room, below }
    }

    #[inline]
    pub fn add(&mut self, number: u32) {
        let Self { room: Room { counts, seen }, below } = self;
        if let Some(count) = counts.get_mut(number as usize)
            && (number as usize) < *below
        {
            if *count == 0 {
                seen.push(number);
            }
            *count += 1;
        }
    }

    /// How often this one was seen.
    pub fn of(&self, number: u32) -> u32 {
        self.room.counts.get(number as usize).copied().unwrap_or(0)
    }

    /// The numbers that were seen and how often, in the order in which they were.
    pub fn all(&self) -> impl Iterator<Item = (u32, u64)> {
        self.room.seen.iter().map(|number| (*number, u64::from(self.of(*number))))
    }

    /// Those that were seen most often, and all that were seen as often as the last of these: in no order.
    pub fn most(&self, few: usize) -> Vec<(u32, u64)> {
        let mut counts: Vec<u32> = self.room.seen.iter().map(|number| self.of(*number)).collect();
        let least = if counts.len() > few { *counts.select_nth_unstable_by_key(few - 1, |count| Reverse(*count)).1 } else { 0 };
        self.all().filter(|(_, count)| *count >= u64::from(least)).collect()
    }
}

/// Leaves its room as it was: nothing was seen.
impl Drop for Tally {
    fn drop(&mut self) {
        let mut room = std::mem::take(&mut self.room);
        if room.counts.len() > KEPT_NUMBERS_MAX {
            return;
        }
        for number in room.seen.drain(..) {
            if let Some(count) = room.counts.get_mut(number as usize) {
                *count = 0;
            }
        }
        // Where the thread ends there is nobody left to keep it for.
        let _ = KEPT.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            if kept.len() < KEPT_MAX {
                kept.push(room);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_are_those_seen_most_often_and_their_equals() {
        let mut tally = Tally::below(10);
        for number in [3, 1, 3, 9, 4, 3, 1, 9, 7, 10] {
            tally.add(number);
        }
        assert_eq!(tally.all().collect::<Vec<_>>(), [(3, 3), (1, 2), (9, 2), (4, 1), (7, 1)]);
        assert_eq!(tally.most(1), [(3, 3)]);
        assert_eq!(tally.most(2), [(3, 3), (1, 2), (9, 2)]);
        assert_eq!(tally.most(12).len(), 5);
        assert_eq!(Tally::below(0).most(1), []);
    }
    #[test]
    fn whoever_counts_next_begins_at_nothing() {
        for below in [10, 4, 1_000, 10, KEPT_NUMBERS_MAX + 1, 10] {
            let mut tallies = [0; KEPT_MAX + 1].map(|_| Tally::below(below));
            for tally in &mut tallies {
                assert_eq!((tally.all().count(), tally.of(3)), (0, 0));
                [3, 3, below as u32 - 1, below as u32].into_iter().for_each(|number| tally.add(number));
                let last = below as u32 - 1;
                let seen: &[(u32, u64)] = if last == 3 { &[(3, 3)] } else { &[(3, 2), (last, 1)] };
                assert_eq!(tally.all().collect::<Vec<_>>(), seen, "nothing is counted that is not below {below}");
            }
        }
    }
}
