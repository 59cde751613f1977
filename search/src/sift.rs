//! One walk over what matches: sifts, counts every facet as if nothing had been chosen in it, and keeps the best of the page. The
//! walk has an end, however much matches (`pace`).

use crate::batch::{Batch, Looked};
use crate::best::Best;
use crate::counts::{Counts, Sieve};
use crate::lexicon::Lexicon;
use crate::matches::Matches;
use crate::pace::Pace;
use crate::part::Part;
use crate::ranking::{EXACT, Placed, Ranking};
use crate::segments::{Segment, Segments};
use crate::slices::Slice;
use crate::stride::Stride;
use crate::tickets::{Seen, Tickets};
use crate::weighed::{Terms, Weighed};
use market::discovery::rules::Ranked;
use market::discovery::{Facets, SearchFilter, SearchSort};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::{DocAddress, DocId, Searcher};

/// What is asked of a walk.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    pub query: &'a Part,
    /// What of it is looked for by itself and stands before it: it is counted, and not kept.
    pub behind: Option<&'a Part>,
    pub terms: &'a Terms<'a>,
    pub filter: &'a SearchFilter,
    pub segments: &'a Segments,
    pub sort: SearchSort,
    /// Whether there are words to be relevant to.
    pub is_worded: bool,
    pub after: Option<Ranked>,
    /// The slice of a band that the page before ended in, in whichever turn.
    pub slice: Slice,
    /// Matches that it means to look at: beyond it numbers are lower bounds.
    pub most: u64,
    /// Documents to keep.
    pub keep: usize,
    pub ranking: &'a Ranking<'a>,
    /// Whether facets are counted.
    pub is_counted: bool,
    /// With fewer matches than this nobody is told what was counted: another walk is made instead.
    pub told_from: u64,
    /// Any number, the same for all pages of one search in a turn: where the walk begins if it cannot look at everything.
    pub beginning: u64,
}

/// What a walk found.
#[derive(Default)]
pub struct Sifted {
    /// Best first.
    pub best: Vec<Ranked>,
    /// Where the best lie, and what may be drawn, by their ids.
    pub addresses: Vec<(u128, DocAddress)>,
    /// Of new and small shops, in the order of relevance.
    pub tickets: Tickets,
    /// What matches and passes the filter.
    pub total: u64,
    /// What matches, whether it passes or not.
    pub matched: u64,
    /// What was walked through for it: also what was taken out since, and what is no listing.
    pub looked_at: u64,
    /// Not everything that matches was looked at.
    pub is_at_least: bool,
    pub facets: Facets,
    /// Of the best those that lie in a slice of their band, and in which.
    pub slices: HashMap<u128, Slice>,
    /// The place from which on nothing was looked at, where a page by bands ended before it was full.
    pub unseen_from: Option<(Ranked, Slice)>,
}

impl Sifted {
    /// These behind what was looked for by itself.
    pub fn behind(self, first: Self) -> Self {
        let best = first.best.into_iter().chain(self.best).collect();
        let addresses = first.addresses.into_iter().chain(self.addresses).collect();
        Self { best, addresses, total: self.total.max(first.total), ..self }
    }
}

/// Walks through all segments, and once more where it turns out that it could have looked at more.
pub fn walk(searcher: &Searcher, walk: &Walk<'_>) -> tantivy::Result<Sifted> {
    let weighed = Weighed::new(walk.terms, walk.query)?;
    let before = Weighed::new(walk.terms, walk.behind.unwrap_or(&Part::Nothing))?;
    let segments = walk.segments.all(searcher)?;
    let mut matches = in_pairs(&weighed, &before)?;
    let estimate = matches.iter().map(|[matches, _]| u64::from(matches.size())).sum();
    let mut pace = Pace::new(walk.most, estimate, walk.beginning);
    loop {
        let sifted = at_pace(searcher, walk, &segments, matches, Stride::new(pace));
        match pace.again(sifted.looked_at) {
            Some(other) => pace = other,
            None => return Ok(Sifted { is_at_least: sifted.is_at_least || pace.leaves_out(), ..sifted }),
        }
        matches = in_pairs(&weighed, &before)?;
    }
}

/// What matches in each segment, and what stands before it. Not gathered ahead yet: of that, only one segment at a time has its room.
pub fn in_pairs(weighed: &Weighed<'_>, before: &Weighed<'_>) -> tantivy::Result<Vec<[Matches; 2]>> {
    Ok(weighed.everywhere()?.into_iter().zip(before.everywhere()?).map(|(matches, before)| [matches, before]).collect())
}

