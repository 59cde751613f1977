//! A disk that takes nothing any more: what was written stays, it is told how far behind that is, and it goes on when there is room again.

use super::disk::Room;
use super::*;
use crate::build::build;
use crate::engine::Broken;
use crate::place::Place;
use crate::service::Search;
use market::catalog::queries::listing_for_edit;
use market::db_test;
use market::discovery::{SearchAnswer, SearchIndex};
use market::kernel::{FaultKind, Span};
use std::path::PathBuf;
use std::sync::Arc;

#[test]
fn what_was_found_stays_and_what_came_meanwhile_is_found_afterwards() {
    let room = Room::plenty();
    let engine = Engine::begin(room.in_memory(), 1).expect("an index in memory");
    let documents = listings(&["first tea", "second tea"]);
    engine.change(&[], &documents[..1], &[]).and_then(|()| engine.commit(1)).expect("there is room");

    room.set(0);
    let refused = engine.change(&[], &documents[1..], &[]).and_then(|()| engine.commit(2));
    assert!(refused.is_err(), "the disk is full");
    assert_eq!(found(&engine, "tea"), [1]);
    assert_eq!(engine.horizon().expect("the last commit"), 1, "it is known how far the index has read");

    room.set_plenty();
    engine.change(&[], &documents[1..], &[]).and_then(|()| engine.commit(2)).expect("there is room again");
    assert_eq!(found(&engine, "tea"), [2, 1]);
    assert_eq!(engine.horizon().expect("the last commit"), 2);
}

/// A word of six letters that has little in common with the next.
fn word(number: u32) -> String {
    let mut left = number.wrapping_mul(2_654_435_761);
    let letters = (0..6).map(|_| {
        let letter = u8::try_from(left % 26).expect("a letter");
        left /= 26;
        char::from(b'a' + letter)
    });
    letters.collect()
}

#[test]
fn a_disk_that_is_full_halfway_is_not_taken_for_damage() {
    const PARTS: u64 = 40;
    // So many words that they are written piece by piece.
    let words: Vec<String> = (0..3_000).map(word).collect();
    let later = [listing(2, &format!("second tea {}", words.join(" ")))];
    let begun = |room: &Room| {
        let engine = Engine::begin(room.in_memory(), 1).expect("an index in memory");
        engine.change(&[], &listings(&["first tea"]), &[]).and_then(|()| engine.commit(1)).expect("there is room");
        engine
    };
    let written = |engine: &Engine| engine.change(&[], &later, &[]).and_then(|()| engine.commit(2));

    let room = Room::plenty();
    let engine = begun(&room);
    let before = room.taken();
    written(&engine).expect("there is room");
    let needed = room.taken() - before;

    for part in 0..PARTS {
        room.set_plenty();
        let engine = begun(&room);
        room.set(needed * part / PARTS);
        let refused = written(&engine);
        assert!(matches!(refused, Err(Broken::Passing(_))), "room for {part} of {PARTS} parts: {refused:?}");
        assert_eq!(found(&engine, "tea"), [1]);
        room.set_plenty();
        written(&engine).expect("there is room again");
        assert_eq!(found(&engine, "tea").len(), 2);
    }
}

/// Looks until nothing is left to be done.
pub async fn settle(search: &Search) {
    for _ in 0..3 {
        search.step(&mut None).await.unwrap();
    }
}

/// Which teas the service finds.
pub async fn teas(search: &Search) -> Vec<ListingId> {
    let SearchAnswer::Found(page) = search.find(&asked("tea")).await.unwrap() else { panic!("there is no index") };
    let mut listings = page.listings;
    listings.sort();
    listings
}

pub fn folders(place: &Place) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(place.root()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

db_test!(
    async fn the_service_answers_on_a_full_disk_says_how_old_it_is_and_catches_up_by_itself(kit) {
        let (folder, room) = (tempfile::tempdir().unwrap(), Room::plenty());
        let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
        let search = Search::new(kit.market.clone(), place.clone());
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let first = kit.listing(&staff).title("First tea").create().await.listing;
        settle(&search).await;
        let built = place.current();
        assert_eq!(teas(&search).await, [first]);

        room.set(0);
        let mut all = vec![first];
        for minutes in 1..=3 {
            kit.clock.advance(Span::minutes(1));
            let tea = kit.listing(&staff).title("Later tea").create().await.listing;
            assert!(listing_for_edit(&kit.market, &staff, tea).await.unwrap().is_some(), "the database has it");
            all.push(tea);
            let fault = search.step(&mut None).await.unwrap_err();
            assert_eq!(fault.kind, FaultKind::Unavailable, "{fault}");
            assert_eq!(teas(&search).await, [first], "what was indexed is found");
            assert_eq!((search.health().lag_seconds, search.health().is_building), (minutes * 60, false));
        }
        room.set_plenty();
        search.step(&mut None).await.unwrap();
        all.sort();
        assert_eq!(teas(&search).await, all);
        assert_eq!(search.health().lag_seconds, 0);
        assert_eq!(place.current(), built, "nothing was built anew");
    }
);

db_test!(
    async fn an_index_for_which_there_is_no_room_leaves_the_room_that_there_is_and_is_begun_again(kit) {
        let (folder, room) = (tempfile::tempdir().unwrap(), Room::untold());
        let place = |name: &str| Place::on(Arc::new(room.clone()), folder.path().join(name));
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        settle(&Search::new(kit.market.clone(), place("another"))).await;
        let halves = [0, room.taken() / 2];

        let place = place("index");
        let search = Search::new(kit.market.clone(), place.clone());
        for bytes in halves {
            room.set(bytes);
            search.step(&mut None).await.unwrap_err();
            assert!(search.health().is_building);
            assert_eq!(folders(&place), Vec::<PathBuf>::new(), "nothing is left of what was written");
        }
        room.set_plenty();
        settle(&search).await;
        assert_eq!(teas(&search).await, [tea]);

        let (in_use, permit) = (folders(&place), place.permit().unwrap().unwrap());
        for bytes in halves {
            room.set(bytes);
            build(&kit.market, &place, &permit, &|_, _| {}).await.unwrap_err();
            assert_eq!(folders(&place), in_use, "the one in use stays, and nothing else");
        }
        assert_eq!(teas(&search).await, [tea]);
    }
);
