//! What stands in an index, in the order of ids: one pass over the keys of all segments, of which so many entries each are in memory.

use crate::columns::Columns;
use crate::schema::Fields;
use std::collections::VecDeque;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};
use uuid::Uuid;

/// Entries of one segment that are read together.
pub const ENTRIES_MAX: usize = 1_000;

/// What an index says of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: Uuid,
    /// Of all that the document was made of.
    pub digest: u64,
    /// What whoever sells it had sold.
    pub sales: i64,
}

/// The entries of one kind.
pub struct Entries {
    key: Field,
    kind: u64,
    segments: Vec<OfSegment>,
}

struct OfSegment {
    reader: SegmentReader,
    columns: Columns,
    read: VecDeque<Entry>,
    /// Behind which the next ones come; none where there are no more.
    next: Option<Uuid>,
}

impl Entries {
    pub fn new(searcher: &Searcher, fields: &Fields, kind: u64) -> tantivy::Result<Self> {
        let key = fields.key(Uuid::nil()).field();
        let segments = searcher.segment_readers().iter().map(OfSegment::open).collect::<tantivy::Result<_>>()?;
        Ok(Self { key, kind, segments })
    }

    /// The next ones, at most [`ENTRIES_MAX`], and none behind this id; fewer where there are no more until there.
    pub fn up_to(&mut self, last: Option<Uuid>) -> tantivy::Result<Vec<Entry>> {
        let mut taken = Vec::with_capacity(ENTRIES_MAX);
        while taken.len() < ENTRIES_MAX {
            for segment in self.segments.iter_mut().filter(|segment| segment.read.is_empty()) {
                segment.read_on(self.key, self.kind)?;
            }
            let is_wanted = |id: Uuid| last.is_none_or(|last| id <= last);
            let wanted = self.segments.iter_mut().filter(|segment| segment.first().is_some_and(is_wanted));
            let lowest = wanted.min_by_key(|segment| segment.first());
            let Some(entry) = lowest.and_then(|segment| segment.read.pop_front()) else { break };
            taken.push(entry);
        }
        Ok(taken)
    }
}

impl OfSegment {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = Columns::open(reader)?;
        Ok(Self { reader: reader.clone(), columns, read: VecDeque::new(), next: Some(Uuid::nil()) })
    }

    fn first(&self) -> Option<Uuid> {
        self.read.front().map(|entry| entry.id)
    }

    /// Reads the next ones. An id that is there twice has two entries, and what was taken out has none.
    fn read_on(&mut self, key: Field, kind: u64) -> tantivy::Result<()> {
        let Some(after) = self.next.take() else { return Ok(()) };
        let list = self.reader.inverted_index(key)?;
        let mut keys = list.terms().range().gt(after.as_bytes()).into_stream()?;
        while keys.advance() {
            let Ok(id) = Uuid::from_slice(keys.key()) else { continue };
            let mut found = list.read_postings_from_terminfo(keys.value(), IndexRecordOption::Basic)?;
            while found.doc() != TERMINATED {
                let document = found.doc();
                if !self.reader.is_deleted(document) && self.columns.kind(document) == kind {
                    let (digest, sales) = (self.columns.digest.get_val(document), self.columns.sales.get_val(document));
                    self.read.push_back(Entry { id, digest, sales });
                }
                found.advance();
            }
            if self.read.len() >= ENTRIES_MAX {
                self.next = Some(id);
                break;
            }
        }
        Ok(())
    }
}
