//! What a text is found by: words in both languages, characters side by side, spellings.

use crate::pinyin;
use crate::text::{Run, runs};
use frostem::{Algorithm, Stemmer};
use jieba_rs::Jieba;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// Characters of a description that count: what the goods are stands at its beginning.
pub const DESCRIPTION_CHARS_MAX: usize = 300;

/// Texts whose words are remembered.
const SHARED_MAX: usize = 20_000;

/// The dictionary. It is unpacked once, which takes some tenths of a second.
pub fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// The words of a run of Chinese characters, long ones and the short ones in them.
pub fn han_words(han: &str) -> Vec<String> {
    jieba().cut_for_search(han, false).into_iter().map(|token| token.word.to_owned()).collect()
}

/// The words of a run of Chinese characters as a reader parts them, none twice over.
pub fn han_parts(han: &str) -> Vec<String> {
    jieba().cut(han, false).into_iter().map(|token| token.word.to_owned()).collect()
}

/// An English word without its ending.
pub fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(word).into_owned()
}

/// The words of a text: Chinese ones, others as they are and without their endings. As often as they stand there.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(text) {
        match run {
            Run::Han(han) => words.extend(han_words(&han)),
            Run::Word(word) => {
                let stem = stem(&word);
                if stem != word {
                    words.push(stem);
                }
                words.push(word);
            }
        }
    }
    words
}

/// The words of several texts, each once.
pub fn words_once<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    texts.into_iter().flat_map(words).collect()
}

/// The same of texts that many documents share, such as a shop's name, a place, a category: each is parted once, as long as they are
/// not too many.
pub fn shared_words_once<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    thread_local!(static PARTED: RefCell<HashMap<String, Vec<String>>> = RefCell::default());
    PARTED.with_borrow_mut(|parted| {
        let mut all = BTreeSet::new();
        for text in texts {
            if !parted.contains_key(text) {
                if parted.len() >= SHARED_MAX {
                    parted.clear();
                }
                parted.insert(text.to_owned(), words(text));
            }
            all.extend(parted.get(text).into_iter().flatten().cloned());
        }
        all
    })
}

/// The words that are not Chinese, as they are written: what typing errors are measured against.
pub fn spellings<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let all = texts.into_iter().flat_map(runs);
    all.filter_map(|run| match run {
        Run::Word(word) if word.chars().all(char::is_alphabetic) => Some(word),
        Run::Word(_) | Run::Han(_) => None,
    })
    .collect()
}

/// Each Chinese character, and each two that stand together.
pub fn bigrams<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    han_of(texts).flat_map(|han| grams(&han, 1).into_iter().chain(grams(&han, 2))).collect()
}

/// Every `size` neighbours.
pub fn grams(han: &str, size: usize) -> Vec<String> {
    let characters: Vec<char> = han.chars().collect();
    characters.windows(size).map(|gram| gram.iter().collect()).collect()
}

/// Spellings of the Chinese characters, by syllables and pairs.
pub fn spelled<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    han_of(texts).flat_map(|han| pinyin::syllables(&han)).collect()
}

/// First letters of the Chinese characters.
pub fn initials<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    han_of(texts).flat_map(|han| pinyin::initials(&han)).collect()
}

fn han_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = String> {
    texts.into_iter().flat_map(runs).filter_map(|run| match run {
        Run::Han(han) => Some(han),
        Run::Word(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_by_its_words() {
        let words = words("湘西柴火腊肉 Salted porks 500g");
        for word in ["湘西", "柴火", "腊肉", "salted", "salt", "pork", "porks", "500", "g"] {
            assert!(words.contains(&word.to_owned()), "{word}: {words:?}");
        }
        assert!(bigrams(["柴火腊肉"]).contains("火腊"));
        assert!(bigrams(["柴火腊肉"]).contains("肉"));
        assert_eq!(spellings(["Salted 500g 腊肉"]).into_iter().collect::<Vec<_>>(), ["g", "salted"]);
    }
}
