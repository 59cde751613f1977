//! In which order holders are asked in the draw of a list that is too wide to be walked through (`wide`): by the number that each has for
//! the question in the turn, the same as in any draw. It is another one for each question: were it not, whoever comes first would come first
//! in all lists of a turn, and the places would tell everybody which shops are one person's. So all holders are numbered for each question
//! that is asked, once a turn; the first of them are kept, as long as the same holders have goods here.

use crate::segments::{Segment, Segments};
use market::discovery::rules::Draw;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

/// Holders of whom one question knows the order: some 64 kB of memory.
pub const ORDERED_MAX: usize = 4_096;
/// Questions that are kept, those that were asked first forgotten first.
const KEPT_MAX: usize = 32;

/// What the lexicon calls a holder, and who that is.
pub type Holder = (u32, u128);

/// The holders who come first for a question in a turn.
pub struct Order {
    /// Those who have goods here, among whom these come first.
    of: Arc<[Holder]>,
    /// The lowest number first: each with the holder's position among them.
    first: Vec<(u64, u32)>,
}

impl Order {
    fn new(of: Arc<[Holder]>, draw: &Draw) -> Self {
        let mut first: Vec<(u64, u32)> = of.iter().zip(0..).map(|((_, holder), at)| (draw.number(*holder), at)).collect();
        if first.len() > ORDERED_MAX {
            first.select_nth_unstable(ORDERED_MAX);
            first.truncate(ORDERED_MAX);
        }
        first.sort_unstable();
        Self { of, first }
    }

    /// How many are known to come first.
    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// Who is asked at this place of the order, and by which number.
    pub fn at(&self, place: usize) -> Option<(u64, Holder)> {
        let (number, at) = self.first.get(place)?;
        Some((*number, *self.of.get(*at as usize)?))
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
    holders: Arc<[Holder]>,
}

impl Orders {
    /// The order of a draw among whoever has goods in these segments, which are all of the searcher's and some of `known`.
    pub fn of(&self, searcher: &Searcher, segments: &[Arc<Segment>], known: &Segments, draw: &Draw) -> Arc<Order> {
        let ids = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        // Each of them is put in order before anybody waits for it below.
        let lists: Vec<&[u32]> = segments.iter().map(|segment| segment.by_holder().holders()).collect();
        // Whoever writes waits for the lexicon, and whoever searches then waits behind them: holders are looked up there once, and numbered
        // without it.
        let named = |numbers: &[u32]| {
            let lexicon = known.lexicon();
            numbers.iter().filter_map(|number| Some((*number, *lexicon.holders.get(*number)?))).collect()
        };
        self.among(self.there(ids, &lists, named), draw)
    }

    /// The order of a draw among these holders.
    fn among(&self, there: Arc<[Holder]>, draw: &Draw) -> Arc<Order> {
        let is_it = |(of, order): &&(Draw, Arc<Order>)| of == draw && Arc::ptr_eq(&order.of, &there);
        let known = locked(&self.kept).iter().find(is_it).map(|(_, order)| Arc::clone(order));
        if let Some(known) = known {
            return known;
        }
        let new = Arc::new(Order::new(there, draw));
        let mut kept = locked(&self.kept);
        kept.retain(|(of, _)| of != draw);
        if kept.len() >= KEPT_MAX {
            kept.pop_front();
        }
        kept.push_back((*draw, Arc::clone(&new)));
        new
    }

