//! What pages put forward is left out while nobody can buy it, and is back on the next page when somebody can.

use super::House;
use super::category::more;
use app_kit::routes;
use market::catalog::commands::{hide_listing, publish_listing};
use market::catalog::queries::categories;
use market::kernel::Span;
use sea_orm::{ConnectionTrait, Statement, Value};

const HAM: &str = "Ham with green tea";
const POT: &str = "Teapot";
/// One more than the home page has places for the newest goods.
const NEWER: usize = 21;
pub(super) const BEST: &str = "INSERT INTO best_seller (scope, position, listing_id) VALUES ($1, 0, $2)";
const TOGETHER: &str = "INSERT INTO bought_together (listing_id, position, other_id) VALUES ($1, 0, $2)";
const PICTURE: &str = "UPDATE photo SET renditions = REPLACE(renditions, $1, $2) WHERE listing_id = $3";
const STOCK: &str =
    "UPDATE stock SET on_hand = held + $1 WHERE variant_id IN (SELECT v.id FROM variant v WHERE v.listing_id = $2)";

pub(super) async fn write(house: &House, sql: &str, values: Vec<Value>) {
    let tx = house.kit.market.begin("test").await.expect("a transaction");
    tx.execute_raw(Statement::from_sql_and_values(house.kit.market.backend(), sql, values)).await.expect("rows");
    tx.commit().await.expect("committed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_forward_comes_back_with_its_stock() {
    let house = House::open().await;
    let kit = &house.kit;
    let tree = categories(&kit.market).await.expect("a tree");
    let category = tree.iter().find(|category| category.slug == "ham").expect("ham");
    let pot = kit.listing(&house.staff).title(POT).create().await.listing;
    kit.clock.advance(Span::seconds(1));
    for _ in 0..NEWER {
        kit.listing(&house.staff).create().await;
    }
    let ham = kit.listing(&house.staff).title(HAM).category(category.id).create().await.listing;
    for scope in [String::new(), category.path.clone()] {
        write(&house, BEST, vec![scope.into(), pot.uuid().into()]).await;
    }
    write(&house, TOGETHER, vec![ham.uuid().into(), pot.uuid().into()]).await;
    house.settle().await;

    let product = routes::product(&ham.to_string(), HAM);
    let pages = ["/", "/c/ham", product.as_str()];
    for path in pages {
        assert!(house.page(path).await.contains(POT), "{path}: it is shown for what people buy, and for nothing else");
    }
    for _ in 0..2 {
        write(&house, STOCK, vec![0_i64.into(), pot.uuid().into()]).await;
        for path in pages {
            assert!(!house.page(path).await.contains(POT), "{path}: sold out");
        }
        write(&house, STOCK, vec![5_i64.into(), pot.uuid().into()]).await;
        for path in pages {
            assert!(house.page(path).await.contains(POT), "{path}: restocked, and nobody waits for a minute");
        }
    }
    hide_listing(&kit.market, &house.staff, pot).await.expect("hidden");
    assert!(!house.page(&product).await.contains(POT), "hidden");
    publish_listing(&kit.market, &house.staff, pot).await.expect("published");
    assert!(house.page(&product).await.contains(POT), "published again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_has_the_picture_of_its_newest_goods_where_those_are_not_shown_too() {
    let house = House::open().await;
    let mut newest = house.kit.listing(&house.staff).create().await.listing;
    for _ in 0..24 {
        house.kit.clock.advance(Span::seconds(1));
        newest = house.kit.listing(&house.staff).create().await.listing;
    }
    let further = more(&house.page("/s/danqing").await);
    // Files are called by their width, with zeros before it.
    let [before, after] = ["0", "f"].map(|digit| digit.repeat(29));
    let page = house.page(&further).await;
    assert!(page.contains(&before) && !page.contains(&after));
    write(&house, PICTURE, vec![before.into(), after.clone().into(), newest.uuid().into()]).await;
    assert!(house.page(&further).await.contains(&after), "nobody waits for a minute");
}
