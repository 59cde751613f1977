//! However much matches, one search looks at so much of it and no more, and says so; its pages go on behind what was looked at. What many
//! ask for at once is read once.

use super::*;
use market::discovery::{SearchFilter, SearchSort};
use std::sync::{Arc, Barrier};
use std::thread;

const DAY: i64 = 86_400_000;

#[test]
fn bands_without_what_is_chosen_are_looked_into_page_by_page() {
    // A thousand of each of 64 days, of which one of the newest and five of the oldest can be bought.
    let there: [u128; 6] = [63_500, 5, 4, 3, 2, 1];
    let goods = |number: u128| SearchDocument {
        published_at: (number as i64 - 1) / 1_000 * DAY + number as i64,
        is_available: there.contains(&number),
        ..listing(number, "tea")
    };
    let engine = index(&(1..=64_000).map(goods).collect::<Vec<_>>());
    let filter = SearchFilter { in_stock: true, ..SearchFilter::default() };
    let mut request = SearchRequest { filter, sort: SearchSort::Newest, ..asked("tea") };
    let first = page(&engine, &request);
    assert_eq!(first.listings, [ListingId::from_uuid(Uuid::from_u128(63_500))], "the oldest days are too far away");
    assert!(first.is_at_least && first.next.is_some() && !first.is_loose);
    let mut seen = vec![63_500];
    let mut next = first.next;
    while let Some(key) = next {
        request.page = PageRequest::after(Some(key), 24);
        let page = page(&engine, &request);
        seen.extend(page.listings.iter().map(|listing| listing.uuid().as_u128()));
        assert!(seen.len() <= there.len(), "each once: {seen:?}");
        next = page.next;
    }
    assert_eq!(seen, there);
}

#[test]
fn bands_that_hold_little_count_too() {
    // Three hundred days with one each, newer than the day of all others; nothing can be bought.
    let goods = |number: u128| SearchDocument {
        published_at: if number <= 64_000 { number as i64 } else { (number as i64 - 64_000) * DAY },
        is_available: false,
        ..listing(number, "tea")
    };
    let engine = index(&(1..=64_300).map(goods).collect::<Vec<_>>());
    let filter = SearchFilter { in_stock: true, ..SearchFilter::default() };
    let mut request = SearchRequest { filter, sort: SearchSort::Newest, ..asked("tea") };
    let mut pages = 0;
    loop {
        let page = page(&engine, &request);
        pages += 1;
        assert!(page.listings.is_empty() && page.is_at_least && pages <= 3);
        let Some(next) = page.next else { break };
        request.page = PageRequest::after(Some(next), 24);
    }
    assert_eq!(pages, 3, "two hundred days, the others with half of the large one, and its other half");
}

#[test]
fn what_is_looked_at_is_counted() {
    let engine = index(&listings(&["tea"; 64]));
    let mut before = 0;
    let mut more = || {
        let looked_at = engine.segments.looked_at();
        looked_at - std::mem::replace(&mut before, looked_at)
    };
    for sort in SearchSort::ALL {
        page(&engine, &SearchRequest { sort, ..asked("tea") });
        assert_eq!(more(), 64, "{sort:?}");
    }
    suggested(&engine, "te");
    assert_eq!(more(), 64, "proposals");
    page(&engine, &asked("nothing of that"));
    assert_eq!(more(), 0);
}

#[test]
fn those_who_ask_for_a_beginning_at_once_have_it_read_once() {
    let letter = |number: u32| char::from_digit(number % 26 + 10, 36).unwrap_or('a');
    let word = |number: u32| ["t".to_owned(), [number / 676, number / 26, number].map(letter).iter().collect()].concat();
    let titles: Vec<String> = (0..17_576).map(word).collect();
    let engine = index(&listings(&titles.iter().map(String::as_str).collect::<Vec<_>>()));
    let searcher = engine.searcher();
    let reader = searcher.segment_reader(0);
    let segment = engine.segments.of(reader).expect("a segment");
    let barrier = Barrier::new(8);
    let ask = || {
        barrier.wait();
        segment.beginnings.of(reader, engine.fields.spelling, "t").expect("read")
    };
    let read = thread::scope(|scope| {
        let asking: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|asked| asked.join().expect("an answer")).collect::<Vec<_>>()
    });
    assert!(read.iter().all(|one| Arc::ptr_eq(one, &read[0])), "each reads for itself");
}
