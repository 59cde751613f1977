//! What an index is fed with is read along indexes, each document says what its own shop is, and no text is another one on its way.

use super::documents::{AFTER, documents_after, documents_sql, tree};
use super::sellers::{holder_number, holder_of, sellers_sql};
use crate::catalog::ListingId;
use crate::db_test;
use crate::discovery::types::SearchDocument;
use crate::kernel::Span;
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};
use uuid::Uuid;

/// The second shop is of the same person as the first.
const SAME_HOLDER: &str = "UPDATE identity SET id_number_index = (SELECT i.id_number_index FROM identity i JOIN shop s ON s.id = i.shop_id \
WHERE s.handle = 'first') WHERE shop_id = (SELECT id FROM shop WHERE handle = 'second')";

/// How SQLite goes about a query.
async fn steps(kit: &TestMarket, sql: &str, values: Vec<Value>) -> Vec<String> {
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"), values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect()
}

async fn all(kit: &TestMarket) -> Vec<SearchDocument> {
    let tree = tree(&kit.market).await.unwrap();
    documents_after(&kit.market, &tree, ListingId::from_uuid(Uuid::nil())).await.unwrap().documents
}

#[tokio::test]
async fn a_step_of_a_walk_reads_its_own_listings_and_their_shops_only() {
    let kit = TestMarket::sqlite().await;
    let walk = documents_sql(kit.market.db(), AFTER);
    let walk = steps(&kit, &walk, vec![Uuid::nil().into(), 9.into()]).await;
    let shops = steps(&kit, &sellers_sql(2), vec![Uuid::nil().into(), Uuid::nil().into()]).await;
    for (steps, search) in [
        (&walk, "SEARCH l USING INDEX sqlite_autoindex_listing_1 (id>?)"),
        (&walk, "SEARCH v USING COVERING INDEX variant_listing (listing_id=?)"),
        (&walk, "SEARCH k USING PRIMARY KEY (variant_id=?)"),
        (&walk, "SEARCH c USING PRIMARY KEY (listing_id=?)"),
        (&walk, "SEARCH z USING INDEX freight_zone_template (template_id=?)"),
        (&shops, "SEARCH s USING INDEX sqlite_autoindex_shop_1 (id=?)"),
        (&shops, "SEARCH mine USING INDEX identity_current (shop_id=?)"),
        (&shops, "SEARCH other USING INDEX identity_number (id_number_index=?)"),
    ] {
        assert!(steps.iter().any(|step| step == search), "{search}: {steps:#?}");
    }
    // What is walked is the step itself, in the order in which the index gives it.
    assert!(
        !walk.iter().any(|step| step.contains("TEMP B-TREE") || (step.starts_with("SCAN ") && step != "SCAN g")),
        "{walk:#?}"
    );
    assert!(!shops.iter().any(|step| step.starts_with("SCAN ")), "{shops:#?}");
}

db_test!(
    async fn each_document_of_a_step_has_its_own_shop_though_each_shop_is_read_once(kit) {
        let mut shops = Vec::new();
        for handle in ["first", "second", "other"] {
            let owner = kit.person("Ana").create().await;
            shops.push(kit.shop(handle, &owner).approved().create().await);
            kit.clock.advance(Span::days(1));
        }
        let db = kit.market.db();
        db.execute_unprepared(SAME_HOLDER).await.unwrap();
        for (handle, orders, sales) in [("first", 20, 7), ("second", 5, 3)] {
            let worked = format!(
                "INSERT INTO shop_standing (shop_id, orders, shipped_fast, troubled, cases, answered, sales, reckoned_at) \
                 SELECT id, {orders}, {orders}, 0, 0, 0, {sales}, 1 FROM shop WHERE handle = '{handle}'"
            );
            db.execute_unprepared(&worked).await.unwrap();
        }
        // The goods of one do not lie together.
        for shop in [0, 1, 2, 1, 0] {
            kit.listing(&shops[shop]).create().await;
            kit.clock.advance(Span::seconds(1));
        }
        let documents = all(&kit).await;
        let since: Vec<i64> = documents.iter().map(|document| document.held_since).collect();
        let seen: Vec<_> = documents
            .into_iter()
            .map(|document| (document.shop, document.shop_name, document.holder, document.standing.orders, document.standing.sales))
            .collect();
        let ids = [0, 1, 2].map(|shop: usize| shops[shop].shop());
        let holder = |oldest: usize| Some(holder_number(&kit.market, ids[oldest].uuid()));
        let first = (ids[0], "Shop first".to_owned(), holder(0), 20, 10);
        let second = (ids[1], "Shop second".to_owned(), holder(0), 5, 10);
        let other = (ids[2], "Shop other".to_owned(), holder(2), 0, 0);
        assert_eq!(seen, [first.clone(), second.clone(), other, second, first], "what is the holder's both have, and no more");
        assert_eq!(since[..2], since[3..]);
        assert!(since[0] == since[1] && since[0] < since[2], "{since:?}");
        assert_eq!(holder_of(&kit.market, ids[1]).await.unwrap(), holder(0), "as its owner is told");
        assert!(holder(0) != holder(2) && holder(0) != Some(ids[0].uuid().as_u128()), "and nobody else can tell");
    }
);

db_test!(
    async fn a_text_is_fed_as_it_was_typed(kit) {
        let staff = kit.shop("danqing", &kit.person("Ana").create().await).create().await;
        let listing = kit.listing(&staff).create().await.listing;
        let typed = "\"腊肉\" \\u0041 \\ 'n' [1, {}] </b>\n\t\u{1}\u{7f}\u{2028} 🌶️";
        let sql = "UPDATE listing SET title = $1, description = $2, maker = $3, place = $4 WHERE id = $5";
        let values = [typed.into(), typed.into(), typed.into(), typed.into(), listing.uuid().into()];
        let statement = Statement::from_sql_and_values(kit.market.backend(), sql, values);
        kit.market.db().execute_raw(statement).await.unwrap();
        let fed = all(&kit).await.remove(0);
        assert_eq!([fed.title, fed.description, fed.maker, fed.place], [typed; 4]);
        assert_eq!(fed.listing, listing);
    }
);
