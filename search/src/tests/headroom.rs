//! An index is built where there is room for it beside what the database needs; elsewhere that is said, and tried again when there is.

use super::disk::Room;
use super::full_disk::{folders, settle, teas};
use super::*;
use crate::build::build;
use crate::place::Place;
use crate::room::{Headroom, Needed, RESERVE_MIN, Short, Unbuilt};
use crate::service::Search;
use market::change::queries::{beginning, end};
use market::db_test;
use market::discovery::{SearchAnswer, SearchIndex};
use market::kernel::Span;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use std::sync::Arc;
use std::time::Duration;

/// So long somebody else may hold back from where an index begins to read.
const HELD_BACK_MAX: Duration = Duration::from_secs(60);

/// Only the last word of all that was told is kept: whoever had not read the rest has to begin anew.
async fn leave_behind(kit: &TestMarket) {
    let forget = "DELETE FROM change WHERE sequence < (SELECT MAX(sequence) FROM change)";
    kit.market.db().execute_unprepared(forget).await.unwrap();
    // On PostgreSQL whoever still writes in another database of the cluster holds back from where an index begins to read.
    let caught_up = async { while end(&kit.market).await.unwrap() < beginning(&kit.market).await.unwrap() {} };
    tokio::time::timeout(HELD_BACK_MAX, caught_up).await.expect("somebody writes on and on in the same cluster");
}

db_test!(
    async fn an_index_that_is_left_behind_answers_until_there_is_room_for_the_next(kit) {
        let (folder, room) = (tempfile::tempdir().unwrap(), Room::plenty());
        let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
        let search = Search::new(kit.market.clone(), place.clone());
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let first = kit.listing(&staff).title("First tea").create().await.listing;
        settle(&search).await;
        let built = folders(&place);
        assert_eq!(search.room_missing(), 0);

        kit.clock.advance(Span::seconds(1));
        let second = kit.listing(&staff).title("Second tea").create().await.listing;
        kit.listing(&staff).title("Cup").create().await;
        leave_behind(&kit).await;
        // What it takes once more and what stays for the database, and nothing for what lies there only meanwhile.
        let size = built.iter().map(|path| place.size(path.file_name().unwrap().to_str().unwrap())).sum::<u64>();
        room.set(RESERVE_MIN + size);
        for minutes in 1..=2 {
            kit.clock.advance(Span::minutes(1));
            settle(&search).await;
            assert_eq!(teas(&search).await, [first]);
            let health = search.health();
            assert!(search.room_missing() > 0 && !health.is_building, "{health:?}");
            assert!(health.lag_seconds >= minutes * 60, "{health:?}");
            assert_eq!(folders(&place), built, "nothing was begun");
        }
        let missing = search.room_missing();
        room.set(RESERVE_MIN + size + missing - 1);
        settle(&search).await;
        assert_eq!((search.room_missing(), teas(&search).await), (1, vec![first]));

        room.set(RESERVE_MIN + size + missing);
        settle(&search).await;
        let mut all = vec![first, second];
        all.sort();
        assert_eq!(teas(&search).await, all);
        assert_eq!((search.room_missing(), search.health().lag_seconds), (0, 0));
        assert_ne!(folders(&place), built);
    }
);

db_test!(
    async fn without_room_for_the_first_index_nothing_is_written_and_that_is_said(kit) {
        let (folder, room) = (tempfile::tempdir().unwrap(), Room::plenty());
        let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
        let search = Search::new(kit.market.clone(), place.clone());
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        room.set(RESERVE_MIN);
        settle(&search).await;
        assert!(search.health().is_building && search.room_missing() > 0);
        assert!(matches!(search.find(&asked("tea")).await.unwrap(), SearchAnswer::Building(..)), "a sentence");
        assert!(folders(&place).is_empty());
        room.set(RESERVE_MIN + (2 << 20));
        settle(&search).await;
        assert_eq!(teas(&search).await, [tea], "a small market needs little");
        assert!(!search.health().is_building && search.room_missing() == 0);
    }
);

