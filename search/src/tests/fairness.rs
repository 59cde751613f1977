//! Places that rotate among new and small shops: few, drawn, replayed, and nothing twice.

use super::*;
use market::discovery::{
    Boost, Ground, PlaceKind, Placed, RankingNumber, Reason, SearchFilter, SearchSettings, SearchSort, ShopSize,
};
use std::collections::{BTreeMap, BTreeSet};

const HOUR: i64 = 3_600_000;
const YEAR: i64 = 365 * 24 * HOUR;

/// Goods of a holder who has sold so much since then.
fn of_holder(number: u128, holder: u128, since: i64, sales: i64) -> SearchDocument {
    SearchDocument {
        shop: ShopId::from_uuid(Uuid::from_u128(holder)),
        holder: Some(holder),
        held_since: since,
        standing: Standing { orders: sales, shipped_fast: sales, sales, ..Standing::default() },
        ..listing(number, "湘西腊肉 Salted pork")
    }
}

/// A hundred goods of ten shops that everybody knows, and one each of twenty that nobody does: new ones and small ones.
fn street() -> Vec<SearchDocument> {
    let known = (1..=100).map(|number: u128| of_holder(number, 1 + number % 10, NOW - 3 * YEAR, 500));
    let unknown = (1..=20).map(|number: u128| {
        let since = if number.is_multiple_of(2) { NOW - 5 * 24 * HOUR } else { NOW - 3 * YEAR };
        of_holder(1_000 + number, 100 + number, since, 0)
    });
    known.chain(unknown).collect()
}

fn numbers(page: &SearchPage) -> Vec<u128> {
    page.listings.iter().map(|listing| listing.uuid().as_u128()).collect()
}

fn rotating(page: &SearchPage) -> Vec<u128> {
    page.placed.iter().filter(|placed| is_drawn(placed)).map(|placed| placed.listing.uuid().as_u128()).collect()
}

fn is_drawn(placed: &Placed) -> bool {
    placed.why.place.is_some_and(|(place, _)| place == PlaceKind::Rotating)
}

/// All pages from this moment on, each some minutes after the one before.
fn read_on(engine: &Engine, request: &SearchRequest, mut now: i64) -> Vec<SearchPage> {
    let mut request = request.clone();
    let mut pages = Vec::new();
    loop {
        let page = page_at(engine, &Tuned::default(), &request, now);
        let next = page.next.clone();
        pages.push(page);
        let Some(next) = next else { return pages };
        request.page = PageRequest::after(Some(next), request.page.rows);
        now += HOUR / 2;
    }
}

#[test]
fn two_places_of_a_page_rotate_and_the_same_page_is_the_same() {
    let engine = index(&street());
    let first = page(&engine, &asked("腊肉"));
    assert_eq!((first.listings.len(), rotating(&first).len()), (24, 2));
    assert!(rotating(&first).iter().all(|number| *number > 1_000));
    assert_eq!(page_at(&engine, &Tuned::default(), &asked("腊肉"), NOW + 60_000), first, "within the hour");
    // By chance one of twenty is left out of sixty turns once in thirty questions, of three hundred never.
    let others: BTreeSet<u128> =
        (1..=300).flat_map(|hours| rotating(&page_at(&engine, &Tuned::default(), &asked("腊肉"), NOW + hours * HOUR))).collect();
    assert_eq!(others.len(), 20, "everybody has a turn");
    let elsewhere = page(&engine, &asked("pork"));
    assert_ne!(rotating(&elsewhere), rotating(&first), "another question, another draw");
    let drawn = first.placed.iter().find(|placed| is_drawn(placed)).expect("a drawn one");
    assert!(matches!(drawn.why.reasons.first(), Some(Reason::Drawn(ShopSize::New | ShopSize::Small))));
    let priced = page(&engine, &SearchRequest { sort: SearchSort::Price, ..asked("腊肉") });
    assert!(priced.placed.iter().all(|placed| placed.why.place.is_none()), "by price there is nothing to draw");
}

