//! An index that is built of few listings is one segment.

use super::*;
use crate::build::{build_of, open};
use crate::place::Place;

/// The most that one thread writes.
const LISTINGS: u128 = 20_000;

/// Sixty words of four letters, of which few goods have the same.
fn description(number: u128) -> String {
    let letter = |draw: u128| char::from_digit((draw % 26 + 10) as u32, 36).unwrap_or('a');
    let word = |position: u128| {
        let draw = (number * 60 + position) * 7_919;
        String::from_iter([26 * 26 * 26, 26 * 26, 26, 1].map(|part| letter(draw / part)))
    };
    (0..60).map(word).collect::<Vec<String>>().join(" ")
}

#[test]
fn few_listings_are_one_segment_however_long_their_descriptions_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::new(folder.path().join("index"));
    let permit = place.permit().expect("a folder").expect("nobody else builds");
    let goods = (1..=LISTINGS).map(|number| SearchDocument { description: description(number), ..listing(number, "tea") });
    let name = build_of(&place, &permit, -1, goods).expect("built");
    let engine = open(&place, &name, 1).expect("opened");
    let searcher = engine.searcher();
    assert_eq!(searcher.num_docs(), 20_000);
    assert_eq!(searcher.segment_readers().len(), 1);
}
