//! Choices, counts, orders and pages.

use super::*;
use crate::schema::column;
use market::discovery::{AttributeFilter, Reason, SearchFilter, SearchSort};
use std::collections::BTreeSet;

/// What some of the goods name as their makers; the last ones name none.
const MAKERS: [&str; 4] = ["吴家 · The Wu family", "Granny Long", "彭家", ""];

/// Sixty goods: three categories, four places, three makers and none, prices from 1 to 600 yuan.
fn shelf() -> Vec<SearchDocument> {
    (1..=60)
        .map(|number: u128| SearchDocument {
            category_path: ["food/meat", "food/tea", "craft"][(number % 3) as usize].to_owned(),
            place: ["凤凰", "Jishou", "永顺", ""][(number % 4) as usize].to_owned(),
            maker: MAKERS[(number / 2 % 4) as usize].to_owned(),
            price_minor: (number * 1_000) as i64,
            unit_price_minor: (61 - number) as i64 * 100,
            is_free_freight: number.is_multiple_of(5),
            is_available: !number.is_multiple_of(6),
            attributes: said(number),
            sold: (number / 3) as i64,
            ..listing(number, "山货 mountain goods")
        })
        .collect()
}

/// Everything but a third says a flavour, and what is eaten says a season too.
fn said(number: u128) -> Vec<String> {
    let flavour =
        (!number.is_multiple_of(3)).then(|| ["flavour.hot", "flavour.plain", "flavour.smoked"][(number % 7 % 3) as usize]);
    let season = (number % 3 != 2).then(|| ["season.autumn", "season.spring"][(number % 5 % 2) as usize]);
    flavour.into_iter().chain(season).map(str::to_owned).collect()
}

fn asks(attribute: &str, values: &[&str]) -> AttributeFilter {
    AttributeFilter { attribute: attribute.to_owned(), values: values.iter().map(ToString::to_string).collect() }
}

/// What a filter leaves, counted one by one.
fn by_hand(filter: &SearchFilter) -> BTreeSet<u128> {
    let fits = |document: &SearchDocument| {
        filter
            .category
            .as_deref()
            .is_none_or(|path| document.category_path == path || document.category_path.starts_with(&format!("{path}/")))
            && filter.price_from.is_none_or(|from| document.price_minor >= from)
            && filter.price_below.is_none_or(|below| document.price_minor < below)
            && (filter.places.is_empty() || filter.places.contains(&document.place))
            && (filter.makers.is_empty() || filter.makers.contains(&document.maker))
            && (!filter.free_freight || document.is_free_freight)
            && (!filter.in_stock || document.is_available)
            && filter.shop.is_none_or(|shop| document.shop == shop)
            && filter.attributes.iter().all(|asked| {
                let is_said = |value: &String| document.attributes.contains(&format!("{}.{value}", asked.attribute));
                asked.values.iter().any(is_said)
            })
    };
    shelf().iter().filter(|document| fits(document)).map(|document| document.listing.uuid().as_u128()).collect()
}

fn chosen() -> SearchFilter {
    SearchFilter {
        category: Some("food".to_owned()),
        price_from: Some(5_000),
        price_below: Some(40_000),
        places: vec!["凤凰".to_owned(), "Jishou".to_owned()],
        makers: vec!["吴家 · The Wu family".to_owned(), "Granny Long".to_owned()],
        free_freight: false,
        in_stock: true,
        attributes: vec![asks("flavour", &["hot", "plain"]), asks("season", &["autumn"])],
        shop: Some(ShopId::from_uuid(Uuid::from_u128(1))),
    }
}

#[test]
fn a_facet_counts_as_if_nothing_had_been_chosen_in_it() {
    let engine = index(&shelf());
    let filter = chosen();
    let page = page(&engine, &SearchRequest { filter: filter.clone(), ..asked("山货") });
    assert_eq!(page.total, by_hand(&filter).len() as u64);
    let with = |change: fn(&mut SearchFilter)| {
        let mut other = chosen();
        change(&mut other);
        by_hand(&other).len() as u64
    };
    let categories: u64 = page.facets.categories.iter().map(|(_, count)| count).sum();
    assert_eq!(categories, with(|filter| filter.category = None));
    let jishou = page.facets.places.iter().find(|(name, _)| name == "Jishou").map(|(_, count)| *count);
    assert_eq!(jishou, Some(with(|filter| filter.places = vec!["Jishou".to_owned()])));
    let elsewhere = page.facets.places.iter().find(|(name, _)| name == "永顺").map(|(_, count)| *count);
    assert_eq!(elsewhere, Some(with(|filter| filter.places = vec!["永顺".to_owned()])), "a place that was not chosen can be");
    let first = page.facets.prices.first().map(|band| band.count);
    assert_eq!(first, Some(with(|filter| (filter.price_from, filter.price_below) = (None, Some(2_000)))));
    assert_eq!(page.facets.free_freight, with(|filter| filter.free_freight = true));
    assert_eq!(page.facets.in_stock, with(|filter| filter.in_stock = true));
}