/// Walks once; says whether that left out more than it was meant to.
pub fn at_pace(
    searcher: &Searcher,
    walk: &Walk<'_>,
    segments: &[Arc<Segment>],
    matches: Vec<[Matches; 2]>,
    mut stride: Stride,
) -> Sifted {
    let (is_ranked, is_behind) = (walk.sort == SearchSort::Relevance, walk.behind.is_some());
    let mut rooms = Rooms::of(walk);
    let mut sifted = Sifted::default();
    let mut best = Best::new(segments, walk.keep, walk.after);
    let mut batch = Batch::default();
    let tier = if is_behind { 0 } else { EXACT };
    let readers = searcher.segment_readers().iter().zip(segments).zip(matches);
    for (number, ((reader, segment), [matches, mut before])) in (0_u32..).zip(readers) {
        let mut matches = matches.ahead();
        stride.enter(reader.max_doc());
        let within = walk.ranking.within(reader, segment);
        let alive = reader.alive_bitset();
        while batch.fill(&mut stride, &mut matches, &mut sifted.looked_at, is_ranked && walk.is_worded) {
            batch.read(segment, is_ranked.then_some(&within));
            for Looked { document, score, fact, standing } in batch.all() {
                if !fact.is_listing() || alive.is_some_and(|alive| alive.is_deleted(document)) {
                    continue;
                }
                sifted.matched += 1;
                let fails = rooms.sieve.fails(fact, &segment.columns, document);
                if let Some(counts) = &mut rooms.counts {
                    counts.count(fact, fails);
                }
                if fails > 0 {
                    continue;
                }
                sifted.total += 1;
                if is_behind && before.seek(document) == document {
                    continue;
                }
                let address = DocAddress::new(number, document);
                let rank = match standing {
                    Some(standing) => {
                        let mut placed = Placed::new(score, standing);
                        placed.rank |= tier;
                        if let Some(seen) = &mut rooms.seen {
                            seen.see(&placed, address, fact.is_there(), segment);
                        }
                        placed.rank
                    }
                    None => by_number(walk.sort, segment, document),
                };
                best.keep(rank, address);
            }
        }
    }
    walk.segments.count(sifted.looked_at);
    let (facets, tickets) = rooms.told(&walk.segments.lexicon(), sifted.matched >= walk.told_from);
    let best = best.in_order();
    let addresses = best.iter().map(|((_, id), address)| (*id, *address)).chain(tickets.addresses()).collect();
    let best = best.into_iter().map(|(ranked, _)| ranked).collect();
    Sifted { best, addresses, facets, tickets, is_at_least: stride.is_thinned(), ..sifted }
}

/// What a walk sifts by, and room for what it counts.
struct Rooms<'a> {
    sieve: Sieve<'a>,
    counts: Option<Counts>,
    seen: Option<Seen>,
}

impl<'a> Rooms<'a> {
    fn of(walk: &Walk<'a>) -> Self {
        let lexicon = walk.segments.lexicon();
        let is_drawn = walk.sort == SearchSort::Relevance && walk.behind.is_none();
        Self {
            sieve: Sieve::new(walk.filter, &lexicon),
            // A walk that counts nothing makes no room for it: there may be as many makers as goods, and hundreds of walks for a page.
            counts: walk.is_counted.then(|| Counts::new(&lexicon)),
            // Nor one that draws nothing: tickets are of what matches exactly, by relevance.
            seen: is_drawn.then(|| Seen::new(&lexicon)),
        }
    }

    fn told(self, lexicon: &Lexicon, is_told: bool) -> (Facets, Tickets) {
        let counts = self.counts.filter(|_| is_told);
        let facets = counts.map(|counts| counts.facets(&self.sieve, lexicon)).unwrap_or_default();
        (facets, self.seen.map(|seen| seen.tickets(lexicon)).unwrap_or_default())
    }
}

/// A place in the order of a number.
fn by_number(sort: SearchSort, segment: &Segment, document: DocId) -> u64 {
    let columns = &segment.columns;
    let number = match sort {
        SearchSort::Newest => columns.published.get_val(document),
        SearchSort::Sold => columns.sold.get_val(document),
        SearchSort::Price => columns.price.get_val(document),
        SearchSort::UnitPrice => columns.unit_price.get_val(document),
        SearchSort::Relevance => 0,
    };
    rank(sort, number)
}

/// The rank of what has this number, where the order is a number's.
pub fn rank(sort: SearchSort, number: i64) -> u64 {
    // Prices and times are not negative.
    let number = number.max(0).unsigned_abs();
    match sort {
        SearchSort::Price | SearchSort::UnitPrice => u64::MAX - number,
        SearchSort::Newest | SearchSort::Sold | SearchSort::Relevance => number,
    }
}

/// The number of the column that a rank was made of, where the order is a number's.
pub fn number(sort: SearchSort, rank: u64) -> i64 {
    let number = match sort {
        SearchSort::Price | SearchSort::UnitPrice => u64::MAX - rank,
        SearchSort::Newest | SearchSort::Sold | SearchSort::Relevance => rank,
    };
    i64::try_from(number).unwrap_or(i64::MAX)
}
