//! What pages ask the database.

use super::{BROWSER, House, TEA};
use app_kit::routes;
use http::{StatusCode, header};
use market::catalog::ListingId;
use market::catalog::commands::rename_category;
use market::catalog::queries::categories;
use sea_orm::{ConnectionTrait, Statement};

/// Of a page that is in no memory. What nearly all of them show lies on the shelf, which a job keeps true.
const QUERIES_MAX: u64 = 3;
/// What was committed since somebody last asked: whoever comes first after a commit reads it.
const NEWS: u64 = 1;
/// The tree, attributes and their choices, the numbers in force and those that are announced: read by whoever comes after a change of
/// theirs and before the job.
const SHELF: u64 = 5;
const TITLE: &str = "Ham with green tea";

/// Ham that is bought together with a teapot.
async fn ham(house: &House) -> ListingId {
    let kit = &house.kit;
    let tree = categories(&kit.market).await.expect("a tree");
    let category = tree.iter().find(|category| category.slug == "ham").expect("ham").id;
    let listing = kit.listing(&house.staff).title(TITLE).category(category).create().await.listing;
    let other = kit.listing(&house.staff).title("Teapot").create().await.listing;
    let sql = "INSERT INTO bought_together (listing_id, position, other_id) VALUES ($1, 0, $2)";
    let values = [listing.uuid().into(), other.uuid().into()];
    let tx = kit.market.begin("test").await.expect("a transaction");
    tx.execute_raw(Statement::from_sql_and_values(kit.market.backend(), sql, values)).await.expect("a row");
    tx.commit().await.expect("committed");
    house.settle().await;
    listing
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_three_queries_at_most_and_none_once_it_is_in_memory() {
    let house = House::open().await;
    let (kit, listing) = (&house.kit, ham(&house).await);
    let in_shop = format!("{TEA}&shop=danqing");
    let product = routes::product(&listing.to_string(), TITLE);
    for path in ["/", "/c", "/c/ham", TEA, in_shop.as_str(), "/s/danqing", product.as_str()] {
        house.app.look_around().await.expect("the job's round");
        let before = kit.queries();
        let page = house.page(path).await;
        let asked = kit.queries() - before;
        assert!((1..=QUERIES_MAX).contains(&asked), "{path}: {asked} queries");
        assert_eq!(house.page(path).await, page, "{path}");
        assert_eq!(kit.queries() - before, asked, "{path}: from memory");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_goods_ask_for_is_counted() {
    let house = House::open().await;
    let listing = ham(&house).await;
    let path = routes::product(&listing.to_string(), TITLE);
    // As a request in one of the languages asks for it, from the first query to the last.
    let asked = async |language: &str| {
        let before = house.kit.queries();
        let headers = [(header::USER_AGENT, BROWSER), (header::ACCEPT_LANGUAGE, language)];
        let (status, ..) = house.ask_as(&path, &headers).await;
        assert_eq!(status, StatusCode::OK, "{language}");
        house.kit.queries() - before
    };
    let commit = async || {
        house.kit.person("Somebody").create().await;
    };
    house.app.look_around().await.expect("the job's round");
    commit().await;
    let first = asked("en").await;
    assert!((NEWS + 1..=QUERIES_MAX).contains(&first), "{first} queries, with what is new");
    commit().await;
    assert_eq!((asked("en").await, asked("en").await), (NEWS, 0), "from memory");

    let operator = house.kit.operator().await;
    let tree = categories(&house.kit.market).await.expect("a tree");
    let category = tree.iter().find(|category| category.slug == "ham").expect("ham");
    rename_category(&house.kit.market, &operator, category.id, ["Cured ham", "火腿"]).await.expect("renamed");
    let right_after = asked("zh").await;
    assert!((NEWS + 2..=QUERIES_MAX + SHELF).contains(&right_after), "{right_after} queries before the job's round");
    house.app.look_around().await.expect("the job's round");
    assert_eq!(asked("zh").await, 0, "nobody reads again what was read");
    rename_category(&house.kit.market, &operator, category.id, ["Ham", "火腿"]).await.expect("renamed");
    house.app.look_around().await.expect("the job's round");
    let behind = asked("zh").await;
    assert!(behind <= QUERIES_MAX, "{behind} queries behind the job's round");
}