db_test!(
    async fn an_index_that_meets_what_is_left_for_the_database_gives_up(kit) {
        let (folder, room) = (tempfile::tempdir().unwrap(), Room::plenty());
        let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;
        let in_use = folders(&place);

        let permit = place.permit().unwrap().unwrap();
        let before = RESERVE_MIN * 4;
        room.set(before);
        // Somebody else fills the disk meanwhile.
        let fill = |_: u64, _: u64| room.set(RESERVE_MIN - 1);
        let unbuilt = build(&kit.market, &place, &permit, &fill).await.unwrap_err();
        let Unbuilt::NoRoom(short) = unbuilt else { panic!("something else failed") };
        assert!(short.free < RESERVE_MIN);
        assert!(short.wanted < before, "what others took is not asked for: {short:?}");
        assert_eq!(folders(&place), in_use, "nothing is left of it");
        assert_eq!(teas(&search).await, [tea]);

        // An index that was cut off had less than the whole of it.
        room.set(short.wanted + (1 << 20));
        build(&kit.market, &place, &permit, &|_, _| {}).await.unwrap();
        assert_ne!(folders(&place), in_use, "there is room again");
    }
);

#[test]
fn the_next_one_waits_for_twice_what_was_taken_and_never_for_less_than_any_needs() {
    const MEGABYTE: u64 = 1 << 20;
    let (folder, room) = (tempfile::tempdir().expect("a folder"), Room::plenty());
    let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
    let permit = place.permit().expect("a folder").expect("nobody else builds");
    let headroom = Headroom::of(&place, 1).expect("there is plenty");
    let name = place.begin(&permit).expect("begun");
    room.set(RESERVE_MIN - 1);
    let to_begin = Needed::new(0, 1).to_begin();
    assert_eq!(headroom.go_on(&place, &name), Err(Short { wanted: to_begin, free: RESERVE_MIN - 1 }));
    let written = std::fs::File::create(place.path(&name).join("segment")).and_then(|file| file.set_len(3 * MEGABYTE));
    written.expect("written");
    assert_eq!(headroom.go_on(&place, &name), Err(Short { wanted: 6 * MEGABYTE + RESERVE_MIN, free: RESERVE_MIN - 1 }));
    room.set(RESERVE_MIN);
    assert_eq!(headroom.go_on(&place, &name), Ok(()), "as much as is left alone");
}

#[test]
fn what_is_merged_at_the_end_has_room_beside_what_is_there() {
    const MEGABYTE: u64 = 1 << 20;
    let (folder, room) = (tempfile::tempdir().expect("a folder"), Room::plenty());
    let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
    let permit = place.permit().expect("a folder").expect("nobody else builds");
    let headroom = Headroom::of(&place, 1).expect("there is plenty");
    let name = place.begin(&permit).expect("begun");
    let written = std::fs::File::create(place.path(&name).join("segment")).and_then(|file| file.set_len(3 * MEGABYTE));
    written.expect("written");
    let free = RESERVE_MIN + 3 * MEGABYTE - 1;
    room.set(free);
    assert_eq!(headroom.go_on(&place, &name), Ok(()), "more could be written");
    let wanted = RESERVE_MIN + 6 * MEGABYTE;
    assert_eq!(headroom.finish(&place, &name), Err(Short { wanted, free }));
    // With as much as is waited for it comes to its end.
    room.set(wanted - 3 * MEGABYTE);
    assert_eq!(headroom.finish(&place, &name), Ok(()));
}

db_test!(
    async fn an_index_that_fills_the_disk_as_it_is_finished_waits_for_room(kit) {
        let (folder, room) = (tempfile::tempdir().unwrap(), Room::plenty());
        let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        // Terms are written by the commit.
        room.end_with(Some("term"));
        let search = Search::new(kit.market.clone(), place.clone());
        for _ in 0..3 {
            search.step(&mut None).await.unwrap();
            assert!(search.health().is_building && search.room_missing() > 0);
            assert!(folders(&place).is_empty(), "its room is given back");
            room.set(RESERVE_MIN);
        }
        room.set_plenty();
        settle(&search).await;
        assert_eq!(teas(&search).await, [tea]);
    }
);

db_test!(
    async fn a_damaged_index_makes_room_for_the_next(kit) {
        let (folder, room) = (tempfile::tempdir().unwrap(), Room::plenty());
        let place = Place::on(Arc::new(room.clone()), folder.path().join("index"));
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("danqing", &owner).create().await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        settle(&Search::new(kit.market.clone(), place.clone())).await;
        folders(&place).iter().for_each(|index| std::fs::write(index.join("meta.json"), b"{").unwrap());

        room.set(RESERVE_MIN);
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;
        assert!(search.health().is_building && search.room_missing() > 0);
        assert!(folders(&place).is_empty(), "nobody was answered from it any more");
        room.set_plenty();
        settle(&search).await;
        assert_eq!(teas(&search).await, [tea]);
    }
);
