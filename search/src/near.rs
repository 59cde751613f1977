//! Terms near a typed word: those that it may be a typing error of, and those that it may be the beginning of. Both are read from
//! the index's own list of terms, so nothing is proposed that finds nothing.

use crate::mistyped::{LETTERS_MAX, Mistyped};
use crate::segments::Segments;
use std::collections::HashMap;
use tantivy::Searcher;
use tantivy::schema::Field;

/// Below this every word is near every other one.
const ERROR_LETTERS_MIN: usize = 4;
/// From this length on two errors are forgiven.
const TWO_ERRORS_LETTERS_MIN: usize = 9;
/// Terms that are read of one segment's list.
const TERMS_READ_MAX: usize = 2_000;

/// Terms of a field that differ from the word by a letter or two, those with most documents first.
pub fn misspelled(searcher: &Searcher, field: Field, word: &str, most: usize) -> tantivy::Result<Vec<String>> {
    let letters = word.chars().count();
    if !(ERROR_LETTERS_MIN..=LETTERS_MAX).contains(&letters) {
        return Ok(Vec::new());
    }
    let errors = if letters < TWO_ERRORS_LETTERS_MIN { 1 } else { 2 };
    let mistyped = Mistyped::new(word, errors);
    let mut found: HashMap<String, u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut stream = index.terms().search(&mistyped).into_stream()?;
        let mut read = 0;
        while read < TERMS_READ_MAX && stream.advance() {
            read += 1;
            note(&mut found, stream.key(), stream.value().doc_freq);
        }
    }
    found.remove(word);
    Ok(first(found, most))
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

fn note(found: &mut HashMap<String, u64>, key: &[u8], documents: u32) {
    if let Ok(term) = std::str::from_utf8(key) {
        *found.entry(term.to_owned()).or_default() += u64::from(documents);
    }
}

fn first(found: HashMap<String, u64>, most: usize) -> Vec<String> {
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    found.into_iter().take(most).map(|(term, _)| term).collect()
}
