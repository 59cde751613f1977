//! The draw of lists that are too wide to be walked through: everybody has one ticket, whatever a turn looks at.

use super::*;
use market::discovery::rules::{PageDraw, Ticket};
use market::discovery::{PlaceKind, RankingNumber, SearchFilter, SearchSettings};
use std::collections::{BTreeMap, BTreeSet};

const HOUR: i64 = 3_600_000;
const YEAR: i64 = 365 * 24 * HOUR;
/// Listings of shops that everybody knows: five windows.
const KNOWN: u128 = 20_000;
/// Matches that one walk looks at here: two windows of the five at most.
const MOST: u64 = 6_000;
/// The holder who lists a hundred goods; the nineteen others who are small list one each.
const BUSY: u128 = 120;

/// Goods of a holder with so many sales, who has been here for long.
fn of_holder(number: u128, holder: u128, sales: i64) -> SearchDocument {
    SearchDocument {
        shop: ShopId::from_uuid(Uuid::from_u128(holder)),
        holder: Some(holder),
        held_since: NOW - 3 * YEAR,
        is_free_freight: true,
        standing: Standing { orders: sales, shipped_fast: sales, sales, ..Standing::default() },
        ..listing(number, "Tea")
    }
}

/// What small holders list, by its place among what the known ones list.
fn small() -> BTreeMap<u128, SearchDocument> {
    let one = |holder: u128| (holder % 100 * 997, of_holder(100_000 + holder, holder, 0));
    let many = (0..100).map(|number: u128| (number * 200 + 7, of_holder(200_000 + number, BUSY, 0)));
    (101..BUSY).map(one).chain(many).collect()
}

/// Small holders all over what ten known ones list, with this changed in what they have.
fn street_with(change: impl Fn(&mut SearchDocument)) -> Engine {
    let mut small = small();
    small.values_mut().for_each(change);
    let mut documents = Vec::new();
    for number in 1..=KNOWN {
        documents.extend(small.remove(&number));
        documents.push(of_holder(number, 1 + number % 10, 500));
    }
    assert!(small.is_empty());
    index(&documents)
}

fn street() -> Engine {
    street_with(|_| ())
}

fn first_page(engine: &Engine, request: &SearchRequest, now: i64) -> SearchPage {
    looking_at(engine, &Tuned::default(), request, (now, MOST))
}

fn draw(page: &SearchPage) -> &PageDraw {
    page.draw.as_ref().expect("a draw")
}

/// Who takes part with which goods, in their order.
fn told(page: &SearchPage) -> Vec<(u64, u128, u128)> {
    draw(page).tickets.iter().map(|Ticket { number, holder, best }| (*number, *holder, best.1)).collect()
}

fn holders(page: &SearchPage) -> BTreeSet<u128> {
    draw(page).tickets.iter().map(|ticket| ticket.holder).collect()
}

fn rotating(page: &SearchPage) -> Vec<u128> {
    let drawn = page.placed.iter().filter(|placed| placed.why.kind() == PlaceKind::Rotating);
    drawn.map(|placed| placed.listing.uuid().as_u128()).collect()
}

/// A category, as it is walked through.
fn browsed() -> SearchRequest {
    let filter = SearchFilter { category: Some("food".to_owned()), ..SearchFilter::default() };
    SearchRequest { words: None, filter, is_browsing: true, ..asked("") }
}

#[test]
fn who_lists_one_good_is_drawn_as_often_as_who_lists_a_hundred() {
    let engine = street();
    for request in [asked("tea"), browsed()] {
        let mut times: BTreeMap<u128, u32> = BTreeMap::new();
        for turn in 0..400 {
            let page = first_page(&engine, &request, NOW + turn * HOUR);
            assert!(page.is_at_least && rotating(&page).len() == 2);
            for number in rotating(&page) {
                *times.entry(if number < 200_000 { number - 100_000 } else { BUSY }).or_default() += 1;
            }
        }
        assert_eq!(times.keys().copied().collect::<Vec<_>>(), (101..=BUSY).collect::<Vec<_>>(), "everybody has a turn");
        // Two places of 400 pages among twenty: forty each, and chance, of which six are usual. By what was looked at it would be a
        // hundred and more for the one who lists a hundred.
        assert!(times.values().all(|times| (14..=68).contains(times)), "{times:?}");
    }
}

#[test]
fn the_draw_is_that_of_a_list_that_is_looked_at_whole() {
    let (engine, again) = (street(), street());
    for request in [asked("tea"), browsed()] {
        for turn in 0..12 {
            let now = NOW + turn * HOUR;
            let (part, whole) = (first_page(&engine, &request, now), page_at(&engine, &Tuned::default(), &request, now));
            assert!(part.is_at_least && !whole.is_at_least);
            assert_eq!(told(&part), told(&whole), "the same tickets in the same order, with the same goods");
            assert_eq!(rotating(&part), rotating(&whole));
            assert_eq!((draw(&part).asked_below, draw(&whole).asked_below), (Some(u64::MAX), None));
            let seed = Seed::new(draw(&part).turn.name().into_bytes()).draw(&draw(&part).question);
            assert!(told(&part).iter().all(|(number, holder, _)| seed.number(*holder) == *number));
            // In another process, and with what is reckoned ahead.
            assert_eq!(told(&first_page(&again, &request, now)), told(&part));
            again.reckon(&Tuned::default(), draw(&part).turn).expect("reckoned");
            assert_eq!(told(&first_page(&again, &request, now)), told(&part));
        }
    }
}

