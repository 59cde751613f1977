//! The terms of a segment that begin with one or two letters: there are thousands, and proposals ask for them at the first keys of every
//! search. A segment never changes, so they are read once: by one who asks, while others who ask for the same wait.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::SegmentReader;
use tantivy::schema::Field;

/// With more letters so few terms begin alike that they are read each time.
const LETTERS_MAX: usize = 2;
/// Terms that are kept of each beginning, those with most documents: twice as many as are proposed.
const KEPT_MAX: usize = 24;
/// Terms that are read each time, at most.
const TERMS_READ_MAX: usize = 2_000;

/// Terms, and how many documents have each.
pub type Counted = Arc<[(String, u64)]>;

/// What begins alike; none before it is read.
type Slot = Arc<Mutex<Option<Counted>>>;

/// Of one segment.
#[derive(Default)]
pub struct Beginnings(Mutex<HashMap<(Field, String), Slot>>);

impl Beginnings {
    /// The terms that begin with these letters, or those of them that most documents have.
    pub fn of(&self, reader: &SegmentReader, field: Field, letters: &str) -> tantivy::Result<Counted> {
        // Of other letters there are so many that keeping what somebody made up would fill the memory.
        if letters.len() > LETTERS_MAX || !letters.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
            return Ok(first(reader, field, letters)?.into());
        }
        let slot = self.slot(field, letters);
        let mut known = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*known {
            return Ok(Arc::clone(known));
        }
        let kept: Counted = most_common(reader, field, letters)?.into();
        *known = Some(Arc::clone(&kept));
        Ok(kept)
    }

    fn slot(&self, field: Field, letters: &str) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry((field, letters.to_owned())).or_default())
    }
}

fn first(reader: &SegmentReader, field: Field, letters: &str) -> tantivy::Result<Vec<(String, u64)>> {
    let mut found = Vec::new();
    each(reader, field, letters, |term, documents| {
        found.push((term.to_owned(), documents));
        found.len() < TERMS_READ_MAX
    })?;
    Ok(found)
}

fn most_common(reader: &SegmentReader, field: Field, letters: &str) -> tantivy::Result<Vec<(String, u64)>> {
    let mut kept: BinaryHeap<Reverse<(u64, Reverse<String>)>> = BinaryHeap::new();
    each(reader, field, letters, |term, documents| {
        let is_full = kept.len() >= KEPT_MAX;
        if !is_full || kept.peek().is_some_and(|Reverse((least, _))| documents > *least) {
            kept.push(Reverse((documents, Reverse(term.to_owned()))));
        }
        if kept.len() > KEPT_MAX {
            kept.pop();
        }
        true
    })?;
    Ok(kept.into_iter().map(|Reverse((documents, Reverse(term)))| (term, documents)).collect())
}

/// The terms in their order, until that was enough.
fn each(reader: &SegmentReader, field: Field, letters: &str, mut more: impl FnMut(&str, u64) -> bool) -> tantivy::Result<()> {
    let index = reader.inverted_index(field)?;
    let mut terms = index.terms().range().ge(letters.as_bytes()).into_stream()?;
    while terms.advance() && terms.key().starts_with(letters.as_bytes()) {
        let is_enough = std::str::from_utf8(terms.key()).is_ok_and(|term| !more(term, u64::from(terms.value().doc_freq)));
        if is_enough {
            break;
        }
    }
    Ok(())
}
