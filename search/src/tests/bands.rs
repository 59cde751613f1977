//! Bands that hold more matches than one walk looks at: all of them are on some page, and no page takes longer for it.

use super::*;
use crate::cursor::Cursor;
use crate::narrow::by_bands;
use crate::ranking::Ranking;
use crate::reading::Reading;
use crate::sift::{Sifted, Walk};
use crate::slices::Slice;
use market::discovery::{RankingNumber, SearchFilter, SearchSettings, SearchSort};
use std::collections::BTreeSet;

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
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
    let filter = SearchFilter { in_stock: true, ..SearchFilter::default() };
    let request = SearchRequest { filter, sort: SearchSort::Newest, ..asked("green tea") };
    let walked = by_pages(&engine, &request, 25);
    assert!(walked.iter().all(|page| page.best.is_empty()), "nothing is in stock");
    let looked_at: Vec<u64> = walked.iter().map(|page| page.looked_at).collect();
    assert!(looked_at.iter().all(|matches| *matches <= 2 * MOST), "{looked_at:?}");
    assert!(looked_at.iter().sum::<u64>() >= 28_640, "nothing is left out: {looked_at:?}");
}

/// What each page by bands finds, of so many rows each, to the very last one.
fn by_pages(engine: &Engine, request: &SearchRequest, keep: usize) -> Vec<Sifted> {
    let (searcher, tuned) = (engine.searcher(), Tuned::default());
    let reading = Reading::new(&searcher, engine, &tuned);
    let ranking = Ranking::new(engine, &tuned, tuned.turn(Timestamp::from_millis(NOW)));
    let typed = request.words.as_ref().map(|words| words.words().join(" ")).expect("words");
    let query = reading.query(&typed, false).expect("read");
    let mut asked = Walk {
        query: &query,
        behind: None,
        terms: &reading.terms,
        filter: &request.filter,
        segments: &engine.segments,
        sort: request.sort,
        is_worded: true,
        after: None,
        slice: Slice::WHOLE,
        most: MOST,
        keep,
        ranking: &ranking,
        is_counted: false,
        told_from: 0,
        beginning: 2,
    };
    let mut walked = Vec::new();
    loop {
        let found = by_bands(&engine.fields, &searcher, &asked, &[]).expect("looked for").expect("a number's order");
        let last = found.best.last().filter(|_| found.best.len() == keep);
        let last = last.map(|last| (*last, found.slices.get(&last.1).copied().unwrap_or_default()));
        let next = last.or(found.unseen_from);
        walked.push(found);
        assert!(walked.len() < 100, "they have no end");
        let Some((after, slice)) = next else { return walked };
        (asked.after, asked.slice) = (Some(after), slice);
    }
}

/// Goods of one day, of which each has another price and another age than those beside it.
fn of_one_day(count: u128) -> Vec<SearchDocument> {
    let goods = |number: u128| SearchDocument {
        price_minor: 2_000 + (number * 37 % 101) as i64,
        published_at: (number * 7_919 % 100_003) as i64,
        ..listing(number, "tea")
    };
    (1..=count).map(goods).collect()
}

#[test]
fn within_a_slice_everything_stands_in_its_order() {
    let goods = of_one_day(24_000);
    let engine = index(&goods);
    for sort in [SearchSort::Price, SearchSort::Newest] {
        let walked = by_pages(&engine, &SearchRequest { sort, ..asked("tea") }, 1_000);
        let number = |id: u128| {
            let of = &goods[id as usize - 1];
            if sort == SearchSort::Price { of.price_minor } else { -of.published_at }
        };
        let mut rows: Vec<(Slice, i64)> = Vec::new();
        for page in &walked {
            rows.extend(page.best.iter().map(|(_, id)| (page.slices.get(id).copied().unwrap_or_default(), number(*id))));
        }
        assert_eq!(rows.len(), 24_000, "{sort:?}");
        let of_one: Vec<&[(Slice, i64)]> = rows.chunk_by(|one, other| one.0 == other.0).collect();
        assert!(of_one.len() > 2, "{sort:?}: it is in slices");
        assert!(of_one.iter().all(|rows| rows.is_sorted_by_key(|(_, number)| *number)), "{sort:?}: no number descends");
        let mut slices: Vec<u64> = of_one.iter().map(|rows| rows[0].0.key()).collect();
        slices.sort_unstable();
        slices.dedup();
        assert!(sort == SearchSort::Price || slices.len() == of_one.len(), "one slice after the other");
    }
}

