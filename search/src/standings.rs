//! What of a document's place is the same for every search: the quality of its shop, how new it is, how usual its price. It changes
//! with the turn, the settings and the usual prices only, so it is reckoned ahead, four bytes a document. Whoever searches in another turn, or
//! before it is done, reckons it for each document that matches.

use crate::ranking::Formula;
use crate::segments::Segments;
use market::discovery::rules::Turn;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::Searcher;
use tantivy::index::SegmentId;

/// By what standings were reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The edition of the usual prices.
    pub prices: u64,
    /// The edition of the settings.
    pub settings: u64,
    pub turn: Turn,
}

/// What the terms other than the match add, and in the highest bit whether the shop is new or small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing(u32);

const IS_DRAWN: u32 = 1 << 31;

impl Standing {
    pub fn new(added: u64, is_drawn: bool) -> Self {
        // Three terms of at most so many percent: far below.
        let added = u32::try_from(added).unwrap_or(u32::MAX).min(IS_DRAWN - 1);
        Self(added | if is_drawn { IS_DRAWN } else { 0 })
    }

    pub fn added(self) -> u64 {
        u64::from(self.0 & !IS_DRAWN)
    }

    /// Whether it takes part in the draw.
    pub fn is_drawn(self) -> bool {
        self.0 & IS_DRAWN != 0
    }
}

/// The standings of all documents.
pub struct Standings {
    pub key: Key,
    of: HashMap<SegmentId, Arc<[Standing]>>,
}

impl Standings {
    /// Reckons what is missing; nothing where nothing is.
    pub fn reckon(
        before: Option<&Self>,
        key: Key,
        searcher: &Searcher,
        segments: &Segments,
        formula: &Formula<'_>,
    ) -> tantivy::Result<Option<Self>> {
        let before = before.filter(|before| before.key == key);
        let readers = searcher.segment_readers();
        if before.is_some_and(|before| {
            before.of.len() == readers.len() && readers.iter().all(|reader| before.of.contains_key(&reader.segment_id()))
        }) {
            return Ok(None);
        }
        let mut of = HashMap::new();
        for reader in readers {
            let id = reader.segment_id();
            let known = before.and_then(|before| before.of.get(&id)).cloned();
            let segment = segments.of(reader)?;
            let reckoned = || (0..reader.max_doc()).map(|document| formula.standing(&segment, document)).collect();
            of.insert(id, known.unwrap_or_else(reckoned));
        }
        Ok(Some(Self { key, of }))
    }

    pub fn of(&self, segment: &SegmentId) -> Option<&[Standing]> {
        self.of.get(segment).map(|of| &**of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_things_in_one_number() {
        for (added, is_drawn) in [(0, false), (0, true), (300_000, true), (299_999, false)] {
            let standing = Standing::new(added, is_drawn);
            assert_eq!((standing.added(), standing.is_drawn()), (added, is_drawn));
        }
    }
}
