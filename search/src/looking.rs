//! Answering one search from one state of the index.

use crate::cursor::Cursor;
use crate::engine::Engine;
use crate::reading::{Part, Reading, all, any};
use crate::sift::{Sifted, Walk, walk};
use crate::synonyms::Tuned;
use market::catalog::ListingId;
use market::discovery::{SearchPage, SearchRequest, SearchSort};
use tantivy::Term;
use tantivy::query::{AllQuery, BoostQuery, ConstScoreQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use uuid::Uuid;

/// With fewer exact matches than this, loose ones are shown behind them.
const ENOUGH: u64 = 8;
/// No loose match comes before an exact one.
const EXACT_FIRST: f32 = 100.0;

/// A page of what a request asks for.
pub fn look(engine: &Engine, tuned: &Tuned, request: &SearchRequest) -> tantivy::Result<SearchPage> {
    let searcher = engine.searcher();
    let reading = Reading { searcher: &searcher, fields: &engine.fields, tuned };
    let after = request.page.after.as_deref().and_then(Cursor::read);
    let rows = usize::try_from(request.page.rows).unwrap_or(1);
    let sift = |query: Part| {
        // A shop has few goods beside all others: it is looked for, not sifted out.
        let query = match request.filter.shop {
            Some(shop) => all(vec![silent(engine.fields.of_shop(shop.uuid())), query]),
            None => query,
        };
        let walked = Walk {
            query: &*query,
            filter: &request.filter,
            kept: &engine.kept,
            sort: request.sort,
            is_worded: request.words.is_some(),
            after,
            keep: rows + 1,
        };
        walk(&searcher, &walked)
    };
    let Some(words) = &request.words else {
        let everything: Part = Box::new(AllQuery);
        return Ok(page(sift(everything)?, rows, false));
    };
    let typed = words.words().join(" ");
    let exact = reading.query(&typed, false)?;
    let found = sift(exact.box_clone())?;
    // Sorted by anything else, loose matches would stand among the exact ones.
    let enough = if request.sort == SearchSort::Relevance { ENOUGH } else { 1 };
    let loosely = after.map_or(found.matched < enough, |cursor| cursor.is_loose);
    if !loosely {
        return Ok(page(found, rows, false));
    }
    let did_you_mean = if found.matched == 0 { reading.corrected(&typed)? } else { None };
    let exact_first: Part = Box::new(BoostQuery::new(exact, EXACT_FIRST));
    let more = sift(any(vec![exact_first, reading.query(&typed, true)?]))?;
    let is_loose = more.matched > found.matched;
    Ok(SearchPage { did_you_mean, is_loose, ..page(more, rows, true) })
}

/// Finds a term and adds nothing to a score.
fn silent(term: Term) -> Part {
    Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0))
}

fn page(sifted: Sifted, rows: usize, loosely: bool) -> SearchPage {
    let Sifted { mut best, total, is_at_least, facets, .. } = sifted;
    let more = best.len() > rows;
    best.truncate(rows);
    let next = best.last().filter(|_| more).map(|last| Cursor { is_loose: loosely, last: *last }.key());
    let listings = best.into_iter().map(|(_, id)| ListingId::from_uuid(Uuid::from_u128(id))).collect();
    SearchPage { listings, next, total, is_at_least, facets, is_loose: false, did_you_mean: None }
}
