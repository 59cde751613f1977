//! What is read of a segment once and then kept, because a segment never changes: its columns, and what every walk asks of each of its
//! documents, side by side. Sixteen bytes of memory a document, for which a walk looks at one place instead of at eight; and four more where
//! there is more than one walk looks at, so that holders can be asked for what is theirs.

use crate::beginnings::Beginnings;
use crate::by_holder::ByHolder;
use crate::columns::{Columns, named};
use crate::dictionary::Dictionaries;
use crate::lexicon::Lexicon;
use crate::order::Orders;
use crate::schema::{LISTING, column};
use market::discovery::PRICE_BANDS;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use tantivy::columnar::ColumnValues;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

/// A document is a listing.
const IS_LISTING: u32 = 1;
/// It is sent for nothing.
const IS_FREE: u32 = 1 << 1;
/// It can be bought.
const IS_THERE: u32 = 1 << 2;
/// Where the band of the price lies above the marks, and the category's number above both.
const BAND_FROM: u32 = 3;
const BAND_MASK: u32 = 0b111;
const CATEGORY_FROM: u32 = 6;
const CATEGORIES_MAX: u32 = 1 << (u32::BITS - CATEGORY_FROM);

/// The number of no name.
const UNKNOWN: u32 = u32::MAX;

/// What a walk asks of a document, names by their numbers in the [`Lexicon`]. Four of them share a line of the processor's memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fact {
    packed: u32,
    pub place: u32,
    pub maker: u32,
    /// The text of all that it says of attributes.
    pub said: u32,
}

impl Fact {
    /// A category beyond those that fit, of which no tree has so many, is none.
    fn pack(category: u32, price_band: usize, marks: u32) -> u32 {
        let category = if category < CATEGORIES_MAX { category } else { 0 };
        let band = u32::try_from(price_band).unwrap_or(0) & BAND_MASK;
        (category << CATEGORY_FROM) | (band << BAND_FROM) | marks
    }

    pub fn category(self) -> u32 {
        self.packed >> CATEGORY_FROM
    }
    /// The band that its price lies in.
    pub fn price_band(self) -> usize {
        ((self.packed >> BAND_FROM) & BAND_MASK) as usize
    }
    pub fn is_listing(self) -> bool {
        self.packed & IS_LISTING != 0
    }
    pub fn is_free(self) -> bool {
        self.packed & IS_FREE != 0
    }
    pub fn is_there(self) -> bool {
        self.packed & IS_THERE != 0
    }
}

/// One segment, as searches read it.
pub struct Segment {
    pub columns: Columns,
    pub beginnings: Beginnings,
    pub dictionaries: Dictionaries,
    facts: Box<[Fact]>,
    /// Whose each document is: a number of the segment's own, and the lexicon's for it.
    holder: Arc<dyn ColumnValues<u64>>,
    holders: Box<[u32]>,
    by_holder: OnceLock<ByHolder>,
}

