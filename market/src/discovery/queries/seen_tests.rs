//! Whoever nothing was shown of is counted, along indexes, however many shops there are.

use super::seen::{OFFERING, ShopsSeen, shops_seen_by};
use crate::db_test;
use crate::discovery::exposure::{Counted, count_exposure};
use crate::discovery::types::{PlaceKind, ShopSize, Shown};
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};
use uuid::Uuid;

#[tokio::test]
async fn each_shop_is_looked_up_along_indexes() {
    let kit = TestMarket::sqlite().await;
    let values: [Value; 3] = [1.into(), Uuid::nil().into(), 9.into()];
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {OFFERING}"), values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    let steps: Vec<String> = rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect();
    for (table, by) in [
        ("SEARCH s USING", "sqlite_autoindex_shop_1 (id>?)"),
        ("SEARCH e USING", "exposure_shop (shop_id=? AND day>?)"),
        ("SEARCH g USING", "listing_shop (shop_id=?)"),
    ] {
        assert!(steps.iter().any(|step| step.starts_with(table) && step.ends_with(by)), "{table} {by}: {steps:#?}");
    }
    assert!(!steps.iter().any(|step| step.starts_with("SCAN ") || step.contains("TEMP B-TREE")), "{steps:#?}");
}

db_test!(
    async fn the_walk_counts_each_shop_once_whatever_its_steps(kit) {
        for number in 0..5 {
            let staff = kit.shop(&format!("shop-{number}"), &kit.person("Ana").create().await).create().await;
            let listing = kit.listing(&staff).create().await.listing;
            if number % 2 == 0 {
                let shown = Shown { listing, place: PlaceKind::Newest };
                count_exposure(&kit.market, &[Counted { day: 1, shown, views: 3, opens: 0 }]).await.unwrap();
            }
        }
        for step in [1, 2, 5, 6] {
            let seen = ShopsSeen { size: ShopSize::New, shops: 5, seen: 3 };
            assert_eq!(shops_seen_by(&kit.market, 1, step).await.unwrap(), [seen], "steps of {step}");
        }
    }
);
