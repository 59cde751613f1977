//! One walk over what matches: sifts, counts every facet as if nothing had been chosen in it, and keeps the best of the page. The
//! walk has an end, however much matches (`pace`).

use crate::columns::{ATTRIBUTES, CATEGORY, Columns, FREE, Names, PLACE, PRICE, Sieve, THERE};
use crate::pace::Pace;
use crate::ranking::{OfSegment, Ranking, Tickets};
use crate::said::{self, Kept, Said};
use crate::schema::LISTING;
use market::discovery::rules::Ranked;
use market::discovery::{Facets, PRICE_BANDS, PriceBand, SearchFilter, SearchSort};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocId, Score, Searcher, SegmentReader, TERMINATED};

/// Places of one segment that are counted to their end.
const PLACES_OF_SEGMENT_MAX: usize = 200;
/// Places that are offered.
const PLACES_MAX: usize = 12;

/// What is asked of a walk.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    pub query: &'a dyn Query,
    pub filter: &'a SearchFilter,
    pub kept: &'a Kept,
    pub sort: SearchSort,
    /// Whether there are words to be relevant to.
    pub is_worded: bool,
    pub after: Option<Ranked>,
    /// Documents to keep.
    pub keep: usize,
    pub ranking: &'a Ranking<'a>,
    /// Whether facets are counted.
    pub is_counted: bool,
    /// Any number, the same for all pages of one search: where the walk begins if it cannot look at everything.
    pub beginning: u64,
}

/// What a walk found.
#[derive(Default)]
pub struct Sifted {
    /// Best first.
    pub best: Vec<Ranked>,
    /// Of new and small shops, in the order of relevance.
    pub tickets: Tickets,
    /// What matches and passes the filter.
    pub total: u64,
    /// What matches, whether it passes or not.
    pub matched: u64,
    /// Not everything that matches was looked at.
    pub is_at_least: bool,
    pub facets: Facets,
}

/// Counts of one search, over all segments.
#[derive(Default)]
struct Counts {
    categories: HashMap<String, u64>,
    places: HashMap<String, u64>,
    prices: [u64; PRICE_BANDS.len() + 1],
    free: u64,
    there: u64,
    said: said::Counts,
}

/// Walks through all segments, and once more where it turns out that it could have looked at more.
pub fn walk(searcher: &Searcher, walk: &Walk<'_>) -> tantivy::Result<Sifted> {
    let weight = walk.query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let begin =
        || searcher.segment_readers().iter().map(|reader| weight.scorer(reader, 1.0)).collect::<tantivy::Result<Vec<_>>>();
    let mut scorers = begin()?;
    let mut pace = Pace::new(scorers.iter().map(|scorer| u64::from(scorer.size_hint())).sum(), walk.beginning);
    loop {
        let sifted = at_pace(searcher, walk, scorers, pace)?;
        match pace.again(sifted.matched) {
            Some(other) => pace = other,
            None => return Ok(Sifted { is_at_least: sifted.is_at_least || pace.leaves_out(), ..sifted }),
        }
        scorers = begin()?;
    }
}

fn at_pace(searcher: &Searcher, walk: &Walk<'_>, scorers: Vec<Box<dyn Scorer>>, mut pace: Pace) -> tantivy::Result<Sifted> {
    let mut sifted = Sifted::default();
    let mut counts = Counts::default();
    let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::with_capacity(walk.keep + 1);
    for (reader, mut scorer) in searcher.segment_readers().iter().zip(scorers) {
        let here = pace;
        pace = pace.behind(reader.max_doc());
        let mut document = scorer.doc();
        if document == TERMINATED {
            continue;
        }
        let columns = Columns::open(reader)?;
        let sieve = Sieve::new(walk.filter, &columns)?;
        let mut said = Said::open(reader, walk.kept, &walk.filter.attributes)?;
        let mut counted = Counted::new(&columns);
        let mut within = walk.ranking.within(reader, &columns)?;
        while document != TERMINATED {
            let due = here.next(document);
            if due > document {
                document = scorer.seek(due);
                continue;
            }
            if Pace::is_over(sifted.matched) {
                sifted.is_at_least = true;
                break;
            }
            if !is_listing(reader, &columns, document) {
                document = scorer.advance();
                continue;
            }
            sifted.matched += 1;
            let others = sieve.fails(&columns, document);
            if others == 0 && walk.is_counted {
                said.count(document);
            }
            let fails = if said.fits(document) { others } else { others | ATTRIBUTES };
            if walk.is_counted {
                counted.count(&columns, &mut counts, document, fails);
            }
            if fails == 0 {
                sifted.total += 1;
                let text = walk.is_worded.then(|| scorer.score());
                let rank = rank(walk, &within, &columns, document, text);
                if let Some(text) = rank.text {
                    sifted.tickets.see(&mut within, document, text, rank.rank);
                }
                keep(&mut best, walk, rank.rank, || columns.id(document));
            }
            document = scorer.advance();
        }
        counted.add_to(&columns, &mut counts)?;
        said.add_to(&mut counts.said);
    }
    sifted.best = best.into_sorted_vec().into_iter().map(|Reverse(ranked)| ranked).collect();
    sifted.facets = counts.facets();
    Ok(sifted)
}

