//! Building anew while everything goes on, as `shanhuo reindex` does beside a server, on both engines.

use crate::{folders, found, opened, rename, settle};
use market::catalog::ListingId;
use market::catalog::commands::hide_listing;
use market::db_test;
use search::{Place, Search, build};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, block_in_place};

/// Searches again and again until it is told to stop, and always finds this. How often it did.
fn keep_asking(search: &Search, listing: ListingId, is_over: &Arc<AtomicBool>) -> JoinHandle<usize> {
    let (search, is_over) = (search.clone(), Arc::clone(is_over));
    tokio::spawn(async move {
        let mut asked = 0;
        loop {
            let is_last = is_over.load(Ordering::Acquire);
            assert!(found(&search, "steady").await.contains(&listing), "an answer without it, after {asked}");
            asked += 1;
            if is_last {
                return asked;
            }
        }
    })
}

db_test!(
    async fn searches_are_answered_while_an_index_is_built_and_nothing_that_changes_meanwhile_is_lost(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let steady = kit.listing(&staff).title("Steady cup").create().await.listing;
        let [early, late] = [kit.listing(&staff).title("Old tea").create().await, kit.listing(&staff).title("Old ring").create().await];
        let [gone, sold] = [kit.listing(&staff).title("Old vase").create().await, kit.listing(&staff).title("Old bowl").create().await];
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;
        let before = folders(place.root());
        let is_over = Arc::new(AtomicBool::new(false));
        let asking = keep_asking(&search, steady, &is_over);

        let (told, new) = (Mutex::new(Vec::new()), Mutex::new(vec![early.listing, late.listing]));
        let change = async |is_first: bool| {
            // Before any of them was read, and after all of them were.
            let (renamed, hidden) = if is_first { (&early, &gone) } else { (&late, &sold) };
            rename(&kit, &staff, renamed.listing, "Fresh tea").await;
            hide_listing(&kit.market, &staff, hidden.listing).await.unwrap();
            if !is_first {
                let created = kit.listing(&staff).title("Fresh tea").create().await.listing;
                new.lock().unwrap().push(created);
            }
            search.step(&mut None).await.unwrap();
            assert!(found(&search, "fresh").await.contains(&renamed.listing), "the one in use goes on following");
        };
        let progress = |done: u64, all: u64| {
            told.lock().unwrap().push((done, all));
            if done == 0 || done == all {
                block_in_place(|| Handle::current().block_on(change(done == 0)));
            }
        };
        let permit = place.permit().unwrap().unwrap();
        let name = build(&kit.market, &place, &permit, &progress).await.unwrap();
        drop(permit);
        settle(&search).await;
        is_over.store(true, Ordering::Release);
        assert!(asking.await.unwrap() > 0);

        assert_eq!(told.into_inner().unwrap(), [(0, 5), (4, 4)], "all in the end, though one of them went before it was read");
        assert_ne!(folders(place.root()), before);
        assert_eq!(folders(place.root()), [place.root().join(name)], "it was taken over");
        let (mut fresh, mut new) = (found(&search, "fresh").await, new.into_inner().unwrap());
        fresh.sort();
        new.sort();
        assert_eq!(fresh, new);
        assert!(found(&search, "old").await.is_empty(), "nothing is found by its old name, nor what is hidden");
    }
);
