//! Each shop that has a story has its day on the home page; a story stays for as long as there are goods listed behind it, and of two who
//! choose at once one is heard.

use super::queries::{chosen_story, home_shops, next_story};
use super::rules::{HOME_SHOPS_MAX, story_day};
use super::stories::{choose_story, choose_story_among, put};
use crate::catalog::ListingId;
use crate::catalog::commands::{hide_listing, publish_listing};
use crate::db_test;
use crate::kernel::Span;
use crate::shop::ShopStaff;
use crate::testkit::TestMarket;
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeMap;

const STORY: &str = "UPDATE shop SET story = 'A story that is long enough to be told on the home page.'";

/// So many shops, each with a story and goods.
async fn shops(kit: &TestMarket, count: usize) -> Vec<(ShopStaff, ListingId)> {
    let mut shops = Vec::new();
    for number in 0..count {
        let owner = kit.person("Ana").create().await;
        let staff = kit.shop(&format!("shop-{number}"), &owner).create().await;
        let listing = kit.listing(&staff).create().await.listing;
        shops.push((staff, listing));
    }
    kit.market.db().execute_unprepared(STORY).await.unwrap();
    shops
}

/// The handle of the shop whose story the home page tells.
async fn told(kit: &TestMarket) -> Option<String> {
    home_shops(&kit.market, 3).await.unwrap().story.map(|shop| shop.handle)
}

/// As many days as are kept.
async fn days(kit: &TestMarket) -> i64 {
    let statement = Statement::from_string(kit.market.backend(), "SELECT COUNT(*) AS days FROM home_story");
    kit.market.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "days").unwrap()
}

db_test!(
    async fn in_a_large_market_every_story_is_told(kit) {
        shops(&kit, 5).await;
        let mut days_of: BTreeMap<String, u32> = BTreeMap::new();
        for _ in 0..60 {
            choose_story_among(&kit.market, 2).await.unwrap();
            *days_of.entry(told(&kit).await.unwrap()).or_default() += 1;
            kit.clock.advance(Span::days(1));
        }
        assert_eq!(days_of.len(), 5, "two are looked at each day, and on some day each: {days_of:?}");
        assert_eq!(days(&kit).await, 31, "the last ones");
    }
);

db_test!(
    async fn a_story_stands_for_its_day_and_until_another_one_is_chosen(kit) {
        assert!(!choose_story(&kit.market).await.unwrap(), "there is nobody yet");
        shops(&kit, 3).await;
        assert_eq!(told(&kit).await, None, "nobody has chosen yet");
        assert!(choose_story(&kit.market).await.unwrap());
        let first = told(&kit).await;
        assert!(first.is_some() && !choose_story(&kit.market).await.unwrap(), "one was chosen");
        // Another shop more is another turn, from the next day on.
        let owner = kit.person("Bo").create().await;
        let newest = kit.shop("newest", &owner).create().await;
        kit.listing(&newest).create().await;
        kit.market.db().execute_unprepared(STORY).await.unwrap();
        assert!(!choose_story(&kit.market).await.unwrap());
        assert_eq!(told(&kit).await, first);
        kit.clock.advance(Span::days(1));
        assert_eq!(told(&kit).await, first, "an empty place tells nothing");
        let mut told_of = BTreeMap::new();
        for _ in 0..4 {
            assert!(choose_story(&kit.market).await.unwrap());
            *told_of.entry(told(&kit).await).or_insert(0) += 1;
            kit.clock.advance(Span::days(1));
        }
        assert!(told_of.len() == 4 && !told_of.contains_key(&None::<String>), "each of the four has its day: {told_of:?}");
    }
);