fn is_listing(reader: &SegmentReader, columns: &Columns, document: DocId) -> bool {
    columns.kind(document) == LISTING && !reader.is_deleted(document)
}

/// A place, and the match behind it where it is one by relevance.
struct Rank {
    rank: u64,
    text: Option<u64>,
}

fn rank(walk: &Walk<'_>, within: &OfSegment<'_>, columns: &Columns, document: DocId, text: Option<Score>) -> Rank {
    // Prices and times are not negative.
    let up = |value: i64| value.max(0).unsigned_abs();
    let rank = match walk.sort {
        SearchSort::Relevance => {
            let terms = within.terms(document, text);
            return Rank { rank: within.score(&terms), text: Some(terms.text) };
        }
        SearchSort::Newest => up(columns.published.get_val(document)),
        SearchSort::Sold => up(columns.sold.get_val(document)),
        SearchSort::Price => u64::MAX - up(columns.price.get_val(document)),
        SearchSort::UnitPrice => u64::MAX - up(columns.unit_price.get_val(document)),
    };
    Rank { rank, text: None }
}

/// The number that a rank was made of, where the order is a number's.
pub fn number(sort: SearchSort, rank: u64) -> i64 {
    let number = match sort {
        SearchSort::Price | SearchSort::UnitPrice => u64::MAX - rank,
        SearchSort::Newest | SearchSort::Sold | SearchSort::Relevance => rank,
    };
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn keep(best: &mut BinaryHeap<Reverse<Ranked>>, walk: &Walk<'_>, rank: u64, id: impl FnOnce() -> u128) {
    let is_full = best.len() >= walk.keep;
    if is_full && best.peek().is_some_and(|Reverse((least, _))| rank < *least) {
        return;
    }
    let ranked = (rank, id());
    if walk.after.is_some_and(|after| ranked >= after) {
        return;
    }
    best.push(Reverse(ranked));
    if best.len() > walk.keep {
        best.pop();
    }
}

/// Counts by number, before the numbers are names.
struct Counted {
    categories: Vec<u64>,
    places: Vec<u64>,
}

impl Counted {
    fn new(columns: &Columns) -> Self {
        Self { categories: vec![0; columns.category.count], places: vec![0; columns.place.count] }
    }

    fn count(&mut self, columns: &Columns, counts: &mut Counts, document: DocId, fails: u8) {
        let for_facet = |facet: u8| fails & !facet == 0;
        let add = |counts: &mut Vec<u64>, number: Option<usize>| {
            if let Some(count) = number.and_then(|number| counts.get_mut(number)) {
                *count += 1;
            }
        };
        if for_facet(CATEGORY) {
            add(&mut self.categories, columns.category.of(document));
        }
        if for_facet(PLACE) {
            add(&mut self.places, columns.place.of(document));
        }
        if for_facet(PRICE) {
            let band = PRICE_BANDS.partition_point(|edge| columns.price.get_val(document) >= *edge);
            if let Some(count) = counts.prices.get_mut(band) {
                *count += 1;
            }
        }
        counts.free += u64::from(for_facet(FREE) && columns.free.get_val(document));
        counts.there += u64::from(for_facet(THERE) && columns.there.get_val(document));
    }

    fn add_to(self, columns: &Columns, counts: &mut Counts) -> tantivy::Result<()> {
        let counted = |counts: Vec<u64>| (0..).zip(counts).filter(|(_, count)| *count > 0).collect::<Vec<(u64, u64)>>();
        add(&mut counts.categories, &columns.category, counted(self.categories))?;
        let mut places = counted(self.places);
        if places.len() > PLACES_OF_SEGMENT_MAX {
            places.select_nth_unstable_by_key(PLACES_OF_SEGMENT_MAX, |(_, count)| Reverse(*count));
            places.truncate(PLACES_OF_SEGMENT_MAX);
            places.sort_unstable();
        }
        add(&mut counts.places, &columns.place, places)
    }
}

/// Adds counts of numbers, which are sorted, to those of what they say.
fn add(all: &mut HashMap<String, u64>, names: &Names, counted: Vec<(u64, u64)>) -> tantivy::Result<()> {
    let (numbers, mut counts): (Vec<u64>, Vec<u64>) = counted.into_iter().unzip();
    counts.reverse();
    names.say_all(&numbers, |name| *all.entry(name.to_owned()).or_default() += counts.pop().unwrap_or(0))
}

impl Counts {
    fn facets(self) -> Facets {
        let mut categories: Vec<_> = self.categories.into_iter().collect();
        categories.sort();
        let mut places: Vec<_> = self.places.into_iter().filter(|(name, _)| !name.is_empty()).collect();
        places.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        places.truncate(PLACES_MAX);
        let band = |(position, count): (usize, u64)| PriceBand {
            from: position.checked_sub(1).and_then(|edge| PRICE_BANDS.get(edge)).copied(),
            below: PRICE_BANDS.get(position).copied(),
            count,
        };
        let prices = self.prices.into_iter().enumerate().map(band).collect();
        Facets { categories, places, prices, free_freight: self.free, in_stock: self.there, attributes: self.said.facets() }
    }
}
