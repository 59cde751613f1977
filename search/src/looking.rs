//! Answering one search from one state of the index.

use crate::cursor::{Cursor, hours};
use crate::engine::Engine;
use crate::narrow;
use crate::part::{Part, all, any, term};
use crate::ranking::Ranking;
use crate::reading::Reading;
use crate::sift::{Sifted, Walk};
use crate::synonyms::Tuned;
use crate::text::plain;
use crate::why::{Asked, explain, in_order};
use market::catalog::ListingId;
use market::discovery::rules::{Filled, Seed, ToFill, Turn, fill, kept};
use market::discovery::{Ground, RankingNumber, SearchPage, SearchRequest, SearchSort, SearchWords};
use market::kernel::Timestamp;
use market::shop::ShopId;
use std::hash::{DefaultHasher, Hash, Hasher};
use tantivy::Searcher;
use uuid::Uuid;

/// With fewer exact matches than this, loose ones are shown behind them.
const ENOUGH: u64 = 8;
/// No loose match comes before an exact one.
const EXACT_FIRST: f32 = 100.0;

/// When somebody asks, and what is drawn then.
pub struct Moment<'a> {
    pub now: Timestamp,
    pub seed_of: &'a (dyn Fn(Turn) -> Seed + Sync),
}

/// A page of what a request asks for.
pub fn look(engine: &Engine, tuned: &Tuned, request: &SearchRequest, moment: &Moment<'_>) -> tantivy::Result<SearchPage> {
    let searcher = engine.searcher();
    let reading = Reading { searcher: &searcher, fields: &engine.fields, tuned };
    let after = request.page.after.as_deref().and_then(Cursor::read);
    let now = tuned.turn(moment.now);
    let (turn, used_below) = after.map_or((now, 0), |cursor| cursor.goes_on_in(now));
    let typed = request.words.as_ref().map(|words| words.words().join(" "));
    let question = format!("{}|{:?}", typed.as_deref().map(plain).unwrap_or_default(), request.filter);
    let ranking = Ranking::new(engine, tuned, turn, (moment.seed_of)(turn).draw(&question));
    let looking = Looking { engine, searcher: &searcher, reading: &reading, ranking: &ranking, request, after, used_below };
    match &typed {
        Some(typed) => looking.for_words(typed),
        None => looking.for_everything(),
    }
}

struct Looking<'a> {
    engine: &'a Engine,
    searcher: &'a Searcher,
    reading: &'a Reading<'a>,
    ranking: &'a Ranking<'a>,
    request: &'a SearchRequest,
    after: Option<Cursor>,
    used_below: u64,
}