/// How many goods a choice of a name would leave; none where it is not told.
fn told(counts: &[(String, u64)], name: &str) -> u64 {
    counts.iter().find(|(other, _)| other == name).map_or(0, |(_, count)| *count)
}

#[test]
fn places_and_makers_are_counted_as_if_none_of_their_own_had_been_chosen() {
    let engine = index(&shelf());
    let makers = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<String>>();
    let mixed = [
        SearchFilter::default(),
        SearchFilter { makers: makers(&["Granny Long"]), ..SearchFilter::default() },
        SearchFilter { makers: makers(&["彭家", "吴家 · The Wu family"]), in_stock: true, ..SearchFilter::default() },
        SearchFilter { makers: makers(&["Granny Long"]), places: vec!["永顺".to_owned()], ..SearchFilter::default() },
        SearchFilter { makers: makers(&["彭家"]), attributes: vec![asks("season", &["autumn"])], ..SearchFilter::default() },
    ];
    for filter in mixed {
        let found = page(&engine, &SearchRequest { filter: filter.clone(), ..asked("山货") });
        let left = by_hand(&filter);
        assert!(!left.is_empty());
        assert_eq!(found.total, left.len() as u64, "{filter:?}");
        for name in MAKERS.into_iter().filter(|name| !name.is_empty()) {
            let only = SearchFilter { makers: vec![name.to_owned()], ..filter.clone() };
            assert_eq!(told(&found.facets.makers, name), by_hand(&only).len() as u64, "{filter:?} {name}");
        }
        for name in ["凤凰", "Jishou", "永顺"] {
            let only = SearchFilter { places: vec![name.to_owned()], ..filter.clone() };
            assert_eq!(told(&found.facets.places, name), by_hand(&only).len() as u64, "{filter:?} {name}");
        }
        let all = found.facets.makers.iter().chain(&found.facets.places);
        assert!(all.clone().all(|(name, count)| !name.is_empty() && *count > 0), "goods that name none are in no count: {all:?}");
    }
}

#[test]
fn a_chosen_name_is_told_with_its_count_however_few_goods_have_it() {
    let maker = |number: u128| if number == 100 { "Smith Ma".to_owned() } else { format!("Maker {:02}", number % 66) };
    let goods: Vec<SearchDocument> =
        (1..=330).map(|number| SearchDocument { maker: maker(number), place: maker(number), ..listing(number, "tea") }).collect();
    let engine = index(&goods);
    let all = page(&engine, &asked("tea")).facets;
    assert_eq!((all.makers.len(), all.places.len()), (60, 60));
    assert_eq!((told(&all.makers, "Maker 01"), told(&all.makers, "Smith Ma")), (5, 0), "those that most goods name");
    let smith = || vec!["Smith Ma".to_owned(), "Maker 01".to_owned(), "Nobody".to_owned()];
    for filter in
        [SearchFilter { makers: smith(), ..SearchFilter::default() }, SearchFilter { places: smith(), ..SearchFilter::default() }]
    {
        let found = page(&engine, &SearchRequest { filter: filter.clone(), ..asked("tea") });
        assert_eq!(found.total, 6, "one and five");
        let told = if filter.makers.is_empty() { found.facets.places } else { found.facets.makers };
        assert_eq!(told.len(), 61, "none stands there twice, and what no goods have is not there: {told:?}");
        assert_eq!(told.last(), Some(&("Smith Ma".to_owned(), 1)));
    }
}