impl Segment {
    fn read(reader: &SegmentReader, lexicon: &RwLock<Lexicon>) -> tantivy::Result<Self> {
        let columns = Columns::open(reader)?;
        let [categories, places, makers, texts, holders] =
            [column::CATEGORY, column::PLACE, column::MAKER, column::ATTRIBUTES, column::HOLDER].map(|name| named(reader, name));
        let (categories, places, makers, texts, holders) = (categories?, places?, makers?, texts?, holders?);
        // There may be as many makers as goods. Those that are known, as all are after a merge, are found without holding up whoever
        // searches.
        let known = lexicon.read().unwrap_or_else(PoisonError::into_inner);
        let mut maker_of = makers.each(|name| known.makers.find(name).unwrap_or(UNKNOWN))?;
        drop(known);
        let mut words = lexicon.write().unwrap_or_else(PoisonError::into_inner);
        let category_of = categories.each(|name| words.categories.number(name))?;
        let place_of = places.each(|name| words.places.number(name))?;
        if maker_of.contains(&UNKNOWN) {
            maker_of = makers.each(|name| words.makers.number(name))?;
        }
        let said_of = texts.each(|text| words.said.number(text))?;
        let holders_of = holders.each(|name| words.holder(name))?;
        drop(words);
        let number = |of: &[u32], position: u64| usize::try_from(position).ok().and_then(|at| of.get(at)).copied().unwrap_or(0);
        let fact = |document: DocId| {
            let price = columns.price.get_val(document);
            let band = PRICE_BANDS.partition_point(|edge| price >= *edge);
            let mark = |mark: u32, is_so: bool| if is_so { mark } else { 0 };
            let marks = mark(IS_LISTING, columns.kind(document) == LISTING)
                | mark(IS_FREE, columns.free.get_val(document))
                | mark(IS_THERE, columns.there.get_val(document));
            Fact {
                packed: Fact::pack(number(&category_of, categories.numbers.get_val(document)), band, marks),
                place: number(&place_of, places.numbers.get_val(document)),
                maker: number(&maker_of, makers.numbers.get_val(document)),
                said: number(&said_of, texts.numbers.get_val(document)),
            }
        };
        let facts = (0..reader.max_doc()).map(fact).collect();
        let (beginnings, dictionaries) = (Beginnings::default(), Dictionaries::default());
        let (holder, holders, by_holder) = (holders.numbers, holders_of.into(), OnceLock::new());
        Ok(Self { columns, beginnings, dictionaries, facts, holder, holders, by_holder })
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

    /// What each holder has here that can be bought; put in order where it is asked for the first time.
    pub fn by_holder(&self) -> &ByHolder {
        self.by_holder.get_or_init(|| {
            let whose = |document: DocId| {
                let fact = self.fact(document);
                let is_offered = fact.is_listing() && fact.is_there();
                is_offered.then(|| self.holder.get_val(document)).and_then(|position| usize::try_from(position).ok())
            };
            ByHolder::new(self.facts.len() as DocId, &self.holders, whose)
        })
    }
}

/// The segments in use, and the names that they have in common.
#[derive(Default)]
pub struct Segments {
    read: RwLock<HashMap<SegmentId, Arc<Segment>>>,
    /// Held while one is read: nobody reads the same one meanwhile.
    reading: Mutex<()>,
    lexicon: RwLock<Lexicon>,
    looked_at: AtomicU64,
    /// In which order holders are asked.
    pub orders: Orders,
}

impl Segments {
    /// Counts matches that a walk has looked at, and goods of holders that a draw has.
    pub fn count(&self, looked_at: u64) {
        self.looked_at.fetch_add(looked_at, Ordering::Relaxed);
    }

    /// How many all walks and draws have looked at so far.
    pub fn looked_at(&self) -> u64 {
        self.looked_at.load(Ordering::Relaxed)
    }

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

    /// Puts what holders have in order before somebody waits for it.
    pub fn by_holders(&self, searcher: &Searcher) -> tantivy::Result<()> {
        for segment in self.all(searcher)? {
            segment.by_holder();
        }
        Ok(())
    }

    /// Forgets the segments that are no longer searched.
    pub fn retain(&self, searcher: &Searcher) {
        let used: HashSet<SegmentId> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        self.read.write().unwrap_or_else(PoisonError::into_inner).retain(|id, _| used.contains(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_takes_sixteen_bytes_and_loses_nothing() {
        assert_eq!(size_of::<Fact>(), 16);
        for category in [0, 1, 5_000, CATEGORIES_MAX - 1] {
            for band in 0..=PRICE_BANDS.len() {
                for marks in [0, IS_LISTING, IS_FREE, IS_THERE | IS_LISTING, IS_LISTING | IS_FREE | IS_THERE] {
                    let fact = Fact { packed: Fact::pack(category, band, marks), ..Fact::default() };
                    assert_eq!((fact.category(), fact.price_band()), (category, band));
                    let is = |mark: u32| marks & mark != 0;
                    assert_eq!([fact.is_listing(), fact.is_free(), fact.is_there()], [IS_LISTING, IS_FREE, IS_THERE].map(is));
                }
            }
        }
        let beyond = Fact { packed: Fact::pack(CATEGORIES_MAX, 1, IS_FREE), ..Fact::default() };
        assert_eq!((beyond.category(), beyond.price_band(), beyond.is_free()), (0, 1, true));
    }
}
