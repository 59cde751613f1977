//! The terms of a field in one segment, as its file has them: a graph, from whose nodes a way goes on for each letter that a term may have
//! next. The engine's own walk over it looks at every letter of every node, and copies node and state for each. This one holds one node a
//! letter of the term that it reads, and where no error is left it asks a node for the few letters that must come.
//!
//! The engine keeps the graph to itself, but hands out the file. What lies in it is read by the very crate that the engine writes it with
//! (`tantivy-fst`, of the engine's version), in place: nothing is built, and nothing more is held in memory. Where the graph ends is said by
//! the last sixteen bytes of the file. They are no promise of the engine's, so that a file which ends otherwise is left to its own walk.

use crate::mistyped::{Mistyped, Reached};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::SegmentReader;
use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;
use tantivy_fst::Automaton;
use tantivy_fst::raw::{Fst, Node};

/// What a file ends with: the version of the engine's lists of terms, and that they are graphs.
const VERSION: u32 = 1;
const KIND: u32 = 1;

/// Those of one segment that were asked for; none of a field whose file is not as expected.
#[derive(Default)]
pub struct Dictionaries(RwLock<HashMap<Field, Option<Arc<Dictionary>>>>);

impl Dictionaries {
    /// The terms of a field that a word may have been meant as, the first so many of the alphabet.
    pub fn near(&self, reader: &SegmentReader, field: Field, mistyped: &Mistyped, most: usize) -> tantivy::Result<Vec<String>> {
        match self.of(reader, field) {
            Some(dictionary) => Ok(dictionary.near(mistyped, most)),
            None => near_by_the_engine(reader.inverted_index(field)?.terms(), mistyped, most),
        }
    }

    fn of(&self, reader: &SegmentReader, field: Field) -> Option<Arc<Dictionary>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&field).cloned();
        known.unwrap_or_else(|| {
            let new = Dictionary::open(reader, field).map(Arc::new);
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(field, new.clone());
            new
        })
    }
}

/// The same by the engine's own walk.
pub fn near_by_the_engine(terms: &TermDictionary, mistyped: &Mistyped, most: usize) -> tantivy::Result<Vec<String>> {
    let mut stream = terms.search(mistyped).into_stream()?;
    let mut found = Vec::new();
    while found.len() < most && stream.advance() {
        found.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(found)
}

/// The terms of one field of a segment.
pub struct Dictionary(Fst<OwnedBytes>);

impl Dictionary {
    /// None where the file is not as expected, or where the segment has nothing of the field.
    pub fn open(reader: &SegmentReader, field: Field) -> Option<Self> {
        let fields = CompositeFile::open(&reader.open_read(SegmentComponent::Terms).ok()?).ok()?;
        let dictionary = Self::of(&fields.open_read(field)?.read_bytes().ok()?)?;
        let terms = reader.inverted_index(field).ok()?.terms().num_terms();
        (dictionary.0.len() == terms).then_some(dictionary)
    }

    /// Out of a file: the graph, what the engine knows of each term, in eight bytes how many bytes that takes, and in four bytes each the
    /// version and the kind.
    fn of(file: &OwnedBytes) -> Option<Self> {
        let (rest, kind) = file.as_slice().split_last_chunk::<4>()?;
        let (rest, version) = rest.split_last_chunk::<4>()?;
        let (rest, known) = rest.split_last_chunk::<8>()?;
        let is_expected = (u32::from_le_bytes(*version), u32::from_le_bytes(*kind)) == (VERSION, KIND);
        let known = usize::try_from(u64::from_le_bytes(*known)).ok()?;
        let end = rest.len().checked_sub(known).filter(|_| is_expected)?;
        Fst::new(file.slice(0..end)).ok().map(Self)
    }

    /// The terms that a word may have been meant as, the first so many of the alphabet.
    pub fn near(&self, mistyped: &Mistyped, most: usize) -> Vec<String> {
        let mut walk = Walk { graph: &self.0, mistyped, most, term: Vec::new(), found: Vec::new() };
        walk.go_on(&self.0.root(), &mistyped.start());
        walk.found
    }
}

/// A walk from letter to letter, back where nothing can be meant any more. It goes no deeper than a few bytes for each letter of the word.
struct Walk<'a> {
    graph: &'a Fst<OwnedBytes>,
    mistyped: &'a Mistyped,
    most: usize,
    /// The letters on the way to where it is.
    term: Vec<u8>,
    found: Vec<String>,
}

impl<'a> Walk<'a> {
    fn go_on(&mut self, node: &Node<'a>, reached: &Reached) {
        if node.is_final() && self.mistyped.is_match(reached) && self.found.len() < self.most {
            self.found.push(String::from_utf8_lossy(&self.term).into_owned());
        }
        let Some(mut awaited) = self.mistyped.awaited(reached) else {
            (0..node.len()).for_each(|way| self.step(node, way, reached));
            return;
        };
        while awaited != 0 {
            let letter = awaited.trailing_zeros() as u8;
            if let Some(way) = node.find_input(letter) {
                self.step(node, way, reached);
            }
            awaited &= awaited - 1;
        }
    }

