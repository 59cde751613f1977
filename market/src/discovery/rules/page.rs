//! How a page is filled: by rank, and some of its places by a draw. What was drawn stands nowhere else, on this page and on those
//! that follow, so that a list holds everything once however far somebody reads.

use super::draw::Turn;
use std::collections::HashSet;

/// Tickets of one list that are drawn; whoever reads further than that reads by rank alone.
pub const DRAWN_MAX: usize = 200;

/// How good something is (more is better) and which it is.
pub type Ranked = (u64, u128);

/// One holder's part in a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The lowest are drawn first.
    pub number: u64,
    /// By which number the holder takes part.
    pub holder: u128,
    /// The best of the holder's goods among those that match; with a rank below all others where the list by rank does not hold them,
    /// since it is of a part of what matches.
    pub best: Ranked,
}

/// The draw of a page, as it can be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageDraw {
    /// In which turn.
    pub turn: Turn,
    /// For [what](super::question()).
    pub question: String,
    /// Who takes part, the lowest number first, at most [`DRAWN_MAX`].
    pub tickets: Vec<Ticket>,
    /// The tickets with numbers below this one have been used on this page and those before.
    pub used_below: u64,
    /// Where a turn looks at a part of what matches only: all holders with numbers below this one were asked for theirs, wherever it
    /// lies, and those with others take part where theirs lies in that part. None where all that matches was looked at.
    pub asked_below: Option<u64>,
}

/// What a page is filled from.
#[derive(Clone, Copy, Debug)]
pub struct ToFill<'a> {
    /// What comes behind the pages before, best first: at least `kept(rows, used_below)` where there are so many.
    pub ranked: &'a [Ranked],
    /// All tickets, the lowest number first.
    pub tickets: &'a [Ticket],
    /// The last ranked row of the page before; none on the first page.
    pub after: Option<Ranked>,
    /// The pages before have used the tickets with numbers below this one: not so many, since a ticket that came meanwhile must not
    /// push one that was used behind the end of a count. 0 on the first page.
    pub used_below: u64,
    /// Places of the page.
    pub rows: usize,
    /// Those of them that are drawn.
    pub slots: usize,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// What stands on it, in order, and whether it was drawn.
    pub rows: Vec<(Ranked, bool)>,
    /// The last row by rank, where more follow: the next page goes on behind it.
    pub last: Option<Ranked>,
    /// The tickets with numbers below this one have been used so far.
    pub used_below: u64,
}

/// Rows that a page has to be filled from: what was drawn before is left out of them, and what came meanwhile with a number as low.
#[must_use]
pub const fn kept(rows: usize, used_below: u64) -> usize {
    let left_out = if used_below == 0 { 0 } else { DRAWN_MAX };
    rows.saturating_add(left_out).saturating_add(1)
}

/// Fills a page. A ticket whose goods the reader has seen, or sees on this page by their rank, is used up without a place. Where all
/// that is left fits on the page, nothing is drawn.
#[must_use]
pub fn fill(page: &ToFill<'_>) -> Filled {
    let before: HashSet<u128> =
        page.tickets.iter().filter(|ticket| ticket.number < page.used_below).map(|ticket| ticket.best.1).collect();
    let ranked: Vec<Ranked> = page.ranked.iter().filter(|(_, id)| !before.contains(id)).copied().collect();
    let (used_below, places) = if ranked.len() <= page.rows { (page.used_below, Vec::new()) } else { draw(page, &ranked) };
    let is_drawn = |row: &Ranked| places.iter().any(|place| place.1 == row.1);
    let by_rank = page.rows.saturating_sub(places.len());
    let mut rest = ranked.iter().filter(|row| !is_drawn(row)).copied();
    let mut rows: Vec<(Ranked, bool)> = rest.by_ref().take(by_rank).map(|row| (row, false)).collect();
    let last = rest.next().and(rows.last()).map(|(row, _)| *row);
    for (number, place) in places.into_iter().enumerate() {
        rows.insert(position(number, page.slots, page.rows).min(rows.len()), (place, true));
    }
    Filled { rows, last, used_below }
}

fn draw(page: &ToFill<'_>, ranked: &[Ranked]) -> (u64, Vec<Ranked>) {
    let certain = page.rows.saturating_sub(page.slots);
    let mut used_below = page.used_below;
    let mut places = Vec::new();
    let is_seen =
        |best: Ranked| page.after.is_some_and(|after| best >= after) || ranked.iter().take(certain).any(|(_, id)| *id == best.1);
    for ticket in page.tickets.iter().take(DRAWN_MAX).filter(|ticket| ticket.number >= page.used_below) {
        if places.len() >= page.slots {
            break;
        }
        used_below = ticket.number.saturating_add(1);
        if !is_seen(ticket.best) {
            places.push(ticket.best);
        }
    }
    (used_below, places)
}