#[test]
fn what_is_not_chosen_and_what_does_not_match_takes_no_part() {
    let engine = street_with(|document| match document.holder {
        Some(102) => document.place = "安化".to_owned(),
        Some(103) => document.price_minor = 9_000,
        Some(104) => document.title = "Coffee".to_owned(),
        Some(105) => document.is_available = false,
        Some(106) => document.standing.sales = 20,
        Some(107) => document.holder = None,
        Some(108) => document.is_free_freight = false,
        _ => (),
    });
    let out = [104, 105, 106, 107];
    let of_place = SearchFilter { places: vec!["凤凰".to_owned()], ..SearchFilter::default() };
    let cheap = SearchFilter { price_below: Some(5_000), ..SearchFilter::default() };
    let there = SearchFilter { in_stock: true, ..SearchFilter::default() };
    let free = SearchFilter { free_freight: true, ..SearchFilter::default() };
    for (filter, also_out) in
        [(SearchFilter::default(), None), (of_place, Some(102)), (cheap, Some(103)), (there, None), (free, Some(108))]
    {
        let request = SearchRequest { filter, ..asked("tea") };
        let takes_part = |holder: &u128| !out.contains(holder) && also_out != Some(*holder);
        let expected: BTreeSet<u128> = (101..=BUSY).filter(takes_part).collect();
        for turn in 0..6 {
            let page = first_page(&engine, &request, NOW + turn * HOUR);
            assert!(page.is_at_least);
            assert_eq!(holders(&page), expected, "{also_out:?}");
        }
    }
}

#[test]
fn what_was_taken_out_stands_for_nobody_and_what_is_new_does_at_once() {
    let engine = street();
    let before = first_page(&engine, &asked("tea"), NOW);
    assert!(holders(&before).contains(&110) && !holders(&before).contains(&500));
    let gone = [engine.key(Uuid::from_u128(100_110))];
    engine.change(&gone, &[of_holder(300_000, 500, 0)], &[]).and_then(|()| engine.commit(1)).expect("written to memory");
    let after = holders(&first_page(&engine, &asked("tea"), NOW));
    assert_eq!(after, (101..=BUSY).filter(|holder| *holder != 110).chain([500]).collect::<BTreeSet<_>>());
}

#[test]
fn the_best_that_a_holder_has_stands_for_them_wherever_it_lies() {
    // Of what the busy one lists one good says it in its title; of all others only the descriptions do.
    let engine = street_with(|document| {
        let number = document.listing.uuid().as_u128();
        if document.holder == Some(BUSY) && number != 200_055 {
            document.title = "Basket".to_owned();
            document.description = "For tea".to_owned();
        }
    });
    for turn in 0..8 {
        let page = first_page(&engine, &asked("tea"), NOW + turn * HOUR);
        let theirs = told(&page).into_iter().find(|(_, holder, _)| *holder == BUSY).map(|(_, _, best)| best);
        assert_eq!(theirs, Some(200_055));
    }
}

#[test]
fn every_ticket_has_its_place_and_nothing_comes_twice() {
    let engine = street();
    for request in [asked("tea"), browsed()] {
        let (mut request, mut shown, mut drawn) = (request, Vec::new(), BTreeSet::new());
        for number in 0..12_i64 {
            // The hour ends while somebody reads.
            let page = first_page(&engine, &request, NOW + number * HOUR / 4);
            shown.extend(page.listings.iter().map(|listing| listing.uuid().as_u128()));
            drawn.extend(rotating(&page).into_iter().map(|listing| if listing < 200_000 { listing - 100_000 } else { BUSY }));
            request.page = PageRequest::after(page.next.clone(), 24);
            assert!(page.next.is_some());
        }
        assert_eq!(drawn, (101..=BUSY).collect::<BTreeSet<_>>(), "ten pages have twenty places");
        let once: BTreeSet<u128> = shown.iter().copied().collect();
        assert_eq!((shown.len(), once.len()), (12 * 24, 12 * 24), "each once");
    }
}

#[test]
fn where_no_places_are_drawn_nobody_is_asked() {
    let (engine, request) = (street(), asked("tea"));
    let without = Tuned::new(SearchSettings { ranking: vec![(RankingNumber::Slots, 0)], ..SearchSettings::default() });
    let page = looking_at(&engine, &without, &request, (NOW, MOST));
    assert!(page.is_at_least && rotating(&page).is_empty());
    assert_eq!(draw(&page).asked_below, None);

    // Whoever reads on from a page with such places does not meet again what was drawn there.
    let first = first_page(&engine, &request, NOW);
    let next = SearchRequest { page: PageRequest::after(first.next.clone(), 24), ..request };
    let second = looking_at(&engine, &without, &next, (NOW, MOST));
    assert!(rotating(&first).len() == 2 && rotating(&second).is_empty());
    assert_eq!(draw(&second).asked_below, Some(u64::MAX));
    assert!(second.listings.iter().all(|listing| !first.listings.contains(listing)));
}

