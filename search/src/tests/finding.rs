//! By whatever somebody types.

use super::*;
use crate::part::Part;
use crate::reading::Reading;
use crate::text::runs;
use market::discovery::{Boost, Reason, SearchFilter, SearchSettings, SearchSort};
use std::collections::BTreeSet;

fn market_of_pork() -> Engine {
    let mut documents = listings(&[
        "湘西柴火腊肉 五花",
        "Smoked tea from the mountains",
        "手工银饰 耳环",
        "蓝染连衣裙 Indigo dress",
        "腊肠 Salted sausages",
        "重庆火锅底料",
        "Porch lamp",
    ]);
    documents[0].kinds = ["Food", "食品", "Salted pork", "腊肉"].map(str::to_owned).to_vec();
    index(&documents)
}

#[test]
fn the_pork_is_found_by_every_name_it_has() {
    let engine = market_of_pork();
    for typed in [
        "腊肉",
        "larou",
        "la rou",
        "lr",
        "salted pork",
        "Salted PORKS",
        "salted prok",
        "slated pork",
        "辣肉",
        "湘西 腊肉",
        "chaihuolarou",
        "chlr",
        "柴火五花",
        "the salted pork of my",
        "湘西的腊肉",
        "laruo",
        "larpu",
        "chaihuolaruo",
        "chahuolarou",
    ] {
        assert!(found(&engine, typed).contains(&1), "{typed}");
    }
    assert_eq!(found(&engine, "larou"), [1], "and nothing else");
    assert_eq!(found(&engine, "chongqing"), [6], "the second reading");
    assert_eq!(found(&engine, "裙"), [4], "one character");
    assert_eq!((found(&engine, "the"), found(&engine, "from the")), (vec![2], vec![2]), "where nothing else is asked for");
    assert_eq!(found(&engine, "dresses"), [4], "without its ending");
    assert!(found(&engine, "nothing of that").is_empty());
}

#[test]
fn typing_errors_never_come_before_what_was_typed() {
    let mut titles = vec!["Green tree"; 20];
    titles.push("Green tea");
    let engine = index(&listings(&titles));
    let exact = page(&engine, &asked("tea"));
    assert_eq!(exact.listings.first().map(|listing| listing.uuid().as_u128()), Some(21));
    let enough = page(&engine, &asked("tree"));
    assert_eq!((enough.total, enough.is_loose), (20, false), "there is enough of it, so nothing near it is shown");
    let priced = page(&engine, &SearchRequest { sort: SearchSort::Price, ..asked("tea") });
    assert_eq!(priced.total, 1, "nothing loose stands among the exact ones");
}

#[test]
fn a_word_typed_wrongly_finds_titles_before_categories() {
    let of_category =
        |number| SearchDocument { kinds: ["Food", "食品", "Pork"].map(str::to_owned).to_vec(), ..listing(number, "Basket") };
    let engine = index(&[listing(1, "Pork")].into_iter().chain((2..=20).map(of_category)).collect::<Vec<_>>());
    let found = found(&engine, "prok");
    assert_eq!((found.first(), found.len()), (Some(&1), 20), "{found:?}");
}

#[test]
fn the_rarer_of_two_words_that_may_have_been_meant_stands_no_higher() {
    let titles: Vec<&str> = ["Prop"].into_iter().chain(["Pork"; 10]).collect();
    let engine = index(&listings(&titles));
    assert_eq!(found(&engine, "prok"), (1..=11).rev().collect::<Vec<_>>(), "as of one match, the latest first");
}

#[test]
fn what_was_probably_meant_is_proposed() {
    let engine = market_of_pork();
    assert_eq!(page(&engine, &asked("salted prok")).did_you_mean.as_deref(), Some("salted pork"));
    assert_eq!(page(&engine, &asked("indgo dress")).did_you_mean.as_deref(), Some("indigo dress"));
    for right in ["salted pork", "larou", "腊肉", "zzzzzz"] {
        assert_eq!(page(&engine, &asked(right)).did_you_mean, None, "{right}");
    }
}

