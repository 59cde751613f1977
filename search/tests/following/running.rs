//! The service as a server runs it, by itself, on both engines.

use crate::behind::told;
use crate::{found, opened, page, rename, settle};
use market::db_test;
use market::discovery::SearchIndex;
use market::testkit::TestMarket;
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
        let tea = kit.listing(&staff).title("Green tea").create().await.listing;
        settle(&search).await;
        let asked = pin!(page(&search, "green"));
        let answered = asked.poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(answered, Poll::Ready(page) if page.listings == [tea]));
    }
);
