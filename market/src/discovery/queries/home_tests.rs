//! The home page costs the same however many shops there are, and all of them are told of.

use super::shops::{home_shops_among, of_home};
use crate::db_test;
use crate::kernel::Span;
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};
use std::collections::BTreeMap;

const STORY: &str = "UPDATE shop SET story = 'A story that is long enough to be told on the home page.'";

#[tokio::test]
async fn the_home_page_walks_no_table() {
    let kit = TestMarket::sqlite().await;
    let digest: Vec<u8> = vec![7; 32];
    let values: [Value; 6] = [1.into(), 3.into(), digest.into(), 1.into(), 9.into(), 40.into()];
    let explain = format!("EXPLAIN QUERY PLAN {}", of_home());
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, explain, values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    // Whether an index has all that is asked for is its own affair.
    let step = |detail: String| detail.replace("COVERING ", "");
    let steps: Vec<String> = rows.iter().map(|row| step(row.try_get("", "detail").unwrap())).collect();
    for search in [
        "SEARCH o USING INDEX shop_opened (opened_at>?)",
        "SEARCH i USING INDEX identity_number (id_number_index>?)",
        "SEARCH j USING INDEX identity_number (id_number_index<?)",
        "SEARCH g USING INDEX listing_shop (shop_id=?)",
        "SEARCH l USING INDEX listing_shop (shop_id=?)",
    ] {
        assert!(steps.iter().any(|step| step == search), "{search}: {steps:#?}");
    }
    let tables = ["o", "i", "j", "g", "l", "p", "shop", "identity", "listing", "photo"].map(|name| format!("SCAN {name}"));
    let is_scan = |step: &String| tables.iter().any(|scan| step == scan || step.starts_with(&format!("{scan} ")));
    assert!(!steps.iter().any(is_scan), "{steps:#?}");
    // The newest shops, as many as are looked at; all others are found by their ids.
    assert!(steps.iter().filter(|step| step.starts_with("SCAN s")).count() <= 1, "{steps:#?}");
}

db_test!(
    async fn in_a_large_market_every_story_is_told(kit) {
        for number in 0..5 {
            let owner = kit.person("Ana").create().await;
            let staff = kit.shop(&format!("shop-{number}"), &owner).create().await;
            kit.listing(&staff).create().await;
        }
        kit.market.db().execute_unprepared(STORY).await.unwrap();
        let mut told: BTreeMap<String, u32> = BTreeMap::new();
        for _ in 0..60 {
            let story = home_shops_among(&kit.market, 3, 2).await.unwrap().story.unwrap();
            *told.entry(story.handle).or_default() += 1;
            kit.clock.advance(Span::days(1));
        }
        assert_eq!(told.len(), 5, "two are looked at each day, and on some day each: {told:?}");
    }
);