/// Where the drawn places stand: each in the middle of its part of the page.
fn position(number: usize, slots: usize, rows: usize) -> usize {
    number.saturating_mul(2).saturating_add(1).saturating_mul(rows) / slots.saturating_mul(2).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn goods(count: u64) -> Vec<Ranked> {
        (1..=count).rev().map(|number| (number, u128::from(number))).collect()
    }

    fn tickets(ids: &[u64]) -> Vec<Ticket> {
        ids.iter().zip(0..).map(|(id, number)| Ticket { number, holder: u128::from(*id), best: (*id, u128::from(*id)) }).collect()
    }

    fn page(all: &[Ranked], tickets: &[Ticket], before: (Option<Ranked>, u64), size: (usize, usize)) -> Filled {
        let ((after, used_below), (rows, slots)) = (before, size);
        let behind = all.iter().filter(|row| after.is_none_or(|after| **row < after));
        let ranked: Vec<Ranked> = behind.take(kept(rows, used_below)).copied().collect();
        fill(&ToFill { ranked: &ranked, tickets, after, used_below, rows, slots })
    }

    /// All pages, one after the other.
    fn pages(all: &[Ranked], tickets: &[Ticket], rows: usize, slots: usize) -> Vec<Filled> {
        let (mut after, mut used_below, mut pages) = (None, 0, Vec::new());
        loop {
            let page = page(all, tickets, (after, used_below), (rows, slots));
            (after, used_below) = (page.last, page.used_below);
            pages.push(page);
            if after.is_none() {
                return pages;
            }
        }
    }

    #[test]
    fn two_of_twenty_four_places_are_drawn_in_the_middle_of_each_half() {
        let all = goods(100);
        let pages = pages(&all, &tickets(&[3, 50, 99, 7]), 24, 2);
        let first = pages.first().cloned().unwrap_or_default();
        let drawn: Vec<_> = first.rows.iter().zip(0..).filter(|((_, is_drawn), _)| *is_drawn).collect();
        let drawn: Vec<(u64, i32)> = drawn.into_iter().map(|((row, _), position)| (row.0, position)).collect();
        assert_eq!(drawn, [(3, 6), (50, 18)]);
        assert_eq!(first.rows.len(), 24);
        let second = pages.get(1).cloned().unwrap_or_default();
        assert_eq!(second.rows.iter().filter(|(_, is_drawn)| *is_drawn).count(), 1, "99 was seen on the first page by its rank");
        assert_eq!(second.used_below, 4);
    }

    #[test]
    fn a_ticket_that_comes_between_two_pages_draws_nothing_twice() {
        let (all, mut tickets) = (goods(100), tickets(&[3, 50, 7, 8]));
        let first = page(&all, &tickets, (None, 0), (24, 2));
        tickets.insert(0, Ticket { number: 0, holder: 9, best: (9, 9) });
        let second = page(&all, &tickets, (first.last, first.used_below), (24, 2));
        let ids = |page: &Filled| page.rows.iter().map(|(row, _)| row.1).collect::<HashSet<u128>>();
        assert_eq!(ids(&first).intersection(&ids(&second)).count(), 0);
        let drawn: Vec<u128> = second.rows.iter().filter(|(_, is_drawn)| *is_drawn).map(|(row, _)| row.1).collect();
        assert_eq!(drawn, [7, 8]);
    }

    #[test]
    fn what_came_meanwhile_does_not_end_a_list() {
        let (all, mut tickets) = (goods(100), tickets(&[76, 75]));
        let first = page(&all, &tickets, (None, 0), (24, 2));
        let newcomers = (70..75).map(|id| Ticket { number: 0, holder: u128::from(id), best: (id, u128::from(id)) });
        tickets.splice(0..0, newcomers);
        let second = page(&all, &tickets, (first.last, first.used_below), (24, 2));
        assert!(second.rows.len() == 24 && second.last.is_some(), "{second:?}");
    }

    #[test]
    fn what_fits_on_one_page_needs_no_draw() {
        let page = pages(&goods(24), &tickets(&[1, 2]), 24, 2).pop().unwrap_or_default();
        assert!(page.rows.iter().all(|(_, is_drawn)| !is_drawn) && page.rows.len() == 24 && page.last.is_none());
        assert_eq!(pages(&[], &[], 24, 2), [Filled::default()]);
    }

    proptest! {
        #[test]
        fn every_list_holds_everything_once(
            count in 0_u64..150, picked in proptest::collection::btree_set(1_u64..150, 0..80), rows in 1_usize..30, slots in 0_usize..9,
        ) {
            let all = goods(count);
            let mut ids: Vec<u64> = picked.into_iter().filter(|id| *id <= count).collect();
            ids.sort_by_key(|id| id.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let pages = pages(&all, &tickets(&ids), rows, slots.min(rows / 3));
            let mut seen: Vec<Ranked> = pages.iter().flat_map(|page| &page.rows).map(|(row, _)| *row).collect();
            prop_assert!(pages.iter().rev().skip(1).all(|page| page.rows.len() == rows), "no page is short but the last");
            seen.sort_unstable_by(|one, other| other.cmp(one));
            prop_assert_eq!(seen, all);
        }
    }
}