#[test]
fn an_error_in_pinyin_is_forgiven_too() {
    let engine = market_of_pork();
    for (typed, meant, number) in [
        ("laruo", "larou", 1),
        ("larpu", "larou", 1),
        ("chaihuolaruo", "chaihuolarou", 1),
        // What many say for another.
        ("narou", "larou", 1),
        ("lalou", "larou", 1),
        ("sougong", "shougong", 3),
        ("chonqing", "chongqing", 6),
    ] {
        let page = page(&engine, &asked(typed));
        let numbers: Vec<u128> = page.listings.iter().map(|listing| listing.uuid().as_u128()).collect();
        assert_eq!((numbers, page.did_you_mean.as_deref()), (vec![number], Some(meant)), "{typed}");
        let says = Reason::Says(Boost::Typo, typed.to_owned());
        assert!(page.placed.iter().all(|placed| placed.why.reasons.contains(&says)), "{typed}: {:?}", page.placed);
    }
    let named = index(&listings(&["Laruo tea", "湘西腊肉"]));
    assert_eq!(found(&named, "laruo"), [1, 2], "what is written like this comes first");
    assert_eq!(page(&named, &asked("laruo")).did_you_mean, None);
    assert_eq!(page(&named, &SearchRequest { sort: SearchSort::Price, ..asked("laruo") }).total, 1);
}

#[test]
fn another_word_for_several_is_told_as_what_matched() {
    let engine = index(&listings(&["湘西腊肉", "Salted 腊肉", "Salted pork", "Salted fish"]));
    let tuned = tuned(&[&["腊肉", "salted pork"]]);
    let page = tuned_page(&engine, &tuned, &asked("salted pork"));
    let by = |number: u128| {
        let placed = page.placed.iter().find(|placed| placed.listing.uuid().as_u128() == number);
        placed.and_then(|placed| placed.why.reasons.first().cloned())
    };
    let another = Some(Reason::Says(Boost::Synonym, "salted pork".to_owned()));
    assert_eq!((by(1), by(2)), (another.clone(), another), "one of the words alone would not have found it");
    assert!(matches!(by(3), Some(Reason::Says(Boost::Title, _))), "{:?}", by(3));
    assert_eq!(by(4), None);
}

#[test]
fn what_finds_nothing_is_not_proposed() {
    let engine = market_of_pork();
    let meant = |typed: &str, place: &str| {
        let filter = SearchFilter { places: vec![place.to_owned()], ..SearchFilter::default() };
        page(&engine, &SearchRequest { filter, ..asked(typed) }).did_you_mean
    };
    assert_eq!(meant("salted prok", "凤凰").as_deref(), Some("salted pork"));
    assert_eq!(meant("prok qwxz", "凤凰"), None, "a word that is nowhere, and no other one near it");
    assert_eq!(meant("prok dress", "凤凰"), None, "both are somewhere, but not together");
    assert_eq!(meant("salted prok", "Jishou"), None, "not among what is chosen");
}

#[test]
fn other_words_for_it_count_too() {
    let engine = market_of_pork();
    assert!(found(&engine, "bacon").is_empty());
    let group = ["腊肉", "bacon", "smoked meat"].map(str::to_owned).to_vec();
    let tuned = Tuned::new(SearchSettings { synonyms: vec![group], ..SearchSettings::default() });
    for typed in ["bacon", "Bacon", "smoked meat"] {
        let page = tuned_page(&engine, &tuned, &asked(typed));
        assert_eq!(page.listings.first().map(|listing| listing.uuid().as_u128()), Some(1), "{typed}");
    }
}

/// With groups of words that mean the same.
fn tuned(groups: &[&[&str]]) -> Tuned {
    let synonyms = groups.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect();
    Tuned::new(SearchSettings { synonyms, ..SearchSettings::default() })
}

fn numbers(page: &SearchPage) -> Vec<u128> {
    page.listings.iter().map(|listing| listing.uuid().as_u128()).collect()
}

fn market_of_bacon() -> Engine {
    index(&listings(&["湘西腊肉 五花", "湘西 bacon", "重庆腊肉", "湘西银饰", "湘西 smoked pork"]))
}