#[test]
fn what_goods_say_is_counted_as_if_nothing_had_been_chosen_of_it() {
    let mut engine = index(&shelf());
    // Several segments, the texts of each of them numbered in its own way.
    for number in [7, 11, 13] {
        let out = [engine.key(Uuid::from_u128(number))];
        let same: Vec<SearchDocument> = shelf().into_iter().filter(|one| one.listing.uuid().as_u128() == number).collect();
        engine.change(&out, &same, &[]).and_then(|()| engine.commit(1)).expect("written to memory");
    }
    let mixed = [
        chosen(),
        SearchFilter::default(),
        SearchFilter { attributes: vec![asks("flavour", &["smoked"])], ..SearchFilter::default() },
        SearchFilter {
            attributes: vec![asks("season", &["spring", "autumn"]), asks("flavour", &["hot"])],
            in_stock: true,
            ..SearchFilter::default()
        },
    ];
    for filter in mixed {
        let found = page(&engine, &SearchRequest { filter: filter.clone(), ..asked("山货") });
        assert_eq!(found.total, by_hand(&filter).len() as u64, "{filter:?}");
        for (attribute, values) in [("flavour", ["hot", "plain", "smoked"].as_slice()), ("season", &["autumn", "spring"])] {
            for value in values {
                let mut only = filter.clone();
                only.attributes.retain(|asked| asked.attribute != attribute);
                only.attributes.push(asks(attribute, &[value]));
                assert_eq!(found.facets.saying(attribute, value), by_hand(&only).len() as u64, "{filter:?} {attribute} {value}");
            }
        }
    }
    engine = index(&shelf());
    assert_eq!(page(&engine, &SearchRequest::default()).facets.attributes.len(), 2, "a new index has no texts of the old one");
}

#[test]
fn pages_hold_everything_once_in_every_order() {
    let engine = index(&shelf());
    for (typed, sort) in [
        ("山货", SearchSort::Relevance),
        ("", SearchSort::Relevance),
        ("goods", SearchSort::Price),
        ("", SearchSort::UnitPrice),
        ("山货", SearchSort::Newest),
        ("山货", SearchSort::Sold),
        ("", SearchSort::Sold),
    ] {
        let mut request = SearchRequest { sort, page: PageRequest::first(7), ..asked(typed) };
        let mut seen = Vec::new();
        loop {
            let page = page(&engine, &request);
            assert_eq!(page.total, 60);
            seen.extend(page.listings.iter().map(|listing| listing.uuid().as_u128()));
            let Some(next) = page.next else { break };
            request.page = PageRequest::after(Some(next), 7);
        }
        assert_eq!(seen.len(), 60, "{typed} {sort:?}");
        let expected: Vec<u128> = match sort {
            SearchSort::Price => (1..=60).collect(),
            // By the formula: prices differ here, so each once is what is asked of it.
            SearchSort::Relevance => {
                seen.sort_unstable();
                (1..=60).collect()
            }
            _ => (1..=60).rev().collect(),
        };
        assert_eq!(seen, expected, "{typed} {sort:?}: what is equal stands by its age");
    }
}

#[test]
fn prices_of_a_unit_are_compared_within_a_kind_of_measure_on_whatever_page() {
    let kinds = [Dimension::Piece, Dimension::Length, Dimension::Weight, Dimension::Volume];
    let documents = (1..=40_u128).map(|number| SearchDocument {
        dimension: kinds[(number % 4) as usize],
        unit_price_minor: (number * 37 % 41) as i64 * 100,
        ..listing(number, "山货")
    });
    let documents: Vec<SearchDocument> = documents.collect();
    let place = |kind: Dimension| {
        [Dimension::Weight, Dimension::Volume, Dimension::Length, Dimension::Piece].iter().position(|other| *other == kind)
    };
    let mut expected: Vec<&SearchDocument> = documents.iter().collect();
    expected.sort_by_key(|document| (place(document.dimension), document.unit_price_minor));
    let engine = index(&documents);
    let mut request = SearchRequest { sort: SearchSort::UnitPrice, page: PageRequest::first(7), ..asked("山货") };
    let mut seen = Vec::new();
    loop {
        let page = page(&engine, &request);
        seen.extend(page.placed.into_iter().map(|placed| (placed.listing, placed.why.reasons)));
        let Some(next) = page.next else { break };
        request.page = PageRequest::after(Some(next), 7);
    }
    let told =
        |document: &&SearchDocument| (document.listing, vec![Reason::Ordered(SearchSort::UnitPrice, document.unit_price_minor)]);
    assert_eq!(seen, expected.iter().map(told).collect::<Vec<_>>());
}

