//! The pages of buyers walk indexes: none of their queries reads all listings, and none sorts them.

use super::{cards, page};
use crate::catalog::store;
use crate::catalog::{CategoryId, ListingId};
use crate::kernel::{PageRequest, Timestamp, id::mint};
use crate::testkit::TestMarket;
use crate::{db_test, demand};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};

async fn plan(kit: &TestMarket, sql: &str, values: Vec<Value>) -> String {
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"), values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn pages_of_listings_walk_an_index_in_order() {
    let kit = TestMarket::sqlite().await;
    let id = mint(Timestamp::from_millis(1));
    let next = PageRequest::after(Some(format!("1700000000000_{}", id.simple())), 24);
    let lists: [(&str, Option<Value>, &str); 5] = [
        ("", None, "listing_newest"),
        (cards::column_of("food"), Some("food".into()), "listing_root"),
        (cards::column_of("food/fish"), Some("food/fish".into()), "listing_branch"),
        (cards::column_of("food/fish/dried-fish"), Some("food/fish/dried-fish".into()), "listing_path"),
        ("l.shop_id", Some(id.into()), "listing_shop"),
    ];
    for (column, value, index) in lists {
        for request in [PageRequest::first(24), next.clone()] {
            let (sql, values) = cards::select(column, value.clone(), &request);
            let plan = plan(&kit, &sql, values).await;
            assert!(plan.contains(&format!("USING INDEX {index}")), "{column}: {plan}");
            // Without a condition the whole index of published listings is walked, newest first, until the page is full.
            let walks_newest = column.is_empty() && request.after.is_none();
            assert!(walks_newest || !plan.contains("SCAN l"), "{column}: {plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{column}: {plan}");
        }
    }
}

/// Where cards lie anywhere among millions, each page that one of them reads is another one, and has to be waited for.
#[tokio::test]
async fn a_card_reads_its_price_and_its_sales_in_indexes_alone() {
    let kit = TestMarket::sqlite().await;
    let listing: Value = ListingId::mint(Timestamp::from_millis(1)).uuid().into();
    let of_ids = format!("{} WHERE l.state = 'published' AND l.id IN ($1)", cards::CARDS);
    let (of_list, values) = cards::select(cards::column_of("food"), Some("food".into()), &PageRequest::first(24));
    for (sql, values) in [(of_ids, vec![listing]), (of_list, values)] {
        let plan = plan(&kit, &sql, values).await;
        for step in [
            "SEARCH v USING COVERING INDEX variant_listing (listing_id=?)",
            "SEARCH k USING PRIMARY KEY (variant_id=?)",
            "SEARCH c USING PRIMARY KEY (listing_id=?)",
        ] {
            assert!(plan.contains(step), "{step}: {plan}");
        }
    }
}

#[tokio::test]
async fn a_listings_page_reads_its_own_rows() {
    let kit = TestMarket::sqlite().await;
    let listing: Value = ListingId::mint(Timestamp::from_millis(1)).uuid().into();
    for sql in [page::HEAD, page::PARTS] {
        let plan = plan(&kit, sql, vec![listing.clone()]).await;
        for table in ["SCAN l", "SCAN v", "SCAN p", "SCAN k", "SCAN s"] {
            assert!(!plan.contains(table), "{plan}");
        }
    }
}

#[tokio::test]
async fn goods_that_a_job_has_chosen_are_read_one_by_one() {
    let kit = TestMarket::sqlite().await;
    let listing: Value = ListingId::mint(Timestamp::from_millis(1)).uuid().into();
    for (tail, value) in [(demand::queries::BEST, "food".into()), (demand::queries::COMPANIONS, listing)] {
        let plan = plan(&kit, &format!("{}{tail}", cards::CARDS), vec![value]).await;
        for table in ["SCAN l", "SCAN s", "SCAN p", "SCAN v", "SCAN c"] {
            assert!(!plan.contains(table), "{plan}");
        }
    }
}

db_test!(
    async fn what_a_shop_took_off_sale_is_read_along_its_own_listings(kit) {
        let id: Value = mint(Timestamp::from_millis(1)).into();
        let values = vec![id.clone(), 1_000_i64.into(), id, 0_i64.into()];
        if kit.market.backend() == DatabaseBackend::Sqlite {
            let plan = plan(&kit, store::TAKEN_OFF, values).await;
            assert!(plan.contains("SEARCH l USING INDEX listing_seller (shop_id=?)"), "{plan}");
            assert!(!plan.contains("SCAN l") && !plan.contains("TEMP B-TREE"), "{plan}");
            return;
        }
        // A table that is nearly empty is best read whole: what is asked here is what can be done where it is not.
        let tx = kit.market.begin("explain").await.unwrap();
        for other in ["seqscan", "bitmapscan", "sort"] {
            tx.execute_unprepared(&format!("SET LOCAL enable_{other} = off")).await.unwrap();
        }
        let sql = format!("EXPLAIN {}", store::TAKEN_OFF);
        let rows = tx.query_all_raw(Statement::from_sql_and_values(DatabaseBackend::Postgres, sql, values)).await.unwrap();
        let plan = rows.iter().map(|row| row.try_get::<String>("", "QUERY PLAN").unwrap()).collect::<Vec<_>>().join("\n");
        assert!(plan.contains("Index Scan Backward using listing_seller") && !plan.contains("Sort"), "{plan}");
    }
);

#[test]
fn ids_of_the_catalogue_do_not_pass_for_each_other() {
    let id = CategoryId::mint(Timestamp::from_millis(1)).to_string();
    assert!(id.starts_with("cat_") && id.parse::<ListingId>().is_err());
}
