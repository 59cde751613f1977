//! Where more matches than one walk looks at, the rows of a page are looked for once more: only among what the choices leave, and, in
//! an order that is a number's, band by band from its beginning. So whoever narrows a wide search down finds all of it and is told how
//! much that is, and what is cheapest is. The counts of the choices stay those of the first walk, but for what is chosen by name: all of
//! that lies among what is left.

use crate::mark::Mark;
use crate::part::{Part, all, any};
use crate::schema::{Fields, column};
use crate::sift::{Sifted, Walk, number, rank, walk};
use crate::slices::{Slice, Sliced, walk_slice};
use crate::unit_price;
use market::discovery::rules::Ranked;
use market::discovery::{Facets, SearchFilter, SearchSort};
use tantivy::{Searcher, Term};

/// Bands that are looked for on one page, of which only days are so many: twenty years. The next page goes on behind them.
const BANDS_MAX: u32 = 7_300;

/// Looking for what a band holds takes about as long as looking at so many matches, however few it holds.
const BAND_COST: u64 = 250;

/// Bands of a price that are looked for: three times the double of the least.
const PRICES_MAX: u32 = 24;

/// Walks once where everything can be looked at. What is told is the least where something was left out of the walk that told it.
pub fn sift(fields: &Fields, searcher: &Searcher, asked: &Walk<'_>) -> tantivy::Result<Sifted> {
    let wide = walk(searcher, asked)?;
    if !wide.is_at_least {
        return Ok(wide);
    }
    let mut chosen = chosen(fields, asked.filter);
    chosen.extend(prices(fields, searcher, asked.filter)?);
    let narrowed = (!chosen.is_empty()).then(|| among(asked, &chosen));
    let mut facets = Facets { is_at_least: true, ..wide.facets.clone() };
    let (matched, seen) = (wide.matched, wide.total);
    let mut rows = match &narrowed {
        Some(query) => {
            let rows = walk(searcher, &Walk { query, told_from: 0, ..*asked })?;
            tell(&mut facets.places, &rows.facets.places, &asked.filter.places);
            tell(&mut facets.makers, &rows.facets.makers, &asked.filter.makers);
            rows
        }
        None => wide,
    };
    if rows.is_at_least
        && let Some(ordered) = by_bands(fields, searcher, asked, &chosen)?
    {
        rows = Sifted { total: ordered.total.max(rows.total), ..ordered };
    }
    Ok(Sifted { total: rows.total.max(seen), matched, facets, ..rows })
}

/// Of what is chosen by name, whichever walk has counted more.
fn tell(told: &mut Vec<(String, u64)>, seen: &[(String, u64)], chosen: &[String]) {
    for (name, count) in seen.iter().filter(|(name, _)| chosen.contains(name)) {
        match told.iter_mut().find(|(other, _)| other == name) {
            Some((_, known)) => *known = (*known).max(*count),
            None => told.push((name.clone(), *count)),
        }
    }
}

/// The choices that the index has a term for, one of each group.
fn chosen(fields: &Fields, filter: &SearchFilter) -> Vec<Vec<Term>> {
    let category = filter.category.as_deref().map(|path| vec![Term::from_field_text(fields.within, path)]);
    let places = filter.places.iter().map(|place| fields.mark(Mark::Place(place))).collect();
    let makers = filter.makers.iter().map(|maker| fields.mark(Mark::Maker(maker))).collect();
    let said = filter.attributes.iter().map(|asked| {
        let mark = |value: &String| fields.mark(Mark::Said(&format!("{}.{value}", asked.attribute)));
        asked.values.iter().map(mark).collect()
    });
    category.into_iter().chain([places, makers]).chain(said).filter(|group: &Vec<Term>| !group.is_empty()).collect()
}

