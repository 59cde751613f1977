//! What an address says beside what its page reads: nothing of it is drawn, and the page is the one that is kept.

use super::{BROWSER, House, TEA};
use app_kit::routes;
use http::{StatusCode, header};
use sea_orm::ConnectionTrait;

const FOREIGN: &str = "utm_source=letter&utm_campaign=%22%3E%3Cscript%3E&gclid=a.b&fbclid=c&spm=1.2&from=a-friend&zzz9=9";

/// The address with more behind it, and the other way round.
fn said_more(path: &str) -> [String; 2] {
    match path.split_once('?') {
        // A search reads what else goods may cost from `from`.
        Some((page, query)) => {
            let foreign = FOREIGN.replace("from=", "referrer=");
            [format!("{path}&{foreign}"), format!("{page}?{foreign}&{query}")]
        }
        None => [format!("{path}?{FOREIGN}"), format!("{path}?{FOREIGN}&")],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_says_more_is_answered_with_the_same_page() {
    let house = House::open().await;
    house.kit.listing(&house.staff).title("Green tea").create().await;
    house.settle().await;
    let front = house.page("/s/danqing").await;
    let (_, product) = front.split_once("href=\"/p/").expect("a product");
    let product = format!("/p/{}", product.split('"').next().expect("its address"));
    let wrong = format!("{TEA}&c=gone");
    for path in ["/", "/c", "/c/food", "/s/danqing", product.as_str(), TEA, wrong.as_str()] {
        let (status, headers, page) = house.ask_as(path, &[(header::USER_AGENT, BROWSER)]).await;
        let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
        assert!(status == StatusCode::OK && !tag.is_empty(), "{path}");
        for more in said_more(path) {
            let (status, headers, again) = house.ask_as(&more, &[(header::USER_AGENT, BROWSER)]).await;
            assert_eq!((status, again == page), (StatusCode::OK, true), "{more}");
            assert_eq!(headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()), Some(tag.as_str()), "{more}");
            let known = [(header::USER_AGENT, BROWSER), (header::IF_NONE_MATCH, tag.as_str())];
            let (status, _, body) = house.ask_as(&more, &known).await;
            assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{more}");

            let guest = [(header::USER_AGENT, BROWSER), (header::COOKIE, "guest=x")];
            let (status, headers, theirs) = house.ask_as(&more, &guest).await;
            let own = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            assert!(status == StatusCode::OK && own(header::ETAG) != tag, "{more}: theirs alone");
            assert!(own(header::CACHE_CONTROL).starts_with("private"), "{more}: theirs alone");
            assert!(!theirs.contains("utm_source") && !theirs.contains("zzz9"), "{more}: they are not led on by it");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_reads_is_another_page() {
    let house = House::open().await;
    for title in ["Green tea", "White tea"] {
        house.kit.listing(&house.staff).title(title).create().await;
    }
    house.settle().await;
    let all = house.page("/search?q=tea&utm_source=letter").await;
    assert!(all.contains("Green tea") && all.contains("White tea"));
    assert!(!house.page("/search?q=green&utm_source=letter").await.contains("White tea"));
    assert_ne!(house.page("/search?q=tea&from=19&utm_source=letter").await, all, "a search reads prices from it");
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_are_given_their_first_name_again_are_found_by_it() {
    let house = House::open().await;
    let listing = house.kit.listing(&house.staff).title("Green tea").create().await.listing;
    let path = |title: &str| routes::product(&listing.to_string(), title);
    let name = async |title: &str| {
        let tx = house.kit.market.begin("test").await.expect("a transaction");
        tx.execute_unprepared(&format!("UPDATE listing SET title = '{title}'")).await.expect("a name");
        tx.commit().await.expect("committed");
    };
    house.page(&path("Green tea")).await;
    for (now, before) in [("White tea", "Green tea"), ("Green tea", "White tea")] {
        name(now).await;
        let (status, headers, _) = house.ask_as(&path(before), &[(header::USER_AGENT, BROWSER)]).await;
        let said = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!((status, said(header::LOCATION)), (StatusCode::MOVED_PERMANENTLY, path(now).as_str()), "{before}");
        assert_eq!(said(header::CACHE_CONTROL), "no-cache", "a browser that keeps it would be led in a circle");
        assert!(house.page(&path(now)).await.contains(now));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_that_a_browser_keeps_are_of_one_language() {
    let house = House::open().await;
    let typed = format!("{}?q=food", routes::SUGGEST);
    let ask = async |lang: &str| house.ask_as(&typed, &[(header::COOKIE, lang)]).await;
    let (_, headers, english) = ask("lang=en").await;
    let (_, _, chinese) = ask("lang=zh").await;
    assert_ne!(english, chinese);
    let vary = headers.get_all(header::VARY).iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(", ");
    assert!(vary.contains("cookie") && vary.contains("accept-language"), "{vary}");
}
