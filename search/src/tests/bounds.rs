//! However much matches, one search looks at so much of it and no more, and says so; its pages go on behind what was looked at.

use super::*;
use market::discovery::{SearchFilter, SearchSort};

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
        assert!(page.listings.is_empty() && page.is_at_least && pages <= 2);
        let Some(next) = page.next else { break };
        request.page = PageRequest::after(Some(next), 24);
    }
    assert_eq!(pages, 2);
}
