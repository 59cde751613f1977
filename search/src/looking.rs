//! Answering one search from one state of the index.

use crate::cursor::{Cursor, hours};
use crate::engine::Engine;
use crate::found::documents_of;
use crate::narrow;
use crate::part::{Part, all, term};
use crate::ranking::{Formula, Ranking};
use crate::reading::{Reading, is_cut};
use crate::sift::{Sifted, Walk};
use crate::slices::Slice;
use crate::synonyms::Tuned;
use crate::text::plain;
use crate::tickets::Tickets;
use crate::why::{Asked, explain, in_order};
use crate::wide;
use market::catalog::ListingId;
use market::discovery::rules::{Filled, PageDraw, Seed, ToFill, Turn, fill, kept, question};
use market::discovery::{Ground, RankingNumber, SearchPage, SearchRequest, SearchSort};
use market::kernel::Timestamp;
use market::shop::ShopId;
use std::hash::{DefaultHasher, Hash, Hasher};
use tantivy::Searcher;
use uuid::Uuid;

/// With fewer exact matches than this, loose ones are shown behind them.
const ENOUGH: u64 = 8;

/// When somebody asks, what is drawn then, and how much is looked at meanwhile.
pub struct Moment<'a> {
    pub now: Timestamp,
    /// Matches that one walk looks at, at most about.
    pub most: u64,
    pub seed_of: &'a (dyn Fn(Turn) -> Seed + Sync),
}

/// A page of what a request asks for.
pub fn look(engine: &Engine, tuned: &Tuned, request: &SearchRequest, moment: &Moment<'_>) -> tantivy::Result<SearchPage> {
    let searcher = engine.searcher();
    let reading = Reading::new(&searcher, engine, tuned);
    let after = request.page.after.as_deref().and_then(Cursor::read);
    let now = tuned.turn(moment.now);
    let (turn, used_below) = after.map_or((now, 0), |cursor| cursor.goes_on_in(now));
    let typed = request.words.as_ref().map(|words| words.words().join(" "));
    let ranking = Ranking::new(engine, tuned, turn);
    // Where everything can be looked at it does not matter at which window it is begun.
    let beginning = if documents_of(&searcher) > moment.most { beginning(request, turn) } else { 0 };
    let (searcher, reading, ranking) = (&searcher, &reading, &ranking);
    let looking = Looking { engine, searcher, reading, ranking, request, moment, after, used_below, beginning };
    match &typed {
        Some(typed) => Ok(SearchPage { is_cut: is_cut(typed), ..looking.for_words(typed)? }),
        None => looking.for_everything(),
    }
}

struct Looking<'a> {
    engine: &'a Engine,
    searcher: &'a Searcher,
    reading: &'a Reading<'a>,
    ranking: &'a Ranking<'a>,
    request: &'a SearchRequest,
    moment: &'a Moment<'a>,
    after: Option<Cursor>,
    used_below: u64,
    beginning: u64,
}