#[test]
fn those_who_come_first_are_asked_and_behind_them_come_those_who_were_seen() {
    // Three thousand holders with one good each, among as many of what is known: far more than are asked.
    let goods = |number: u128| {
        if number.is_multiple_of(4) { of_holder(number, 10_000 + number, 0) } else { of_holder(number, 1 + number % 10, 500) }
    };
    let engine = index(&(1..=12_000).map(goods).collect::<Vec<_>>());
    let all: Vec<u128> = (1..=12_000).filter(|number: &u128| number.is_multiple_of(4)).map(|number| 10_000 + number).collect();
    for turn in 0..8 {
        let page = looking_at(&engine, &Tuned::default(), &asked("tea"), (NOW + turn * HOUR, 3_000));
        let draw = draw(&page);
        let below = draw.asked_below.expect("not all was looked at");
        let seed = Seed::new(draw.turn.name().into_bytes()).draw(&draw.question);
        let mut first: Vec<u64> = all.iter().map(|holder| seed.number(*holder)).filter(|number| *number < below).collect();
        first.sort_unstable();
        let numbers: Vec<u64> = draw.tickets.iter().map(|ticket| ticket.number).collect();
        assert!(first.len() >= 32 && first.len() < 200, "as many as are enough, and not everybody: {}", first.len());
        assert_eq!(numbers[..first.len()], first, "of all who come first nobody is left out");
        assert!(numbers.len() > first.len() && numbers.is_sorted());
    }
}

#[test]
fn looking_holders_up_in_many_segments_is_work_too() {
    // What is known is of one place, and of three thousand small holders nobody has anything from there.
    let goods = |number: u128| {
        if number.is_multiple_of(4) {
            SearchDocument { place: "安化".to_owned(), ..of_holder(number, 10_000 + number, 0) }
        } else {
            of_holder(number, 1 + number % 10, 500)
        }
    };
    let engine = Engine::begin(Box::new(RamDirectory::create()), 1).expect("an index in memory");
    for part in 0..6 {
        let documents: Vec<SearchDocument> = (part * 2_000 + 1..=(part + 1) * 2_000).map(goods).collect();
        engine.change(&[], &documents, &[]).and_then(|()| engine.commit(0)).expect("written to memory");
    }
    let segments = engine.searcher().segment_readers().len() as u64;
    assert!(segments > 3, "{segments}");
    let filter = SearchFilter { places: vec!["凤凰".to_owned()], ..SearchFilter::default() };
    let page = looking_at(&engine, &Tuned::default(), &SearchRequest { filter, ..asked("tea") }, (NOW, MOST));
    let draw = draw(&page);
    let below = draw.asked_below.expect("not all was looked at");
    let seed = Seed::new(draw.turn.name().into_bytes()).draw(&draw.question);
    let small = (1..=12_000).filter(|number: &u128| number.is_multiple_of(4)).map(|number| 10_000 + number);
    let looked_up = small.filter(|holder| seed.number(*holder) < below).count() as u64 * segments;
    // Two of them take as long as one match, and half as much is looked at as in a walk.
    assert!(looked_up > MOST / 2 && looked_up <= MOST, "{looked_up}");
}

#[test]
fn who_has_very_much_has_one_ticket_and_is_looked_at_in_part() {
    // Half of all is one small holder's; every third of it is tea. So much of it is passed over that in two turns of three none of what is
    // looked at is tea: then what the walk saw takes part.
    let goods = |number: u128| match (number.is_multiple_of(2), number % 3) {
        (true, 0) => of_holder(number, 700, 0),
        (true, _) => SearchDocument { title: "Basket".to_owned(), ..of_holder(number, 700, 0) },
        (false, _) => of_holder(number, 1 + number % 10, 500),
    };
    let lone = (1..=30).map(|number: u128| of_holder(50_000 + number, 800 + number, 0));
    let engine = index(&(1..=24_000).map(goods).chain(lone).collect::<Vec<_>>());
    for turn in 0..6 {
        let before = engine.segments.looked_at();
        let page = first_page(&engine, &asked("tea"), NOW + turn * HOUR);
        let looked_at = engine.segments.looked_at() - before;
        assert!(page.is_at_least && looked_at <= 2 * MOST, "a walk and half of one: {looked_at}");
        let theirs: Vec<u128> =
            told(&page).into_iter().filter(|(_, holder, _)| *holder == 700).map(|(_, _, best)| best).collect();
        assert!(theirs.len() == 1 && theirs[0].is_multiple_of(6), "one of what matches: {theirs:?}");
        assert_eq!(holders(&page).len(), 31, "and nobody else is left out for it");
    }
}
