//! What cannot be read of one listing stops nobody else's, on both engines.

use crate::{found, opened, settle};
use market::db_test;
use market::discovery::SearchIndex;
use market::testkit::TestMarket;
use sea_orm::ConnectionTrait;
use search::{Place, Search};

async fn set(kit: &TestMarket, unit: &str) {
    let sql = format!("UPDATE listing SET unit = '{unit}' WHERE title = 'Old tea'");
    kit.market.db().execute_unprepared(&sql).await.unwrap();
}

db_test!(
    async fn a_listing_that_cannot_be_read_is_taken_out_and_the_rest_goes_on(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        let old = kit.listing(&staff).title("Old tea").create().await.listing;
        settle(&search).await;
        assert_eq!(found(&search, "tea").await, [old]);

        set(&kit, "stone").await;
        let new = kit.listing(&staff).title("New tea").create().await.listing;
        settle(&search).await;
        assert_eq!(found(&search, "tea").await, [new], "nor is it found as it was before");
        let touched = "UPDATE shop SET name = 'Jishou' WHERE handle = 'danqing'";
        kit.market.db().execute_unprepared(touched).await.unwrap();
        settle(&search).await;
        assert_eq!(found(&search, "jishou tea").await, [new], "all goods of its shop were read again");

        let rebuilt = Search::new(kit.market.clone(), Place::new(folder.path().join("another")));
        settle(&rebuilt).await;
        assert_eq!(found(&rebuilt, "tea").await, [new]);
        assert!(!rebuilt.health().is_building);

        set(&kit, "piece").await;
        let mut all = [old, new];
        all.sort();
        for search in [&search, &rebuilt] {
            settle(search).await;
            let mut both = found(search, "tea").await;
            both.sort();
            assert_eq!(both, all, "it is mended");
        }
    }
);
