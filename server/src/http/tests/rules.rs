//! An operator announces another number on `/admin/rules`, and everybody reads it on `/rules`.

use super::{BROWSER, House};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use http::{StatusCode, header};
use market::account::commands::{SignIn, set_password, sign_in_with_password};
use market::account::queries::contacts;
use market::account::{Language, SignedIn};
use market::kernel::{AttemptId, Span};
use market::policy::RuleName;
use tower::ServiceExt;

const DESK: &str = "/admin/rules";
const PASSWORD: &str = "a quiet river";

/// The cookie of a browser in which somebody has signed in.
async fn signed_in(house: &House, person: &SignedIn) -> String {
    let market = &house.kit.market;
    set_password(market, person, PASSWORD).await.expect("a password");
    let contact = contacts(market, person).await.expect("contacts").pop().expect("an address");
    let request = SignIn { contact: &contact, previous: None, client: "192.0.2.1", device: "test", language: Language::En };
    let session = sign_in_with_password(market, request, PASSWORD).await.expect("a session");
    format!("session={}", session.token.reveal())
}

async fn operator(house: &House) -> String {
    let olga = house.kit.person("Olga").operator().create().await;
    signed_in(house, &olga).await
}

/// The form of how long goods are held, as it is sent once.
fn form(house: &House, number: &str, day: &str) -> String {
    let attempt = AttemptId::mint(house.kit.market.now());
    format!("attempt={attempt}&rule=hold_minutes&number-hold_minutes={number}&day-hold_minutes={day}")
}

/// Sends a form: the status, where it leads on to, and the page.
async fn send(house: &House, cookie: &str, form: &str) -> (StatusCode, String, String) {
    let request = Request::builder()
        .method("POST")
        .uri(DESK)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.body(Body::from(form.to_owned())).expect("a request");
    let (parts, body) = house.router.clone().oneshot(request).await.expect("an answer").into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    let to = parts.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
    (parts.status, to, String::from_utf8_lossy(&bytes).into_owned())
}

async fn read(house: &House, path: &str, cookie: &str) -> (StatusCode, String) {
    let (status, _, page) = house.ask_as(path, &[(header::USER_AGENT, BROWSER), (header::COOKIE, cookie)]).await;
    (status, page)
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_operator_changes_a_rule() {
    let house = House::open().await;
    let ben = house.kit.person("Ben").create().await;
    let buyer = signed_in(&house, &ben).await;
    let form = form(&house, "45", "2026-01-17");
    assert_eq!(read(&house, DESK, &buyer).await.0, StatusCode::NOT_FOUND);
    assert_eq!(send(&house, &buyer, &form).await.0, StatusCode::NOT_FOUND);
    let (status, to, _) = send(&house, "guest=x", &form).await;
    assert_eq!((status, to.starts_with("/sign-in")), (StatusCode::SEE_OTHER, true), "{to}");
    assert!(!house.page("/rules").await.contains("45 minutes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_number_is_read_by_everybody_before_it_counts() {
    let house = House::open().await;
    let olga = operator(&house).await;
    let (status, page) = read(&house, DESK, &olga).await;
    assert_eq!(status, StatusCode::OK);
    for rule in RuleName::ALL {
        assert!(page.contains(&format!("id=\"{}\"", rule.code())), "{rule:?}");
    }
    assert!(page.contains("Anything from 5 to 1,440 minutes.") && page.contains("Anything from 0 to 50 per cent."));

    let form = form(&house, "45", "2026-01-17");
    for _ in 0..2 {
        let (status, to, _) = send(&house, &olga, &form).await;
        assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/admin/rules?done=hold_minutes"));
    }
    let other = send(&house, &olga, &form.replace("=45", "=50")).await;
    assert_eq!(other.0, StatusCode::CONFLICT, "the same sending with another number");
    let (_, page) = read(&house, "/admin/rules?done=hold_minutes", &olga).await;
    assert!(page.contains("Announced, and public: Goods are held for an unpaid order"));
    let announced = "From 17 Jan 2026 on: for 45 minutes";
    assert_eq!(page.matches(announced).count(), 1);
    assert!(house.page("/rules").await.contains(announced));
    assert!(read(&house, "/rules", "lang=zh").await.1.contains("自2026年1月17日起：45 分钟"));

    house.kit.clock.advance(Span::days(2));
    let page = house.page("/rules").await;
    assert!(page.contains("Since 17 Jan 2026") && page.contains("for 45 minutes") && !page.contains(announced));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays() {
    let house = House::open().await;
    let olga = operator(&house).await;
    let chinese = format!("{olga}; lang=zh");
    for (cookie, number, day, sentences) in [
        (&olga, "4", "2026-01-17", ["Please write a whole number from 5 to 1,440 minutes.", "value=\"2026-01-17\""]),
        (&olga, "soon", "", ["Please write a whole number", "Please choose a day, such as"]),
        (&olga, "", "17.1.2026", ["Please fill in a number.", "Please choose a day, such as"]),
        (&olga, "45", "2026-01-15", ["This day has begun", "The first that can be chosen is 2026-01-16."]),
        (&olga, "45", "2028-01-15", ["This is more than a year ahead.", "value=\"2028-01-15\""]),
        (&chinese, "4", "", ["请填写整数：5 至 1,440 分钟。", "请选择日期"]),
        (&chinese, "45", "2026-01-15", ["这一天已经开始", "value=\"2026-01-15\""]),
        (&chinese, "45", "2028-01-15", ["超过一年了", "value=\"45\""]),
    ] {
        let (status, _, page) = send(&house, cookie, &form(&house, number, day)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{number} {day}");
        for sentence in sentences {
            assert!(page.contains(sentence), "{number} {day}: {sentence}");
        }
        assert!(page.contains(&format!("value=\"{number}\"")), "{number} stays");
    }
    let fee = form(&house, "", "").replace("hold_minutes", "fee_basis_points").replace("points=&", "points=51&");
    let (_, _, page) = send(&house, &olga, &fee).await;
    assert!(page.contains("Please write a number from 0 to 50 per cent, with at most two digits after the point."));

    let unknown = form(&house, "45", "2026-01-17").replace("rule=hold_minutes", "rule=gravity");
    assert_eq!(send(&house, &olga, &unknown).await.0, StatusCode::NOT_FOUND);
    let whole = form(&house, "45", "2026-01-17");
    let (_, without) = whole.split_once('&').expect("fields");
    assert_eq!(send(&house, &olga, without).await.0, StatusCode::CONFLICT, "a form that was not drawn here");
    assert!(!house.page("/rules").await.contains("45 minutes"));
}
