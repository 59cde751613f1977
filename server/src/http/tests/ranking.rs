//! What everybody can read of how places are given: who was seen and who was not, and what was changed of the numbers.

use super::House;
use app_kit::request::day_of;
use http::header;
use market::discovery::commands::set_search;
use market::discovery::exposure::{Counted, count_exposure};
use market::discovery::{PlaceKind, Shown};
use market::kernel::Span;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn shops_of_which_nothing_was_shown_are_told() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let listing = kit.listing(&house.staff).create().await.listing;
    for number in 0..3 {
        let staff = kit.shop(&format!("new-{number}"), &kit.person("Ben").create().await).create().await;
        kit.listing(&staff).create().await;
    }
    let shown = Shown { listing, place: PlaceKind::Ranked };
    count_exposure(market, &[Counted { day: day_of(market.now()), shown, views: 5, opens: 0 }]).await.expect("a sum");
    let page = house.page("/rules/exposure").await;
    for told in ["25.0 % of these shops were seen", "1 · 25.0 %", "3 · 75.0 %"] {
        assert!(page.contains(told), "{told}");
    }
    let (_, _, page) = house.ask_as("/rules/exposure", &[(header::COOKIE, "lang=zh")]).await;
    assert!(page.contains("这些店中有 25.0 % 被看见过") && page.contains("3 · 75.0 %"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_summed_up_is_told_while_nothing_can_be_read() {
    let House { kit, app, .. } = House::open().await;
    let first = app.exposure.look(&kit.market).await.expect("sums");
    let clock = kit.clock.clone();
    // From here on the database is away.
    let _frozen = kit.freeze().await;
    clock.advance(Span::minutes(10));
    let last = app.exposure.look(&app.market).await.expect("the last sums");
    assert!(Arc::ptr_eq(&last, &first));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_was_set_and_set_back_is_told() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let operator = kit.person("Olga Ivanova").operator().create().await.operator().expect("an operator");
    assert!(house.page("/rules/ranking").await.contains("Nothing has been changed here"));
    for slots in ["0", "2"] {
        kit.clock.advance(Span::hours(1));
        set_search(market, &operator, "", &[("slots".to_owned(), slots.to_owned())]).await.expect("settings");
    }
    assert!(house.page("/rules").await.contains("href=\"/rules/ranking\""));
    let page = house.page("/rules/ranking").await;
    let told = [" from 0 to 2", " from 2 to 0"].map(|told| page.find(told));
    assert!(told[0].is_some() && told[0] < told[1], "the latest first: {told:?}");
    assert!(!page.contains("Olga") && !page.contains("rel=\"next\""));
    let (_, _, page) = house.ask_as("/rules/ranking", &[(header::COOKIE, "lang=zh")]).await;
    assert!(page.contains("每页由新店、小店轮流占用的位置数：由 2 改为 0"));

    for number in 0..20 {
        kit.clock.advance(Span::hours(1));
        let days = [("new_days".to_owned(), number.to_string())];
        set_search(market, &operator, "", &days).await.expect("settings");
    }
    let page = house.page("/rules/ranking").await;
    assert!(!page.contains("from 2 to 0"));
    let next = page.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let behind = house.page(next).await;
    assert!(behind.contains("from 2 to 0") && behind.contains("from 0 to 2") && !behind.contains("rel=\"next\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_seen_can_be_read_where_no_place_rotates() {
    let house = House::open().await;
    let operator = house.kit.person("Olga").operator().create().await.operator().expect("an operator");
    set_search(&house.kit.market, &operator, "", &[("slots".to_owned(), "0".to_owned())]).await.expect("settings");
    let page = house.page("/rules").await;
    assert!(page.contains("No places rotate at the moment") && page.contains("href=\"/rules/exposure\""));
}