impl Looking<'_> {
    fn for_everything(&self) -> tantivy::Result<SearchPage> {
        let category = self.request.filter.category.as_deref().filter(|_| self.request.is_browsing);
        let everything: Part = match category {
            Some(path) => term(self.engine.fields.within, path),
            None => Part::Everything,
        };
        self.page(self.sift(&everything)?, None, false)
    }

    fn for_words(&self, typed: &str) -> tantivy::Result<SearchPage> {
        let exact = self.reading.query(typed, false)?;
        let found = self.sift(&exact)?;
        // Sorted by anything else, loose matches would stand among the exact ones.
        let enough = if self.request.sort == SearchSort::Relevance { ENOUGH } else { 1 };
        let loosely = self.after.map_or(found.matched < enough, |cursor| cursor.is_loose);
        if !loosely {
            return self.page(found, Some(typed), false);
        }
        let did_you_mean = if found.matched == 0 { self.meant(typed)? } else { None };
        let more = self.sift(&any(vec![exact.weighed(EXACT_FIRST), self.reading.query(typed, true)?]))?;
        let is_loose = more.matched > found.matched;
        Ok(SearchPage { did_you_mean, is_loose, ..self.page(more, Some(typed), true)? })
    }

    /// What was probably meant, where that finds something among what is chosen: a word beside the corrected one may be nowhere, and the two
    /// of them in no goods together.
    fn meant(&self, typed: &str) -> tantivy::Result<Option<String>> {
        let Some(meant) = self.reading.corrected(typed)? else { return Ok(None) };
        let found = self.sift(&self.reading.query(&meant, false)?)?;
        Ok((found.total > 0).then_some(meant))
    }

    fn rows(&self) -> usize {
        usize::try_from(self.request.page.rows).unwrap_or(1)
    }

    fn sift(&self, query: &Part) -> tantivy::Result<Sifted> {
        // A shop has few goods beside all others: it is looked for, not sifted out.
        let of_shop = |shop: ShopId| Part::Term(self.engine.fields.of_shop(shop.uuid())).silent();
        let within = self.request.filter.shop.map(|shop| all(vec![of_shop(shop), query.clone()]));
        let walked = Walk {
            query: within.as_ref().unwrap_or(query),
            filter: &self.request.filter,
            segments: &self.engine.segments,
            sort: self.request.sort,
            is_worded: self.request.words.is_some(),
            is_counted: !self.request.is_browsing,
            after: self.after.map(|cursor| cursor.last),
            keep: kept(self.rows(), self.used_below),
            ranking: self.ranking,
            beginning: beginning(self.request, self.ranking.formula.turn),
        };
        narrow::sift(&self.engine.fields, self.searcher, &walked)
    }

    /// Why something is on the page at all.
    fn ground(&self) -> Ground {
        match (&self.request.words, self.request.is_browsing) {
            (Some(_), _) => Ground::Words,
            (None, true) => Ground::Category,
            (None, false) => Ground::Choices,
        }
    }

    /// Only what matches exactly has places to draw: a loose match never comes before an exact one.
    fn page(&self, sifted: Sifted, typed: Option<&str>, loosely: bool) -> tantivy::Result<SearchPage> {
        let Sifted { best, addresses, tickets, total, is_at_least, facets, .. } = sifted;
        let settings = self.ranking.formula.settings;
        let is_ranked = self.request.sort == SearchSort::Relevance;
        let is_drawn = is_ranked && !loosely;
        let tickets = if is_drawn { tickets.drawn(&self.ranking.draw, settings) } else { Vec::new() };
        let slots = usize::try_from(settings.number(RankingNumber::Slots)).unwrap_or(0).min(self.rows() / 3);
        let Filled { rows, last, used_below } = fill(&ToFill {
            ranked: &best,
            tickets: &tickets,
            after: self.after.map(|cursor| cursor.last),
            used_below: if is_drawn { self.used_below } else { 0 },
            rows: self.rows(),
            slots,
        });
        let turn = hours(self.ranking.formula.turn.began);
        let next = last.map(|last| Cursor { is_loose: loosely, last, turn, used_below }.key());
        let listings = rows.iter().map(|((_, id), _)| ListingId::from_uuid(Uuid::from_u128(*id))).collect();
        let asked = Asked {
            engine: self.engine,
            ranking: self.ranking,
            reading: self.reading,
            addresses: &addresses,
            typed,
            is_loose: loosely,
            ground: self.ground(),
        };
        let placed = if is_ranked { explain(self.searcher, &asked, &rows)? } else { in_order(self.request.sort, &rows) };
        let is_further = self.after.is_some();
        Ok(SearchPage { listings, placed, is_further, next, total, is_at_least, facets, is_loose: false, did_you_mean: None })
    }
}

/// A number for the words, whatever else is chosen and on whichever page; the next turn's is the next one, so that of a search too
/// wide to look at everything, each good has its turn to be looked at and to have a place drawn.
fn beginning(request: &SearchRequest, turn: Turn) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.words.as_ref().map(SearchWords::words).hash(&mut hasher);
    hasher.finish().wrapping_add_signed(turn.number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_turn_begins_at_the_next_window() {
        let turn = Turn::at(Timestamp::from_millis(1_795_465_800_000), 6);
        let [tea, pork] = ["tea", "pork"]
            .map(|typed| SearchRequest { words: market::discovery::rules::search_words(typed), ..SearchRequest::default() });
        assert_eq!(beginning(&tea, turn).wrapping_sub(beginning(&tea, turn.before(1))), 1);
        assert_ne!(beginning(&tea, turn), beginning(&pork, turn));
    }
}
