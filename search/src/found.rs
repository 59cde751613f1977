//! A term that was found: where it stands in each segment. One search goes through the same lists of documents several times: for what
//! matches as it was typed, for what does loosely, behind what stands first, and for the reasons of its rows. To open a list is to read
//! and unpack it, or its first 128 documents, so that it is kept as it was opened. So are the lengths of texts, and what they leave of a
//! term.

use crate::bm25::Share;
use crate::list::{Long, Short};
use crate::matches::Matches;
use crate::scoring::{Lengths, Scoring, Shares};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, Searcher, SegmentReader, TERMINATED, Term};

/// Documents of a list that is unpacked whole: 32 of its blocks.
const WHOLE_MAX: u32 = 4_096;
/// The same. Tests have few documents, and lists of both kinds all the same.
pub const SHORT_MAX: u32 = if cfg!(test) { 140 } else { WHOLE_MAX };
/// What one search keeps of lists as they were opened, in documents, which take two megabytes; in tests as much as a few words have. What comes
/// then is left to the engine's cursor, however short it is, and opened anew for each walk: unpacked it would live as long as its walk.
const KEPT_MAX: u32 = if cfg!(test) { 500 } else { 1 << 19 };
/// What is written of each document of a list, in every field: that it has the term, and nothing else. So one cursor can go from a list of one
/// field to that of another, although it keeps what is written in the first one's.
const RECORD: IndexRecordOption = IndexRecordOption::Basic;
/// So many documents take as much room as a list of which one block is unpacked.
const LONG_COUNTS: u32 = 300;

/// A field of a segment, by the segment's place.
type OfSegment = (Field, usize);

/// What one search has read of its terms and may need again.
#[derive(Default)]
pub struct Kept {
    /// The fields that were asked for.
    fields: RefCell<Vec<Rc<OfField>>>,
    /// The lengths themselves, of a field in a segment.
    lengths: RefCell<Vec<(OfSegment, Rc<Lengths>)>>,
    /// How much it keeps of lists.
    opened: Cell<u32>,
    /// Room to unpack a list.
    room: RefCell<Room>,
}

impl Kept {
    fn of_field(&self, searcher: &Searcher, field: Field) -> tantivy::Result<Rc<OfField>> {
        let known = self.fields.borrow().iter().find(|of| of.field == field).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let new = Rc::new(OfField::open(searcher, field)?);
        self.fields.borrow_mut().push(Rc::clone(&new));
        Ok(new)
    }

    fn lengths(
        &self,
        (field, shares): (Field, &Rc<Shares>),
        reader: &SegmentReader,
        segment: usize,
    ) -> tantivy::Result<Rc<Lengths>> {
        let key = (field, segment);
        let known = self.lengths.borrow().iter().find(|(of, _)| *of == key).map(|(_, lengths)| Rc::clone(lengths));
        if let Some(known) = known {
            return Ok(known);
        }
        let lengths = Rc::new(Lengths { shares: Rc::clone(shares), of: reader.get_fieldnorms_reader(field)? });
        self.lengths.borrow_mut().push((key, Rc::clone(&lengths)));
        Ok(lengths)
    }

    /// Whether there is room for so much more; it is taken, then.
    fn has_room(&self, documents: u32) -> bool {
        let taken = self.opened.get().saturating_add(documents);
        let is_there = taken <= KEPT_MAX;
        if is_there {
            self.opened.set(taken);
        }
        is_there
    }
}

/// What a list is unpacked by: the engine's cursor is as large as several short lists, and is made once.
#[derive(Default)]
struct Room {
    blocks: Option<BlockSegmentPostings>,
    documents: Vec<DocId>,
}

impl Room {
    /// All documents of a list, and the end behind them.
    fn unpack(&mut self, inverted: &InvertedIndexReader, info: &TermInfo) -> std::io::Result<Rc<[DocId]>> {
        let blocks = match &mut self.blocks {
            Some(blocks) => {
                inverted.reset_block_postings_from_terminfo(info, blocks)?;
                blocks
            }
            none => none.insert(inverted.read_block_postings_from_terminfo(info, RECORD)?),
        };
        self.documents.clear();
        loop {
            self.documents.extend_from_slice(blocks.docs());
            if blocks.docs().is_empty() || self.documents.len() >= info.doc_freq as usize {
                break;
            }
            blocks.advance();
        }
        self.documents.push(TERMINATED);
        Ok(Rc::from(self.documents.as_slice()))
    }
}

/// A field of one state of the index.
struct OfField {
    field: Field,
    /// Its lists, of each segment.
    inverted: Vec<Arc<InvertedIndexReader>>,
    /// What lengths leave of its terms.
    share: Share,
}

impl OfField {
    fn open(searcher: &Searcher, field: Field) -> tantivy::Result<Self> {
        let inverted: tantivy::Result<Vec<_>> =
            searcher.segment_readers().iter().map(|reader| reader.inverted_index(field)).collect();
        let inverted = inverted?;
        let tokens: u64 = inverted.iter().map(|inverted| inverted.total_num_tokens()).sum();
        let average = tokens as Score / documents_of(searcher) as Score;
        let has_lengths = searcher.schema().get_field_entry(field).has_fieldnorms();
        let share = if has_lengths { Share::by_length(average) } else { Share::of_one_word(average) };
        Ok(Self { field, inverted, share })
    }
}

/// A term and where it stands in each segment.
pub struct Found {
    of: Rc<OfField>,
    /// Documents that have it.
    pub documents: u64,
    stands: Vec<Option<Stand>>,
    kept: Rc<Kept>,
}

/// Where it stands in a segment.
struct Stand {
    info: TermInfo,
    opened: OnceCell<Opened>,
}