#[test]
fn other_words_count_within_characters_that_nobody_parts() {
    let engine = market_of_bacon();
    assert_eq!(found(&engine, "湘西腊肉"), [1]);
    let tuned = tuned(&[&["腊肉", "bacon"], &["柴火腊肉", "smoked pork"]]);
    let page = tuned_page(&engine, &tuned, &asked("湘西腊肉"));
    assert_eq!(numbers(&page), [1, 2], "what was typed comes first");
    let why = Reason::Says(Boost::Synonym, "湘西腊肉".to_owned());
    assert!(page.placed[1].why.reasons.contains(&why), "{:?}", page.placed[1]);
    for (typed, expected) in [
        ("腊肉", vec![1, 2, 3]),
        ("bacon", vec![1, 2, 3]),
        ("湘西的腊肉", vec![1, 2]),
        ("湘西bacon", vec![1, 2]),
        ("湘西柴火腊肉", vec![5]),
        ("重庆腊肉", vec![3]),
        ("湘西银饰", vec![4]),
    ] {
        let mut found = numbers(&tuned_page(&engine, &tuned, &asked(typed)));
        found.sort_unstable();
        assert_eq!(found, expected, "{typed}");
    }
}

#[test]
fn other_words_that_are_made_of_each_other_have_an_end() {
    let engine = market_of_bacon();
    let tuned = tuned(&[&["腊肉", "五花腊肉", "湘西腊肉"], &["湘西", "湘西腊肉"]]);
    for typed in ["腊肉", "湘西腊肉", "湘西五花腊肉", "五花腊肉湘西腊肉"] {
        assert!(numbers(&tuned_page(&engine, &tuned, &asked(typed))).contains(&1), "{typed}");
    }
}

#[test]
fn characters_without_other_words_are_read_as_if_there_were_none() {
    let engine = market_of_bacon();
    let searcher = engine.searcher();
    let read = |tuned: &Tuned, typed: &str| {
        let reading = Reading::new(&searcher, &engine, tuned);
        format!("{:?}", reading.query(typed, true).expect("read"))
    };
    let (tuned, none) = (tuned(&[&["腊肉", "bacon"]]), Tuned::default());
    for typed in ["湘西银饰", "银饰", "湘西 500g", "腊月", "smoked pork"] {
        assert_eq!(read(&tuned, typed), read(&none, typed), "{typed}");
    }
    assert_ne!(read(&tuned, "湘西腊肉"), read(&none, "湘西腊肉"));
}

