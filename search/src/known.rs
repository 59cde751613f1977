//! What one search finds out about what was typed, each once: its query asks for it, its loose query does, and so do the reasons of its
//! rows.

use crate::analysis::{han_parts, stem};
use crate::hashed::Map;
use crate::near::{Spelling, misspelled, misspelled_pinyin};
use crate::pinyin::ways;
use crate::segments::Segments;
use crate::text::{Run, runs, says_nothing};
use market::discovery::rules::SEARCH_RUNS_MAX;
use std::cell::RefCell;
use std::rc::Rc;
use tantivy::Searcher;
use tantivy::schema::Field;

/// Terms, and spellings in Pinyin, that a typing error may have meant.
const NEAR_MAX: usize = 8;

/// Words by what they were found out of.
type Words = RefCell<Map<String, Rc<[String]>>>;

/// What is known so far.
#[derive(Default)]
pub struct Known {
    parted: Words,
    near: Words,
    near_pinyin: RefCell<Map<String, Rc<[Spelling]>>>,
    stems: RefCell<Map<String, Rc<str>>>,
    spelled: RefCell<Map<String, Rc<[Vec<String>]>>>,
    /// What was parted last: a search is asked for by its own words, and seldom by what was meant.
    runs: RefCell<(String, Rc<[Run]>)>,
}

impl Known {
    /// The runs of what was typed, as many as count.
    pub fn runs(&self, typed: &str) -> Rc<[Run]> {
        let known = Some(self.runs.borrow()).filter(|last| last.0 == typed).map(|last| Rc::clone(&last.1));
        if let Some(known) = known {
            return known;
        }
        let runs: Rc<[Run]> = runs(typed).into_iter().take(SEARCH_RUNS_MAX).collect();
        self.runs.replace((typed.to_owned(), Rc::clone(&runs)));
        runs
    }

    /// The words of a run of Chinese characters that say something of goods; all of them where none does.
    pub fn telling(&self, han: &str) -> Rc<[String]> {
        let known = self.parted.borrow().get(han).cloned();
        known.unwrap_or_else(|| {
            let words: Rc<[String]> = telling(han).into();
            self.parted.borrow_mut().insert(han.to_owned(), Rc::clone(&words));
            words
        })
    }

    /// A word without its ending.
    pub fn stem(&self, word: &str) -> Rc<str> {
        let known = self.stems.borrow().get(word).cloned();
        known.unwrap_or_else(|| {
            let stem: Rc<str> = stem(word).into();
            self.stems.borrow_mut().insert(word.to_owned(), Rc::clone(&stem));
            stem
        })
    }

    /// The ways to read a word as syllables.
    pub fn ways(&self, word: &str) -> Rc<[Vec<String>]> {
        let known = self.spelled.borrow().get(word).cloned();
        known.unwrap_or_else(|| {
            let ways: Rc<[Vec<String>]> = ways(word, false).into();
            self.spelled.borrow_mut().insert(word.to_owned(), Rc::clone(&ways));
            ways
        })
    }

    /// The terms of a field that a word may be a typing error of, those with most documents first. Always of the same field.
    pub fn near(&self, searcher: &Searcher, segments: &Segments, field: Field, word: &str) -> tantivy::Result<Rc<[String]>> {
        let known = self.near.borrow().get(word).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let near: Rc<[String]> = misspelled(searcher, segments, field, word, NEAR_MAX)?.into();
        self.near.borrow_mut().insert(word.to_owned(), Rc::clone(&near));
        Ok(near)
    }

    /// The spellings in Pinyin that a word may be a typing error of. Always of the same field.
    pub fn near_pinyin(
        &self,
        searcher: &Searcher,
        segments: &Segments,
        field: Field,
        word: &str,
    ) -> tantivy::Result<Rc<[Spelling]>> {
        let known = self.near_pinyin.borrow().get(word).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let near: Rc<[Spelling]> = misspelled_pinyin(searcher, segments, field, word, NEAR_MAX)?.into();
        self.near_pinyin.borrow_mut().insert(word.to_owned(), Rc::clone(&near));
        Ok(near)
    }
}

fn telling(han: &str) -> Vec<String> {
    let mut words = han_parts(han);
    if !words.iter().all(|word| says_nothing(word)) {
        words.retain(|word| !says_nothing(word));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_parted_once() {
        let known = Known::default();
        let words = known.telling("湘西的腊肉");
        assert_eq!(&*words, ["湘西", "腊肉"]);
        assert!(Rc::ptr_eq(&words, &known.telling("湘西的腊肉")));
        assert_eq!(&*known.telling("的"), ["的"], "where nothing else is said");
    }

    #[test]
    fn what_was_typed_is_parted_once() {
        let known = Known::default();
        assert!(known.runs("").is_empty());
        let runs = known.runs("湘西 Tea");
        assert_eq!(&*runs, [Run::Han("湘西".to_owned()), Run::Word("tea".to_owned())]);
        assert!(Rc::ptr_eq(&runs, &known.runs("湘西 Tea")));
        assert_eq!(&*known.runs("tea"), &runs[1..]);
        assert_eq!(known.runs(&"tea ".repeat(40)).len(), SEARCH_RUNS_MAX);
    }

    #[test]
    fn a_word_is_read_once() {
        let known = Known::default();
        let (stem, ways) = (known.stem("mountains"), known.ways("xian"));
        assert_eq!((&*stem, ways.len()), ("mountain", 2));
        assert!(Rc::ptr_eq(&stem, &known.stem("mountains")) && Rc::ptr_eq(&ways, &known.ways("xian")));
    }
}