/// A list as it was opened, at its first document.
enum Opened {
    Short(Rc<[DocId]>),
    Long(Box<SegmentPostings>),
}

impl Found {
    /// None where no document has it.
    pub fn new(searcher: &Searcher, term: &Term, kept: &Rc<Kept>) -> tantivy::Result<Option<Self>> {
        let of = kept.of_field(searcher, term.field())?;
        let mut stands = Vec::with_capacity(of.inverted.len());
        for inverted in &of.inverted {
            let info = inverted.get_term_info(term)?;
            stands.push(info.map(|info| Stand { info, opened: OnceCell::new() }));
        }
        let documents: u64 = stands.iter().flatten().map(|stand| u64::from(stand.info.doc_freq)).sum();
        Ok((documents > 0).then(|| Self { of, documents, stands, kept: Rc::clone(kept) }))
    }

    /// The documents of a segment, by its position among all, that have it.
    pub fn within(&self, reader: &SegmentReader, segment: usize, weight: Score) -> tantivy::Result<Matches> {
        let (stand, inverted) = match (self.stands.get(segment), self.of.inverted.get(segment)) {
            (Some(Some(stand)), Some(inverted)) => (stand, inverted),
            _ => return Ok(Matches::Nothing),
        };
        let score = match &self.of.share {
            Share::ByLength(shares) => Scoring::ByLength(weight, self.kept.lengths((self.of.field, shares), reader, segment)?),
            Share::Same(share) => Scoring::Same(weight * share),
        };
        let is_short = match stand.opened.get() {
            Some(opened) => matches!(opened, Opened::Short(_)),
            None => stand.info.doc_freq <= SHORT_MAX && self.kept.has_room(stand.info.doc_freq),
        };
        Ok(if is_short {
            Matches::Short(Short::new(self.short(stand, inverted)?, score))
        } else {
            Matches::Long(Box::new(Long::new(self.long(stand, inverted)?, score)))
        })
    }

    /// The whole list; there is room for it.
    fn short(&self, stand: &Stand, inverted: &InvertedIndexReader) -> tantivy::Result<Rc<[DocId]>> {
        if let Some(Opened::Short(opened)) = stand.opened.get() {
            return Ok(Rc::clone(opened));
        }
        let documents = self.kept.room.borrow_mut().unpack(inverted, &stand.info)?;
        stand.opened.get_or_init(|| Opened::Short(Rc::clone(&documents)));
        Ok(documents)
    }

    fn long(&self, stand: &Stand, inverted: &InvertedIndexReader) -> tantivy::Result<SegmentPostings> {
        if let Some(Opened::Long(opened)) = stand.opened.get() {
            return Ok(SegmentPostings::clone(opened));
        }
        let postings = inverted.read_postings_from_terminfo(&stand.info, RECORD)?;
        if self.kept.has_room(LONG_COUNTS) {
            stand.opened.get_or_init(|| Opened::Long(Box::new(postings.clone())));
        }
        Ok(postings)
    }
}

/// All documents of the index; what was taken out counts until segments are merged, as it does for terms.
pub fn documents_of(searcher: &Searcher) -> u64 {
    searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::schema::Fields;
    use crate::tests::listing;
    use tantivy::DocSet;
    use tantivy::directory::RamDirectory;

    /// Words, and how many titles say each: a block has 128 documents.
    const SAID: [(&str, u32); 5] =
        [("tea", 127), ("pork", 128), ("salted", 129), ("green", WHOLE_MAX - 1), ("mountain", WHOLE_MAX)];
    /// One more than there are titles.
    const PRIME: u32 = 4_201;

    fn shelf() -> Engine {
        let goods = |number: u32| {
            // Each number once, in another order, so that what says a word lies all over the list.
            let place = number * 2_741 % PRIME;
            let words: Vec<&str> = SAID.iter().filter(|(_, count)| place <= *count).map(|(word, _)| *word).collect();
            listing(number.into(), &format!("goods {}", words.join(" ")))
        };
        let engine = Engine::begin(Box::new(RamDirectory::create()), 1).expect("an index in memory");
        let all: Vec<_> = (1..PRIME).map(goods).collect();
        engine.change(&[], &all, &[]).and_then(|()| engine.commit(0)).expect("written to memory");
        engine
    }

    #[test]
    fn lists_are_unpacked_to_their_end_one_after_the_other() {
        let engine = shelf();
        let searcher = engine.searcher();
        assert_eq!(searcher.segment_readers().len(), 1);
        let mut room = Room::default();
        for (word, count) in SAID.into_iter().chain(SAID.into_iter().rev()) {
            for field in [engine.fields.title, engine.fields.spelling] {
                let term = Term::from_field_text(field, word);
                let inverted = searcher.segment_reader(0).inverted_index(field).expect("a field");
                let info = inverted.get_term_info(&term).expect("read").expect("the word");
                let mut list = inverted.read_postings(&term, RECORD).expect("read").expect("the word");
                let mut expected = Vec::new();
                while list.doc() != TERMINATED {
                    expected.push(list.doc());
                    list.advance();
                }
                assert_eq!(expected.len(), count as usize);
                expected.push(TERMINATED);
                assert!(*room.unpack(&inverted, &info).expect("unpacked") == *expected, "{word}");
            }
        }
    }

    #[test]
    fn of_each_field_the_same_is_written() {
        let fields = Fields::new();
        let written: Vec<_> = fields.schema.fields().filter(|(_, entry)| entry.is_indexed()).collect();
        assert!(written.len() > 2);
        for (_, entry) in written {
            assert_eq!(entry.field_type().index_record_option(), Some(RECORD), "{}", entry.name());
        }
    }
}
