//! What everybody can read of how places are given: who was seen and who was not.

use super::House;
use app_kit::request::day_of;
use http::header;
use market::discovery::exposure::{Counted, count_exposure};
use market::discovery::{PlaceKind, Shown};

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
