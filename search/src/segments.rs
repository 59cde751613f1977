//! What is read of a segment once and then kept, because a segment never changes: its columns, and what every walk asks of each of its
//! documents, side by side. Sixteen bytes of memory a document, for which a walk looks at one place instead of at seven.

use crate::beginnings::Beginnings;
use crate::columns::{Columns, named};
use crate::lexicon::Lexicon;
use crate::schema::{LISTING, column};
use market::discovery::PRICE_BANDS;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use tantivy::columnar::ColumnValues;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

/// A document is a listing.
const IS_LISTING: u8 = 1;
/// It is sent for nothing.
const IS_FREE: u8 = 1 << 1;
/// It can be bought.
const IS_THERE: u8 = 1 << 2;

/// What a walk asks of a document, names by their numbers in the [`Lexicon`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Fact {
    pub category: u32,
    pub place: u32,
    /// The text of all that it says of attributes.
    pub said: u32,
    /// The band that its price lies in.
    pub price_band: u8,
    marks: u8,
}

impl Fact {
    pub fn is_listing(self) -> bool {
        self.marks & IS_LISTING != 0
    }
    pub fn is_free(self) -> bool {
        self.marks & IS_FREE != 0
    }
    pub fn is_there(self) -> bool {
        self.marks & IS_THERE != 0
    }
}

/// One segment, as searches read it.
pub struct Segment {
    pub columns: Columns,
    pub beginnings: Beginnings,
    facts: Box<[Fact]>,
    /// Whose each document is: a number of the segment's own, and the lexicon's for it.
    holder: Arc<dyn ColumnValues<u64>>,
    holders: Box<[u32]>,
}

impl Segment {
    fn read(reader: &SegmentReader, lexicon: &RwLock<Lexicon>) -> tantivy::Result<Self> {
        let columns = Columns::open(reader)?;
        let [categories, places, texts, holders] =
            [column::CATEGORY, column::PLACE, column::ATTRIBUTES, column::HOLDER].map(|name| named(reader, name));
        let (categories, places, texts, holders) = (categories?, places?, texts?, holders?);
        let mut words = lexicon.write().unwrap_or_else(PoisonError::into_inner);
        let category_of = categories.each(|name| words.categories.number(name))?;
        let place_of = places.each(|name| words.places.number(name))?;
        let said_of = texts.each(|text| words.said.number(text))?;
        let holders_of = holders.each(|name| words.holder(name))?;
        drop(words);
        let number = |of: &[u32], position: u64| usize::try_from(position).ok().and_then(|at| of.get(at)).copied().unwrap_or(0);
        let fact = |document: DocId| {
            let price = columns.price.get_val(document);
            let band = PRICE_BANDS.partition_point(|edge| price >= *edge);
            let mark = |mark: u8, is_so: bool| if is_so { mark } else { 0 };
            Fact {
                category: number(&category_of, categories.numbers.get_val(document)),
                place: number(&place_of, places.numbers.get_val(document)),
                said: number(&said_of, texts.numbers.get_val(document)),
                price_band: u8::try_from(band).unwrap_or(u8::MAX),
                marks: mark(IS_LISTING, columns.kind(document) == LISTING)
                    | mark(IS_FREE, columns.free.get_val(document))
                    | mark(IS_THERE, columns.there.get_val(document)),
            }
        };
        let facts = (0..reader.max_doc()).map(fact).collect();
        Ok(Self { columns, beginnings: Beginnings::default(), facts, holder: holders.numbers, holders: holders_of.into() })
    }

    /// Nothing beyond the last document.
    #[inline]
    pub fn fact(&self, document: DocId) -> Fact {
        self.facts.get(document as usize).copied().unwrap_or_default()
    }

    /// The number of whose document it is.
    pub fn holder(&self, document: DocId) -> u32 {
        let position = usize::try_from(self.holder.get_val(document)).ok();
        position.and_then(|position| self.holders.get(position)).copied().unwrap_or(0)
    }
}

/// The segments in use, and the names that they have in common.
#[derive(Default)]
pub struct Segments {
    read: RwLock<HashMap<SegmentId, Arc<Segment>>>,
    /// Held while one is read: nobody reads the same one meanwhile.
    reading: Mutex<()>,
    lexicon: RwLock<Lexicon>,
}

impl Segments {
    fn known(&self, id: &SegmentId) -> Option<Arc<Segment>> {
        self.read.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// What was read of this segment; read now where nobody has yet.
    pub fn of(&self, reader: &SegmentReader) -> tantivy::Result<Arc<Segment>> {
        let id = reader.segment_id();
        if let Some(known) = self.known(&id) {
            return Ok(known);
        }
        let _alone = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.known(&id) {
            return Ok(known);
        }
        let new = Arc::new(Segment::read(reader, &self.lexicon)?);
        self.read.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&new));
        Ok(new)
    }

    /// All segments of a state of the index, in its order.
    pub fn all(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Segment>>> {
        searcher.segment_readers().iter().map(|reader| self.of(reader)).collect()
    }

    /// What the numbers say. Not to be held while a segment is asked for.
    pub fn lexicon(&self) -> RwLockReadGuard<'_, Lexicon> {
        self.lexicon.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the segments that are no longer searched.
    pub fn retain(&self, searcher: &Searcher) {
        let used: HashSet<SegmentId> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        self.read.write().unwrap_or_else(PoisonError::into_inner).retain(|id, _| used.contains(id));
    }
}