    fn step(&mut self, node: &Node<'a>, way: usize, reached: &Reached) {
        if self.found.len() >= self.most {
            return;
        }
        let next = node.transition(way);
        let reached = self.mistyped.accept(reached, next.inp);
        if self.mistyped.can_match(&reached) {
            let graph = self.graph;
            self.term.push(next.inp);
            self.go_on(&graph.node(next.addr), &reached);
            self.term.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pinyin::usual;
    use std::collections::BTreeSet;
    use tantivy_fst::MapBuilder;

    fn graph<'a>(words: impl IntoIterator<Item = &'a String>) -> Vec<u8> {
        let mut builder = MapBuilder::memory();
        for (word, number) in words.into_iter().zip(0..) {
            builder.insert(word, number).expect("in their order");
        }
        builder.into_inner().expect("written to memory")
    }

    /// Words as lists have them: syllables and pairs of them, words with endings, other letters, characters.
    fn words() -> BTreeSet<String> {
        let syllables = usual(&('\u{4E00}'..'\u{4F00}').collect::<String>());
        let pairs = syllables.iter().flat_map(|one| syllables.iter().step_by(8).map(move |other| format!("{one}{other}")));
        let stems = "salt smok dri roast moun feather bask wick pork fork cork porc tea t".split(' ');
        let ends = ["", "s", "e", "ed", "ing", "er", "ers", "et", "ets", "tain", "tains", "elain", "eress"];
        let english = stems.flat_map(|stem| ends.iter().map(move |end| format!("{stem}{end}")));
        let others =
            "é café cafè pörk порк порок пирог ポーク ポー 돼지 腊 腊肉 腊味 湘西腊肉 𠀀𠀁 𠀀 v2".split(' ').map(str::to_owned);
        syllables.iter().cloned().chain(pairs).chain(english).chain(others).collect()
    }

    /// A word with an error in it: which and where says the number.
    fn with_error(word: &str, number: usize) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let (at, letter) = (number / 7 % letters.len(), ['a', 'n', 'g', 'ü', '肉'][number % 5]);
        match number % 4 {
            0 => letters.insert(at, letter),
            1 => letters[at] = letter,
            2 if letters.len() > 1 => letters.swap(at, at.saturating_sub(1)),
            _ => drop(letters.remove(at)),
        }
        letters.into_iter().collect()
    }

    /// Letters too few, too many and wrong, and neighbours turned around with nothing between them, at least.
    fn errors_between(one: &[char], other: &[char]) -> usize {
        let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
        for i in 1..=one.len() {
            let mut row = vec![i];
            for j in 1..=other.len() {
                let wrong = usize::from(one[i - 1] != other[j - 1]);
                let least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + wrong);
                let is_turned = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                row.push(if is_turned { least.min(rows[i - 2][j - 2] + 1) } else { least });
            }
            rows.push(row);
        }
        rows[one.len()][other.len()]
    }

    #[test]
    fn it_finds_what_counting_the_errors_of_every_word_finds() {
        let words = words();
        let dictionary = Dictionary(Fst::new(OwnedBytes::new(graph(&words))).expect("a graph"));
        let letters: Vec<(&String, Vec<char>)> = words.iter().map(|word| (word, word.chars().collect())).collect();
        assert!(words.len() > 2_000, "{}", words.len());
        let with_errors = words.iter().enumerate().step_by(47).map(|(number, word)| with_error(word, number));
        let with_more = words.iter().rev().enumerate().step_by(59).map(|(number, word)| with_error(word, number)).enumerate();
        let with_more = with_more.map(|(number, word)| if word.is_empty() { word } else { with_error(&word, number * 3 + 1) });
        let plain = "pork prok larou zhongxian mountains feathres 腊肉 湘西肉 порк ポク x aaaaaaaaaaaaaa".split(' ').chain([""]);
        let mut found = 0;
        for typed in with_errors.chain(with_more).chain(plain.map(str::to_owned)) {
            let own: Vec<char> = typed.chars().collect();
            for errors in 1..=2_u8 {
                let most = usize::from(errors);
                let is_near = |other: &[char]| other.len().abs_diff(own.len()) <= most && errors_between(&own, other) <= most;
                let near: Vec<&String> = letters.iter().filter(|(_, other)| is_near(other)).map(|(word, _)| *word).collect();
                let mistyped = Mistyped::new(&typed, errors);
                assert_eq!(dictionary.near(&mistyped, usize::MAX).iter().collect::<Vec<_>>(), near, "{typed}, {errors}");
                assert_eq!(
                    dictionary.near(&mistyped, 3).iter().collect::<Vec<_>>(),
                    near[..near.len().min(3)],
                    "{typed}, {errors}"
                );
                found += near.len();
            }
        }
        assert!(found > 1_000, "{found}");
    }

    #[test]
    fn a_file_that_ends_otherwise_is_left_to_the_engine() {
        let words = ["fork", "pork"].map(str::to_owned);
        let file = |known: &[u8], length: u64, version: u32, kind: u32| {
            let (length, version, kind) = (length.to_le_bytes(), version.to_le_bytes(), kind.to_le_bytes());
            Dictionary::of(&OwnedBytes::new([&graph(&words)[..], known, &length, &version, &kind].concat()))
        };
        let whole = file(b"known of each", 13, VERSION, KIND).expect("as expected");
        assert_eq!(whole.near(&Mistyped::new("prok", 1), 9), ["pork"]);
        assert!(file(b"", 0, VERSION, KIND + 1).is_none() && file(b"", 0, VERSION + 1, KIND).is_none());
        assert!(file(b"", 1_000, VERSION, KIND).is_none() && file(b"", u64::MAX, VERSION, KIND).is_none());
        for bytes in [0, 3, 4, 15, 16, 40] {
            assert!(Dictionary::of(&OwnedBytes::new(vec![0_u8; bytes])).is_none(), "{bytes}");
        }
    }
}