#[test]
fn nothing_comes_twice_also_when_the_hour_ends_while_somebody_reads() {
    let engine = index(&street());
    let browsed = SearchRequest {
        words: None,
        filter: market::discovery::SearchFilter { category: Some("food".to_owned()), ..Default::default() },
        is_browsing: true,
        ..asked("")
    };
    for request in [asked("腊肉"), asked("pork"), browsed] {
        for offset in 0..8 {
            let pages = read_on(&engine, &request, NOW + offset * HOUR);
            let seen: Vec<u128> = pages.iter().flat_map(numbers).collect();
            assert_eq!(seen.len(), 120);
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 120, "each once");
            assert!(pages.iter().skip(1).any(|page| !rotating(page).is_empty()), "the later pages have theirs too");
        }
    }
}

#[test]
fn a_page_says_by_what_its_places_were_drawn() {
    let engine = index(&street());
    let draw = |request: &SearchRequest| page(&engine, request).draw;
    let told = draw(&asked(" 腊肉,")).expect("a draw");
    assert_eq!((told.question.as_str(), told.tickets.len()), ("1&q=腊肉", 20));
    let again = Seed::new(told.turn.name().into_bytes()).draw(&told.question);
    assert!(told.tickets.iter().all(|ticket| again.number(ticket.holder) == ticket.number));
    let used: Vec<u128> =
        told.tickets.iter().filter(|ticket| ticket.number < told.used_below).map(|ticket| ticket.best.1).collect();
    assert_eq!(used, rotating(&page(&engine, &asked("腊肉"))), "none of them stands there by its rank");
    let stocked = SearchFilter { in_stock: true, ..SearchFilter::default() };
    let chosen = draw(&SearchRequest { filter: stocked, ..asked("腊肉") }).expect("a draw");
    assert_eq!(chosen.question, "1&q=腊肉&there=1");
    assert_eq!(draw(&SearchRequest { sort: SearchSort::Price, ..asked("腊肉") }), None);
    assert_eq!(draw(&asked("nowhere")), None);
}

#[test]
fn listing_again_and_a_second_shop_gain_nothing() {
    let mut busy = street();
    // The holder of number 1001 lists the same a hundred times over, half of it in another shop, as if it were of today.
    busy.extend((1..=100).map(|number: u128| SearchDocument {
        shop: ShopId::from_uuid(Uuid::from_u128(if number.is_multiple_of(2) { 101 } else { 900 })),
        ..of_holder(2_000 + number, 101, NOW - 3 * YEAR, 0)
    }));
    let engine = index(&busy);
    let mut times: BTreeMap<bool, usize> = BTreeMap::new();
    for hours in 0..400 {
        for number in rotating(&page_at(&engine, &Tuned::default(), &asked("腊肉"), NOW + hours * HOUR)) {
            *times.entry(number == 1_001 || number > 2_000).or_default() += 1;
        }
    }
    let theirs = times.get(&true).copied().unwrap_or_default();
    assert!((15..=70).contains(&theirs), "one ticket of twenty, two places of 400 pages: about forty, not {theirs}");
}

#[test]
fn who_is_not_known_and_what_is_sold_out_take_no_part() {
    let mut documents = street();
    let new = |number: u128| of_holder(number, number, NOW, 0);
    documents.push(SearchDocument { holder: None, ..new(4_000) });
    documents.push(SearchDocument { is_available: false, ..new(5_000) });
    // The best of a holder's goods is sold out: the next one stands for them.
    documents.push(SearchDocument { is_available: false, ..of_holder(6_000, 6_000, NOW, 0) });
    documents
        .push(SearchDocument {
            title: "湘西腊肉 Salted pork, smoked for a month".to_owned(), ..of_holder(6_001, 6_000, NOW, 0)
        });
    let engine = index(&documents);
    let mut seen = BTreeSet::new();
    for hours in 0..400 {
        seen.extend(rotating(&page_at(&engine, &Tuned::default(), &asked("腊肉"), NOW + hours * HOUR)));
    }
    assert_eq!([4_000, 5_000, 6_000, 6_001].map(|number| seen.contains(&number)), [false, false, false, true]);
}

