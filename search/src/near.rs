//! Terms near a typed word: those that it may be a typing error of, as it is written or spelled in Pinyin, and those that it may be the
//! beginning of. All are read from the index's own lists of terms, so nothing is proposed that finds nothing.

use crate::mistyped::{LETTERS_MAX, Mistyped};
use crate::pinyin::{is_syllable, pairs, readable_beginnings, readable_ends, ways};
use crate::segments::Segments;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Below this every word is near every other one.
const ERROR_LETTERS_MIN: usize = 4;
/// From this length on two errors are forgiven.
const TWO_ERRORS_LETTERS_MIN: usize = 9;
/// Letters of two syllables in which an error is looked for: with fewer, every two are near every other two, and English words near them.
const PAIR_LETTERS: RangeInclusive<usize> = 5..=13;
/// Places of such two within longer letters that are tried, each of which reads a list of terms.
const PLACES_MAX: usize = 12;
/// Terms that are read of one segment's list.
const TERMS_READ_MAX: usize = 2_000;

/// Terms of a field that differ from the word by a letter or two, those with most documents first.
pub fn misspelled(
    searcher: &Searcher,
    segments: &Segments,
    field: Field,
    word: &str,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    let letters = word.chars().count();
    if !(ERROR_LETTERS_MIN..=LETTERS_MAX).contains(&letters) {
        return Ok(Vec::new());
    }
    let errors = if letters < TWO_ERRORS_LETTERS_MIN { 1 } else { 2 };
    Ok(first(others(searcher, segments, field, word, errors)?, most))
}

/// Letters without the error that was made in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    pub letters: String,
    /// What the field has of a title that is spelled like this.
    pub terms: Vec<String>,
}

/// Spellings in Pinyin that differ from the letters by one error, in two syllables side by side; all others are as they were typed. What
/// many say for another is one error too: `n` for `l`, `z` for `zh`, `n` for `ng`.
pub fn misspelled_pinyin(
    searcher: &Searcher,
    segments: &Segments,
    field: Field,
    letters: &str,
    most: usize,
) -> tantivy::Result<Vec<Spelling>> {
    let mut found = Vec::new();
    for (before, wrong, behind) in places(letters) {
        // Each further place would be a list of terms read for nothing.
        if found.len() >= most {
            break;
        }
        let around: Vec<String> = [before, behind].into_iter().flat_map(terms_of).collect();
        if !are_there(searcher, field, &around)? {
            continue;
        }
        let mut near = others(searcher, segments, field, wrong, 1)?;
        near.retain(|term, _| !is_syllable(term));
        for pair in first(near, most - found.len()) {
            let letters = [before, pair.as_str(), behind].concat();
            let terms = around.iter().cloned().chain([pair]).collect();
            found.push(Spelling { letters, terms });
        }
    }
    Ok(found)
}

/// Where two syllables with an error may be: the letters before them, theirs, and those behind them. They are the whole, or all that is on
/// one side of them can be read.
fn places(letters: &str) -> Vec<(&str, &str, &str)> {
    if !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let (is_read_to, is_read_from) = (readable_beginnings(letters), readable_ends(letters, false));
    let beside = (1..letters.len()).flat_map(|cut| {
        let (head, tail) = letters.split_at(cut);
        [is_read_to[cut].then_some((head, tail, "")), is_read_from[cut].then_some(("", head, tail))]
    });
    let all = [("", letters, "")].into_iter().chain(beside.flatten());
    all.filter(|(_, wrong, _)| PAIR_LETTERS.contains(&wrong.len())).take(PLACES_MAX).collect()
}

/// What the field has of a title in which these letters are spelled.
fn terms_of(letters: &str) -> Vec<String> {
    ways(letters, false).first().map(|way| pairs(way)).unwrap_or_default()
}

/// Whether there are documents with each of these terms.
pub fn are_there(searcher: &Searcher, field: Field, terms: &[String]) -> tantivy::Result<bool> {
    for term in terms {
        if searcher.doc_freq(&Term::from_field_text(field, term))? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Other terms that differ by so many errors at most, with the number of their documents.
fn others(
    searcher: &Searcher,
    segments: &Segments,
    field: Field,
    word: &str,
    errors: u8,
) -> tantivy::Result<HashMap<String, u64>> {
    let mistyped = Mistyped::new(word, errors);
    let mut found: HashMap<String, u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        for term in segments.of(reader)?.dictionaries.near(reader, field, &mistyped, TERMS_READ_MAX)? {
            let documents = index.terms().get(&term)?.map_or(0, |known| known.doc_freq);
            *found.entry(term).or_default() += u64::from(documents);
        }
    }
    found.remove(word);
    Ok(found)
}

/// Terms of a field that begin with these letters, those with most documents first.
pub fn beginning(
    searcher: &Searcher,
    segments: &Segments,
    field: Field,
    letters: &str,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    let mut found: HashMap<String, u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        for (term, documents) in segments.of(reader)?.beginnings.of(reader, field, letters)?.iter() {
            *found.entry(term.clone()).or_default() += documents;
        }
    }
    Ok(first(found, most))
}

fn first(found: HashMap<String, u64>, most: usize) -> Vec<String> {
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    found.into_iter().take(most).map(|(term, _)| term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_looked_for_in_two_syllables_beside_what_can_be_read() {
        assert_eq!(places("laruo"), [("", "laruo", "")]);
        assert!(places("chaihuolaruo").contains(&("chaihuo", "laruo", "")));
        assert!(places("chahuolarou").contains(&("", "chahuo", "larou")));
        assert!(!places("chaihvolarou").contains(&("chaihv", "olarou", "")), "nobody reads that");
        for nothing in ["", "lr", "pork", "腊肉", "péngyou", "a1234567"] {
            assert!(places(nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn however_long_the_letters_are_few_places_are_tried() {
        for letters in ["a".repeat(40), "xiangxian".repeat(4), "zhuangshuang".repeat(3), "z".repeat(40)] {
            assert!(places(&letters).len() <= PLACES_MAX, "{letters}");
            assert!(places(&letters).iter().all(|(before, wrong, behind)| [*before, *wrong, *behind].concat() == letters));
        }
    }
}