#[test]
fn a_page_goes_on_where_it_ended_though_goods_came_and_went() {
    let engine = index(&shelf());
    let mut request = SearchRequest { sort: SearchSort::Price, page: PageRequest::first(10), ..asked("") };
    let first = page(&engine, &request);
    let out = [engine.key(Uuid::from_u128(3)), engine.key(Uuid::from_u128(12))];
    let cheaper = SearchDocument { price_minor: 1, ..listing(1_000, "山货") };
    engine.change(&out, &[cheaper], &[]).and_then(|()| engine.commit(1)).expect("written to memory");
    request.page = PageRequest::after(first.next, 10);
    let second: Vec<u128> = page(&engine, &request).listings.iter().map(|listing| listing.uuid().as_u128()).collect();
    assert_eq!(second, [11, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
}

/// More goods than one walk looks at, all of them tea at 20.00: 37 come from Jishou, 31 are Granny Long's, and 20 cost 900.00.
fn wide_shelf() -> Vec<SearchDocument> {
    let place = |number: u128| if number.is_multiple_of(1_729) { "Jishou" } else { "凤凰" };
    let maker = |number: u128| if number.is_multiple_of(2_003) { "Granny Long" } else { "" };
    let price = |number: u128| if number.is_multiple_of(3_048) { 90_000 } else { 2_000 };
    (1..=64_000)
        .map(|number| SearchDocument {
            place: place(number).to_owned(),
            maker: maker(number).to_owned(),
            price_minor: price(number),
            ..listing(number, "tea")
        })
        .collect()
}

#[test]
fn what_a_wide_search_is_narrowed_down_to_is_counted_to_the_end() {
    let engine = index(&wide_shelf());
    let told = |filter: &SearchFilter, sort| {
        let page = page(&engine, &SearchRequest { filter: filter.clone(), sort, ..asked("tea") });
        assert!(page.facets.is_at_least, "choices are counted among all that matches");
        (page.is_at_least, page.total, page.listings.len())
    };
    let of_place = SearchFilter { places: vec!["Jishou".to_owned()], ..SearchFilter::default() };
    let of_maker = SearchFilter { makers: vec!["Granny Long".to_owned()], ..SearchFilter::default() };
    let page_of = |filter: &SearchFilter| page(&engine, &SearchRequest { filter: filter.clone(), ..asked("tea") });
    assert!(
        page_of(&of_place).facets.places.contains(&("Jishou".to_owned(), 37)),
        "what is chosen by name is counted to the end"
    );
    assert!(page_of(&of_maker).facets.makers.contains(&("Granny Long".to_owned(), 31)));
    for sort in SearchSort::ALL {
        assert_eq!(told(&of_place, sort), (false, 37, 24), "{sort:?}");
        assert_eq!(told(&of_maker, sort), (false, 31, 24), "{sort:?}");
        let (is_at_least, total, rows) = told(&SearchFilter::default(), sort);
        assert!(is_at_least && total < 64_000 && rows == 24, "{sort:?}: {total}, and something is left out");
    }
    let dear = SearchFilter { price_from: Some(50_000), price_below: Some(100_000), ..SearchFilter::default() };
    assert_eq!(told(&dear, SearchSort::Price), (false, 20, 20), "no band of these prices is left out");
    let dearer = SearchFilter { price_from: Some(95_000), ..SearchFilter::default() };
    assert_eq!(told(&dearer, SearchSort::Price), (false, 0, 0));
    let narrow = SearchFilter { price_from: Some(85_000), price_below: Some(95_000), ..SearchFilter::default() };
    assert_eq!(told(&narrow, SearchSort::Relevance), (false, 20, 20), "few bands are looked into");
    let (is_at_least, total, _) =
        told(&SearchFilter { price_from: Some(5_000), ..SearchFilter::default() }, SearchSort::Relevance);
    assert!(is_at_least && total <= 20, "by relevance not all bands are looked into, and only some goods were looked at");
}

#[test]
fn shops_are_no_goods() {
    let engine = index(&listings(&["Danqing tea"]));
    let shop = market::discovery::ShopDocument {
        shop: ShopId::from_uuid(Uuid::from_u128(9)),
        name: "丹青 Danqing".to_owned(),
        place: "凤凰".to_owned(),
        opened_at: 5,
    };
    engine.change(&[], &[], &[shop]).and_then(|()| engine.commit(1)).expect("written to memory");
    assert_eq!(found(&engine, "danqing"), [1]);
    let proposed = suggested(&engine, "danq");
    assert_eq!(proposed.shops, [ShopId::from_uuid(Uuid::from_u128(9))]);
    for name in [column::PLACE, column::MAKER] {
        assert!(engine.searcher().segment_readers().iter().all(|reader| reader.fast_fields().str(name).is_ok()), "{name}");
    }
}
