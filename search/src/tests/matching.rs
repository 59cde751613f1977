//! Walking from document to document finds what the engine's own queries find, with the same scores; but for words, which are as rare in
//! every field here, and for titles, whose length counts less.

use super::*;
use crate::found::SHORT_MAX;
use crate::matches::Matches;
use crate::part::{Part, term};
use crate::weighed::{Terms, Weighed};
use proptest::prelude::*;
use std::cell::Cell;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, TERMINATED};

const WORDS: [&str; 7] = ["tea", "pork", "salted", "green", "mountain", "rare", "unknown"];

/// Goods of which every word but the rare one is said by many.
fn goods(count: usize) -> Vec<SearchDocument> {
    let title = |number: usize| {
        let says = |(position, word): (usize, &&str)| match *word {
            "rare" => number % 97 == 5,
            "unknown" => false,
            _ => (number * 7 + number / 5).is_multiple_of(position + 2),
        };
        let words: Vec<&str> = WORDS.iter().enumerate().filter(|one| says(*one)).map(|(_, word)| *word).collect();
        format!("goods {} {}", words.join(" "), "tea ".repeat(number % 3))
    };
    (1..=count).map(|number| listing(number as u128, &title(number))).collect()
}

/// Six hundred of them in three segments.
fn shelf() -> Engine {
    let all = goods(600);
    let engine = index(&all[..300]);
    for part in [&all[300..450], &all[450..]] {
        engine.change(&[engine.key(Uuid::from_u128(7))], part, &[]).and_then(|()| engine.commit(1)).expect("written to memory");
    }
    engine
}

fn parts(engine: &Engine) -> impl Strategy<Value = Part> + use<> {
    let fields = engine.fields.clone();
    let of_word = (0..WORDS.len(), 0..3_usize).prop_map(move |(word, field)| match field {
        // Only where it stands.
        0 => term(fields.title, WORDS[word]).silent(),
        1 => term(fields.about, WORDS[word]),
        _ => term(fields.spelling, WORDS[word]),
    });
    let leaf = prop_oneof![12 => of_word, 1 => Just(Part::Nothing)];
    let tree = leaf.prop_recursive(3, 16, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            several().prop_map(crate::part::all),
            several().prop_map(crate::part::any),
            (inner.clone(), prop::sample::select(vec![0.0, 0.5, 3.0])).prop_map(|(part, times)| part.weighed(times)),
        ]
    });
    // Only ever asked by itself: among others the engine leaves its score out.
    prop_oneof![1 => Just(Part::Everything), 30 => tree]
}

/// The same as a query of the engine's.
fn query(part: &Part) -> Box<dyn Query> {
    let several = |parts: &[Part]| parts.iter().map(query).collect::<Vec<_>>();
    match part {
        Part::Nothing => Box::new(EmptyQuery),
        Part::Everything => Box::new(AllQuery),
        Part::Term(term) => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
        Part::All(parts) => Box::new(BooleanQuery::intersection(several(parts))),
        Part::Any(parts) => Box::new(DisjunctionMaxQuery::with_tie_breaker(several(parts), 0.1)),
        Part::Weighed(part, times) => Box::new(BoostQuery::new(query(part), *times)),
    }
}

fn of_engine(engine: &Engine, part: &Part, segment: u32) -> Vec<(DocId, f32)> {
    let searcher = engine.searcher();
    let weight = query(part).weight(EnableScoring::enabled_from_searcher(&searcher)).expect("a weight");
    let mut scorer = weight.scorer(searcher.segment_reader(segment), 1.0).expect("a scorer");
    let mut found = Vec::new();
    while scorer.doc() != TERMINATED {
        found.push((scorer.doc(), scorer.score()));
        scorer.advance();
    }
    found
}

fn all_of(mut matches: Matches) -> Vec<(DocId, f32)> {
    let mut found = Vec::new();
    while matches.document() != TERMINATED {
        found.push((matches.document(), matches.score()));
        matches.advance();
    }
    assert_eq!(matches.advance(), TERMINATED, "the end stays the end");
    found
}

/// The first difference.
fn differ(ours: &[(DocId, f32)], theirs: &[(DocId, f32)]) -> Option<String> {
    let is_near = |one: f32, other: f32| (one - other).abs() <= 1e-4 * one.abs().max(1.0);
    let different = ours.iter().zip(theirs).find(|(one, other)| one.0 != other.0 || !is_near(one.1, other.1));
    match different {
        Some((one, other)) => Some(format!("{one:?} for {other:?}")),
        None => (ours.len() != theirs.len()).then(|| format!("{} for {}", ours.len(), theirs.len())),
    }
}

#[test]
fn what_is_found_is_what_the_engine_finds() {
    let engine = shelf();
    let searcher = engine.searcher();
    let segments = searcher.segment_readers().len() as u32;
    assert!(segments > 1, "several segments");
    let asked = (parts(&engine), prop::collection::vec(1..90_u32, 1..12));
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) };
    proptest!(config, |((part, steps) in asked)| {
        let weighed = Weighed::new(&Terms::new(&searcher, &engine.fields), &part).expect("looked up");
        for segment in 0..segments {
            let theirs = of_engine(&engine, &part, segment);
            let ours = all_of(weighed.within(segment as usize).expect("matches"));
            prop_assert_eq!(differ(&ours, &theirs), None);
            // In leaps: each lands on the first one that is not before it.
            let mut matches = weighed.within(segment as usize).expect("matches");
            let mut target = 0;
            for step in &steps {
                target += step;
                let here = theirs.iter().find(|(document, _)| *document >= target);
                prop_assert_eq!(matches.seek(target), here.map_or(TERMINATED, |(document, _)| *document));
                if let Some((document, score)) = here {
                    prop_assert_eq!(differ(&[(matches.document(), matches.score())], &[(*document, *score)]), None);
                    target = *document;
                }
            }
        }
    });
}

