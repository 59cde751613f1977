//! Several processes share one index, and one that is too far behind answers until another one is built, on both engines.

use crate::{folders, found, opened, settle};
use market::catalog::ListingId;
use market::change::queries::{beginning, end, since};
use market::db_test;
use market::discovery::SearchIndex;
use market::kernel::Span;
use market::shop::ShopStaff;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use search::{Place, Search};
use std::time::Duration;
use tempfile::TempDir;

/// So long somebody else may hold back from where an index begins to read.
const HELD_BACK_MAX: Duration = Duration::from_secs(60);

/// Two processes that share one index, in a market with one shop: the first one builds it and writes to it, the other one reads.
pub struct Pair {
    pub writing: Search,
    pub reading: Search,
    pub place: Place,
    pub staff: ShopStaff,
    _folder: TempDir,
}

impl Pair {
    pub async fn open(kit: &TestMarket) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let [writing, reading] = [(); 2].map(|()| Search::new(kit.market.clone(), place.clone()));
        let staff = opened(kit, "danqing").await;
        settle(&writing).await;
        settle(&reading).await;
        Self { writing, reading, place, staff, _folder: folder }
    }
}

db_test!(
    async fn what_another_process_writes_is_found_by_this_one(kit) {
        let pair = Pair::open(&kit).await;
        let Pair { writing, reading, staff, .. } = &pair;
        let tea = kit.listing(staff).title("古丈毛尖 Green tea").create().await;
        settle(writing).await;
        settle(reading).await;
        assert_eq!(found(reading, "tea").await, [tea.listing]);

        let dress = kit.listing(staff).title("Indigo dress").create().await;
        reading.step(&mut None).await.unwrap();
        assert!(found(reading, "dress").await.is_empty(), "the other one holds the lock, and has not looked yet");
        writing.step(&mut None).await.unwrap();
        reading.step(&mut None).await.unwrap();
        assert_eq!(found(reading, "dress").await, [dress.listing]);
    }
);

/// The end of the change feed, once whoever reads up to there has read all that was told. On PostgreSQL whoever still writes in
/// another database of the cluster holds it back.
pub async fn told(kit: &TestMarket) -> i64 {
    let all_told = async {
        loop {
            let (end, news) = (end(&kit.market).await.unwrap(), since(&kit.market, 0, 1_000).await.unwrap());
            if news.changes.iter().all(|change| change.place <= end) {
                return end;
            }
        }
    };
    in_time(all_told).await
}

/// What whoever else writes in the cluster holds back comes in time, or the test fails.
async fn in_time<T>(waited_for: impl Future<Output = T>) -> T {
    tokio::time::timeout(HELD_BACK_MAX, waited_for).await.expect("somebody writes on and on in the same cluster")
}

db_test!(
    async fn what_another_process_has_not_read_grows_old_here_too(kit) {
        let pair = Pair::open(&kit).await;
        let Pair { writing, reading, staff, .. } = &pair;
        kit.listing(staff).title("First tea").create().await;
        let first = told(&kit).await;
        writing.step(&mut None).await.unwrap();
        kit.clock.advance(Span::minutes(1));
        reading.step(&mut None).await.unwrap();
        assert_eq!(reading.health().lag_seconds, 0);
        assert!(reading.reaches(first).await);

        // From here on the other one holds the lock and stands still.
        kit.listing(staff).title("Second tea").create().await;
        let second = told(&kit).await;
        for minutes in 0..3 {
            reading.step(&mut None).await.unwrap();
            assert_eq!(reading.health().lag_seconds, minutes * 60);
            kit.clock.advance(Span::minutes(1));
        }
        assert!(reading.reaches(first).await);
        assert!(!reading.reaches(second).await, "nobody waits for it: it stands still for longer than anybody waits");
        writing.step(&mut None).await.unwrap();
        reading.step(&mut None).await.unwrap();
        assert_eq!(reading.health().lag_seconds, 0);
        assert!(reading.reaches(second).await);
    }
);

