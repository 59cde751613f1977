//! Where more matches than one walk looks at, the rows of a page are looked for once more: only among what the choices leave, and, in
//! an order that is a number's, band by band from its beginning. So whoever narrows a wide search down finds all of it, and what is
//! cheapest is. The counts stay those of the first walk.

use crate::part::{Part, all, any};
use crate::schema::{Fields, Mark, column};
use crate::sift::{Sifted, Walk, number, walk};
use market::discovery::rules::Ranked;
use market::discovery::{SearchFilter, SearchSort};
use std::collections::HashMap;
use tantivy::{DocAddress, Searcher, Term};

/// Days that are gone through for a page: twenty years.
const DAYS_MAX: usize = 7_300;

/// Walks once where everything can be looked at.
pub fn sift(fields: &Fields, searcher: &Searcher, asked: &Walk<'_>) -> tantivy::Result<Sifted> {
    let wide = walk(searcher, asked)?;
    if !wide.is_at_least {
        return Ok(wide);
    }
    let chosen = chosen(fields, asked.filter);
    let narrowed = (!chosen.is_empty()).then(|| among(asked, &chosen));
    let (facets, matched, seen) = (wide.facets.clone(), wide.matched, wide.total);
    let rows = match &narrowed {
        Some(query) => walk(searcher, &Walk { query, is_counted: false, ..*asked })?,
        None => wide,
    };
    let ordered = if rows.is_at_least { by_bands(fields, searcher, asked, &chosen)? } else { None };
    let (best, addresses) = ordered.unwrap_or((rows.best, rows.addresses));
    Ok(Sifted { best, addresses, tickets: rows.tickets, total: rows.total.max(seen), is_at_least: true, matched, facets })
}

/// The choices that the index has a term for, one of each group.
fn chosen(fields: &Fields, filter: &SearchFilter) -> Vec<Vec<Term>> {
    let category = filter.category.as_deref().map(|path| vec![Term::from_field_text(fields.within, path)]);
    let places = filter.places.iter().map(|place| fields.mark(Mark::Place(place))).collect();
    let said = filter.attributes.iter().map(|asked| {
        let mark = |value: &String| fields.mark(Mark::Said(&format!("{}.{value}", asked.attribute)));
        asked.values.iter().map(mark).collect()
    });
    category.into_iter().chain([places]).chain(said).filter(|group: &Vec<Term>| !group.is_empty()).collect()
}

/// What matches, one of each group holding too; the score stays that of the words.
fn among(asked: &Walk<'_>, groups: &[Vec<Term>]) -> Part {
    let one = |group: &Vec<Term>| any(group.iter().cloned().map(Part::Term).collect()).silent();
    all([asked.query.clone()].into_iter().chain(groups.iter().map(one)).collect())
}

/// Rows, and where they lie.
type Rows = (Vec<Ranked>, HashMap<u128, DocAddress>);

/// The first rows in a number's order, from as many bands as it takes; none where the order is no number's.
fn by_bands(fields: &Fields, searcher: &Searcher, asked: &Walk<'_>, chosen: &[Vec<Term>]) -> tantivy::Result<Option<Rows>> {
    let Some(bands) = bands(searcher, asked)? else { return Ok(None) };
    let (mut best, mut addresses) = Rows::default();
    for band in bands {
        let term = fields.mark(band);
        if searcher.doc_freq(&term)? == 0 {
            continue;
        }
        let groups: Vec<Vec<Term>> = chosen.iter().cloned().chain([vec![term]]).collect();
        let query = among(asked, &groups);
        let keep = asked.keep - best.len();
        let found = walk(searcher, &Walk { query: &query, is_counted: false, keep, ..*asked })?;
        best.extend(found.best);
        addresses.extend(found.addresses);
        if best.len() >= asked.keep {
            break;
        }
    }
    Ok(Some((best, addresses)))
}

/// The bands from where the page begins on, in its order.
fn bands(searcher: &Searcher, asked: &Walk<'_>) -> tantivy::Result<Option<Vec<Mark<'static>>>> {
    let behind = asked.after.map(|last| number(asked.sort, last.0));
    let up = |[least, most]: [i64; 2]| Mark::band(behind.map_or(least, |number| number.max(least)))..=Mark::band(most);
    Ok(match asked.sort {
        SearchSort::Price => Some(up(extremes(searcher, column::PRICE)?).map(Mark::Price).collect()),
        SearchSort::UnitPrice => Some(up(extremes(searcher, column::UNIT_PRICE)?).map(Mark::UnitPrice).collect()),
        SearchSort::Newest => {
            let [least, most] = extremes(searcher, column::PUBLISHED)?;
            let days = Mark::day(least)..=Mark::day(behind.map_or(most, |number| number.min(most)));
            Some(days.rev().take(DAYS_MAX).map(Mark::Day).collect())
        }
        SearchSort::Sold => {
            let [least, most] = extremes(searcher, column::SOLD)?;
            let bands = Mark::band(least)..=Mark::band(behind.map_or(most, |number| number.min(most)));
            Some(bands.rev().map(Mark::Sold).collect())
        }
        SearchSort::Relevance => None,
    })
}

/// The least and the largest number of a column.
fn extremes(searcher: &Searcher, name: &str) -> tantivy::Result<[i64; 2]> {
    let mut extremes = [i64::MAX, 0];
    for reader in searcher.segment_readers() {
        let column = reader.fast_fields().column_first_or_default::<i64>(name)?;
        extremes = [extremes[0].min(column.min_value()), extremes[1].max(column.max_value())];
    }
    Ok(extremes)
}
