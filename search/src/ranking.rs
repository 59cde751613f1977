//! The market's formula over the columns of the index: the terms of a document, its place, and its holder's ticket in the draw.

use crate::columns::Columns;
use crate::engine::Engine;
use crate::segments::OfSegments;
use market::discovery::rules::{Draw, Ranked, TEXT_ONE, Ticket, Turn, freshness, in_order, price_fit, score, shop_size};
use market::discovery::{Quality, RankingNumber, SearchSettings, ShopSize, Terms};
use market::kernel::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::{DocId, Score, Searcher, SegmentReader};
use uuid::Uuid;

/// Goods of which the usual prices are learned; spread over the whole index.
const PRICES_LEARNED_MAX: u32 = 65_536;
/// With fewer goods than this nobody knows what is usual in a category.
const PRICES_MIN: usize = 5;

/// The middle price of each category.
#[derive(Debug, Default)]
pub struct Prices {
    of: HashMap<String, i64>,
    /// The same by the numbers that a segment has for its categories.
    by_number: OfSegments<Vec<Option<i64>>>,
}

/// Whose goods they are, by the numbers that a segment has for holders.
pub type Holders = OfSegments<Vec<u128>>;

impl Prices {
    /// Learns them from the index as it is.
    pub fn learn(searcher: &Searcher) -> tantivy::Result<Self> {
        let all: u32 = searcher.segment_readers().iter().map(SegmentReader::max_doc).sum();
        let stride = usize::try_from(all / PRICES_LEARNED_MAX + 1).unwrap_or(1);
        let mut seen: HashMap<String, Vec<i64>> = HashMap::new();
        for reader in searcher.segment_readers() {
            let columns = Columns::open(reader)?;
            let mut of_segment = vec![Vec::new(); columns.category.count];
            for document in (0..reader.max_doc()).step_by(stride).filter(|document| !reader.is_deleted(*document)) {
                let price = columns.price.get_val(document);
                let prices = columns.category.of(document).and_then(|number| of_segment.get_mut(number));
                if let (Some(prices), true) = (prices, price > 0) {
                    prices.push(price);
                }
            }
            for (number, prices) in of_segment.into_iter().enumerate().filter(|(_, prices)| !prices.is_empty()) {
                seen.entry(columns.category.say(number)?).or_default().extend(prices);
            }
        }
        let middle = |mut prices: Vec<i64>| {
            let position = prices.len() / 2;
            *prices.select_nth_unstable(position).1
        };
        let known = seen.into_iter().filter(|(_, prices)| prices.len() >= PRICES_MIN);
        let of = known.map(|(category, prices)| (category, middle(prices))).collect();
        Ok(Self { of, by_number: OfSegments::default() })
    }
}

/// What ranks in one search.
pub struct Ranking<'a> {
    pub settings: &'a SearchSettings,
    pub turn: Turn,
    pub draw: Draw,
    prices: Arc<Prices>,
    holders: &'a Holders,
}

impl<'a> Ranking<'a> {
    pub fn new(engine: &'a Engine, settings: &'a SearchSettings, turn: Turn, draw: Draw) -> Self {
        Self { settings, turn, draw, prices: engine.prices(), holders: &engine.holders }
    }

    /// Made ready for one segment.
    pub fn within<'b>(&'b self, reader: &SegmentReader, columns: &'b Columns) -> tantivy::Result<OfSegment<'b>> {
        let usual = || columns.category.each(|name| self.prices.of.get(name).copied());
        let holder = || columns.holder.each(|name| Uuid::try_parse(name).unwrap_or_default().as_u128());
        let (prices, holders) = (self.prices.by_number.of(reader, usual)?, self.holders.of(reader, holder)?);
        Ok(OfSegment { ranking: self, columns, prices, holders, numbers: HashMap::new() })
    }
}

/// The formula within one segment.
pub struct OfSegment<'a> {
    ranking: &'a Ranking<'a>,
    columns: &'a Columns,
    prices: Arc<Vec<Option<i64>>>,
    holders: Arc<Vec<u128>>,
    /// The tickets of holders, by the number of their name in this segment.
    numbers: HashMap<usize, u64>,
}

impl OfSegment<'_> {
    /// The terms of a document; `text` is none where there are no words.
    pub fn terms(&self, document: DocId, text: Option<Score>) -> Terms {
        let columns = self.columns;
        let half_days = self.ranking.settings.number(RankingNumber::FreshnessHalfDays);
        let published = Timestamp::from_millis(columns.published.get_val(document));
        let usual = columns.category.of(document).and_then(|number| self.prices.get(number)).copied().flatten();
        Terms {
            // At most 2^40, and exact enough: a score has 24 bits.
            text: text.map_or(TEXT_ONE, |score| (f64::from(score.max(0.0)) * TEXT_ONE as f64) as u64),
            quality: unpack(columns.quality.get_val(document)),
            freshness: freshness(published, self.ranking.turn.began, half_days),
            price_fit: price_fit(columns.price.get_val(document), usual),
        }
    }

    pub fn score(&self, terms: &Terms) -> u64 {
        score(terms, self.ranking.settings)
    }

    pub fn size(&self, document: DocId) -> ShopSize {
        let since = Timestamp::from_millis(self.columns.held_since.get_val(document));
        shop_size(since, self.columns.sales.get_val(document), self.ranking.turn.began, self.ranking.settings)
    }

    /// The number of the holder's ticket; none for those who are neither new nor small.
    fn number(&mut self, document: DocId) -> Option<u64> {
        if self.size(document) == ShopSize::Established {
            return None;
        }
        let name = self.columns.holder.of(document)?;
        if let Some(number) = self.numbers.get(&name) {
            return Some(*number);
        }
        let number = self.ranking.draw.number(self.holders.get(name).copied().unwrap_or_default());
        self.numbers.insert(name, number);
        Some(number)
    }
}

/// The tickets of one search, one a holder.
#[derive(Default)]
pub struct Tickets {
    best: HashMap<u64, (Ranked, u64)>,
    /// The best match of all.
    text: u64,
}

impl Tickets {
    /// A document that passes the filter.
    pub fn see(&mut self, within: &mut OfSegment<'_>, document: DocId, text: u64, rank: u64) {
        self.text = self.text.max(text);
        let Some(number) = within.number(document) else { return };
        let ranked = (rank, within.columns.id(document));
        let best = self.best.entry(number).or_insert((ranked, text));
        if ranked > best.0 {
            *best = (ranked, text);
        }
    }

    /// In the order in which they are drawn; what matches too little beside the best takes no part.
    pub fn drawn(self, settings: &SearchSettings) -> Vec<Ticket> {
        let floor = settings.number(RankingNumber::MatchFloor).unsigned_abs();
        let least = u128::from(self.text) * u128::from(floor);
        let fits = |text: u64| u128::from(text) * 100 >= least;
        let fitting = self.best.into_iter().filter(|(_, (_, text))| fits(*text));
        in_order(fitting.map(|(number, (best, _))| Ticket { number, best }).collect())
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
}