db_test!(
    async fn an_index_that_is_always_a_little_behind_is_not_far_behind(kit) {
        let pair = Pair::open(&kit).await;
        let Pair { writing, reading, staff, .. } = &pair;
        kit.listing(staff).title("Tea").create().await;
        told(&kit).await;
        writing.step(&mut None).await.unwrap();
        for _ in 0..5 {
            let cup = kit.listing(staff).title("Cup").create().await.listing;
            let place = told(&kit).await;
            reading.step(&mut None).await.unwrap();
            assert!(!found(reading, "cup").await.contains(&cup), "the other one does not have it whenever this one looks");
            assert!(reading.health().lag_seconds <= 10);
            kit.clock.advance(Span::seconds(10));
            writing.step(&mut None).await.unwrap();
            assert!(writing.reaches(place).await);
        }
    }
);

/// Goods that are told of while nobody reads, and of all that was told only the last word is kept.
pub async fn leave_behind(kit: &TestMarket, staff: &ShopStaff) -> ListingId {
    kit.clock.advance(Span::seconds(1));
    let missed = kit.listing(staff).title("Second tea").create().await.listing;
    kit.listing(staff).title("Indigo dress").create().await;
    let forget = "DELETE FROM change WHERE sequence < (SELECT MAX(sequence) FROM change)";
    kit.market.db().execute_unprepared(forget).await.unwrap();
    // On PostgreSQL whoever still writes in another database of the cluster holds back from where an index begins to read.
    let caught_up = async { while end(&kit.market).await.unwrap() < beginning(&kit.market).await.unwrap() {} };
    in_time(caught_up).await;
    missed
}

db_test!(
    async fn an_index_that_is_too_far_behind_answers_until_another_one_is_built(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("First tea").create().await.listing;
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;
        let before = folders(place.root());
        let written = || std::fs::read(before.first().unwrap().join("meta.json")).unwrap();
        let last_commit = written();

        let permit = place.permit().unwrap().unwrap();
        let missed = leave_behind(&kit, &staff).await;
        settle(&search).await;
        assert_eq!(found(&search, "tea").await, [tea], "somebody else builds: it answers as it is");
        assert!(!search.health().is_building);
        assert_eq!((folders(place.root()), written()), (before.clone(), last_commit.clone()), "nor is it written to any more");

        drop(permit);
        search.step(&mut None).await.unwrap();
        assert_eq!(found(&search, "tea").await, [tea], "another one stands, and was not taken over yet");
        assert_eq!(written(), last_commit);
        search.step(&mut None).await.unwrap();
        assert_eq!(found(&search, "tea").await, [missed, tea]);
        let built = folders(place.root());
        assert!(built.len() == 1 && built != before, "the old one is gone");
        settle(&search).await;
        assert_eq!(folders(place.root()), built, "it is built once");
    }
);

db_test!(
    async fn of_two_processes_that_are_too_far_behind_one_builds_for_both(kit) {
        let pair = Pair::open(&kit).await;
        let Pair { writing, reading, place, staff, .. } = &pair;
        let tea = kit.listing(staff).title("First tea").create().await.listing;
        writing.step(&mut None).await.unwrap();
        kit.listing(staff).title("Silver ring").create().await;
        reading.step(&mut None).await.unwrap();
        assert_eq!(found(reading, "tea").await, [tea], "the other one holds the lock, and is trusted to be close behind");

        let permit = place.permit().unwrap().unwrap();
        let missed = leave_behind(&kit, staff).await;
        for search in [reading, writing] {
            settle(search).await;
            assert_eq!(found(search, "tea").await, [tea]);
            assert!(!search.reaches(end(&kit.market).await.unwrap()).await, "no list is drawn from it as if it had everything");
        }
        drop(permit);
        reading.step(&mut None).await.unwrap();
        let built = place.current();
        for search in [writing, reading] {
            settle(search).await;
            assert_eq!(found(search, "tea").await, [missed, tea]);
        }
        assert_eq!(place.current(), built, "the other one took it over");
    }
);