#[test]
fn weights_decide_the_order() {
    let mut documents = listings(&["tea", "cup"]);
    documents[1].kinds = vec!["tea".to_owned()];
    let engine = index(&documents);
    assert_eq!(found(&engine, "tea"), [1, 2]);
    let tuned = Tuned::new(SearchSettings {
        synonyms: Vec::new(),
        boosts: vec![(Boost::Title, 1), (Boost::Kind, 10_000)],
        ..SearchSettings::default()
    });
    let turned = tuned_page(&engine, &tuned, &asked("tea"));
    assert_eq!(turned.listings.iter().map(|listing| listing.uuid().as_u128()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn unfinished_words_propose_goods() {
    let engine = market_of_pork();
    for typed in ["l", "la", "lar", "larou", "chaihuol", "lr", "腊", "腊肉", "salted po", "湘西 la"] {
        let proposed = suggested(&engine, typed);
        assert!(proposed.listings.contains(&ListingId::from_uuid(Uuid::from_u128(1))), "{typed}: {proposed:?}");
    }
    for nothing in ["", "!!!", "\0", "😀"] {
        let proposed = suggested(&engine, nothing);
        assert!(proposed.listings.is_empty(), "{nothing:?}");
    }
}

/// The numbers of the goods that are proposed, in their order.
fn proposed(engine: &Engine, tuned: &Tuned, typed: &str) -> Vec<u128> {
    let proposed = tuned_suggested(engine, tuned, typed, NOW);
    let mut numbers: Vec<u128> = proposed.listings.iter().map(|listing| listing.uuid().as_u128()).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn other_words_propose_what_a_search_finds_by_them() {
    let engine = market_of_bacon();
    let tuned = tuned(&[&["腊肉", "bacon", "smoked meat"], &["柴火腊肉", "smoked pork"]]);
    for (typed, expected) in [
        ("腊肉", vec![1, 2, 3]),
        ("bacon", vec![1, 2, 3]),
        ("smoked meat", vec![1, 2, 3]),
        ("the bacon", vec![1, 2, 3]),
        ("湘西腊肉", vec![1, 2]),
        ("湘西的腊肉", vec![1, 2]),
        ("湘西bacon", vec![1, 2]),
        ("bacon 湘西", vec![1, 2]),
        ("湘西 smoked meat", vec![1, 2]),
        ("柴火腊肉", vec![5]),
        ("湘西柴火腊肉", vec![5]),
        ("湘西银饰", vec![4]),
    ] {
        let mut found = numbers(&tuned_page(&engine, &tuned, &asked(typed)));
        found.sort_unstable();
        assert_eq!(found, expected, "a search for {typed}");
        assert_eq!(proposed(&engine, &tuned, typed), expected, "{typed}");
    }
}

#[test]
fn the_beginning_of_a_phrase_proposes_other_words_for_it() {
    let engine = market_of_bacon();
    let tuned = tuned(&[&["腊肉", "bacon", "smoked meat"]]);
    for (typed, expected) in [
        ("bac", vec![1, 2, 3]),
        ("腊", vec![1, 2, 3]),
        ("smoked m", vec![1, 2, 3]),
        ("湘西 bac", vec![1, 2]),
        ("重庆 smoked me", vec![3]),
        // One letter begins too many phrases.
        ("b", vec![2]),
        ("bacon 银", vec![]),
    ] {
        assert_eq!(proposed(&engine, &tuned, typed), expected, "{typed}");
    }
    assert_eq!(proposed(&engine, &Tuned::default(), "bac"), [2]);
}

#[test]
fn phrases_that_begin_alike_are_looked_for_up_to_a_few() {
    let titles: Vec<String> = (0..20).map(|number| format!("茶{}", letters(number))).collect();
    let engine = index(&listings(&titles.iter().map(String::as_str).collect::<Vec<_>>()));
    let groups: Vec<[String; 2]> = (0..20).map(|number| [format!("sal{}", letters(number)), letters(number)]).collect();
    let synonyms = groups.iter().map(|group| group.to_vec()).collect();
    let tuned = Tuned::new(SearchSettings { synonyms, ..SearchSettings::default() });
    let searcher = engine.searcher();
    let reading = Reading::new(&searcher, &engine, &tuned);
    let others = |typed: &str| match reading.by_others(&runs(typed)).expect("read").as_slice() {
        [] => 0,
        [Part::Any(others)] => others.len(),
        [_] => 1,
        more => panic!("{typed} ends in one phrase: {more:?}"),
    };
    assert_eq!((others("sal"), others("salaab"), others("pork")), (6, 1, 0));
    assert_eq!(proposed(&engine, &tuned, "salaab"), [2]);
}

#[test]
fn a_letter_proposes_what_many_goods_begin_with() {
    let rare = (0..2_500).map(|number| format!("qa{}", letters(number)));
    let common = (0..12).flat_map(|number| [format!("qz{}", letters(number)), format!("qz{}", letters(number))]);
    let titles: Vec<String> = rare.chain(common).collect();
    let engine = index(&listings(&titles.iter().map(String::as_str).collect::<Vec<_>>()));
    for typed in ["q", "qz"] {
        let proposed = suggested(&engine, typed);
        let is_common = |listing: &ListingId| listing.uuid().as_u128() > 2_500;
        assert!(proposed.listings.len() == 5 && proposed.listings.iter().all(is_common), "{typed}: {proposed:?}");
    }
}

#[test]
fn too_many_to_look_at_have_their_turns() {
    let engine = index(&listings(&vec!["腊肉"; 24_576]));
    let half = |turn: i64| {
        let proposed = suggested_at(&engine, "腊肉", NOW + turn * 3_600_000);
        let windows: BTreeSet<u128> =
            proposed.listings.iter().map(|listing| listing.uuid().as_u128().div_ceil(4_096) % 4).collect();
        assert_eq!(windows.len(), 1, "one window of four: {proposed:?}");
        windows
    };
    assert_eq!((0..4).flat_map(half).collect::<BTreeSet<_>>().len(), 4, "each of them in one of four turns");
}

/// A number in three letters.
fn letters(number: u32) -> String {
    [number / 676, number / 26, number].iter().filter_map(|part| char::from_digit(part % 26 + 10, 36)).collect()
}
