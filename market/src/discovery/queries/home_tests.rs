//! The home page costs the same however many shops and goods there are, and no shop has all places.

use super::goods::{LOOKS, Looks, home_goods, home_goods_among, ids_of_home, instants};
use super::shops::{home_shops, of_home};
use super::stories::{chosen_sql, next_sql};
use crate::catalog::commands::hide_listing;
use crate::catalog::{ListingCard, ListingId};
use crate::db_test;
use crate::discovery::rules::HOME_LOOKS_BACK_HOURS;
use crate::kernel::Span;
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};

/// The last two shops are of the same person.
const SAME_HOLDER: &str = "UPDATE identity SET id_number_index = (SELECT i.id_number_index FROM identity i JOIN shop s ON s.id = i.shop_id \
WHERE s.handle = 'shop-2') WHERE shop_id = (SELECT id FROM shop WHERE handle = 'shop-1')";

/// How SQLite goes about a query.
async fn steps(kit: &TestMarket, sql: &str, values: Vec<Value>) -> Vec<String> {
    let statement = Statement::from_sql_and_values(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"), values);
    let rows = kit.market.db().query_all_raw(statement).await.unwrap();
    // Whether an index has all that is asked for is its own affair.
    let step = |detail: String| detail.replace("COVERING ", "");
    rows.iter().map(|row| step(row.try_get("", "detail").unwrap())).collect()
}

/// That what is asked is found by these steps, and by no walk through a table.
fn searches(steps: &[String], searches: &[&str]) {
    for search in searches {
        assert!(steps.iter().any(|step| step == search), "{search}: {steps:#?}");
    }
    let tables = ["o", "u", "d", "i", "j", "t", "n", "g", "l", "c", "p", "shop", "identity", "listing", "photo", "home_story"];
    let tables = tables.map(|name| format!("SCAN {name}"));
    let is_scan = |step: &String| tables.iter().any(|scan| step == scan || step.starts_with(&format!("{scan} ")));
    assert!(!steps.iter().any(is_scan), "{steps:#?}");
    // What was looked at, as much as it is; all shops are found by their ids.
    assert!(steps.iter().filter(|step| step.starts_with("SCAN s")).count() <= 1, "{steps:#?}");
}

#[tokio::test]
async fn the_home_page_walks_no_table() {
    let kit = TestMarket::sqlite().await;
    let values: [Value; 4] = [1.into(), 3.into(), 9.into(), 1.into()];
    let steps = steps(&kit, &of_home(), values.into()).await;
    let [checked, unchecked] =
        ["SEARCH o USING INDEX shop_opened_checked (opened_at>?)", "SEARCH u USING INDEX shop_opened_unchecked (opened_at>?)"];
    let [goods, cover] = ["SEARCH g USING INDEX listing_shop (shop_id=?)", "SEARCH l USING INDEX listing_shop (shop_id=?)"];
    let [day, shop] = ["SEARCH d USING INTEGER PRIMARY KEY (rowid<?)", "SEARCH t USING INDEX sqlite_autoindex_shop_1 (id=?)"];
    searches(&steps, &[checked, unchecked, goods, cover, day, shop]);
}

#[tokio::test]
async fn whoever_chooses_a_story_walks_no_table() {
    let kit = TestMarket::sqlite().await;
    let chosen = steps(&kit, &chosen_sql(), vec![1.into()]).await;
    searches(&chosen, &["SEARCH d USING INTEGER PRIMARY KEY (rowid=?)", "SEARCH t USING INDEX sqlite_autoindex_shop_1 (id=?)"]);
    let digest: Vec<u8> = vec![7; 32];
    let next = steps(&kit, &next_sql(), vec![digest.into(), 9.into(), 1.into()]).await;
    let [onward, again] =
        ["SEARCH i USING INDEX identity_number (id_number_index>?)", "SEARCH j USING INDEX identity_number (id_number_index<?)"];
    searches(&next, &[onward, again, "SEARCH s USING INDEX sqlite_autoindex_shop_1 (id=?)"]);
}

#[tokio::test]
async fn the_newest_goods_are_the_end_of_an_index() {
    let kit = TestMarket::sqlite().await;
    let steps = steps(&kit, &ids_of_home(LOOKS), instants(kit.market.now())).await;
    assert!(steps.iter().any(|step| step.starts_with("SCAN l USING INDEX listing_newest")), "{steps:#?}");
    let looks = steps.iter().filter(|step| *step == "SEARCH l USING INDEX listing_newest (published_at<?)").count();
    assert_eq!(looks, HOME_LOOKS_BACK_HOURS.len(), "{steps:#?}");
    assert!(!steps.iter().any(|step| step.starts_with("SCAN i") || step.starts_with("SCAN s")), "{steps:#?}");
    assert!(steps.iter().any(|step| step.starts_with("SEARCH b USING ")), "{steps:#?}");
    let is_walk = |step: &String| step.starts_with("SCAN b") || step.starts_with("SCAN g") || step.contains("TEMP B-TREE");
    assert!(!steps.iter().any(is_walk), "{steps:#?}");
}

fn ids(cards: &[ListingCard]) -> Vec<ListingId> {
    cards.iter().map(|card| card.listing).collect()
}

db_test!(
    async fn a_shop_that_lists_much_does_not_own_the_home_page(kit) {
        let mut staff = Vec::new();
        for number in 0..3 {
            let owner = kit.person("Ana").create().await;
            staff.push(kit.shop(&format!("shop-{number}"), &owner).create().await);
        }
        // The last shop lists last, and most.
        let mut listed = Vec::new();
        for shop in [0, 0, 0, 1, 2, 2, 2, 2] {
            listed.push(kit.listing(&staff[shop]).create().await.listing);
            kit.clock.advance(Span::seconds(1));
        }
        let in_order = |places: &[usize]| places.iter().map(|place| listed[*place]).collect::<Vec<_>>();
        let goods = home_goods(&kit.market, 5, 4).await.unwrap();
        assert_eq!(ids(&goods.newest), in_order(&[7, 6, 3, 2, 1]), "two of each, by their age");
        assert!(goods.has_more);
        let goods = home_goods(&kit.market, 7, 4).await.unwrap();
        assert_eq!(ids(&goods.newest), in_order(&[7, 6, 3, 2, 1, 5, 4]), "and the rest where places are left");
        hide_listing(&kit.market, &staff[2], listed[7]).await.unwrap();
        let goods = home_goods(&kit.market, 7, 4).await.unwrap();
        assert_eq!(ids(&goods.newest), in_order(&[6, 5, 3, 2, 1, 4, 0]), "those on sale");
        assert!(!goods.has_more);
    }
);

db_test!(
    async fn a_shop_that_lists_more_at_once_than_is_looked_at_leaves_the_others_their_places(kit) {
        let mut listed = Vec::new();
        for (number, goods) in [(0, 1), (1, 50)] {
            let owner = kit.person("Ana").create().await;
            let staff = kit.shop(&format!("shop-{number}"), &owner).create().await;
            for _ in 0..goods {
                listed.push(kit.listing(&staff).create().await.listing);
                kit.clock.advance(Span::seconds(1));
            }
            kit.clock.advance(Span::hours(3));
        }
        let of = async |looks| ids(&home_goods_among(&kit.market, 3, 4, looks).await.unwrap().newest);
        let in_order = |places: [usize; 3]| places.map(|place| listed[place]);
        assert_eq!(of(LOOKS).await, in_order([50, 49, 0]));
        assert_eq!(of(Looks { newest: 4, before: 2 }).await, in_order([50, 49, 0]), "the newest four are all of one shop");
        assert_eq!(of(Looks { newest: 4, before: 0 }).await, in_order([50, 49, 48]), "who would not look back would see no others");
    }
);

db_test!(
    async fn whoever_holds_two_shops_has_the_places_of_one(kit) {
        let mut listed = Vec::new();
        for number in 0..3 {
            let owner = kit.person("Ana").create().await;
            let staff = kit.shop(&format!("shop-{number}"), &owner).approved().create().await;
            for _ in 0..2 {
                listed.push(kit.listing(&staff).create().await.listing);
                kit.clock.advance(Span::seconds(1));
            }
        }
        let shelf = async || ids(&home_goods(&kit.market, 4, 4).await.unwrap().newest);
        let in_order = |places: [usize; 4]| places.map(|place| listed[place]);
        assert_eq!(shelf().await, in_order([5, 4, 3, 2]));
        let db = kit.market.db();
        db.execute_unprepared(SAME_HOLDER).await.unwrap();
        assert_eq!(shelf().await, in_order([5, 4, 1, 0]), "two of theirs stand before those of others");
        db.execute_unprepared("UPDATE shop SET verification = 'waiting' WHERE handle = 'shop-1'").await.unwrap();
        assert_eq!(shelf().await, in_order([5, 4, 3, 1]), "a number that nobody has looked at may be somebody else's");
    }
);

db_test!(
    async fn shops_that_nobody_has_approved_do_not_fill_the_home_page(kit) {
        let mut listed = Vec::new();
        for (number, goods) in [(0, 4), (1, 2), (2, 2), (3, 2)] {
            let (owner, handle) = (kit.person("Ana").create().await, format!("shop-{number}"));
            let shop = kit.shop(&handle, &owner);
            let staff = if number == 0 { shop.approved().create().await } else { shop.create().await };
            for _ in 0..goods {
                listed.push(kit.listing(&staff).create().await.listing);
                kit.clock.advance(Span::seconds(1));
            }
        }
        let shelf = async |places| ids(&home_goods(&kit.market, places, 4).await.unwrap().newest);
        let in_order = |places: &[usize]| places.iter().map(|place| listed[*place]).collect::<Vec<_>>();
        assert_eq!(shelf(5).await, in_order(&[9, 3, 2, 1, 0]), "one of five, and the rest to whom somebody looked at");
        assert_eq!(shelf(10).await, in_order(&[9, 8, 3, 2, 1, 0, 7, 6, 5, 4]), "what is left is theirs");
        let newest = async |places| {
            let shops = home_shops(&kit.market, places).await.unwrap().opened.into_iter();
            shops.map(|shop| shop.handle).collect::<Vec<_>>()
        };
        assert_eq!(newest(3).await, ["shop-3", "shop-0", "shop-2"]);
        let db = kit.market.db();
        db.execute_unprepared("UPDATE shop SET verification = 'approved' WHERE handle = 'shop-1'").await.unwrap();
        assert_eq!(newest(3).await, ["shop-3", "shop-1", "shop-0"]);
        db.execute_unprepared("UPDATE shop SET verification = 'waiting'").await.unwrap();
        assert_eq!(newest(3).await, ["shop-3", "shop-2", "shop-1"], "an empty page serves nobody");
        assert_eq!(shelf(5).await, in_order(&[9, 8, 7, 6, 5]));
    }
);

db_test!(
    async fn the_newest_shops_come_first_also_of_one_moment(kit) {
        for number in 0..5 {
            let owner = kit.person("Ana").create().await;
            let staff = kit.shop(&format!("shop-{number}"), &owner).create().await;
            kit.listing(&staff).create().await;
            if number % 2 == 0 {
                kit.clock.advance(Span::minutes(1));
            }
        }
        let shops = home_shops(&kit.market, 5).await.unwrap().opened.into_iter();
        let mut opened: Vec<_> = shops.map(|shop| shop.handle).collect();
        assert_eq!(opened.len(), 5);
        // Of one moment either may be the first.
        opened[..2].sort();
        opened[2..4].sort();
        assert_eq!(opened, ["shop-3", "shop-4", "shop-1", "shop-2", "shop-0"]);
    }
);

db_test!(
    async fn of_several_new_shops_of_one_holder_the_newest_with_goods_has_a_place(kit) {
        let mut goods = Vec::new();
        for number in 0..3 {
            let owner = kit.person("Ana").create().await;
            let staff = kit.shop(&format!("shop-{number}"), &owner).approved().create().await;
            goods.push((kit.listing(&staff).create().await.listing, staff));
            kit.clock.advance(Span::seconds(1));
        }
        let opened = async || {
            let shops = home_shops(&kit.market, 2).await.unwrap().opened.into_iter();
            shops.map(|shop| shop.handle).collect::<Vec<_>>()
        };
        assert_eq!(opened().await, ["shop-2", "shop-1"]);
        let db = kit.market.db();
        db.execute_unprepared(SAME_HOLDER).await.unwrap();
        assert_eq!(opened().await, ["shop-2", "shop-0"], "the other place is another's");
        for handle in ["shop-1", "shop-2"] {
            let waits = format!("UPDATE shop SET verification = 'waiting' WHERE handle = '{handle}'");
            db.execute_unprepared(&waits).await.unwrap();
            assert_eq!(opened().await, ["shop-2", "shop-1"], "a number that nobody has looked at may be somebody else's");
            db.execute_unprepared("UPDATE shop SET verification = 'approved'").await.unwrap();
        }
        let (listing, staff) = &goods[2];
        hide_listing(&kit.market, staff, *listing).await.unwrap();
        assert_eq!(opened().await, ["shop-1", "shop-0"], "where there is nothing to buy nobody is sent");
    }
);

db_test!(
    async fn best_sellers_stand_in_their_order_also_where_they_are_new(kit) {
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop("ana", &owner).create().await;
        let mut listed = Vec::new();
        for _ in 0..3 {
            listed.push(kit.listing(&staff).create().await);
            kit.clock.advance(Span::seconds(1));
        }
        let db = kit.market.db();
        let in_order = |places: [usize; 3]| places.map(|place| listed[place].listing);
        for (listing, position) in in_order([2, 0, 1]).into_iter().zip(0_i64..) {
            let sql = "INSERT INTO best_seller (scope, position, listing_id) VALUES ('', $1, $2)";
            let values = [position.into(), listing.uuid().into()];
            db.execute_raw(Statement::from_sql_and_values(kit.market.backend(), sql, values)).await.unwrap();
        }
        let sql = "UPDATE stock SET on_hand = held WHERE variant_id = $1";
        let values = [listed[2].variant().uuid().into()];
        db.execute_raw(Statement::from_sql_and_values(kit.market.backend(), sql, values)).await.unwrap();
        let goods = home_goods(&kit.market, 20, 1).await.unwrap();
        assert_eq!(ids(&goods.newest), in_order([2, 1, 0]));
        assert_eq!(ids(&goods.best.cards), [listed[0].listing], "the first that can be bought");
        assert_eq!(goods.best.kept, in_order([2, 0, 1]), "those too that are sold out");
    }
);
