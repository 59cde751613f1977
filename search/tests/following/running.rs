//! The service as a server runs it, by itself, on both engines.

use crate::behind::told;
use crate::{found, opened, page, rename, settle};
use market::catalog::commands::seed_categories;
use market::catalog::rules::default_tree;
use market::change::queries::{end, since};
use market::db_test;
use market::discovery::{SearchIndex, Suggested};
use market::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use search::{Place, Search};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Waits as a page does that shows what was just committed: it wakes the service, and is woken by it.
async fn catch_up(kit: &TestMarket, search: &Search) {
    let place = told(kit).await;
    while !search.reaches(place).await {
        tokio::task::yield_now().await;
    }
}

db_test!(
    async fn the_look_that_builds_an_index_opens_it(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Green tea").create().await.listing;
        search.step(&mut None).await.unwrap();
        assert_eq!(found(&search, "green").await, [tea], "nobody is told for another look that it is being built");
    }
);

db_test!(
    async fn categories_are_proposed_while_there_is_no_index(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let search = Search::new(kit.market.clone(), place.clone());
        seed_categories(&kit.market, &default_tree()).await.unwrap();
        let staff = opened(&kit, "danqing").await;
        let pork = kit.listing(&staff).title("Salted pork").create().await.listing;
        // Somebody else builds it, and is not done yet.
        let permit = place.permit().unwrap().unwrap();
        search.step(&mut None).await.unwrap();
        assert!(search.health().is_building);
        let slugs = vec!["salted-pork".to_owned()];
        for typed in ["salted po", "larou"] {
            let proposed = search.suggest(typed).await.unwrap();
            assert_eq!(proposed, Suggested { categories: slugs.clone(), ..Suggested::default() }, "{typed}");
        }
        drop(permit);
        search.step(&mut None).await.unwrap();
        let proposed = search.suggest("salted po").await.unwrap();
        assert_eq!((proposed.categories, proposed.listings), (slugs, vec![pork]), "with the goods, once it is built");
    }
);

db_test!(
    async fn what_was_just_saved_is_found_by_whoever_waits_for_the_service(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        let following = tokio::spawn(search.clone().follow());
        catch_up(&kit, &search).await;
        let tea = kit.listing(&staff).title("Green tea").create().await.listing;
        catch_up(&kit, &search).await;
        assert_eq!(found(&search, "green").await, [tea]);
        rename(&kit, &staff, tea, "Black tea").await;
        catch_up(&kit, &search).await;
        assert_eq!(found(&search, "black").await, [tea]);
        assert!(found(&search, "green").await.is_empty());
        following.abort();
    }
);

db_test!(
    async fn whoever_still_writes_keeps_nobody_from_what_was_committed(kit) {
        // Only PostgreSQL lets two write at once.
        if kit.market.backend() == DatabaseBackend::Sqlite {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        let following = tokio::spawn(search.clone().follow());
        catch_up(&kit, &search).await;
        let late = kit.market.begin("late").await.unwrap();
        late.execute_unprepared("INSERT INTO change (kind) VALUES ('lists')").await.unwrap();
        let tea = kit.listing(&staff).title("Green tea").create().await.listing;
        let told = since(&kit.market, 0, 1_000).await.unwrap().changes;
        let place = told.iter().map(|change| change.place).max().unwrap();
        assert!(end(&kit.market).await.unwrap() < place, "the horizon stands still");
        let mut is_there = false;
        // A busy machine may take longer for a look than anybody waits.
        for _ in 0..10 {
            is_there = is_there || search.reaches(place).await;
        }
        assert!(is_there, "but everybody sees what was committed");
        assert_eq!(found(&search, "green").await, [tea]);
        drop(late);
        following.abort();
    }
);

db_test!(
    async fn one_look_is_enough_for_what_was_committed_before_it(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        settle(&search).await;
        let mut read = None;
        for title in ["Green tea", "Black tea", "White tea"] {
            let tea = kit.listing(&staff).title(title).create().await.listing;
            search.step(&mut read).await.unwrap();
            assert!(found(&search, title).await.contains(&tea), "{title}");
        }
    }
);

db_test!(
    async fn whoever_asks_a_small_index_waits_for_no_other_thread(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        // By its name in Chinese the dictionary is unpacked, for which other threads wait.
        let tea = kit.listing(&staff).title("绿茶 Green tea").create().await.listing;
        settle(&search).await;
        let asked = pin!(page(&search, "green"));
        let answered = asked.poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(answered, Poll::Ready(page) if page.listings == [tea]));
    }
);
