//! In which order holders are asked in the draw of a list that is too wide to be walked through (`wide`): by the number that each has for
//! the question in the turn, the same as in any draw. It is another one for each question: were it not, whoever comes first would come first
//! in all lists of a turn, and the places would tell everybody which shops are one person's. So all holders are numbered for each question
//! that is asked, once a turn; the first of them are kept, as long as the same holders have goods here.

use crate::lexicon::Lexicon;
use crate::segments::Segment;
use market::discovery::rules::Draw;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

/// Holders of whom one question knows the order: some 64 kB of memory.
pub const ORDERED_MAX: usize = 4_096;
/// Questions that are kept, those that were asked first forgotten first.
const KEPT_MAX: usize = 32;

/// The holders who come first for a question in a turn.
pub struct Order {
    /// Those who have goods here, among whom these come first.
    of: Arc<[u32]>,
    /// The lowest number first: each with what the lexicon calls the holder.
    pub first: Vec<(u64, u32)>,
}

impl Order {
    fn new(of: Arc<[u32]>, lexicon: &Lexicon, draw: &Draw) -> Self {
        let number = |holder: &u32| Some((draw.number(*lexicon.holders.get(*holder)?), *holder));
        let mut first: Vec<(u64, u32)> = of.iter().filter_map(number).collect();
        if first.len() > ORDERED_MAX {
            first.select_nth_unstable(ORDERED_MAX);
            first.truncate(ORDERED_MAX);
        }
        first.sort_unstable();
        Self { of, first }
    }

    /// The number below which all have been asked, where the first so many have.
    pub fn below(&self, asked: usize) -> u64 {
        match (self.first.get(asked), self.first.last()) {
            (Some((next, _)), _) => *next,
            (None, Some((last, _))) if self.first.len() < self.of.len() => last.saturating_add(1),
            (None, _) => u64::MAX,
        }
    }
}

/// What is kept of the orders of one index.
#[derive(Default)]
pub struct Orders {
    there: Mutex<There>,
    kept: Mutex<VecDeque<(Draw, Arc<Order>)>>,
}

/// Who has goods in a state of the index.
#[derive(Default)]
struct There {
    segments: Vec<SegmentId>,
    holders: Arc<[u32]>,
}

impl Orders {
    /// The order of a draw among whoever has goods in these segments, which are all of the searcher's.
    pub fn of(&self, searcher: &Searcher, segments: &[Arc<Segment>], lexicon: &Lexicon, draw: &Draw) -> Arc<Order> {
        // Each of them is put in order before anybody waits for it below.
        for segment in segments {
            segment.by_holder();
        }
        let there = self.there(searcher, segments);
        let is_it = |(of, order): &&(Draw, Arc<Order>)| of == draw && Arc::ptr_eq(&order.of, &there);
        let known = locked(&self.kept).iter().find(is_it).map(|(_, order)| Arc::clone(order));
        if let Some(known) = known {
            return known;
        }
        let new = Arc::new(Order::new(there, lexicon, draw));
        let mut kept = locked(&self.kept);
        kept.retain(|(of, _)| of != draw);
        if kept.len() >= KEPT_MAX {
            kept.pop_front();
        }
        kept.push_back((*draw, Arc::clone(&new)));
        new
    }

    /// Who has goods there: the same list as long as they are the same.
    fn there(&self, searcher: &Searcher, segments: &[Arc<Segment>]) -> Arc<[u32]> {
        let ids: Vec<SegmentId> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        let mut there = locked(&self.there);
        if there.segments != ids {
            let holders = together(segments.iter().map(|segment| segment.by_holder().holders()));
            if *there.holders != *holders {
                there.holders = holders.into();
            }
            there.segments = ids;
        }
        Arc::clone(&there.holders)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Several lists of numbers, each the lowest first, as one.
fn together<'a>(lists: impl Iterator<Item = &'a [u32]> + Clone) -> Vec<u32> {
    let end = lists.clone().filter_map(<[u32]>::last).max().map_or(0, |last| *last as usize + 1);
    let mut is_there = vec![false; end];
    for number in lists.flatten() {
        is_there[*number as usize] = true;
    }
    (0..).zip(is_there).filter_map(|(number, is_there)| is_there.then_some(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::discovery::rules::Seed;
    use uuid::Uuid;

    fn known(count: u128) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for holder in 1..=count {
            lexicon.holder(&Uuid::from_u128(holder).simple().to_string());
        }
        lexicon
    }

    #[test]
    fn the_first_are_those_with_the_lowest_numbers() {
        let draw = Seed::new(vec![7; 32]).draw("1&q=tea");
        let lexicon = known(10_000);
        let of: Arc<[u32]> = (1..=10_000).collect();
        let order = Order::new(of, &lexicon, &draw);
        let mut all: Vec<u64> = (1..=10_000).map(|holder| draw.number(holder)).collect();
        all.sort_unstable();
        assert_eq!(order.first.iter().map(|(number, _)| *number).collect::<Vec<_>>(), all[..ORDERED_MAX]);
        assert!(order.first.iter().all(|(number, holder)| draw.number(u128::from(*holder)) == *number), "each with its own");
        assert_eq!([order.below(0), order.below(7)], [all[0], all[7]]);
        let last = order.below(ORDERED_MAX);
        assert!(all[ORDERED_MAX - 1] < last && last <= all[ORDERED_MAX], "of those behind it nobody was asked");
    }

    #[test]
    fn where_all_were_asked_no_number_is_left() {
        let draw = Seed::new(vec![7; 32]).draw("1&q=tea");
        let order = Order::new([1, 2, 3].into(), &known(3), &draw);
        assert_eq!((order.first.len(), order.below(2)), (3, order.first[2].0));
        assert_eq!(order.below(3), u64::MAX);
        assert_eq!(Order::new(Arc::default(), &known(0), &draw).below(0), u64::MAX);
    }

    #[test]
    fn lists_are_put_together() {
        assert_eq!(together([[1, 4].as_slice(), &[], &[2, 4, 9]].into_iter()), [1, 2, 4, 9]);
        assert_eq!(together(std::iter::empty()), [0_u32; 0]);
    }
}
