//! A draw made again by whoever holds the market's keys: the pages of a search as readers have them in a turn, out of the index as it is
//! now, of which it only reads.

use crate::build::open;
use crate::engine::{Broken, Engine};
use crate::looking::{Moment, look};
use crate::pace::LOOKED_AT_MAX;
use crate::place::Place;
use crate::synonyms::Tuned;
use market::discovery::queries::seed_of;
use market::discovery::rules::Turn;
use market::discovery::{SearchPage, SearchRequest, SearchSettings};
use market::kernel::{Fault, Market, PageRequest};

/// So many first pages of a search in a turn and by these settings, which say how long turns are; fewer where there are no more, none
/// where there is no index. The thread works on it until it is done.
///
/// # Errors
/// A fault of the index.
pub fn replay(
    market: &Market,
    place: &Place,
    request: SearchRequest,
    (turn, settings): (Turn, SearchSettings),
    pages: usize,
) -> Result<Option<Vec<SearchPage>>, Fault> {
    let Some(name) = place.current() else { return Ok(None) };
    let tuned = Tuned::new(settings);
    let seed_of = |turn| seed_of(market, turn);
    let moment = Moment { now: turn.began, most: LOOKED_AT_MAX, seed_of: &seed_of };
    let pages = tokio::task::block_in_place(|| {
        let engine = open(place, &name, 1)?;
        first(&engine, &tuned, (request, pages), &moment).map_err(Broken::from)
    })?;
    Ok(Some(pages))
}

fn first(
    engine: &Engine,
    tuned: &Tuned,
    (mut request, pages): (SearchRequest, usize),
    moment: &Moment<'_>,
) -> tantivy::Result<Vec<SearchPage>> {
    let mut found = Vec::new();
    while found.len() < pages {
        let page = look(engine, tuned, &request, moment)?;
        let next = page.next.clone();
        found.push(page);
        let Some(next) = next else { break };
        request.page = PageRequest::after(Some(next), request.page.rows);
    }
    Ok(found)
}