#[test]
fn a_list_is_the_same_however_it_is_opened() {
    let engine = shelf();
    let searcher = engine.searcher();
    // One search for all words, which has no room for most of them, and one for each word, which has.
    let together = Terms::new(&searcher, &engine.fields);
    let (mut whole, mut long, mut without_room) = (0, 0, 0);
    let parts: Vec<Part> =
        WORDS.iter().flat_map(|word| [engine.fields.title, engine.fields.spelling].map(|field| term(field, word))).collect();
    // The second time as they were kept, or opened anew.
    for part in parts.iter().chain(&parts) {
        for segment in 0..searcher.segment_readers().len() {
            let [here, alone] = [&together, &Terms::new(&searcher, &engine.fields)]
                .map(|terms| Weighed::new(terms, part).and_then(|weighed| weighed.within(segment)).expect("matches"));
            match &here {
                Matches::Short(_) => whole += 1,
                Matches::Long(list) if list.size() > SHORT_MAX => long += 1,
                Matches::Long(_) => {
                    without_room += 1;
                    assert!(matches!(alone, Matches::Short(_)));
                }
                _ => assert_eq!(alone.document(), TERMINATED),
            }
            assert_eq!(here.size(), alone.size());
            assert_eq!(all_of(here), all_of(alone), "{part:?}");
        }
    }
    assert!(whole > 0 && long > 0 && without_room > 0, "{whole}, {long} and {without_room}");
}

#[test]
fn what_is_gathered_ahead_is_the_same_to_the_bit() {
    // Several windows in one segment.
    let engine = index(&goods(1_700));
    let searcher = engine.searcher();
    assert_eq!(searcher.segment_readers().len(), 1);
    let word = |position: usize| term(engine.fields.title, WORDS[position]);
    let several = Weighed::new(&Terms::new(&searcher, &engine.fields), &crate::part::any(vec![word(0), word(1)]));
    let several = several.and_then(|several| several.within(0)).expect("matches");
    assert!(matches!(several.ahead(), Matches::Ahead(_)), "a union of many");
    let gathered = Cell::new(0);
    let asked = (parts(&engine), prop::collection::vec(1..400_u32, 1..12));
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) };
    proptest!(config, |((part, steps) in asked)| {
        let weighed = Weighed::new(&Terms::new(&searcher, &engine.fields), &part).expect("looked up");
        let [one_by_one, ahead] = [false, true].map(|is_ahead| {
            let matches = weighed.within(0).expect("matches");
            if is_ahead { matches.ahead() } else { matches }
        });
        if matches!(ahead, Matches::Ahead(_)) {
            gathered.set(gathered.get() + 1);
        }
        prop_assert_eq!((one_by_one.size(), one_by_one.most()), (ahead.size(), ahead.most()));
        let all = all_of(one_by_one);
        prop_assert_eq!(all_of(ahead), all.clone());
        // So many at a time, with their scores or without, each of them once.
        for is_ahead in [false, true] {
            let matches = weighed.within(0).expect("matches");
            let mut matches = if is_ahead { matches.ahead() } else { matches };
            let mut taken = Vec::new();
            for step in steps.iter().cycle() {
                let before = taken.len();
                matches.each_of(*step as usize, true, |document, score| taken.push((document, score)));
                prop_assert_eq!(taken.len(), all.len().min(before + *step as usize));
                prop_assert_eq!(matches.document(), all.get(taken.len()).map_or(TERMINATED, |(document, _)| *document));
                if matches.document() == TERMINATED {
                    break;
                }
            }
            prop_assert_eq!(taken, all.clone());
        }
        let mut matches = weighed.within(0).expect("matches").ahead();
        let mut target = 0;
        for step in &steps {
            target += step;
            let here = all.iter().find(|(document, _)| *document >= target);
            prop_assert_eq!(matches.seek(target), here.map_or(TERMINATED, |(document, _)| *document));
            if let Some((document, score)) = here {
                prop_assert_eq!(matches.score(), *score);
                target = *document;
            }
        }
    });
    // Of four hundred some thirty are unions of several that are there.
    assert!(gathered.get() > 0, "nothing was gathered ahead");
}

#[test]
fn places_are_the_same_reckoned_ahead_or_for_each_search() {
    let engine = shelf();
    let tuned = Tuned::default();
    let turn = tuned.turn(Timestamp::from_millis(NOW));
    let ask = || ["tea", "green pork", "rare", ""].map(|typed| page(&engine, &asked(typed)));
    let before = ask();
    assert!(engine.standings().is_none());
    engine.reckon(&tuned, turn).expect("reckoned");
    let known = engine.standings().expect("standings");
    assert_eq!(known.key.turn, turn);
    assert_eq!(ask(), before);
    engine.reckon(&tuned, turn).expect("reckoned");
    assert!(std::sync::Arc::ptr_eq(&known, &engine.standings().expect("standings")), "nothing is missing");
    // Something new, of which nothing is known yet.
    engine.change(&[], &[listing(9_999, "green tea")], &[]).and_then(|()| engine.commit(2)).expect("written to memory");
    let before = ask();
    engine.reckon(&tuned, turn).expect("reckoned");
    assert_eq!(ask(), before);
}
