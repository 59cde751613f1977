//! How much of what should be found is found, over goods crossed with places: the same titles each time.

use super::*;
use crate::analysis::grams;
use crate::pinyin::usual;
use std::collections::BTreeSet;

const PLACES: [&str; 16] = [
    "湘西",
    "凤凰",
    "永顺",
    "花垣",
    "保靖",
    "龙山",
    "泸溪",
    "古丈",
    "吉首",
    "怀化",
    "麻阳",
    "芷江",
    "新晃",
    "黔东南",
    "雷山",
    "台江",
];
const HOW: [&str; 12] = ["柴火", "农家", "手工", "高山", "自制", "烟熏", "土法", "古法", "新鲜", "陈年", "现摘", "蓝染"];
const GOODS: [&str; 20] = [
    "腊肉",
    "腊肠",
    "红薯粉",
    "古丈毛尖",
    "黑茶",
    "猕猴桃干",
    "米豆腐",
    "酸鱼",
    "血粑鸭",
    "葛根粉",
    "苗银手镯",
    "银耳环",
    "蜡染围巾",
    "连衣裙",
    "竹编篮",
    "竹筷子",
    "油茶",
    "蜂蜜",
    "糍粑",
    "霉豆腐",
];
const ENGLISH: [&str; 20] = [
    "salted pork",
    "sausage",
    "sweet potato noodles",
    "green tea",
    "dark tea",
    "dried kiwi",
    "rice tofu",
    "sour fish",
    "blood duck",
    "arrowroot powder",
    "silver bracelet",
    "silver earrings",
    "batik scarf",
    "indigo dress",
    "bamboo basket",
    "bamboo chopsticks",
    "camellia oil",
    "honey",
    "rice cake",
    "fermented tofu",
];

fn corpus() -> Vec<SearchDocument> {
    let mut documents = Vec::new();
    for (place, number) in PLACES.iter().zip(0..) {
        for (how, second) in HOW.iter().zip(0..) {
            for ((goods, english), third) in GOODS.iter().zip(ENGLISH).zip(0..) {
                let id: u128 = (number * 12 + second) * 20 + third + 1;
                documents.push(listing(id, &format!("{place}{how}{goods} {english}")));
            }
        }
    }
    documents
}

/// Everything that a search finds, page by page.
fn everything(engine: &Engine, typed: &str) -> BTreeSet<u128> {
    let mut request = SearchRequest { page: PageRequest::first(100), ..asked(typed) };
    let mut all = BTreeSet::new();
    loop {
        let page = page(engine, &request);
        all.extend(page.listings.iter().map(|listing| listing.uuid().as_u128()));
        let Some(next) = page.next else { return all };
        request.page = PageRequest::after(Some(next), 100);
    }
}

/// The two characters that stand together anywhere in the titles.
fn pairs(documents: &[SearchDocument]) -> BTreeSet<String> {
    documents
        .iter()
        .filter_map(|document| document.title.split(' ').next())
        .flat_map(|han| grams(han, 2).map(str::to_owned))
        .collect()
}

fn holding(documents: &[SearchDocument], holds: impl Fn(&str) -> bool) -> BTreeSet<u128> {
    documents.iter().filter(|document| holds(&document.title)).map(|document| document.listing.uuid().as_u128()).collect()
}

#[test]
fn two_characters_find_all_that_a_reader_would() {
    let documents = corpus();
    let engine = index(&documents);
    let all = pairs(&documents);
    assert!(all.len() > 300, "{} pairs", all.len());
    for pair in all {
        let expected = holding(&documents, |title| title.contains(&pair));
        assert!(everything(&engine, &pair).is_superset(&expected), "{pair}");
    }
}

#[test]
fn spelled_words_find_nineteen_of_twenty() {
    let documents = corpus();
    let engine = index(&documents);
    for (kind, spell) in [
        ("pinyin", (|han| usual(han).concat()) as fn(&str) -> String),
        ("initials", |han| usual(han).iter().filter_map(|one| one.chars().next()).collect()),
    ] {
        let (mut hits, mut wanted) = (0, 0);
        for word in PLACES.iter().chain(&HOW).chain(&GOODS) {
            let expected = holding(&documents, |title| title.contains(word));
            let found = everything(&engine, &spell(word));
            wanted += expected.len();
            hits += expected.intersection(&found).count();
        }
        assert!(hits * 100 >= wanted * 95, "{kind}: {hits} of {wanted}");
    }
}

#[test]
fn a_typing_error_leaves_nine_of_ten_in_the_first_ten() {
    let documents = corpus();
    let engine = index(&documents);
    let (mut hits, mut tries) = (0, 0);
    for english in ENGLISH {
        let word = english.split(' ').max_by_key(|word| word.len()).unwrap_or(english);
        for wrong in misspellings(word) {
            tries += 1;
            let typed = english.replace(word, &wrong);
            let first: BTreeSet<u128> = found(&engine, &typed).into_iter().take(10).collect();
            hits += usize::from(!holding(&documents, |title| title.contains(english)).is_disjoint(&first));
        }
    }
    assert!(hits * 10 >= tries * 9, "{hits} of {tries}");
}

/// One letter too few, one too many, one wrong, two turned around: behind the first letter and further in.
fn misspellings(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut wrong = Vec::new();
    for at in [1, letters.len() / 2] {
        let change = |edit: &dyn Fn(&mut Vec<char>)| {
            let mut changed = letters.clone();
            edit(&mut changed);
            changed.into_iter().collect::<String>()
        };
        wrong.push(change(&|changed| {
            changed.remove(at);
        }));
        wrong.push(change(&|changed| changed.insert(at, 'x')));
        wrong.push(change(&|changed| changed[at] = 'q'));
        wrong.push(change(&|changed| changed.swap(at, at - 1)));
    }
    wrong
}