impl Looking<'_> {
    fn for_everything(&self) -> tantivy::Result<SearchPage> {
        let category = self.request.filter.category.as_deref().filter(|_| self.request.is_browsing);
        let everything: Part = match category {
            Some(path) => term(self.engine.fields.within, path),
            None => Part::Everything,
        };
        let everything = self.within(everything);
        self.page(self.sift(&self.walk(&everything))?, &everything, None, false)
    }

    /// What matches as it was typed and, where that is little, behind it what matches loosely, which is everything that matches.
    fn for_words(&self, typed: &str) -> tantivy::Result<SearchPage> {
        let was_loose = self.after.map(|cursor| cursor.is_loose);
        let exact = self.within(self.reading.query(typed, false)?);
        let first = self.walk(&exact);
        // Sorted by anything else, loose matches would stand among the exact ones.
        let is_ranked = self.request.sort == SearchSort::Relevance;
        let enough = if is_ranked { ENOUGH } else { 1 };
        // What is counted of a page that goes on loosely is counted below.
        let (is_counted, told_from) = (first.is_counted && was_loose != Some(true), if was_loose.is_none() { enough } else { 0 });
        let found = self.sift(&Walk { is_counted, told_from, ..first })?;
        if !was_loose.unwrap_or(found.matched < enough) {
            return self.page(found, &exact, Some(typed), false);
        }
        // All that the first walk looked at may have been taken out since, while choices led to what it did not look at.
        let is_nothing = found.matched == 0 && found.total == 0;
        let did_you_mean = if is_nothing { self.meant(typed)? } else { None };
        let loose = self.within(self.reading.query(typed, true)?);
        // Behind nothing is everything, and to look for nothing costs as much as to look for something.
        let first = if is_nothing && !found.is_at_least { &Part::Nothing } else { &exact };
        let more = self.sift(&Walk { behind: is_ranked.then_some(first), ..self.walk(&loose) })?;
        let is_loose = more.matched > found.matched;
        let whole = if is_ranked { more.behind(found) } else { more };
        Ok(SearchPage { did_you_mean, is_loose, ..self.page(whole, &exact, Some(typed), true)? })
    }

    /// What was probably meant, where that finds something among what is chosen: a word beside the corrected one may be nowhere, and the two
    /// of them in no goods together.
    fn meant(&self, typed: &str) -> tantivy::Result<Option<String>> {
        let Some(meant) = self.reading.corrected(typed)? else { return Ok(None) };
        let query = self.within(self.reading.query(&meant, false)?);
        let found = self.sift(&Walk { is_counted: false, ..self.walk(&query) })?;
        Ok((found.total > 0).then_some(meant))
    }

    fn rows(&self) -> usize {
        usize::try_from(self.request.page.rows).unwrap_or(1)
    }

    /// A shop has few goods beside all others: it is looked for, not sifted out.
    fn within(&self, query: Part) -> Part {
        let of_shop = |shop: ShopId| Part::Term(self.engine.fields.of_shop(shop.uuid())).silent();
        match self.request.filter.shop {
            Some(shop) => all(vec![of_shop(shop), query]),
            None => query,
        }
    }

    fn walk<'b>(&'b self, query: &'b Part) -> Walk<'b> {
        Walk {
            query,
            behind: None,
            terms: &self.reading.terms,
            filter: &self.request.filter,
            segments: &self.engine.segments,
            sort: self.request.sort,
            is_worded: self.request.words.is_some(),
            is_counted: !self.request.is_browsing,
            told_from: 0,
            after: self.after.map(|cursor| cursor.last),
            slice: self.after.map_or(Slice::WHOLE, |cursor| cursor.slice),
            most: self.moment.most,
            keep: kept(self.rows(), self.used_below),
            ranking: self.ranking,
            beginning: self.beginning,
        }
    }

    fn sift(&self, walk: &Walk<'_>) -> tantivy::Result<Sifted> {
        narrow::sift(&self.engine.fields, self.searcher, walk)
    }

    /// Why something is on the page at all.
    fn ground(&self) -> Ground {
        match (&self.request.words, self.request.is_browsing) {
            (Some(_), _) => Ground::Words,
            (None, true) => Ground::Category,
            (None, false) => Ground::Choices,
        }
    }

    /// The draw of what is asked, in the turn of its pages, before any of it is used. Where the tickets are of a part of what matches, holders
    /// are asked beside it.
    fn draw(&self, tickets: Tickets, in_part: Option<&Part>, typed: Option<&str>) -> tantivy::Result<PageDraw> {
        let Formula { turn, settings, .. } = self.ranking.formula;
        let question = question(&typed.map(plain).unwrap_or_default(), &self.request.filter);
        let draw = (self.moment.seed_of)(turn).draw(&question);
        let (mut asked_below, floor) = (None, tickets.floor(settings));
        let tickets = match in_part {
            Some(query) => {
                let asked = wide::ask(self.searcher, &self.walk(query), &draw, |text| floor.lets(text))?;
                asked_below = Some(asked.below);
                tickets.drawn_with(asked, &draw, settings)
            }
            None => tickets.drawn(&draw, settings),
        };
        Ok(PageDraw { turn, question, tickets, used_below: self.used_below, asked_below })
    }

    /// Only what matches exactly, the query, has places to draw: a loose match never comes before an exact one.
    fn page(&self, sifted: Sifted, query: &Part, typed: Option<&str>, loosely: bool) -> tantivy::Result<SearchPage> {
        let Sifted { best, addresses, tickets, total, is_at_least, facets, slices, unseen_from, .. } = sifted;
        let settings = self.ranking.formula.settings;
        let is_ranked = self.request.sort == SearchSort::Relevance;
        let is_drawn = is_ranked && !loosely;
        // Of what fits on the first page nothing is drawn; on others tickets tell what was drawn before.
        let has_tickets = is_drawn && (self.used_below > 0 || best.len() > self.rows());
        let slots = usize::try_from(settings.number(RankingNumber::Slots)).unwrap_or(0).min(self.rows() / 3);
        // Where no places are drawn nobody is asked, but for what was drawn while there were some.
        let in_part = (is_at_least && (slots > 0 || self.used_below > 0)).then_some(query);
        let draw = has_tickets.then(|| self.draw(tickets, in_part, typed)).transpose()?;
        let Filled { rows, last, used_below } = fill(&ToFill {
            ranked: &best,
            tickets: draw.as_ref().map_or(&[], |draw| draw.tickets.as_slice()),
            after: self.after.map(|cursor| cursor.last),
            used_below: if is_drawn { self.used_below } else { 0 },
            rows: self.rows(),
            slots,
        });
        let turn = hours(self.ranking.formula.turn.began);
        let last = last.map(|last| (last, slices.get(&last.1).copied().unwrap_or_default()));
        // Where no row is left over, there may still be bands that nobody has looked into.
        let next = last.or(unseen_from);
        let next = next.map(|(last, slice)| Cursor { is_loose: loosely, last, slice, turn, used_below }.key());
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
        let draw = draw.map(|draw| PageDraw { used_below, ..draw });
        Ok(SearchPage { listings, placed, draw, is_further, next, total, is_at_least, facets, ..SearchPage::default() })
    }
}

/// A number for the words, however they are typed, whatever else is chosen and on whichever page; the next turn's is the next one, so that
/// of a search too wide to look at everything, each good has its turn to be looked at.
fn beginning(request: &SearchRequest, turn: Turn) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.words.as_ref().map(|words| plain(&words.words().join(" "))).hash(&mut hasher);
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
