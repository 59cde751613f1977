//! Goods of which there is less make no other state of the index, until it is seen, on both engines.

use crate::behind::told;
use crate::{found, opened, settle};
use market::db_test;
use market::discovery::SearchIndex;
use sea_orm::ConnectionTrait;
use search::{Place, Search};

db_test!(
    async fn a_sale_of_which_nothing_is_seen_makes_no_other_state_of_the_index(kit) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("index"));
        let staff = opened(&kit, "danqing").await;
        let cup = kit.listing(&staff).title("Cup").stock(3).create().await;
        let buyer = kit.person("Bo").create().await;
        settle(&Search::new(kit.market.clone(), place.clone())).await;
        for is_last in [false, false, true] {
            // Whoever begins anew knows what is there, too.
            let search = Search::new(kit.market.clone(), place.clone());
            settle(&search).await;
            let before = search.edition().unwrap();
            kit.placed(&buyer, &[(cup.variant(), 1)]).await;
            let sold = told(&kit).await;
            settle(&search).await;
            assert_eq!(search.edition() != Some(before), is_last, "that nothing is left of it is seen");
            assert!(search.reaches(sold).await, "though it was read");
            assert_eq!(search.health().lag_seconds, 0);
        }
    }
);

db_test!(
    async fn goods_of_a_shop_are_written_again_where_they_are_others_and_taken_out_where_they_are_gone(kit) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(kit.market.clone(), Place::new(folder.path().join("index")));
        let staff = opened(&kit, "danqing").await;
        let tea = kit.listing(&staff).title("Green tea").create().await.listing;
        kit.listing(&staff).title("Black tea").create().await;
        settle(&search).await;
        let before = search.edition();
        let db = kit.market.db();
        db.execute_unprepared("UPDATE shop SET story = 'A longer story'").await.unwrap();
        settle(&search).await;
        assert_eq!(search.edition(), before, "of that nothing is in the index");

        // What nobody tells of goes with whatever is told of its shop.
        db.execute_unprepared("UPDATE listing SET state = 'hidden' WHERE title = 'Black tea'").await.unwrap();
        db.execute_unprepared("DELETE FROM change WHERE kind = 'listing'").await.unwrap();
        db.execute_unprepared("UPDATE shop SET name = 'Rosy', story = ''").await.unwrap();
        settle(&search).await;
        assert_eq!(found(&search, "tea").await, [tea]);
        assert_eq!(found(&search, "rosy").await, [tea], "goods are found by the name that their shop has now");
    }
);