/// The bands that hold what may cost as much as is asked for, where they are few: to look into many of them at once costs more than it
/// leaves out.
fn prices(fields: &Fields, searcher: &Searcher, filter: &SearchFilter) -> tantivy::Result<Option<Vec<Term>>> {
    if filter.price_from.is_none() && filter.price_below.is_none() {
        return Ok(None);
    }
    let [least, most] = between(filter, extremes(searcher, column::PRICE)?).map(Mark::band);
    let are_few = most.saturating_sub(least) < PRICES_MAX;
    Ok(are_few.then(|| (least..=most.max(least)).map(|band| fields.mark(Mark::Price(band))).collect()))
}

/// What matches, one of each group holding too; the score stays that of the words. Groups are opened first: in a segment without one of them
/// the words need not be opened.
fn among(asked: &Walk<'_>, groups: &[Vec<Term>]) -> Part {
    let one = |group: &Vec<Term>| any(group.iter().cloned().map(Part::Term).collect()).silent();
    all(groups.iter().map(one).chain([asked.query.clone()]).collect())
}

/// The first rows in a number's order, from as many bands as it takes, or as can be looked at while somebody waits: behind these the next
/// page goes on, also where few or no rows were found in them. A band that holds more than one walk looks at is gone through slice by
/// slice, each in its order. None where the order is no number's. The number of rows is that of all where no band was left out, and none of
/// them looked at in part.
///
/// Bands are begun as long as less was looked at than one walk looks at, and none is looked at further than that, so that a page is at
/// most two walks, with what was taken out since and is walked through all the same: to leave a large band that stands behind small ones to
/// the next page would end this one behind a few rows.
pub fn by_bands(fields: &Fields, searcher: &Searcher, asked: &Walk<'_>, chosen: &[Vec<Term>]) -> tantivy::Result<Option<Sifted>> {
    let Some(bands) = bands(searcher, asked)? else { return Ok(None) };
    let (begun, slice) = bands.begun(asked);
    let mut after = asked.after;
    let mut ordered = Sifted { is_at_least: !bands.is_all || slice.number() > 0, ..Sifted::default() };
    let mut spent = 0;
    for band in &bands.numbers {
        let term = fields.mark((bands.mark)(*band));
        if searcher.doc_freq(&term)? == 0 {
            continue;
        }
        let groups: Vec<Vec<Term>> = [vec![term]].into_iter().chain(chosen.iter().cloned()).collect();
        let query = among(asked, &groups);
        let mut next = Some(if begun == Some(*band) { slice } else { Slice::WHOLE });
        while let Some(here) = next {
            let keep = asked.keep.saturating_sub(ordered.best.len());
            if keep == 0 || spent >= asked.most {
                let unseen_from = Some((bands.before(asked.sort, *band), here));
                return Ok(Some(Sifted { is_at_least: true, unseen_from, ..ordered }));
            }
            let within = Walk { query: &query, is_counted: false, keep, after, ..*asked };
            let sliced = walk_slice(searcher, &within, here)?;
            spent += sliced.looked_at + BAND_COST;
            next = sliced.slice.next();
            // Each slice begins anew: the best of it may be better than the last one of the slice before.
            after = after.filter(|_| next.is_none());
            ordered.add(sliced);
        }
    }
    ordered.unseen_from = bands.behind.map(|band| (bands.before(asked.sort, band), Slice::WHOLE));
    Ok(Some(ordered))
}

impl Sifted {
    /// With what was found in the next slice.
    fn add(&mut self, Sliced { found, slice, looked_at }: Sliced) {
        self.looked_at += looked_at;
        self.matched += found.matched;
        self.total += found.total;
        if !slice.is_whole() {
            self.slices.extend(found.best.iter().map(|(_, id)| (*id, slice)));
        }
        self.best.extend(found.best);
        self.addresses.extend(found.addresses);
    }
}

/// Bands in the order of a page, from where it begins on.
struct Bands {
    numbers: Vec<u32>,
    mark: fn(u32) -> Mark<'static>,
    /// The band of a number.
    of: fn(i64) -> u32,
    /// Whether the least number comes first.
    is_up: bool,
    /// Whether these are all that can hold something, and none lies before the page.
    is_all: bool,
    /// The next one, where these are not all.
    behind: Option<u32>,
}

