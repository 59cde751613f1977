//! A term that was found: where it stands in each segment. One search goes through the same lists of documents several times: for what
//! matches as it was typed, for what does loosely, behind what stands first, and for the reasons of its rows. To open a list is to read
//! and unpack its first 128 documents, so that it is kept as it was opened, and is copied from the second time on. So are the lengths of
//! texts, and what they leave of a term.

use crate::bm25::Share;
use crate::matches::{Matches, Scoring};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, FieldType, IndexRecordOption};
use tantivy::{Score, Searcher, SegmentReader, Term};

/// Lists that one search keeps as they were opened, of some 1,200 bytes each. Others are opened anew.
const OPENED_MAX: usize = 512;

/// What one search has read of its terms and may need again.
#[derive(Default)]
pub struct Kept {
    /// What lengths leave of the terms of a field.
    shares: RefCell<Vec<(Field, Share)>>,
    /// The lengths themselves, of a field in a segment.
    lengths: RefCell<Vec<((Field, usize), FieldNormReader)>>,
    /// How many lists it keeps.
    opened: Cell<usize>,
}

impl Kept {
    /// Of a field whose texts are so long on the average: always the same of one state of the index.
    fn share(&self, field: Field, average: Score) -> Share {
        let known = self.shares.borrow().iter().find(|(of, _)| *of == field).map(|(_, share)| share.clone());
        known.unwrap_or_else(|| {
            let share = Share::by_length(average);
            self.shares.borrow_mut().push((field, share.clone()));
            share
        })
    }

    fn lengths(&self, field: Field, reader: &SegmentReader, segment: usize) -> tantivy::Result<FieldNormReader> {
        let key = (field, segment);
        let known = self.lengths.borrow().iter().find(|(of, _)| *of == key).map(|(_, lengths)| lengths.clone());
        if let Some(known) = known {
            return Ok(known);
        }
        let lengths = reader.get_fieldnorms_reader(field)?;
        self.lengths.borrow_mut().push((key, lengths.clone()));
        Ok(lengths)
    }
}

/// A term and where it stands in each segment.
pub struct Found {
    field: Field,
    record: IndexRecordOption,
    /// Documents that have it.
    pub documents: u64,
    share: Share,
    stands: Vec<Option<Stand>>,
    kept: Rc<Kept>,
}

/// Where it stands in a segment.
struct Stand {
    inverted: Arc<InvertedIndexReader>,
    info: TermInfo,
    /// As it was opened, at its first document.
    opened: OnceCell<Box<SegmentPostings>>,
}

impl Found {
    /// None where no document has it.
    pub fn new(searcher: &Searcher, term: &Term, kept: &Rc<Kept>) -> tantivy::Result<Option<Self>> {
        let readers = searcher.segment_readers();
        let (field, mut stands, mut tokens) = (term.field(), Vec::with_capacity(readers.len()), 0);
        for reader in readers {
            let inverted = reader.inverted_index(field)?;
            tokens += inverted.total_num_tokens();
            let info = inverted.get_term_info(term)?;
            stands.push(info.map(|info| Stand { inverted, info, opened: OnceCell::new() }));
        }
        let documents: u64 = stands.iter().flatten().map(|stand| u64::from(stand.info.doc_freq)).sum();
        if documents == 0 {
            return Ok(None);
        }
        let average = tokens as Score / documents_of(searcher) as Score;
        let entry = searcher.schema().get_field_entry(field);
        let share = if entry.has_fieldnorms() { kept.share(field, average) } else { Share::of_one_word(average) };
        let record = match entry.field_type() {
            FieldType::Str(options) => options.get_indexing_options().map(|indexing| indexing.index_option()),
            _ => None,
        };
        let (record, kept) = (record.unwrap_or(IndexRecordOption::Basic), Rc::clone(kept));
        Ok(Some(Self { field, record, documents, share, stands, kept }))
    }

    /// The documents of a segment, by its position among all, that have it.
    pub fn within(&self, reader: &SegmentReader, segment: usize, weight: Score) -> tantivy::Result<Matches> {
        let Some(stand) = self.stands.get(segment).and_then(Option::as_ref) else { return Ok(Matches::Nothing) };
        let score = match &self.share {
            Share::ByLength(shares) => {
                Scoring::ByLength(weight, Rc::clone(shares), self.kept.lengths(self.field, reader, segment)?)
            }
            Share::Same(share) => Scoring::Same(weight * share),
        };
        Ok(Matches::of_term(self.postings(stand)?, score))
    }

    fn postings(&self, stand: &Stand) -> tantivy::Result<SegmentPostings> {
        if let Some(opened) = stand.opened.get() {
            return Ok(SegmentPostings::clone(opened));
        }
        let postings = stand.inverted.read_postings_from_terminfo(&stand.info, self.record)?;
        let count = self.kept.opened.get();
        if count < OPENED_MAX {
            self.kept.opened.set(count + 1);
            stand.opened.get_or_init(|| Box::new(postings.clone()));
        }
        Ok(postings)
    }
}

/// All documents of the index; what was taken out counts until segments are merged, as it does for terms.
pub fn documents_of(searcher: &Searcher) -> u64 {
    searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum()
}
