//! What a document is found by: words in both languages, characters side by side, spellings. They are written one after the other into
//! one text, each with a space behind it, and the index parts them there again: a document has some two hundred, and a string of its own
//! for each is a third of the work of building an index. A document is found by a token once, however often it comes; of titles, whose
//! length a little of their weight depends on, each is written once too.

use crate::analysis::{han_words, stem};
use crate::pinyin;
use crate::text::{Run, runs};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// Texts whose tokens are remembered.
const SHARED_MAX: usize = 20_000;

/// Adds one token.
pub fn token(out: &mut String, token: &str) {
    out.push_str(token);
    out.push(' ');
}

/// The words: Chinese ones, others as they are and without their endings. As often as they stand there.
pub fn words(runs: &[Run], out: &mut String) {
    for run in runs {
        match run {
            Run::Han(han) => han_words(han).for_each(|word| token(out, word)),
            Run::Word(word) => {
                let stem = stem(word);
                if stem != *word {
                    token(out, &stem);
                }
                token(out, word);
            }
        }
    }
}

/// The same words, each once: whoever says a word again and again neither says it better nor makes a title longer.
pub fn different_words(runs: &[Run], out: &mut String) {
    let mut all = String::new();
    words(runs, &mut all);
    let mut seen = HashSet::new();
    for word in all.split_terminator(' ') {
        if seen.insert(word) {
            token(out, word);
        }
    }
}

/// The words that are not Chinese, as they are written: what typing errors are measured against.
pub fn spellings(runs: &[Run], out: &mut String) {
    for run in runs {
        match run {
            Run::Word(word) if word.chars().all(char::is_alphabetic) => token(out, word),
            Run::Word(_) | Run::Han(_) => {}
        }
    }
}

/// Each Chinese character, and each two that stand together.
pub fn bigrams(runs: &[Run], out: &mut String) {
    for han in han_of(runs) {
        let mut last = None;
        for (at, c) in han.char_indices() {
            let end = at + c.len_utf8();
            token(out, &han[at..end]);
            if let Some(before) = last {
                token(out, &han[before..end]);
            }
            last = Some(at);
        }
    }
}

/// Spellings of the Chinese characters, by syllables and pairs.
pub fn spelled(runs: &[Run], out: &mut String) {
    han_of(runs).for_each(|han| pinyin::syllables(han, out));
}

/// First letters of the Chinese characters.
pub fn initials(runs: &[Run], out: &mut String) {
    han_of(runs).for_each(|han| pinyin::initials(han, out));
}

fn han_of(runs: &[Run]) -> impl Iterator<Item = &str> {
    runs.iter().filter_map(|run| match run {
        Run::Han(han) => Some(han.as_str()),
        Run::Word(_) => None,
    })
}

/// The tokens of a text that many documents share, such as a shop's name, a place, a category.
#[derive(Default)]
pub struct Shared {
    pub words: String,
    pub spellings: String,
    pub bigrams: String,
}

/// Hands over the tokens of shared texts, one after the other: each is parted once, as long as they are not too many.
pub fn shared<'a>(texts: impl IntoIterator<Item = &'a str>, mut each: impl FnMut(&Shared)) {
    thread_local!(static PARTED: RefCell<HashMap<String, Shared>> = RefCell::default());
    PARTED.with_borrow_mut(|parted| {
        for text in texts {
            if let Some(known) = parted.get(text) {
                each(known);
                continue;
            }
            if parted.len() >= SHARED_MAX {
                parted.clear();
            }
            let (runs, mut new) = (runs(text), Shared::default());
            words(&runs, &mut new.words);
            spellings(&runs, &mut new.spellings);
            bigrams(&runs, &mut new.bigrams);
            each(&new);
            parted.insert(text.to_owned(), new);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str, write: fn(&[Run], &mut String)) -> Vec<String> {
        let mut out = String::new();
        write(&runs(text), &mut out);
        out.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_title_is_found_by_its_words() {
        let words = tokens("湘西柴火腊肉 Salted porks 500g", words);
        for word in ["湘西", "柴火", "腊肉", "salted", "salt", "pork", "porks", "500", "g"] {
            assert!(words.contains(&word.to_owned()), "{word}: {words:?}");
        }
        assert_eq!(tokens("柴火腊 tea 肉", bigrams), ["柴", "火", "柴火", "腊", "火腊", "肉"]);
        assert_eq!(tokens("Salted 500g 腊肉", spellings), ["salted", "g"]);
    }

    #[test]
    fn a_title_says_each_word_once() {
        let once = tokens("Tea 茶叶", different_words);
        assert_eq!(once, ["tea", "茶叶"]);
        assert_eq!(tokens("Tea TEA 茶叶 tea，茶叶 ｔｅａ", different_words), once);
        assert_eq!(tokens("Teas for tea", different_words), ["tea", "teas", "for"], "the word without its ending too");
        assert_eq!(tokens("", different_words), [""; 0]);
    }

    #[test]
    fn what_many_share_is_the_same_each_time() {
        let words = || {
            let mut all = String::new();
            shared(["Fenghuang, Hunan", "腊肉"], |parted| all.push_str(&parted.words));
            all
        };
        assert_eq!(words(), words());
        assert!(words().contains("hunan ") && words().ends_with("腊肉 "), "{}", words());
    }
}