#[test]
fn what_was_taken_out_of_a_band_is_counted_where_it_is_walked_through() {
    let engine = index(&of_one_day(40_000));
    let is_left = |number: &u128| number.is_multiple_of(10);
    let out: Vec<_> = (1..=40_000).filter(|number| !is_left(number)).map(|number| engine.key(Uuid::from_u128(number))).collect();
    engine.change(&out, &[], &[]).and_then(|()| engine.commit(1)).expect("written to memory");
    let searcher = engine.searcher();
    let walked_through: u64 = searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
    assert_eq!((searcher.num_docs(), walked_through), (4_000, 40_000), "nothing was merged away");
    let request = SearchRequest { sort: SearchSort::Newest, ..asked("tea") };
    let walked = by_pages(&engine, &request, 5_000);
    let looked_at: Vec<u64> = walked.iter().map(|page| page.looked_at).collect();
    assert!(looked_at.iter().all(|matches| *matches <= 2 * MOST), "{looked_at:?}");
    assert!(looked_at.iter().sum::<u64>() >= 40_000, "nothing is left out: {looked_at:?}");
    assert_eq!(walked.iter().map(|page| page.matched).sum::<u64>(), 4_000, "of which so many are there");
    let mut found = numbers(&pages(&engine, &request, 1_000));
    found.sort_unstable();
    assert_eq!(found, (1..=40_000).filter(is_left).collect::<Vec<u128>>(), "each once");
}

#[test]
fn pages_go_on_in_their_slices_in_whichever_turn() {
    let engine = index(&of_one_day(24_000));
    let mut request = SearchRequest { sort: SearchSort::Newest, page: PageRequest { after: None, rows: 3_000 }, ..asked("tea") };
    let (mut found, mut now, mut hours) = (Vec::new(), NOW, 1);
    loop {
        let settings = SearchSettings { ranking: vec![(RankingNumber::TurnHours, hours)], ..SearchSettings::default() };
        let page = looking_at(&engine, &Tuned::new(settings), &request, (now, MOST));
        found.extend(numbers(std::slice::from_ref(&page)));
        assert!(found.len() <= 24_000, "some is shown again");
        let Some(key) = page.next else { break };
        let cursor = Cursor::read(&key).expect("a key");
        assert!(!cursor.slice.is_whole(), "the band is in slices");
        request.page.after = Some(key);
        // Too late to go back to the turn, and of another length every time.
        (now, hours) = (now + 25 * HOUR, hours % 5 + 1);
        let turn = Tuned::default().turn(Timestamp::from_millis(now));
        assert_eq!(cursor.goes_on_in(turn).0, turn);
    }
    found.sort_unstable();
    assert_eq!(found, (1..=24_000).collect::<Vec<u128>>(), "each once");
}

#[test]
fn a_forged_slice_is_answered_as_any_other() {
    let engine = index(&of_one_day(24_000));
    let request = |after| SearchRequest { sort: SearchSort::Newest, page: PageRequest { after, rows: 100 }, ..asked("tea") };
    let ask = |after| looking_at(&engine, &Tuned::default(), &request(after), (NOW, MOST));
    let key = ask(None).next.expect("more than a page");
    let cursor = Cursor::read(&key).expect("a key");
    // The first and the last of as many as there can be, wherever they begin.
    for forged in [15, (0x7FFF << 4) | 15, (0xFFFF << 20) | 15, (0xABCD << 20) | (3 << 4) | 15] {
        let slice = Slice::read(forged).expect("a slice");
        let mut after = Some(Cursor { slice, ..cursor }.key());
        let mut pages = 0;
        while let Some(key) = after {
            let page = ask(Some(key));
            let rows: BTreeSet<u128> = numbers(std::slice::from_ref(&page)).into_iter().collect();
            assert!(rows.len() == page.listings.len() && rows.len() <= 100 && page.is_further, "{forged:x}: each once");
            pages += 1;
            after = page.next.filter(|_| pages < 3);
        }
    }
}