db_test!(
    async fn a_shop_that_lists_nothing_or_tells_nothing_leaves_the_day_to_another(kit) {
        let shops = shops(&kit, 2).await;
        choose_story(&kit.market).await.unwrap();
        let first = told(&kit).await.unwrap();
        let place = usize::from(first == "shop-1");
        let other = ["shop-1", "shop-0"][place];
        let (staff, listing) = &shops[place];
        hide_listing(&kit.market, staff, *listing).await.unwrap();
        assert_eq!(told(&kit).await, None, "where nothing is listed nobody is sent");
        assert!(choose_story(&kit.market).await.unwrap());
        assert_eq!(told(&kit).await.as_deref(), Some(other));
        publish_listing(&kit.market, staff, *listing).await.unwrap();
        assert!(!choose_story(&kit.market).await.unwrap(), "nobody takes the day back");
        assert_eq!(told(&kit).await.as_deref(), Some(other));
        let takes = format!("UPDATE shop SET story = 'A slogan.' WHERE handle = '{other}'");
        kit.market.db().execute_unprepared(&takes).await.unwrap();
        assert_eq!(told(&kit).await, None, "a slogan is no story");
        assert!(choose_story(&kit.market).await.unwrap());
        assert_eq!(told(&kit).await, Some(first));
        kit.market.db().execute_unprepared("UPDATE shop SET story = ''").await.unwrap();
        assert!(!choose_story(&kit.market).await.unwrap(), "there is no other one");
        assert_eq!(told(&kit).await, None);
    }
);

db_test!(
    async fn a_shop_that_is_sold_out_keeps_its_day(kit) {
        shops(&kit, 2).await;
        assert!(choose_story(&kit.market).await.unwrap());
        let first = told(&kit).await;
        kit.market.db().execute_unprepared("UPDATE stock SET on_hand = held").await.unwrap();
        assert!(!choose_story(&kit.market).await.unwrap(), "its goods are listed");
        assert!(first.is_some() && told(&kit).await == first);
    }
);

db_test!(
    async fn of_two_who_choose_at_once_one_is_heard(kit) {
        let shops = shops(&kit, 4).await;
        let (market, twin) = (&kit.market, kit.twin().await);
        let both = tokio::join!(choose_story(market), choose_story(&twin));
        assert!(both.0.unwrap() != both.1.unwrap(), "one of them has chosen, and both the same");
        assert_eq!(days(&kit).await, 1);
        let day = story_day(market.now()).day;
        let chosen = chosen_story(market, day).await.unwrap().unwrap().shop_id;
        let others: Vec<_> = shops.iter().map(|(staff, _)| staff.shop().uuid()).filter(|shop| *shop != chosen).collect();
        let now = async || chosen_story(market, day).await.unwrap().unwrap().shop_id;
        assert!(!put(&twin, day, others[0], None).await.unwrap(), "it has seen nobody there, and comes too late");
        assert_eq!(now().await, chosen);
        let seen = async || chosen_story(market, day).await.unwrap();
        let (one, other) = (seen().await, seen().await);
        assert!(put(market, day, others[1], one).await.unwrap());
        assert!(!put(&twin, day, others[2], other).await.unwrap(), "what it has seen is there no more");
        assert_eq!(now().await, others[1]);
    }
);

db_test!(
    async fn a_clock_that_ran_ahead_chooses_for_its_own_day(kit) {
        shops(&kit, 3).await;
        let ahead = kit.twin_at(kit.market.now().after(Span::days(400))).await;
        assert!(choose_story(&ahead).await.unwrap());
        assert_eq!(told(&kit).await, None, "that is not today");
        assert!(choose_story(&kit.market).await.unwrap());
        let first = told(&kit).await;
        assert!(first.is_some() && !choose_story(&ahead).await.unwrap());
        assert_eq!(told(&kit).await, first, "each has its own day");
        kit.clock.advance(Span::days(400));
        assert!(!choose_story(&kit.market).await.unwrap(), "that day was chosen long ago");
    }
);

db_test!(
    async fn a_clock_that_is_days_ahead_takes_nothing_from_today(kit) {
        let shops = shops(&kit, 3).await;
        let (market, today) = (&kit.market, story_day(kit.market.now()));
        let again = next_story(market, today.clone(), HOME_SHOPS_MAX).await.unwrap().unwrap();
        let chosen = shops.iter().map(|(staff, _)| staff.shop().uuid()).find(|shop| *shop != again).unwrap();
        assert!(put(market, today.day, chosen, None).await.unwrap(), "another one than would be chosen again");
        for days in [2, 40, 400] {
            let ahead = kit.twin_at(market.now().after(Span::days(days))).await;
            assert!(choose_story(&ahead).await.unwrap());
            assert!(!choose_story(market).await.unwrap(), "{days} days ahead");
            let stands = chosen_story(market, today.day).await.unwrap().map(|story| story.shop_id);
            assert_eq!(stands, Some(chosen), "{days} days ahead");
        }
    }
);
