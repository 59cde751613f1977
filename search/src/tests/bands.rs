//! Bands that hold more matches than one walk looks at: all of them are on some page, and no page takes longer for it.

use super::*;
use crate::narrow::by_bands;
use crate::ranking::Ranking;
use crate::reading::Reading;
use crate::sift::Walk;
use crate::slices::Slice;
use market::discovery::{SearchFilter, SearchSort};

const DAY: i64 = 86_400_000;
/// Matches that one walk looks at here: more than two windows have documents.
const MOST: u64 = 9_000;

/// All pages of a search, of so many rows each.
fn pages(engine: &Engine, request: &SearchRequest, rows: u64) -> Vec<SearchPage> {
    let mut pages: Vec<SearchPage> = Vec::new();
    loop {
        let after = pages.last().and_then(|page| page.next.clone());
        let asked = SearchRequest { page: PageRequest { after, rows }, ..request.clone() };
        let page = looking_at(engine, &Tuned::default(), &asked, (NOW, MOST));
        let is_last = page.next.is_none();
        pages.push(page);
        assert!(pages.len() < 100, "they have no end");
        if is_last {
            return pages;
        }
    }
}

fn numbers(pages: &[SearchPage]) -> Vec<u128> {
    pages.iter().flat_map(|page| &page.listings).map(|listing| listing.uuid().as_u128()).collect()
}

#[test]
fn all_that_a_large_band_holds_is_on_some_page() {
    // A hundred that are cheaper, sold more often and newer, and as many that are the contrary and half a century older.
    let goods = |number: u128| {
        let (price, sold, day) = match number {
            1..=100 => (1_000, 500, 20_001),
            101..=24_100 => (2_000 + (number % 30) as i64, 50, 20_000),
            _ => (9_000, 0, 1),
        };
        let published_at = day * DAY + number as i64;
        SearchDocument { price_minor: price, unit_price_minor: price, sold, published_at, ..listing(number, "tea") }
    };
    let engine = index(&(1..=24_200).map(goods).collect::<Vec<_>>());
    for sort in [SearchSort::Price, SearchSort::UnitPrice, SearchSort::Sold, SearchSort::Newest] {
        for typed in ["tea", ""] {
            let pages = pages(&engine, &SearchRequest { sort, ..asked(typed) }, 3_000);
            let mut found = numbers(&pages);
            assert!(found[..100].iter().all(|number| *number <= 100), "{sort:?}: what is before the large band");
            assert!(found[24_100..].iter().all(|number| *number > 24_100), "{sort:?}: what is behind it");
            found.sort_unstable();
            assert_eq!(found, (1..=24_200).collect::<Vec<u128>>(), "{sort:?} {typed:?}: each once");
            assert!(pages.iter().all(|page| page.is_at_least && page.total < 24_200), "{sort:?}: none counts all");
        }
    }
}

#[test]
fn few_matches_of_a_large_band_stand_in_their_order() {
    // Both words are in what is dear, everywhere in the index; of what is cheap they are in few together, and each of them in much.
    let is_dear = |number: u128| number % 8 < 3;
    let cheap = |number: u128| 2_000 + (number % 7) as i64;
    let goods = |number: u128| {
        let title = match (is_dear(number) || number.is_multiple_of(100), number.is_multiple_of(2)) {
            (true, _) => "green tea",
            (false, true) => "tea",
            (false, false) => "green",
        };
        let dear = 10_000 * (1 + (number % 10) as i64);
        SearchDocument { price_minor: if is_dear(number) { dear } else { cheap(number) }, ..listing(number, title) }
    };
    let engine = index(&(1..=32_000).map(goods).collect::<Vec<_>>());
    let request = SearchRequest { sort: SearchSort::Price, page: PageRequest { after: None, rows: 150 }, ..asked("green tea") };
    let page = looking_at(&engine, &Tuned::default(), &request, (NOW, MOST));
    assert!(page.is_at_least, "not everything was looked at");
    let hundreds = (1..=320).map(|hundred: u128| hundred * 100).filter(|number| !is_dear(*number));
    let mut expected: Vec<u128> = hundreds.collect();
    expected.sort_by_key(|number| (cheap(*number), std::cmp::Reverse(*number)));
    assert_eq!(numbers(&[page]), expected[..150]);
}

#[test]
fn the_bands_of_a_page_are_at_most_two_walks() {
    // Sixteen days of which the last one is begun with nearly all spent, and then one of which is estimated far too little: whatever has one
    // of these words has the other one as well, and came on that day.
    let goods = |number: u128| {
        let (title, day) = match number {
            1..=40_000 => ("basket", 0),
            40_001..=64_000 => ("green tea", 1),
            _ => ("green tea", 2 + (number as i64 - 64_001) / 290),
        };
        SearchDocument { published_at: day * DAY + 1, is_available: false, ..listing(number, title) }
    };
    let engine = index(&(1..=68_640).map(goods).collect::<Vec<_>>());
    let (searcher, tuned) = (engine.searcher(), Tuned::default());
    let reading = Reading::new(&searcher, &engine, &tuned);
    let ranking = Ranking::new(&engine, &tuned, tuned.turn(Timestamp::from_millis(NOW)));
    let query = reading.query("green tea", false).expect("read");
    let filter = SearchFilter { in_stock: true, ..SearchFilter::default() };
    let mut asked = Walk {
        query: &query,
        behind: None,
        terms: &reading.terms,
        filter: &filter,
        segments: &engine.segments,
        sort: SearchSort::Newest,
        is_worded: true,
        after: None,
        slice: Slice::WHOLE,
        most: MOST,
        keep: 25,
        ranking: &ranking,
        is_counted: false,
        beginning: 2,
    };
    let mut looked_at = Vec::new();
    loop {
        let found = by_bands(&engine.fields, &searcher, &asked, &[]).expect("looked for").expect("a number's order");
        looked_at.push(found.matched);
        assert!(found.best.is_empty() && looked_at.len() < 20);
        let Some((after, slice)) = found.unseen_from else { break };
        (asked.after, asked.slice) = (Some(after), slice);
    }
    assert!(looked_at.iter().all(|matches| *matches <= 2 * MOST), "{looked_at:?}");
    assert!(looked_at.iter().sum::<u64>() >= 28_640, "nothing is left out: {looked_at:?}");
}
