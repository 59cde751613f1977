//! The story on the home page: which shop tells it is chosen beforehand, and the page shows another one as soon as that is chosen.

use super::House;
use super::restocked::write;
use market::catalog::ListingId;
use market::catalog::commands::hide_listing;
use market::discovery::stories::choose_story;
use market::kernel::Span;
use market::shop::ShopStaff;

const STORY: &str = "UPDATE shop SET story = 'A story that is long enough to be told on the home page.'";
/// Where days change: eight hours before the world's.
const ZONE: Span = Span::hours(8);

/// Two shops that have a story and goods: the house's own, and another one.
async fn two_shops(house: &House) -> [(&'static str, ShopStaff, ListingId); 2] {
    let owner = house.kit.person("Bo").create().await;
    let rosy = house.kit.shop("rosy", &owner).create().await;
    let goods = [house.kit.listing(&house.staff).create().await.listing, house.kit.listing(&rosy).create().await.listing];
    write(house, STORY, Vec::new()).await;
    [("danqing", house.staff, goods[0]), ("rosy", rosy, goods[1])]
}

/// Whose story the home page tells.
async fn told(house: &House) -> Option<&'static str> {
    let page = house.page("/").await;
    ["danqing", "rosy"].into_iter().find(|handle| page.contains(&format!("Who makes it: Shop {handle}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_was_just_chosen_is_on_the_home_page_at_once() {
    let house = House::open().await;
    let (market, shops) = (&house.kit.market, two_shops(&house).await);
    assert_eq!(told(&house).await, None, "nobody has chosen yet");
    assert!(choose_story(market).await.expect("a look"));
    let first = told(&house).await;
    let [chosen, other]: [&(&str, ShopStaff, ListingId); 2] = match first {
        Some("danqing") => [&shops[0], &shops[1]],
        Some(_) => [&shops[1], &shops[0]],
        None => panic!("a page of before"),
    };
    hide_listing(market, &chosen.1, chosen.2).await.expect("hidden");
    assert_eq!(told(&house).await, None, "where there is nothing to buy nobody is sent");
    assert!(choose_story(market).await.expect("a look"));
    assert_eq!(told(&house).await, Some(other.0), "and nobody waits for a minute");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_day_has_another_story_as_soon_as_it_is_chosen() {
    let house = House::open().await;
    let market = &house.kit.market;
    two_shops(&house).await;
    let into_the_day = (market.now().millis() + ZONE.millis()) % Span::days(1).millis();
    house.kit.clock.advance(Span::millis_of(Span::days(1).millis() - into_the_day - 10_000));
    choose_story(market).await.expect("a look");
    let before = told(&house).await;
    assert!(before.is_some());
    // The page is not old yet.
    house.kit.clock.advance(Span::seconds(20));
    assert_eq!(told(&house).await, before, "the old one stands until there is a new one");
    assert!(choose_story(market).await.expect("a look"), "it is another day");
    let after = told(&house).await;
    assert!(after.is_some() && after != before, "{before:?}, and then {after:?}");
}
