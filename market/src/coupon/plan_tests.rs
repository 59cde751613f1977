//! Coupons are found by their indexes, and no list of them walks their uses, however often they were used.

use super::store::{listed_of, of_cart, of_code};
use super::types::Funder;
use crate::kernel::{Timestamp, id::mint};
use crate::shop::ShopId;
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};

async fn plan(kit: &TestMarket, sql: &str, values: Vec<Value>) -> String {
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"), values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_list_of_coupons_reads_as_many_rows_as_it_shows() {
    let kit = TestMarket::sqlite().await;
    let id: Value = mint(Timestamp::from_millis(1)).into();
    let shop = ShopId::mint(Timestamp::from_millis(1));
    for funder in [Funder::Market, Funder::Shop(shop)] {
        let shop = funder.shop().map(|shop| Value::from(shop.uuid()));
        let values = [9.into(), id.clone(), 9.into()].into_iter().chain(shop).collect();
        let listed = plan(&kit, &listed_of(funder), values).await;
        assert!(listed.contains("INDEX coupon_funder (shop_id=? AND (made_at,id)<(?,?))"), "{listed}");
        assert!(!listed.contains("coupon_use") && !listed.contains("TEMP B-TREE"), "{listed}");
    }
}

#[tokio::test]
async fn what_a_buyer_types_and_has_typed_is_found_by_indexes() {
    let kit = TestMarket::sqlite().await;
    let id: Value = mint(Timestamp::from_millis(1)).into();
    for (sql, values) in [(of_code(), vec!["SPRING".into(), id.clone()]), (of_cart(101), vec![id.clone(), id.clone()])] {
        let found = plan(&kit, &sql, values).await;
        assert!(found.contains("INDEX coupon_use_live (coupon_id=? AND buyer_id=?)"), "{found}");
        assert!(!found.contains("SCAN"), "{found}");
    }
}