#[test]
fn a_holder_who_has_sold_enough_for_long_enough_has_no_ticket() {
    let mut documents = street();
    documents.push(of_holder(3_000, 300, NOW - YEAR, 20));
    let engine = index(&documents);
    let times = |settings: SearchSettings| {
        let tuned = Tuned::new(settings);
        let pages = (0..100).map(|hours| page_at(&engine, &tuned, &asked("腊肉"), NOW + hours * HOUR));
        pages.filter(|page| rotating(page).contains(&3_000)).count()
    };
    assert_eq!(times(SearchSettings::default()), 0);
    assert!(times(SearchSettings { ranking: vec![(RankingNumber::SmallSales, 21)], ..Default::default() }) > 0);
    let without = Tuned::new(SearchSettings { ranking: vec![(RankingNumber::Slots, 0)], ..Default::default() });
    assert_eq!(rotating(&tuned_page(&engine, &without, &asked("腊肉"))), [0; 0]);
}

#[test]
fn who_hardly_matches_takes_no_part() {
    let mut documents = street();
    let beside = SearchDocument {
        title: "Bamboo basket".to_owned(),
        description: "Made beside the smokehouse for 腊肉".to_owned(),
        ..of_holder(3_000, 300, NOW, 0)
    };
    documents.push(beside);
    let engine = index(&documents);
    for hours in 0..200 {
        let drawn = rotating(&page_at(&engine, &Tuned::default(), &asked("腊肉"), NOW + hours * HOUR));
        assert_eq!((drawn.len(), drawn.contains(&3_000)), (2, false), "nor does it keep out those whose titles say it");
    }
}

#[test]
fn a_row_says_which_word_matched_and_how() {
    let engine = index(&street());
    let says = |typed: &str| {
        let found = page(&engine, &asked(typed));
        let why = found.placed.first().map(|placed| placed.why.reasons.clone()).unwrap_or_default();
        why.into_iter().find_map(|reason| if let Reason::Says(boost, word) = reason { Some((boost, word)) } else { None })
    };
    assert_eq!(says("腊肉"), Some((Boost::Title, "腊肉".to_owned())));
    assert_eq!(says("larou"), Some((Boost::Pinyin, "larou".to_owned())));
    assert_eq!(says("lr"), Some((Boost::Initials, "lr".to_owned())), "as many as match so, too");
    assert_eq!(says("food"), Some((Boost::Kind, "food".to_owned())));
    assert_eq!(says("danqing"), Some((Boost::About, "danqing".to_owned())));
    assert_eq!(says(""), None);
}

#[test]
fn what_nothing_puts_forward_says_why_it_is_there() {
    // Old goods of a usual shop, one of them at twenty times the usual price.
    let mut documents = listings(&["Tea"; 6]);
    documents[5].price_minor = 40_000;
    documents[5].maker = "Granny Long".to_owned();
    let engine = index(&documents);
    let of_dear = |request: &SearchRequest| {
        let page = page(&engine, request);
        let dear = page.placed.iter().find(|placed| placed.listing.uuid().as_u128() == 6).expect("it is found");
        dear.why.reasons.clone()
    };
    let within = |filter: SearchFilter, is_browsing| SearchRequest { filter, is_browsing, ..asked("") };
    let food = SearchFilter { category: Some("food".to_owned()), ..SearchFilter::default() };
    assert_eq!(of_dear(&within(food.clone(), true)), [Reason::Only(Ground::Category)]);
    assert_eq!(of_dear(&within(food, false)), [Reason::Only(Ground::Choices)]);
    let of_long = SearchFilter { makers: vec!["Granny Long".to_owned()], ..SearchFilter::default() };
    assert_eq!(of_dear(&within(of_long, false)), [Reason::Only(Ground::Choices)]);
    assert_eq!(of_dear(&asked("tea")), [Reason::Says(Boost::Title, "tea".to_owned())]);
    // Words that mean the same only together.
    let together = ["Tea".to_owned(), "green leaves".to_owned()].to_vec();
    let tuned = Tuned::new(SearchSettings { synonyms: vec![together], ..SearchSettings::default() });
    let found = tuned_page(&engine, &tuned, &asked("green leaves"));
    let meant = Reason::Says(Boost::Synonym, "green leaves".to_owned());
    assert!(found.placed.len() == 6 && found.placed.iter().all(|placed| placed.why.reasons.first() == Some(&meant)), "{found:?}");
}

