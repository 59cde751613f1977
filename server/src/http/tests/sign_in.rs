//! Signing in by a code that the browser asked for.

use super::{BROWSER, House};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use http::{HeaderMap, Method, StatusCode, header};
use market::kernel::AttemptId;
use market::outbox::Job;
use market::outbox::commands::take_jobs;
use tower::ServiceExt;

const SEND: &str = "then=send&contact=lin@example.org";

/// What a browser with these cookies is answered to a form.
async fn post(house: &House, cookies: &str, form: &str) -> (StatusCode, HeaderMap, String) {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::USER_AGENT, BROWSER)
        .header(header::COOKIE, cookies)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form.to_owned()))
        .expect("a request");
    let (parts, body) = house.router.clone().oneshot(request).await.expect("an answer").into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
}

/// The line that sets a cookie.
fn set(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut lines = headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.find(|line| line.split('=').next() == Some(name)).map(str::to_owned)
}

/// Asks for a code and answers the cookie of the browser that did.
async fn ask(house: &House, form: &str) -> String {
    let (status, headers, _) = post(house, "lang=en", form).await;
    assert_eq!(status, StatusCode::OK);
    let line = set(&headers, "code").expect("a cookie");
    line.split(';').next().expect("a pair").to_owned()
}

/// The digits in the letter to Lin.
async fn digits(house: &House) -> String {
    let jobs = take_jobs(&house.kit.market, 100).await.expect("jobs");
    let mut codes = jobs.into_iter().filter_map(|job| match job.job {
        Job::SendSignInCode { address, code, .. } if address == "lin@example.org" => Some(code),
        _ => None,
    });
    codes.next().expect("a code")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_keeps_which_code_it_asked_for_until_it_is_signed_in() {
    let house = House::open().await;
    let (status, headers, page) = post(&house, "lang=en", SEND).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("A code is on its way"));
    let line = set(&headers, "code").expect("a cookie");
    assert!(line.starts_with("code=cod_"), "{line}");
    for attribute in ["; HttpOnly", "; SameSite=Lax", "; Max-Age=600", "; Path=/;"] {
        assert!(line.contains(attribute), "{line}");
    }
    let cookie = line.split(';').next().expect("a pair");
    let enter = format!("then=enter&contact=lin@example.org&code={}", digits(&house).await);
    let (status, headers, _) = post(&house, cookie, &enter).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(set(&headers, "session").is_some_and(|line| line.contains("; HttpOnly")));
    assert!(set(&headers, "code").is_some_and(|line| line.starts_with("code=;") && line.contains("; Max-Age=0;")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_another_browser_is_refused_with_a_sentence() {
    let house = House::open().await;
    let cookie = ask(&house, SEND).await;
    let other = ask(&house, "then=send&contact=ben@example.org").await;
    let enter = format!("then=enter&contact=lin@example.org&code={}", digits(&house).await);
    let made_up = format!("code=cod_{}", "0".repeat(32));
    let session = cookie.replace("cod_", "ses_");
    for forged in
        ["lang=en", "code=", "code=%00", "code=garbage", "code=cod_", made_up.as_str(), session.as_str(), other.as_str()]
    {
        let (status, _, page) = post(&house, forged, &enter).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
        assert!(page.contains("This code does not work.") && page.contains("Send another code"), "{forged}");
    }
    let (status, _, _) = post(&house, &cookie, &enter).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "none of these used it up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_a_code_is_not_asked_for_one() {
    let house = House::open().await;
    let cookie = ask(&house, SEND).await;
    let (status, headers, page) = post(&house, "lang=en", SEND).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Too many codes were asked for. You can ask for one in 60 seconds."));
    assert!(!page.contains("The six digits") && set(&headers, "code").is_none());
    let again = format!("then=send&contact=eve@example.org&attempt={}", AttemptId::mint(house.kit.market.now()));
    assert_eq!(ask(&house, &again).await, ask(&house, &again).await, "the answer to the first one was lost on the way");
    let (_, headers, page) = post(&house, &cookie, "then=again&contact=lin@example.org").await;
    assert!(page.contains("You can ask for another one in 60 seconds.") && page.contains("The six digits"));
    assert!(set(&headers, "code").is_none(), "the code that it has stays good");
}
