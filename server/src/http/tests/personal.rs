//! Shared pages for somebody who is known: what their browser has is not sent to it again, until the page or what is theirs in it is
//! another one; and nobody else is shown it.

use super::client::Form;
use super::{BROWSER, House, OTHER, TEA};
use app_kit::request::session_cookie_name;
use app_kit::routes;
use http::{HeaderMap, HeaderName, StatusCode, header};
use market::account::SignedIn;
use market::account::queries::signed_in;
use market::interest::commands::{follow_shop, keep_favourite};
use std::collections::BTreeSet;

const TITLE: &str = "Green tea";
/// No browser has anything under this.
const NONE: &str = "W/\"0\"";

/// What a browser with these cookies is answered that has the page of this tag.
async fn ask(house: &House, path: &str, cookies: &str, tag: &str) -> (StatusCode, HeaderMap, String) {
    let headers = [(header::USER_AGENT, BROWSER), (header::COOKIE, cookies), (header::IF_NONE_MATCH, tag)];
    house.ask_as(path, &headers).await
}

fn said(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

async fn cookies(house: &House, who: &SignedIn) -> String {
    let token = house.kit.sign_in(who).await;
    format!("{}={}", session_cookie_name(house.app.secure), token.reveal())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_somebody_has_is_not_sent_to_them_again_until_what_is_theirs_changes() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let tea = kit.listing(&house.staff).title(TITLE).create().await;
    house.settle().await;
    let bo = kit.person("Bo").create().await;
    let mine = cookies(&house, &bo).await;
    let product = routes::product(&tea.listing.to_string(), TITLE);
    let pages = ["/", "/c", OTHER, TEA, "/s/danqing", product.as_str()];
    // The tag of each page, once it was sent and is the same at the next look.
    let tags = async || {
        let mut tags = Vec::new();
        for path in pages {
            let (status, headers, _) = ask(&house, path, &mine, NONE).await;
            assert_eq!((status, said(&headers, header::CACHE_CONTROL)), (StatusCode::OK, "private, no-cache"), "{path}");
            assert!(said(&headers, header::VARY).contains("cookie"), "{path}");
            let tag = said(&headers, header::ETAG).to_owned();
            let (status, headers, page) = ask(&house, path, &mine, &tag).await;
            assert_eq!((status, page.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
            assert_eq!(said(&headers, header::CACHE_CONTROL), "private, no-cache", "{path}");
            tags.push(tag);
        }
        tags
    };
    let signed_in = tags().await;
    kit.fill_cart(&bo, &[(tea.variant(), 1)]).await;
    let with_cart = tags().await;
    assert!(signed_in.iter().zip(&with_cart).all(|(before, after)| before != after), "every page says what is in the cart");
    keep_favourite(market, &bo.buyer(), tea.listing).await.expect("kept");
    follow_shop(market, &bo.buyer(), house.staff.shop()).await.expect("followed");
    let with_marks = tags().await;
    let marked = pages.iter().zip(with_cart.iter().zip(&with_marks)).filter(|(_, (before, after))| before != after);
    assert_eq!(marked.map(|(path, _)| *path).collect::<Vec<_>>(), ["/s/danqing", product.as_str()]);

    kit.listing(&house.staff).title("Black tea").create().await;
    house.settle().await;
    let (status, _, page) = ask(&house, TEA, &mine, &with_marks[3]).await;
    assert!(status == StatusCode::OK && page.contains("Black tea"), "what everybody sees is another page");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_somebodys_is_not_taken_for_what_anybody_else_would_be_shown() {
    let house = House::open().await;
    let tea = house.kit.listing(&house.staff).title(TITLE).create().await;
    house.settle().await;
    let bo = house.kit.person("Bo").create().await;
    house.kit.fill_cart(&bo, &[(tea.variant(), 1)]).await;
    let mine = cookies(&house, &bo).await;
    let other = cookies(&house, &house.kit.person("Cai").create().await).await;
    let product = routes::product(&tea.listing.to_string(), TITLE);
    for path in ["/", TEA, product.as_str()] {
        let (_, headers, page) = ask(&house, path, &mine, NONE).await;
        assert!(page.contains("Cart, 1 in it"), "{path}");
        let tag = said(&headers, header::ETAG);
        for cookies in ["lang=en", other.as_str()] {
            let (status, headers, page) = ask(&house, path, cookies, tag).await;
            assert_eq!(status, StatusCode::OK, "{path}: whoever sits down at this browser next");
            assert!(page.contains("Cart, empty"), "{path}");
            let (status, ..) = ask(&house, path, &mine, said(&headers, header::ETAG)).await;
            assert_eq!(status, StatusCode::OK, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_id_of_a_sending_is_on_a_page_that_browsers_keep() {
    let house = House::open().await;
    let tea = house.kit.listing(&house.staff).title(TITLE).create().await;
    house.settle().await;
    let mine = cookies(&house, &house.kit.person("Bo").create().await).await;
    let product = routes::product(&tea.listing.to_string(), TITLE);
    for path in ["/", "/c", OTHER, TEA, "/s/danqing", product.as_str()] {
        for cookies in ["lang=en", mine.as_str()] {
            let (_, headers, page) = ask(&house, path, cookies, NONE).await;
            assert!(said(&headers, header::CACHE_CONTROL).ends_with("no-cache"), "{path}");
            assert!(page.contains("<form") && !page.contains("name=\"attempt\""), "{path}: a used one would come back with it");
        }
    }
    let (_, headers, page) = ask(&house, "/sign-in", "lang=en", NONE).await;
    assert!(page.contains("name=\"attempt\""));
    assert_eq!(said(&headers, header::CACHE_CONTROL), "no-store", "where there is one, it is another one each time");
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_are_told_that_somebody_else_reads_whichever_way_somebody_signs_out() {
    let house = House::open().await;
    let bo = house.kit.person("Bo").create().await;
    let elsewhere = cookies(&house, &bo).await;
    let session = async |cookie: &str| {
        let (_, token) = cookie.split_once('=').expect("a pair");
        signed_in(&house.kit.market, token).await.expect("an answer").expect("a session").session().to_string()
    };
    let end = |session: String| Form::new(routes::ME, &[("then", "end"), ("session", session.as_str())]);
    let mine = cookies(&house, &bo).await;
    let other = house.stranger().keeping(&mine).send(&end(session(&elsewhere).await)).await;
    assert_eq!((other.status, other.sets("session"), other.sets("reader")), (StatusCode::SEE_OTHER, None, None));

    let mut told = BTreeSet::new();
    for way in ["out", "this device", "everywhere"] {
        let mine = cookies(&house, &bo).await;
        let form = match way {
            "out" => Form::new(routes::SIGN_OUT, &[]),
            "this device" => end(session(&mine).await),
            _ => Form::new(routes::ME, &[("then", "end-all")]),
        };
        let out = house.stranger().keeping(&mine).send(&form).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER, "{way}");
        assert!(out.sets("session").is_some_and(|line| line.starts_with("session=;")), "{way}");
        let line = out.sets("reader").expect("a cookie");
        assert!(line.contains("; Path=/;") && !line.contains("HttpOnly"), "{way}: scripts read it: {line}");
        told.insert(line.split(';').next().expect("a pair").to_owned());
    }
    assert_eq!(told.len(), 3, "another one each time: {told:?}");
}
