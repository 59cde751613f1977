//! Signing in by a code that the browser asked for.

use super::House;
use super::client::Form;
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::catalog::VariantId;
use market::kernel::Span;
use market::outbox::Job;

const LIN: &str = "lin@example.org";

/// The form that asks for a code.
fn asking(contact: &str) -> Form {
    Form::new(routes::SIGN_IN, &[("then", "send"), ("contact", contact)])
}

/// Asks for a code and answers the cookie of the browser that did.
async fn ask(house: &House, form: &Form) -> String {
    let answered = house.stranger().send(form).await;
    assert_eq!(answered.status, StatusCode::OK, "{form:?}");
    let line = answered.sets("code").expect("a cookie");
    line.split(';').next().expect("a pair").to_owned()
}

/// The form that enters a code.
fn entering_digits(digits: &str) -> Form {
    Form::new(routes::SIGN_IN, &[("then", "enter"), ("contact", LIN), ("code", digits)])
}

/// The digits in the latest letter to Lin.
async fn digits(house: &House) -> String {
    let mut codes = house.jobs().await.into_iter().filter_map(|job| match job {
        Job::SendSignInCode { address, code, .. } if address == LIN => Some(code),
        _ => None,
    });
    codes.next_back().expect("a code")
}

/// The form that enters the code of the letter to Lin.
async fn entering(house: &House) -> Form {
    entering_digits(&digits(house).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_keeps_which_code_it_asked_for_until_it_is_signed_in() {
    let house = House::open().await;
    let asked = house.stranger().send(&asking(LIN)).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.page.contains("A code is on its way"));
    let line = asked.sets("code").expect("a cookie");
    assert!(line.starts_with("code=cod_"), "{line}");
    for attribute in ["; HttpOnly", "; SameSite=Lax", "; Max-Age=600", "; Path=/;"] {
        assert!(line.contains(attribute), "{line}");
    }
    let entered = house.stranger().keeping(line).send(&entering(&house).await).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert!(entered.sets("code").is_some_and(|line| line.starts_with("code=;") && line.contains("; Max-Age=0;")));
    let session = entered.sets("session").expect("a cookie");
    assert!(session.contains("; HttpOnly"), "{session}");
    assert_eq!(asked.sets("reader"), None);
    let reader = entered.sets("reader").expect("what the browser showed until now was for a stranger");
    assert!(
        session.contains("; Max-Age=2592000;") && reader.contains("; Max-Age=2592000;"),
        "one as long as the other: {reader}"
    );
    assert_eq!(house.stranger().keeping(session).get(routes::ME).await.status, StatusCode::OK, "signed in by it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_another_browser_is_refused_with_a_sentence() {
    let house = House::open().await;
    let cookie = ask(&house, &asking(LIN)).await;
    let other = ask(&house, &asking("ben@example.org")).await;
    let enter = entering(&house).await;
    let made_up = format!("code=cod_{}", "0".repeat(32));
    let session = cookie.replace("cod_", "ses_");
    for forged in
        ["lang=en", "code=", "code=%00", "code=garbage", "code=cod_", made_up.as_str(), session.as_str(), other.as_str()]
    {
        let refused = house.stranger().keeping(forged).send(&enter).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
        assert!(refused.page.contains("This code does not work.") && refused.page.contains("Send another code"), "{forged}");
        assert_eq!(refused.sets("session"), None, "{forged}");
    }
    let entered = house.stranger().keeping(&cookie).send(&enter).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "none of these used it up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_a_code_is_not_asked_for_one() {
    let house = House::open().await;
    let cookie = ask(&house, &asking(LIN)).await;
    let answered = house.stranger().send(&asking(LIN)).await;
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answered.page.contains("Too many codes were asked for. You can ask for one in 60 seconds."));
    assert!(!answered.page.contains("The six digits") && answered.sets("code").is_none());
    let again = asking("eve@example.org").of_attempt(house.attempt());
    assert_eq!(ask(&house, &again).await, ask(&house, &again).await, "the answer to the first one was lost on the way");
    let again = house.stranger().keeping(&cookie).send(&asking(LIN).with("then", "again")).await;
    assert!(again.page.contains("You can ask for another one in 60 seconds.") && again.page.contains("The six digits"));
    assert!(again.sets("code").is_none(), "the code that it has stays good");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_typed_too_many_wrong_codes_is_told_when_a_code_works_again() {
    let house = House::open().await;
    let mut last = (String::new(), String::new());
    for wrong in [5, 5, 5, 4, 1] {
        last = (ask(&house, &asking(LIN)).await, digits(&house).await);
        let other = if last.1 == "000000" { "000001" } else { "000000" };
        for _ in 0..wrong {
            let refused = house.stranger().keeping(&last.0).send(&entering_digits(other)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.page.contains("This code does not work."));
        }
        house.kit.clock.advance(Span::minutes(1));
    }
    let (cookie, digits) = &last;
    for form in [entering_digits(digits), asking(LIN)] {
        let refused = house.stranger().keeping(cookie).reading(Language::En).send(&form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        let says = "You can use a code again after Fri 16 Jan, 08:00, or sign in with a password now.";
        assert!(refused.page.contains(says), "{form:?}");
        assert!(refused.page.contains("Use a password instead") && refused.sets("code").is_none(), "{form:?}");
        let refused = house.stranger().keeping(cookie).reading(Language::Zh).send(&form).await;
        assert!(refused.page.contains("1月16日 周五 08:00 后可再用验证码登录，或现在用密码登录。"), "{form:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_full_cart_has_no_room_for_waits_in_the_browser() {
    let house = House::open().await;
    let shades: Vec<String> = (0..100).map(|shade| format!("Shade {shade}")).collect();
    let shades: Vec<&str> = shades.iter().map(String::as_str).collect();
    let ribbon = house.kit.listing(&house.staff).title("Ribbon").option("Shade", &shades).create().await;
    let soap = house.kit.listing(&house.staff).title("Tung oil soap").create().await.variant();
    let adding = |variant: VariantId| {
        Form::new(routes::CART_ADD, &[("variant", variant.to_string().as_str()), ("quantity", "1"), ("then", "cart")])
    };
    let cookie = ask(&house, &asking(LIN)).await;
    let entered = house.stranger().keeping(&cookie).send(&entering(&house).await).await;
    let lin = house.stranger().keeping(entered.sets("session").expect("a session"));
    for variant in ribbon.variants {
        assert_eq!(lin.send(&adding(variant)).await.status, StatusCode::SEE_OTHER);
    }
    let added = house.stranger().send(&adding(soap)).await;
    let guest = added.sets("guest").expect("a cart");

    house.kit.clock.advance(Span::minutes(1));
    let cookie = ask(&house, &asking(LIN)).await;
    let entered = house.stranger().keeping(&cookie).keeping(guest).send(&entering(&house).await).await;
    assert_eq!(entered.sets("guest"), None, "the browser keeps what there was no room for");
    let lin = house.stranger().keeping(entered.sets("session").expect("a session")).keeping(guest);
    let told = "Your cart was full";
    let page = lin.get(routes::CART).await.page;
    assert!(page.contains(told) && !page.contains("Tung oil soap"));

    let bring = Form::new(routes::CART, &[("do", "bring")]);
    assert_eq!(lin.send(&bring).await.sets("guest"), None, "it is full still");
    let out = Form::on(&page, &["value=\"remove\""]).expect("a line").with("do", "remove");
    assert_eq!(lin.send(&out).await.status, StatusCode::SEE_OTHER);
    let brought = lin.send(&bring).await;
    assert!(brought.sets("guest").is_some_and(|line| line.contains("; Max-Age=0")));
    let page = lin.get(routes::CART).await.page;
    assert!(page.contains("Tung oil soap") && !page.contains(told));
}
