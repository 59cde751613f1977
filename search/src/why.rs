//! Why goods stand where they stand: the terms of their place, read again for the rows of one page, and the word that matched best.

use crate::columns::Columns;
use crate::engine::Engine;
use crate::ranking::Ranking;
use crate::reading::Reading;
use crate::text::{Run, runs};
use market::catalog::ListingId;
use market::discovery::rules::{Ranked, reasons};
use market::discovery::{Boost, PlaceKind, Placed, Why};
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, Score, Searcher, SegmentReader, TERMINATED};
use uuid::Uuid;

/// Words of a search that are looked for in each row: what a reason names is one of the first.
const WORDS_MAX: usize = 4;

/// What a page was asked with.
pub struct Asked<'a> {
    pub engine: &'a Engine,
    pub ranking: &'a Ranking<'a>,
    pub reading: &'a Reading<'a>,
    /// The words; none where everything was asked for.
    pub typed: Option<&'a str>,
    pub is_loose: bool,
}

/// The rows of a page with their reasons.
pub fn explain(searcher: &Searcher, asked: &Asked<'_>, rows: &[(Ranked, bool)]) -> tantivy::Result<Vec<Placed>> {
    let ways = match asked.typed {
        Some(typed) => ways(searcher, asked.reading, typed, asked.is_loose)?,
        None => Vec::new(),
    };
    let mut placed: Vec<Option<Placed>> = vec![None; rows.len()];
    for reader in searcher.segment_readers() {
        let columns = Columns::open(reader)?;
        let within = asked.ranking.within(reader, &columns)?;
        for (((_, id), is_drawn), place) in rows.iter().zip(&mut placed).filter(|(_, place)| place.is_none()) {
            let Some(document) = asked.engine.find(reader, Uuid::from_u128(*id))? else { continue };
            let kind = if *is_drawn { PlaceKind::Rotating } else { PlaceKind::Ranked };
            let (terms, size) = (within.terms(document, None), within.size(document));
            let word = says(reader, &ways, document)?;
            let reasons = reasons(kind, size, word, &terms, asked.ranking.settings);
            let listing = ListingId::from_uuid(Uuid::from_u128(*id));
            *place = Some(Placed { listing, why: Why { place: kind, size, reasons } });
        }
    }
    Ok(placed.into_iter().flatten().collect())
}

/// A word and one of the ways in which it may match.
struct Way {
    word: String,
    boost: Boost,
    weight: Box<dyn Weight>,
}

fn ways(searcher: &Searcher, reading: &Reading<'_>, typed: &str, loose: bool) -> tantivy::Result<Vec<Way>> {
    let mut ways = Vec::new();
    for run in runs(typed).into_iter().take(WORDS_MAX) {
        let (Run::Han(word) | Run::Word(word)) = &run;
        for (boost, part) in reading.ways_of(&run, loose)? {
            let weight = part.weight(EnableScoring::enabled_from_searcher(searcher))?;
            ways.push(Way { word: word.clone(), boost, weight });
        }
    }
    Ok(ways)
}

/// The word that earned most, and how.
fn says(reader: &SegmentReader, ways: &[Way], document: DocId) -> tantivy::Result<Option<(Boost, String)>> {
    let mut best: Option<(Score, Boost, &str)> = None;
    let mut titled: Vec<&str> = Vec::new();
    for Way { word, boost, weight } in ways {
        let mut scorer = weight.scorer(reader, 1.0)?;
        while scorer.doc() < document {
            if scorer.seek(document) == TERMINATED {
                break;
            }
        }
        if scorer.doc() == document {
            let score = scorer.score();
            if *boost == Boost::Title {
                titled.push(word);
            }
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, *boost, word));
            }
        }
    }
    // What stands in a row stands in the title, where its words do: that says more.
    let told = |boost, word: &str| if boost == Boost::Phrase && titled.contains(&word) { Boost::Title } else { boost };
    Ok(best.map(|(_, boost, word)| (told(boost, word), word.to_owned())))
}
