//! How often each of many numbers was seen, where most never are.

use std::cmp::Reverse;

/// Room that is made for different numbers at once: most searches see about as many.
const USUALLY_SEEN: usize = 64;

/// Counts by number.
pub struct Tally {
    counts: Vec<u32>,
    seen: Vec<u32>,
}

impl Tally {
    /// For numbers below this one.
    pub fn below(count: usize) -> Self {
        Self { counts: vec![0; count], seen: Vec::with_capacity(count.min(USUALLY_SEEN)) }
    }

    #[inline]
    pub fn add(&mut self, number: u32) {
        if let Some(count) = self.counts.get_mut(number as usize) {
            if *count == 0 {
                self.seen.push(number);
            }
            *count += 1;
        }
    }

    /// How often this one was seen.
    pub fn of(&self, number: u32) -> u32 {
        self.counts.get(number as usize).copied().unwrap_or(0)
    }

    /// The numbers that were seen and how often, in the order in which they were.
    pub fn all(&self) -> impl Iterator<Item = (u32, u64)> {
        self.seen.iter().map(|number| (*number, u64::from(self.of(*number))))
    }

    /// Those that were seen most often, and all that were seen as often as the last of these: in no order.
    pub fn most(&self, few: usize) -> Vec<(u32, u64)> {
        let mut counts: Vec<u32> = self.seen.iter().map(|number| self.of(*number)).collect();
        let least = if counts.len() > few { *counts.select_nth_unstable_by_key(few - 1, |count| Reverse(*count)).1 } else { 0 };
        self.all().filter(|(_, count)| *count >= u64::from(least)).collect()
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
}
