//! What matches as it was typed stands before what only nearly does: whatever an operator lets matches weigh, and however many nearly do.

use super::*;
use market::discovery::{Boost, RankingNumber, SearchFilter, SearchSettings};
use std::collections::BTreeSet;

const HOUR: i64 = 3_600_000;

/// What is typed, what has it, and what has nearly it.
const ASKED: [(&str, &[u128], &[u128]); 4] =
    [("pork", &[1, 2, 3], &[11, 12, 13]), ("larou", &[4, 14], &[15]), ("腊肉", &[4], &[14]), ("chlr", &[4], &[16])];

/// Old goods of a shop that does nothing well, which have a word somewhere in a long text; and new ones of the best shop, whose titles are
/// nearly that word and nothing else.
fn drowning() -> Engine {
    let good = Standing { orders: 500, shipped_fast: 500, sales: 500, ..Standing::default() };
    let bad = Standing { orders: 500, troubled: 500, sales: 500, ..Standing::default() };
    let exact = |number: u128| SearchDocument {
        description: format!("Basket {number} of wicker, as large as it is light, which hangs in the smokehouse beside the pork"),
        published_at: 0,
        price_minor: 1,
        standing: bad,
        ..listing(number, "Wicker basket")
    };
    let near = |(title, number): (&&str, u128)| SearchDocument { published_at: NOW, standing: good, ..listing(number, title) };
    let smoked = SearchDocument { published_at: 0, standing: bad, ..listing(4, "湘西农家自制土猪烟熏柴火腊肉") };
    let nearly = ["Fork", "Porc", "Perk", "辣肉", "Laron", "Chlor"];
    let all: Vec<SearchDocument> = (1..=3).map(exact).chain([smoked]).chain(nearly.iter().zip(11..).map(near)).collect();
    index(&all)
}

fn numbers(page: &SearchPage) -> Vec<u128> {
    page.listings.iter().map(|listing| listing.uuid().as_u128()).collect()
}

fn set(numbers: &[u128]) -> BTreeSet<u128> {
    numbers.iter().copied().collect()
}

/// The ways to match that these words have, each as little or as much as can be set, by the bits of a number.
fn weighed(bits: usize) -> Tuned {
    let ways = [Boost::Title, Boost::About, Boost::Phrase, Boost::Pinyin, Boost::Initials, Boost::Typo];
    let weight = |(position, boost): (usize, Boost)| (boost, if (bits >> position) & 1 == 1 { 10_000 } else { 0 });
    let most = [RankingNumber::Quality, RankingNumber::Freshness, RankingNumber::PriceFit].map(|number| (number, 100));
    Tuned::new(SearchSettings {
        boosts: ways.into_iter().enumerate().map(weight).collect(),
        ranking: most.to_vec(),
        ..SearchSettings::default()
    })
}

#[test]
fn no_weight_puts_what_is_nearly_it_first() {
    let engine = drowning();
    for tuned in (0..64).map(weighed).chain([Tuned::default()]) {
        for (typed, exact, near) in ASKED {
            let page = tuned_page(&engine, &tuned, &asked(typed));
            let numbers = numbers(&page);
            let (first, behind) = numbers.split_at(exact.len().min(numbers.len()));
            let told = || format!("{typed}: {numbers:?} with {:?}", tuned.settings().boosts);
            assert_eq!(set(first), set(exact), "{}", told());
            assert_eq!(set(behind), set(near), "{}", told());
            assert_eq!((page.is_loose, page.total), (true, numbers.len() as u64), "{}", told());
        }
    }
}

#[test]
fn page_by_page_nothing_is_missed_where_the_near_ones_begin() {
    let engine = drowning();
    for tuned in [Tuned::default(), weighed(0), weighed(0b10_0000), weighed(0b11_1111)] {
        for (typed, exact, near) in ASKED {
            let whole = numbers(&tuned_page(&engine, &tuned, &asked(typed)));
            let mut request = SearchRequest { page: PageRequest::first(1), ..asked(typed) };
            let mut read = Vec::new();
            loop {
                let page = tuned_page(&engine, &tuned, &request);
                read.extend(numbers(&page));
                assert!(read.len() <= exact.len() + near.len(), "{typed}: {read:?}");
                let Some(next) = page.next else { break };
                request.page = PageRequest::after(Some(next), 1);
            }
            assert_eq!(read, whole, "{typed}");
        }
    }
}

#[test]
fn it_is_found_among_more_near_ones_than_are_looked_at() {
    let title = |number: u128| if number.is_multiple_of(10_007) { "Tree" } else { "Free" };
    let all: Vec<SearchDocument> = (1..=64_000).map(|number| listing(number, title(number))).collect();
    let engine = index(&all);
    let trees = |page: &SearchPage| numbers(page).iter().filter(|number| number.is_multiple_of(10_007)).count();
    let first = page(&engine, &asked("tree"));
    assert!(first.is_at_least && first.is_loose, "something is left out");
    assert_eq!((trees(&first), first.listings.len()), (6, 24));
    assert!(numbers(&first).iter().take(6).all(|number| number.is_multiple_of(10_007)), "{:?}", numbers(&first));
    let second = page(&engine, &SearchRequest { page: PageRequest::after(first.next.clone(), 24), ..asked("tree") });
    assert_eq!((trees(&second), second.listings.len()), (0, 24), "each once");
}

#[test]
fn what_only_a_choice_leads_to_stands_there_once() {
    // Four windows, of which each turn looks at one. All was taken out since but for one good, which is the only one of its place.
    const LEFT: u128 = 5_000;
    let all = 1..=4 * 4_096_u128;
    let goods = |number: u128| {
        let place = if number == LEFT { "安化" } else { "凤凰" };
        SearchDocument { place: place.to_owned(), ..listing(number, "tea") }
    };
    let engine = index(&all.clone().map(goods).collect::<Vec<_>>());
    let gone: Vec<_> = all.filter(|number| *number != LEFT).map(|number| engine.key(Uuid::from_u128(number))).collect();
    engine.change(&gone, &[], &[]).and_then(|()| engine.commit(1)).expect("written to memory");
    let filter = SearchFilter { places: vec!["安化".to_owned()], ..SearchFilter::default() };
    let request = SearchRequest { filter, ..asked("tea") };
    let mut seen = BTreeSet::new();
    for turn in 0..8 {
        let page = looking_at(&engine, &Tuned::default(), &request, (NOW + turn * HOUR, 4_096));
        assert_eq!(numbers(&page), [LEFT], "turn {turn}");
        assert_eq!((page.total, page.is_loose, &page.did_you_mean), (1, false, &None), "turn {turn}");
        // Counted is what the first walk looked at.
        seen.insert(page.facets.in_stock);
    }
    assert_eq!(seen, BTreeSet::from([0, 1]), "turns that look at it, and turns that do not");
}
