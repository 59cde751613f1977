//! The market's formula over the columns of the index: the terms of a document, and its place.

use crate::edition;
use crate::engine::Engine;
use crate::segments::{Segment, Segments};
use crate::standings::{Key, Standing, Standings};
use crate::synonyms::Tuned;
use market::discovery::rules::{TEXT_ONE, Turn, added, freshness, price_fit, score_of, shop_size};
use market::discovery::{Quality, RankingNumber, SearchSettings, ShopSize, Terms};
use market::kernel::Timestamp;
use std::sync::Arc;
use tantivy::{DocId, Score, Searcher, SegmentReader};

/// Goods of which the usual prices are learned; spread over the whole index.
const PRICES_LEARNED_MAX: u32 = 65_536;
/// With fewer goods than this nobody knows what is usual in a category.
const PRICES_MIN: usize = 5;

/// The middle price of each category, by its number.
#[derive(Debug, Default)]
pub struct Prices {
    of: Vec<Option<i64>>,
    /// Another one each time that they are learned.
    pub edition: u64,
}

impl Prices {
    /// Learns them from the index as it is.
    pub fn learn(searcher: &Searcher, segments: &Segments) -> tantivy::Result<Self> {
        let all: u32 = searcher.segment_readers().iter().map(SegmentReader::max_doc).sum();
        let stride = usize::try_from(all / PRICES_LEARNED_MAX + 1).unwrap_or(1);
        let mut seen: Vec<Vec<i64>> = Vec::new();
        for reader in searcher.segment_readers() {
            let segment = segments.of(reader)?;
            for document in (0..reader.max_doc()).step_by(stride).filter(|document| !reader.is_deleted(*document)) {
                let price = segment.columns.price.get_val(document);
                let category = segment.fact(document).category() as usize;
                if price > 0 && category > 0 {
                    seen.resize_with(seen.len().max(category + 1), Vec::new);
                    seen[category].push(price);
                }
            }
        }
        let middle = |mut prices: Vec<i64>| {
            let position = prices.len() / 2;
            (prices.len() >= PRICES_MIN).then(|| *prices.select_nth_unstable(position).1)
        };
        Ok(Self { of: seen.into_iter().map(middle).collect(), edition: edition::next() })
    }

    fn usual(&self, category: u32) -> Option<i64> {
        self.of.get(category as usize).copied().flatten()
    }
}

/// By what the terms of documents are reckoned.
pub struct Formula<'a> {
    pub settings: &'a SearchSettings,
    pub turn: Turn,
    pub prices: Arc<Prices>,
}

impl Formula<'_> {
    /// The terms of a document; `text` is none where there are no words.
    pub fn terms(&self, segment: &Segment, document: DocId, text: Option<Score>) -> Terms {
        let columns = &segment.columns;
        let half_days = self.settings.number(RankingNumber::FreshnessHalfDays);
        let published = Timestamp::from_millis(columns.published.get_val(document));
        let usual = self.prices.usual(segment.fact(document).category());
        Terms {
            text: text_of(text),
            quality: unpack(columns.quality.get_val(document)),
            freshness: freshness(published, self.turn.began, half_days),
            price_fit: price_fit(columns.price.get_val(document), usual),
        }
    }

    /// How large the shop is whose document it is.
    pub fn size(&self, segment: &Segment, document: DocId) -> ShopSize {
        let since = Timestamp::from_millis(segment.columns.held_since.get_val(document));
        shop_size(since, segment.columns.sales.get_val(document), self.turn.began, self.settings)
    }

    /// What of a document is the same for every search.
    pub fn standing(&self, segment: &Segment, document: DocId) -> Standing {
        let added = added(&self.terms(segment, document, None), self.settings);
        Standing::new(added, self.size(segment, document) != ShopSize::Established)
    }
}

fn text_of(score: Option<Score>) -> u64 {
    // At most 2^40, and exact enough: a score has 24 bits.
    score.map_or(TEXT_ONE, |score| (f64::from(score.max(0.0)) * TEXT_ONE as f64) as u64)
}

/// What ranks in one search.
pub struct Ranking<'a> {
    pub formula: Formula<'a>,
    /// None where they were reckoned for another turn, other settings or other prices.
    standings: Option<Arc<Standings>>,
}

impl<'a> Ranking<'a> {
    pub fn new(engine: &Engine, tuned: &'a Tuned, turn: Turn) -> Self {
        let formula = Formula { settings: tuned.settings(), turn, prices: engine.prices() };
        let key = Key { prices: formula.prices.edition, settings: tuned.edition(), turn };
        let standings = engine.standings().filter(|standings| standings.key == key);
        Self { formula, standings }
    }

    /// Made ready for one segment.
    pub fn within<'b>(&'b self, reader: &SegmentReader, segment: &'b Segment) -> OfSegment<'b> {
        let known = self.standings.as_ref().and_then(|standings| standings.of(&reader.segment_id()));
        OfSegment { formula: &self.formula, segment, known }
    }
}

/// The formula within one segment.
pub struct OfSegment<'a> {
    formula: &'a Formula<'a>,
    segment: &'a Segment,
    known: Option<&'a [Standing]>,
}

/// Added to the place of what matches as it was typed: more than any match and all other terms make, so that nothing loose comes before
/// it, whatever an operator lets matches weigh.
pub const EXACT: u64 = 1 << 63;

/// A place by relevance.
pub struct Placed {
    pub rank: u64,
    /// The match behind it.
    pub text: u64,
    /// Whether it takes part in the draw.
    pub is_drawn: bool,
}

impl OfSegment<'_> {
    /// What of a document is the same for every search.
    #[inline]
    pub fn standing(&self, document: DocId) -> Standing {
        let known = self.known.and_then(|known| known.get(document as usize)).copied();
        known.unwrap_or_else(|| self.formula.standing(self.segment, document))
    }
}

impl Placed {
    /// The place of a document with this match, none where nothing was typed.
    pub fn new(text: Option<Score>, standing: Standing) -> Self {
        let text = text_of(text);
        Self { rank: score_of(text, standing.added()), text, is_drawn: standing.is_drawn() }
    }
}

/// Four numbers of sixteen bits in one.
pub fn pack(quality: Quality) -> u64 {
    let parts = [quality.ships, quality.keeps, quality.answers, quality.reviews];
    parts.into_iter().fold(0, |packed, part| (packed << 16) | u64::from(part))
}

fn unpack(packed: u64) -> Quality {
    let part = |position: u64| u16::try_from((packed >> (16 * position)) & 0xFFFF).unwrap_or(0);
    Quality { ships: part(3), keeps: part(2), answers: part(1), reviews: part(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_numbers_in_one() {
        let quality = Quality { ships: 1_000, keeps: 0, answers: 517, reviews: 800 };
        assert_eq!(unpack(pack(quality)), quality);
    }

    #[test]
    fn no_place_reaches_that_of_an_exact_match() {
        let most = |number: RankingNumber| number.range().1.unsigned_abs() * 1_000;
        let added: u64 = [RankingNumber::Quality, RankingNumber::Freshness, RankingNumber::PriceFit].map(most).into_iter().sum();
        assert!(score_of(u64::MAX, added) < EXACT);
    }
}