impl Bands {
    /// The band and the slice of it that the page before ended in.
    fn begun(&self, asked: &Walk<'_>) -> (Option<u32>, Slice) {
        let begun = asked.after.map(|last| (self.of)(number(asked.sort, last.0)));
        if begun.is_some() && begun == self.numbers.first().copied() { (begun, asked.slice) } else { (None, Slice::WHOLE) }
    }

    /// The place right before all that this band can hold.
    fn before(&self, sort: SearchSort, band: u32) -> Ranked {
        let first = if self.is_up { least_in(self.of, band) } else { least_in(self.of, band.saturating_add(1)) - 1 };
        (rank(sort, first), u128::MAX)
    }
}

/// The least number of this band or one behind it.
fn least_in(of: fn(i64) -> u32, band: u32) -> i64 {
    let (mut least, mut most) = (0, i64::MAX);
    while least < most {
        let middle = least + (most - least) / 2;
        if of(middle) < band {
            least = middle + 1;
        } else {
            most = middle;
        }
    }
    least
}

fn bands(searcher: &Searcher, asked: &Walk<'_>) -> tantivy::Result<Option<Bands>> {
    let behind = asked.after.map(|last| number(asked.sort, last.0));
    let up = |mark: fn(u32) -> Mark<'static>, of: fn(i64) -> u32, [least, most]: [i64; 2]| {
        let (first, from) = (of(least), of(behind.map_or(least, |number| number.max(least))));
        Bands { numbers: (from..=of(most)).collect(), mark, of, is_up: true, is_all: from == first, behind: None }
    };
    let down = |mark: fn(u32) -> Mark<'static>, of: fn(i64) -> u32, [least, most]: [i64; 2]| {
        let (last, to) = (of(most), of(behind.map_or(most, |number| number.min(most))));
        let (first, from) = (of(least), of(least).max(to.saturating_sub(BANDS_MAX - 1)));
        let behind = (from > first).then(|| from - 1);
        Bands { numbers: (from..=to).rev().collect(), mark, of, is_up: false, is_all: to == last && from == first, behind }
    };
    Ok(Some(match asked.sort {
        SearchSort::Price => up(Mark::Price, Mark::band, between(asked.filter, extremes(searcher, column::PRICE)?)),
        SearchSort::UnitPrice => up(Mark::UnitPrice, unit_price::band, extremes(searcher, column::UNIT_PRICE)?),
        SearchSort::Newest => down(Mark::Day, Mark::day, extremes(searcher, column::PUBLISHED)?),
        SearchSort::Sold => down(Mark::Sold, Mark::band, extremes(searcher, column::SOLD)?),
        SearchSort::Relevance => return Ok(None),
    }))
}

/// Of these prices those that are asked for: what lies in other bands is not left out.
fn between(filter: &SearchFilter, [least, most]: [i64; 2]) -> [i64; 2] {
    let from = filter.price_from.map_or(least, |from| from.max(least));
    [from, filter.price_below.map_or(most, |below| below.saturating_sub(1).min(most))]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_band_holds_lies_right_behind_its_place() {
        let of_price = Bands { numbers: Vec::new(), mark: Mark::Price, of: Mark::band, is_up: true, is_all: true, behind: None };
        let of_day = Bands { numbers: Vec::new(), mark: Mark::Day, of: Mark::day, is_up: false, is_all: true, behind: None };
        for number in [0, 1, 7, 2_000, 86_399_999, 86_400_000, 1_795_465_800_000] {
            for (bands, sort, ahead) in [(&of_price, SearchSort::Price, -1), (&of_day, SearchSort::Newest, 1)] {
                let place = bands.before(sort, (bands.of)(number));
                let first = super::number(sort, place.0);
                assert_eq!((bands.of)(first), (bands.of)(number), "{sort:?} {number}");
                assert!((rank(sort, number), 0) < place, "{sort:?} {number}");
                assert!(first + ahead < 0 || (bands.of)(first + ahead) != (bands.of)(number), "{sort:?} {number}");
            }
        }
    }
}