#[test]
fn in_another_order_the_order_is_the_reason() {
    let documents: Vec<SearchDocument> = (1..=30)
        .map(|number: u128| SearchDocument {
            price_minor: number as i64 * 100,
            unit_price_minor: number as i64 * 200,
            sold: number as i64 / 2,
            ..listing(number, "Tea")
        })
        .collect();
    let engine = index(&documents);
    for (sort, number) in [
        (SearchSort::Price, (|of: i64| of * 100) as fn(i64) -> i64),
        (SearchSort::UnitPrice, |of: i64| of * 200),
        (SearchSort::Newest, |of: i64| of),
        (SearchSort::Sold, |of: i64| of / 2),
    ] {
        for typed in ["tea", ""] {
            let page = page(&engine, &SearchRequest { sort, ..asked(typed) });
            assert_eq!((page.listings.len(), page.placed.len()), (24, 24), "{sort:?}");
            for placed in page.placed {
                let number = number(placed.listing.uuid().as_u128() as i64);
                assert_eq!(placed.why.reasons, [Reason::Ordered(sort, number)]);
                assert_eq!(placed.why.kind(), PlaceKind::Sorted, "nobody earned or was given this place");
            }
        }
    }
}

#[test]
fn a_better_match_stays_before_a_better_shop() {
    let beside = SearchDocument {
        title: "Chopping board".to_owned(),
        description: "For salted pork, and for 腊肉".to_owned(),
        ..of_holder(1, 1, NOW - YEAR, 900)
    };
    let engine = index(&[beside, of_holder(2, 2, NOW - YEAR, 0)]);
    assert_eq!(found(&engine, "腊肉"), [2, 1], "what it is comes before what only speaks of it");
    assert_eq!(found(&engine, "salted pork"), [2, 1]);
    let equal = index(&[of_holder(1, 1, NOW - YEAR, 900), of_holder(2, 2, NOW - YEAR, 0)]);
    assert_eq!(found(&equal, "腊肉"), [1, 2], "where the match is the same, the better shop");
}

#[test]
fn saying_a_word_again_and_again_is_no_better_match() {
    // Of two that match alike the later one stands first: it must not be the one that repeats itself.
    for (again, once, typed) in [
        ("Tea tea TEA, tea", "Tea", "tea"),
        ("腊肉 腊肉 腊肉 腊肉", "腊肉", "腊肉"),
        ("Salted pork pork pork salted pork", "Salted pork", "salted pork"),
    ] {
        let goods = |number, title: &str| SearchDocument { published_at: 0, ..listing(number, title) };
        assert_eq!(found(&index(&[goods(1, again), goods(2, once)]), typed), [2, 1], "{again}");
    }
}

#[test]
fn titles_that_repeat_a_word_push_nobody_out_of_the_draw() {
    let mut documents = street();
    let described = "Salted pork of black pigs, smoked over tea-oil wood for a month, from a village in the mountains of Xiangxi";
    documents.push(SearchDocument { title: described.to_owned(), ..of_holder(3_000, 300, NOW, 0) });
    documents
        .push(SearchDocument { title: "Pork pork pork pork pork pork".to_owned(), ..of_holder(200, 1, NOW - 3 * YEAR, 500) });
    let engine = index(&documents);
    let pages = (0..200).map(|hours| page_at(&engine, &Tuned::default(), &asked("pork"), NOW + hours * HOUR));
    assert!(pages.into_iter().any(|page| rotating(&page).contains(&3_000)), "one ticket of 21, two places of 200 pages");
}
