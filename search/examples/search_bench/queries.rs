//! What is typed, in the shares in which it is asked: drawn from the titles, so that words come as often as they stand there.

use super::corpus::{Corpus, Draw};
use super::goods::GOODS;
use market::discovery::rules::search_words;
use market::discovery::{SearchFilter, SearchRequest, SearchSort};
use market::kernel::PageRequest;
use pinyin::ToPinyin;
use std::collections::HashMap;

/// Titles that words are counted in.
const COUNTED: u64 = 100_000;

/// What is asked, and how many of a hundred ask it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Head,
    Middle,
    Tail,
    TwoWords,
    Goods,
    PlaceAndGoods,
    Pinyin,
    Initials,
    Typo,
    Filtered,
    Sorted,
}

impl Kind {
    pub const ALL: [(Self, &'static str, u64); 11] = [
        (Self::Head, "one of the 50 commonest words", 10),
        (Self::Middle, "the next 450", 10),
        (Self::Tail, "a rarer word", 10),
        (Self::TwoWords, "two words of a title", 15),
        (Self::Goods, "Chinese goods", 18),
        (Self::PlaceAndGoods, "a place and goods", 12),
        (Self::Pinyin, "Pinyin", 8),
        (Self::Initials, "first letters", 4),
        (Self::Typo, "a typing error", 5),
        (Self::Filtered, "goods with choices", 5),
        (Self::Sorted, "goods by price or age", 3),
    ];

    /// Whether a full-text index without our spellings can answer it.
    pub fn is_plain(self) -> bool {
        !matches!(self, Self::Pinyin | Self::Initials | Self::Typo)
    }
}

pub struct Asked {
    pub kind: Kind,
    pub typed: String,
    pub request: SearchRequest,
}

/// Words by how many titles have them.
pub struct Words(Vec<String>);

impl Words {
    pub fn count(corpus: &Corpus) -> Self {
        let mut counts: HashMap<String, u64> = HashMap::new();
        let step = (corpus.count / COUNTED).max(1);
        for number in (0..corpus.count).step_by(step as usize) {
            for word in english(&corpus.document(number).title) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut words: Vec<_> = counts.into_iter().collect();
        words.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Self(words.into_iter().map(|(word, _)| word).collect())
    }
}

/// The English words of a title, in lower case, from three letters on.
pub fn english(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2);
    words.map(str::to_lowercase).collect()
}

/// As keyboards spell it.
pub fn spelled(han: &str) -> Vec<String> {
    han.chars().filter_map(|c| c.to_pinyin()).map(|reading| reading.plain().replace('ü', "v")).collect()
}

pub fn initials(han: &str) -> String {
    spelled(han).iter().filter_map(|syllable| syllable.chars().next()).collect()
}

/// One letter too few, one too many, one wrong, or two turned around, behind the first one.
pub fn misspelled(word: &str, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + draw.below(letters.len() as u64 - 1) as usize;
    let letter = char::from(b'a' + draw.below(26) as u8);
    match draw.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        _ => letters.swap(at, at - 1),
    }
    letters.into_iter().collect()
}

/// A request for these words.
pub fn request(typed: &str) -> SearchRequest {
    SearchRequest { words: search_words(typed), page: PageRequest::first(24), ..SearchRequest::default() }
}

/// So many searches.
pub fn searches(corpus: &Corpus, words: &Words, count: usize) -> Vec<Asked> {
    (0..count as u64).map(|number| search(corpus, words, &mut Draw::new(corpus.seed ^ 3, number))).collect()
}

fn search(corpus: &Corpus, words: &Words, draw: &mut Draw) -> Asked {
    let mut share = draw.below(100);
    let kinds = Kind::ALL.iter().find(|(_, _, of_hundred)| {
        let is_here = share < *of_hundred;
        share = share.saturating_sub(*of_hundred);
        is_here
    });
    let kind = kinds.map_or(Kind::Goods, |(kind, _, _)| *kind);
    let typed = typed(kind, corpus, words, draw);
    let mut request = request(&typed);
    if kind == Kind::Filtered {
        request.filter = filter(corpus, draw);
    }
    if kind == Kind::Sorted {
        request.sort = *draw.of(&[SearchSort::Sold, SearchSort::Price, SearchSort::UnitPrice, SearchSort::Newest]);
    }
    Asked { kind, typed, request }
}

fn typed(kind: Kind, corpus: &Corpus, words: &Words, draw: &mut Draw) -> String {
    let all = &words.0;
    let (head, rest) = all.split_at(all.len().min(50));
    let (middle, tail) = rest.split_at(rest.len().min(450));
    let goods = |draw: &mut Draw| draw.often_first(GOODS).0;
    match kind {
        Kind::Head => draw.of(head).clone(),
        Kind::Middle => draw.of(middle).clone(),
        Kind::Tail => draw.of(tail).clone(),
        Kind::TwoWords => two_words(corpus, draw),
        Kind::Goods | Kind::Filtered | Kind::Sorted => goods(draw).to_owned(),
        Kind::PlaceAndGoods => format!("{}{}", draw.of(&corpus.towns)[2], goods(draw)),
        Kind::Pinyin => spelled(goods(draw)).concat(),
        Kind::Initials => initials(goods(draw)),
        Kind::Typo => mistyped(corpus, draw).1,
    }
}

fn two_words(corpus: &Corpus, draw: &mut Draw) -> String {
    loop {
        let words = english(&corpus.document(draw.below(corpus.count)).title);
        if words.len() > 1 {
            let at = draw.below(words.len() as u64 - 1) as usize;
            return words[at..at + 2].join(" ");
        }
    }
}

/// Two words of a title as they were meant, and with one letter wrong.
pub fn mistyped(corpus: &Corpus, draw: &mut Draw) -> (String, String) {
    loop {
        let meant = two_words(corpus, draw);
        if let Some(word) = meant.split(' ').max_by_key(|word| word.len()).filter(|word| word.len() > 3) {
            let wrong = misspelled(word, draw);
            return (meant.clone(), meant.replacen(word, &wrong, 1));
        }
    }
}

fn filter(corpus: &Corpus, draw: &mut Draw) -> SearchFilter {
    let like = corpus.document(draw.below(corpus.count));
    SearchFilter {
        category: (draw.below(2) == 0).then(|| "mountain".to_owned()),
        price_from: (draw.below(2) == 0).then_some(2_000),
        price_below: (draw.below(2) == 0).then_some(20_000),
        places: if draw.below(3) == 0 { vec![like.place] } else { Vec::new() },
        free_freight: draw.below(4) == 0,
        in_stock: draw.below(2) == 0,
        shop: None,
        attributes: Vec::new(),
        makers: Vec::new(),
    }
}
