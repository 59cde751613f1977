//! Comparing an index with the database, as `shanhuo reindex --check` does, on both engines.

use crate::behind::told;
use crate::{opened, rename, settle};
use market::catalog::ListingId;
use market::catalog::commands::hide_listing;
use market::db_test;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use search::{Comparison, Differing, Place, Search, compare};
use std::time::Duration;

/// As the index is now.
async fn compared(kit: &TestMarket, place: &Place) -> Comparison {
    compare(&kit.market, place, Duration::ZERO).await.unwrap().expect("an index")
}

/// Nobody is told of what happened until now.
async fn forget(kit: &TestMarket) {
    told(kit).await;
    kit.market.db().execute_unprepared("DELETE FROM change").await.unwrap();
}

fn one(id: impl ToString) -> Differing {
    Differing { count: 1, some: vec![id.to_string()] }
}

db_test!(
    async fn an_index_that_has_followed_says_what_the_database_says(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        assert!(compare(&kit.market, &place, Duration::ZERO).await.unwrap().is_none(), "there is none");
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Tea").create().await.listing;
        let cups = kit.listing(&staff).title("Cups").create().await.listing;
        let search = Search::new(kit.market.clone(), place.clone());
        settle(&search).await;
        rename(&kit, &staff, tea, "Green tea").await;
        hide_listing(&kit.market, &staff, cups).await.unwrap();
        kit.listing(&staff).title("Scarf").create().await;
        told(&kit).await;
        settle(&search).await;
        let found = compared(&kit, &place).await;
        assert!(found.is_clean() && found.has_caught_up, "{found:?}");
        assert_eq!(Some(&found.index), place.current().as_ref());
        assert_eq!((found.listings.alike, found.listings.not_read_yet), (2, 0));
        assert_eq!((found.shops.alike, found.shops.not_read_yet), (1, 0));
    }
);

db_test!(
    async fn what_an_index_was_never_told_of_is_found_and_named(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let [staff, other] = [opened(&kit, "danqing").await, opened(&kit, "rosy").await];
        let renamed = kit.listing(&staff).title("Tea").create().await.listing;
        kit.listing(&staff).title("Cups").create().await;
        let gone = kit.listing(&other).title("Scarf").create().await.listing;
        settle(&Search::new(kit.market.clone(), place.clone())).await;

        rename(&kit, &staff, renamed, "Green tea").await;
        hide_listing(&kit.market, &other, gone).await.unwrap();
        let new = kit.listing(&staff).title("Bowl").create().await.listing;
        forget(&kit).await;
        let found = compared(&kit, &place).await;
        assert!(!found.is_clean());
        assert_eq!((found.listings.alike, found.listings.not_read_yet), (1, 0), "the cups");
        assert_eq!(found.listings.missing, one(new));
        assert_eq!(found.listings.superfluous, one(gone));
        assert_eq!(found.listings.different, one(renamed));
        assert_eq!((found.shops.alike, found.shops.superfluous), (1, one(other.shop())));

        kit.market.db().execute_unprepared("UPDATE shop SET place = '吉首' WHERE handle = 'danqing'").await.unwrap();
        forget(&kit).await;
        let found = compared(&kit, &place).await;
        assert_eq!((found.shops.alike, found.shops.different), (0, one(staff.shop())));
    }
);

db_test!(
    async fn what_an_index_has_not_read_yet_is_no_difference(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let [staff, other] = [opened(&kit, "danqing").await, opened(&kit, "rosy").await];
        let [tea, cups] = [kit.listing(&staff).title("Tea").create().await, kit.listing(&staff).title("Cups").create().await];
        let scarf = kit.listing(&other).title("Scarf").create().await;
        let search = Search::new(kit.market.clone(), place.clone());
        told(&kit).await;
        settle(&search).await;

        // One of each: what is missing, what is there and should not be, and what says something else; a shop goes with its last goods.
        rename(&kit, &staff, tea.listing, "Green tea").await;
        hide_listing(&kit.market, &staff, cups.listing).await.unwrap();
        hide_listing(&kit.market, &other, scarf.listing).await.unwrap();
        kit.listing(&staff).title("Bowl").create().await;
        let found = compared(&kit, &place).await;
        assert!(found.is_clean() && !found.has_caught_up, "{found:?}");
        assert_eq!((found.listings.alike, found.listings.not_read_yet), (0, 4));
        assert_eq!((found.shops.alike, found.shops.not_read_yet), (1, 1));

        // What a shop is called stands in all of its documents.
        settle(&search).await;
        kit.market.db().execute_unprepared("UPDATE shop SET name = 'Dan Qing' WHERE handle = 'danqing'").await.unwrap();
        let found = compared(&kit, &place).await;
        assert!(found.is_clean(), "{found:?}");
        assert_eq!((found.listings.not_read_yet, found.shops.not_read_yet), (2, 1));
    }
);

db_test!(
    async fn an_index_that_is_behind_is_waited_for_while_somebody_follows(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let teas: Vec<ListingId> = vec![
            kit.listing(&staff).title("Green tea").create().await.listing,
            kit.listing(&staff).title("Black tea").create().await.listing,
        ];
        let following = tokio::spawn(Search::new(kit.market.clone(), place.clone()).follow());
        let waited = compare(&kit.market, &place, Duration::from_secs(30)).await.unwrap().expect("it was built meanwhile");
        assert!(waited.has_caught_up && waited.is_clean(), "{waited:?}");
        rename(&kit, &staff, teas[0], "Red tea").await;
        let waited = compare(&kit.market, &place, Duration::from_secs(30)).await.unwrap().expect("an index");
        following.abort();
        assert!(waited.has_caught_up && waited.is_clean(), "{waited:?}");
        assert_eq!((waited.listings.alike, waited.listings.not_read_yet), (2, 0));
    }
);

db_test!(
    async fn an_index_that_has_missed_what_is_forgotten_is_not_compared(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        kit.listing(&staff).title("Tea").create().await;
        settle(&Search::new(kit.market.clone(), place.clone())).await;
        crate::behind::leave_behind(&kit, &staff).await;
        let fault = compare(&kit.market, &place, Duration::ZERO).await.unwrap_err();
        assert!(fault.detail.contains("built anew"), "{fault}");
    }
);
