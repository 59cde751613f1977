//! How often each of many numbers was seen, where most never are.

use std::cell::RefCell;

/// Room that is made for different numbers at once: most searches see about as many.
const USUALLY_SEEN: usize = 64;
/// Numbers up to which room is kept for the next search: a quarter of a megabyte, and as much again where all of them were seen. To
/// make it anew is to write zeros all over it.
const KEPT_NUMBERS_MAX: usize = 1 << 16;
/// Rooms that a thread keeps: one search counts four things.
const KEPT_MAX: usize = 4;

thread_local!(static KEPT: RefCell<Vec<Room>> = const { RefCell::new(Vec::new()) });

/// Counts by number.
pub struct Tally(Room);

#[derive(Default)]
struct Room {
    /// Zero but for what was seen.
    counts: Vec<u32>,
    seen: Vec<u32>,
}

impl Room {
    /// One of this size that is kept; where another one is in its place, there are more numbers than there were.
    fn kept(size: usize) -> Option<Self> {
        KEPT.with_borrow_mut(|kept| {
            let fits = kept.iter().rposition(|room| room.counts.len() == size);
            let room = fits.map(|position| kept.swap_remove(position));
            if room.is_none() && kept.len() == KEPT_MAX {
                kept.remove(0);
            }
            room
        })
    }
}

impl Tally {
    /// For numbers below this one.
    pub fn below(count: usize) -> Self {
        let new = || Room { counts: vec![0; count], seen: Vec::with_capacity(count.min(USUALLY_SEEN)) };
        Self(Room::kept(count).unwrap_or_else(new))
    }

    #[inline]
    pub fn add(&mut self, number: u32) {
        let Room { counts, seen } = &mut self.0;
        if let Some(count) = counts.get_mut(number as usize) {
            if *count == 0 {
                seen.push(number);
            }
            *count += 1;
        }
    }

    /// How often this one was seen.
    pub fn of(&self, number: u32) -> u32 {
        self.0.counts.get(number as usize).copied().unwrap_or(0)
    }

    /// The numbers that were seen and how often, in the order in which they were.
    pub fn all(&self) -> impl Iterator<Item = (u32, u64)> {
        self.0.seen.iter().map(|number| (*number, u64::from(self.of(*number))))
    }
}

/// Leaves its room as it was: nothing was seen.
impl Drop for Tally {
    fn drop(&mut self) {
        let mut room = std::mem::take(&mut self.0);
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
    fn each_number_is_counted() {
        let mut tally = Tally::below(10);
        for number in [3, 1, 3, 9, 4, 3, 1, 9, 7, 10] {
            tally.add(number);
        }
        assert_eq!(tally.all().collect::<Vec<_>>(), [(3, 3), (1, 2), (9, 2), (4, 1), (7, 1)]);
        assert_eq!(Tally::below(0).all().count(), 0);
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