    /// Who has goods in these segments, by the numbers of each: the same list as long as they are the same.
    fn there(&self, segments: Vec<SegmentId>, lists: &[&[u32]], named: impl Fn(&[u32]) -> Vec<Holder>) -> Arc<[Holder]> {
        let mut there = locked(&self.there);
        if there.segments != segments {
            let numbers = together(lists.iter().copied());
            if !there.holders.iter().map(|(number, _)| number).eq(&numbers) {
                there.holders = named(&numbers).into();
                // Nobody asks for those of others any more, and each of them holds all of these.
                locked(&self.kept).clear();
            }
            there.segments = segments;
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
    use std::cell::Cell;

    /// So many holders, whose numbers are their own names.
    fn holders(count: u32) -> Arc<[Holder]> {
        (1..=count).map(|number| (number, number.into())).collect()
    }

    #[test]
    fn the_first_are_those_with_the_lowest_numbers() {
        let draw = Seed::new(vec![7; 32]).draw("1&q=tea");
        let order = Order::new(holders(10_000), &draw);
        let mut all: Vec<u64> = (1..=10_000).map(|holder| draw.number(holder)).collect();
        all.sort_unstable();
        let first: Vec<(u64, Holder)> = (0..order.count()).filter_map(|place| order.at(place)).collect();
        assert_eq!(first.iter().map(|(number, _)| *number).collect::<Vec<_>>(), all[..ORDERED_MAX]);
        assert!(first.iter().all(|(number, (_, holder))| draw.number(*holder) == *number), "each with its own");
        assert_eq!([order.below(0), order.below(7)], [all[0], all[7]]);
        let last = order.below(ORDERED_MAX);
        assert!(all[ORDERED_MAX - 1] < last && last <= all[ORDERED_MAX], "of those behind it nobody was asked");
        assert_eq!(order.at(ORDERED_MAX), None);
    }

    #[test]
    fn where_all_were_asked_no_number_is_left() {
        let draw = Seed::new(vec![7; 32]).draw("1&q=tea");
        let order = Order::new(holders(3), &draw);
        assert_eq!((order.count(), Some(order.below(2))), (3, order.at(2).map(|(number, _)| number)));
        assert_eq!(order.below(3), u64::MAX);
        assert_eq!(Order::new(Arc::default(), &draw).below(0), u64::MAX);
    }

    #[test]
    fn holders_are_looked_up_once_as_long_as_they_are_the_same() {
        let (orders, asked) = (Orders::default(), Cell::new(0));
        let named = |numbers: &[u32]| {
            asked.set(asked.get() + 1);
            numbers.iter().map(|number| (*number, u128::from(*number) + 100)).collect()
        };
        let [one, other] = [(); 2].map(|()| SegmentId::generate_random());
        let first = orders.there(vec![one], &[&[1, 4]], named);
        assert_eq!(*first, [(1, 101), (4, 104)]);
        let again = [orders.there(vec![one], &[&[1, 4]], named), orders.there(vec![one, other], &[&[4], &[1]], named)];
        assert!(again.iter().all(|again| Arc::ptr_eq(again, &first)) && asked.get() == 1, "also where they lie elsewhere");
        let more = orders.there(vec![other], &[&[1, 5]], named);
        assert_eq!((&*more, asked.get()), (&[(1, 101), (5, 105)][..], 2));
    }

    #[test]
    fn orders_of_those_who_were_there_before_are_forgotten() {
        let (orders, seed, segment) = (Orders::default(), Seed::new(vec![7; 32]), SegmentId::generate_random());
        let named = |numbers: &[u32]| numbers.iter().map(|number| (*number, u128::from(*number))).collect();
        let before = orders.there(vec![segment], &[&[1, 4]], named);
        for question in ["1&q=tea", "1&q=pork"] {
            orders.among(Arc::clone(&before), &seed.draw(question));
        }
        assert_eq!(locked(&orders.kept).len(), 2);
        let after = orders.there(vec![SegmentId::generate_random()], &[&[1, 4, 5]], named);
        assert_eq!((locked(&orders.kept).len(), Arc::strong_count(&before)), (0, 1), "and so are the holders");
        orders.among(after, &seed.draw("1&q=tea"));
        assert_eq!(locked(&orders.kept).len(), 1);
    }

    #[test]
    fn lists_are_put_together() {
        assert_eq!(together([[1, 4].as_slice(), &[], &[2, 4, 9]].into_iter()), [1, 2, 4, 9]);
        assert_eq!(together(std::iter::empty()), [0_u32; 0]);
    }
}
