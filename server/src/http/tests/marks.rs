//! What is counted of lists and of openings: only what the market showed, in the place in which it showed it.

use super::{BROWSER, House, OTHER, TEA};
use app_kit::request::day_of;
use app_kit::routes;
use http::{StatusCode, header};
use market::discovery::marks::mark;
use market::discovery::{PlaceKind, Shown};
use market::kernel::Span;

/// The address behind a link whose mark begins like this.
fn link(page: &str, mark: &str) -> String {
    let (before, after) = page.split_once(&format!("?from={mark}-")).expect("a link with the mark");
    let path = before.rsplit_once("href=\"").expect("its beginning").1;
    let digest = after.split('"').next().expect("its end");
    format!("{path}?from={mark}-{digest}")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_goods_is_counted_as_what_it_is() {
    let house = House::open().await;
    let listing = house.kit.listing(&house.staff).title("Green tea").create().await.listing;
    house.settle().await;
    let product = routes::product(&listing.to_string(), "Green tea");
    for (path, place) in [
        ("/", PlaceKind::Newest),
        ("/c", PlaceKind::Newest),
        (OTHER, PlaceKind::Ranked),
        (TEA, PlaceKind::Ranked),
        ("/search?q=tea&sort=price", PlaceKind::Sorted),
        // There is no such shop: these are the goods of all shops.
        ("/search?q=tea&shop=nobody", PlaceKind::Ranked),
    ] {
        let page = house.page(path).await;
        house.page(path).await;
        assert_eq!(house.counted(), [(place, 2, 0)], "{path}, also out of memory");
        let link = link(&page, place.code());
        assert!(link.starts_with(&product), "{path}: {link}");
        house.page(&link).await;
        assert_eq!(house.counted(), [(place, 0, 1)], "{path}");
    }
    for path in ["/s/danqing", product.as_str()] {
        assert!(!house.page(path).await.contains("?from="), "{path}");
        assert_eq!(house.counted(), [], "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_within_one_shop_is_counted_nowhere() {
    let house = House::open().await;
    let listing = house.kit.listing(&house.staff).title("Green tea").create().await.listing;
    house.settle().await;
    let product = routes::product(&listing.to_string(), "Green tea");
    for chosen in ["q=tea&shop=danqing", "q=&shop=danqing", "q=tea&shop=danqing&sort=price"] {
        let path = format!("/search?{chosen}");
        for _ in 0..2 {
            let page = house.page(&path).await;
            assert!(page.contains(&format!("href=\"{product}\"")), "{path}: the goods are there, with a link that has no mark");
            assert!(!page.contains("?from="), "{path}");
        }
        assert_eq!(house.counted(), [], "{path}: the reader chose the shop, also out of memory");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_the_market_did_not_write_counts_for_nothing() {
    let house = House::open().await;
    let market = &house.kit.market;
    let [listing, other] = [
        house.kit.listing(&house.staff).title("Green tea").create().await.listing,
        house.kit.listing(&house.staff).title("Cup").create().await.listing,
    ];
    let product = routes::product(&listing.to_string(), "Green tea");
    let today = day_of(market.now());
    let drawn = Shown { listing, place: PlaceKind::Rotating };
    let written = mark(market, drawn, today);
    let (_, digest) = written.split_once('-').expect("a mark");
    let forged = [
        "rotating".to_owned(),
        "rotating-".to_owned(),
        "rotating-new".to_owned(),
        "rotating-000000000000".to_owned(),
        format!("ranked-{digest}"),
        format!("unknown-{digest}"),
        format!("rotating-{}", &digest[..10]),
        format!("{written}0"),
        written.to_uppercase(),
        mark(market, Shown { listing: other, ..drawn }, today),
        mark(market, drawn, today - 2),
        mark(market, drawn, today + 1),
    ];
    for from in forged {
        house.page(&format!("{product}?from={from}")).await;
        assert_eq!(house.counted(), [], "{from}");
    }
    let path = format!("{product}?from={written}");
    house.page(&path).await;
    house.ask_as(&path, &[(header::USER_AGENT, "a bot")]).await;
    assert_eq!(house.counted(), [(PlaceKind::Rotating, 0, 1)], "but for programs");
    house.kit.clock.advance(Span::days(1));
    house.page(&path).await;
    assert_eq!(house.counted(), [(PlaceKind::Rotating, 0, 1)], "who opens it after midnight");
    house.kit.clock.advance(Span::days(1));
    house.page(&path).await;
    assert_eq!(house.counted(), [], "it does not hold for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_is_answered_with_the_page_that_is_kept() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let marked = link(&house.page("/").await, "newest");
    let (plain, _) = marked.split_once('?').expect("a mark");
    let tag = |headers: &http::HeaderMap| headers.get(header::ETAG).cloned();
    let (status, headers, _) = house.ask_as(plain, &[(header::USER_AGENT, BROWSER)]).await;
    let kept = tag(&headers);
    assert!(status == StatusCode::OK && kept.is_some());
    let (_, headers, _) = house.ask_as(&marked, &[(header::USER_AGENT, BROWSER)]).await;
    assert_eq!(tag(&headers), kept);
}
