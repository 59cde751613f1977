//! Why goods stand where they stand: the terms of their place, read again for the rows of one page, and the word that matched best; or
//! the number of the order that the reader chose.

use crate::engine::Engine;
use crate::ranking::Ranking;
use crate::reading::{Reading, Way};
use crate::sift::number;
use crate::unit_price::price_in;
use crate::weighed::Weighed;
use market::catalog::ListingId;
use market::discovery::rules::{Ranked, reasons};
use market::discovery::{Boost, Ground, PlaceKind, Placed, Reason, SearchSort, Why};
use tantivy::{DocAddress, DocId, Score, Searcher, TERMINATED};
use uuid::Uuid;

/// What a page was asked with.
pub struct Asked<'a> {
    pub engine: &'a Engine,
    pub ranking: &'a Ranking<'a>,
    pub reading: &'a Reading<'a>,
    /// Where rows lie; a row that was drawn may not be among them.
    pub addresses: &'a [(u128, DocAddress)],
    /// The words; none where everything was asked for.
    pub typed: Option<&'a str>,
    pub is_loose: bool,
    pub ground: Ground,
}

/// The rows of a page in the order of a number, which is the reason for each.
pub fn in_order(sort: SearchSort, rows: &[(Ranked, bool)]) -> Vec<Placed> {
    let placed = |((rank, id), _): &(Ranked, bool)| Placed {
        listing: ListingId::from_uuid(Uuid::from_u128(*id)),
        why: Why { place: None, reasons: vec![Reason::Ordered(sort, told(sort, number(sort, *rank)))] },
    };
    rows.iter().map(placed).collect()
}

/// What a reader is told of the number of an order.
fn told(sort: SearchSort, number: i64) -> i64 {
    if sort == SearchSort::UnitPrice { price_in(number) } else { number }
}

/// The rows of a page by relevance with their reasons.
pub fn explain(searcher: &Searcher, asked: &Asked<'_>, rows: &[(Ranked, bool)]) -> tantivy::Result<Vec<Placed>> {
    let ways = match asked.typed {
        Some(typed) => looked_up(asked.reading, typed, asked.is_loose)?,
        None => Vec::new(),
    };
    let mut lying = Vec::with_capacity(rows.len());
    // Rows are in the order of addresses, but for what was drawn: each is looked for behind the one before it first.
    let mut behind = 0;
    for (row, ((_, id), _)) in rows.iter().enumerate() {
        let (before, rest) = asked.addresses.split_at(behind.min(asked.addresses.len()));
        let found = (behind..).zip(rest).chain((0..).zip(before)).find(|(_, (of, _))| of == id);
        let known = found.map(|(at, (_, address))| {
            behind = at + 1;
            *address
        });
        let address = if known.is_some() { known } else { asked.engine.find(searcher, Uuid::from_u128(*id))? };
        lying.extend(address.map(|address| (address, row)));
    }
    lying.sort_unstable();
    let mut placed: Vec<Option<Placed>> = vec![None; rows.len()];
    for here in lying.chunk_by(|(one, _), (other, _)| one.segment_ord == other.segment_ord) {
        let Some((DocAddress { segment_ord, .. }, _)) = here.first() else { continue };
        let segment = asked.engine.segments.of(searcher.segment_reader(*segment_ord))?;
        let documents: Vec<DocId> = here.iter().map(|(address, _)| address.doc_id).collect();
        let words = say(&ways, *segment_ord as usize, &documents)?;
        for ((address, row), word) in here.iter().zip(words) {
            let Some(((_, id), is_drawn)) = rows.get(*row) else { continue };
            let kind = if *is_drawn { PlaceKind::Rotating } else { PlaceKind::Ranked };
            let formula = &asked.ranking.formula;
            let (terms, place) = (formula.terms(&segment, address.doc_id, None), (kind, formula.size(&segment, address.doc_id)));
            let reasons = reasons(place, word, asked.ground, &terms, formula.settings);
            let listing = ListingId::from_uuid(Uuid::from_u128(*id));
            placed[*row] = Some(Placed { listing, why: Why { place: Some(place), reasons } });
        }
    }
    Ok(placed.into_iter().flatten().collect())
}

/// The ways in which what was typed may match, looked up.
fn looked_up<'a>(reading: &Reading<'a>, typed: &str, loose: bool) -> tantivy::Result<Vec<(Way, Weighed<'a>)>> {
    let ways = reading.ways(typed, loose)?.into_iter();
    ways.map(|way| {
        let weighed = Weighed::new(&reading.terms, &way.part)?;
        Ok((way, weighed))
    })
    .collect()
}

/// The word that earned most, and how, for each of these documents of one segment, which are in their order.
fn say(ways: &[(Way, Weighed<'_>)], segment: usize, documents: &[DocId]) -> tantivy::Result<Vec<Option<(Boost, String)>>> {
    let mut best: Vec<Option<(Score, Boost, &str)>> = vec![None; documents.len()];
    // What stands in a row stands in the title, where its words do: that says more.
    let mut titled: Vec<(DocId, &str)> = Vec::new();
    for (Way { word, boost, .. }, weighed) in ways {
        let mut matches = weighed.within(segment)?;
        for (document, best) in documents.iter().zip(&mut best) {
            match matches.seek(*document) {
                TERMINATED => break,
                here if here != *document => continue,
                _ => {}
            }
            let score = matches.score();
            if *boost == Boost::Title {
                titled.push((*document, word));
            }
            if best.is_none_or(|(most, ..)| score > most) {
                *best = Some((score, *boost, word));
            }
        }
    }
    let told_as = |document: DocId, boost, word: &str| {
        if boost == Boost::Phrase && titled.contains(&(document, word)) { Boost::Title } else { boost }
    };
    let told = documents.iter().zip(best);
    Ok(told.map(|(document, best)| best.map(|(_, boost, word)| (told_as(*document, boost, word), word.to_owned()))).collect())
}
