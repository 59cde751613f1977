//! What pages ask the database.

use super::{House, TEA};
use app_kit::routes;
use market::catalog::queries::categories;
use sea_orm::{ConnectionTrait, Statement};

/// Of a page that is in no memory. What nearly all of them show lies on the shelf.
const QUERIES_MAX: u64 = 3;
const TITLE: &str = "Ham with green tea";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_three_queries_at_most_and_none_once_it_is_in_memory() {
    let house = House::open().await;
    let kit = &house.kit;
    let tree = categories(&kit.market).await.expect("a tree");
    let ham = tree.iter().find(|category| category.slug == "ham").expect("ham").id;
    let listing = kit.listing(&house.staff).title(TITLE).category(ham).create().await.listing;
    let other = kit.listing(&house.staff).title("Teapot").create().await.listing;
    let sql = "INSERT INTO bought_together (listing_id, position, other_id) VALUES ($1, 0, $2)";
    let values = [listing.uuid().into(), other.uuid().into()];
    let tx = kit.market.begin("test").await.expect("a transaction");
    tx.execute_raw(Statement::from_sql_and_values(kit.market.backend(), sql, values)).await.expect("a row");
    tx.commit().await.expect("committed");
    house.settle().await;
    house.app.shelved().await.expect("a shelf");

    let in_shop = format!("{TEA}&shop=danqing");
    let product = routes::product(&listing.to_string(), TITLE);
    for path in ["/", "/c", "/c/ham", TEA, in_shop.as_str(), "/s/danqing", product.as_str()] {
        let before = kit.queries();
        let page = house.page(path).await;
        let asked = kit.queries() - before;
        assert!((1..=QUERIES_MAX).contains(&asked), "{path}: {asked} queries");
        assert_eq!(house.page(path).await, page, "{path}");
        assert_eq!(kit.queries() - before, asked, "{path}: from memory");
    }
}
