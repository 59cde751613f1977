//! An operator announces another number on `/admin/rules`, and everybody reads it on `/rules`.

use super::House;
use super::client::{Answered, Browser, Form, beside, changed};
use app_kit::routes;
use http::StatusCode;
use market::account::Language;
use market::kernel::Span;
use market::policy::RuleName;
use market::policy::commands::change_rule;
use market::policy::rules::ANNOUNCED_MAX;

const DESK: &str = "/admin/rules";
const NUMBER: &str = "number-hold_minutes";
const DAY: &str = "day-hold_minutes";

/// The form of how long goods are held, without the id of its sending.
fn form(number: &str, day: &str) -> Form {
    Form::new(DESK, &[("rule", "hold_minutes"), (NUMBER, number), (DAY, day)])
}

/// The form was not taken: beside each field stands its sentence, or nothing where that is empty, and in it what was typed.
fn is_refused(answered: &Answered, typed: [&str; 2], sentences: [&str; 2]) {
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
    let again = Form::on(&answered.page, &["value=\"hold_minutes\""]).expect("the form once more");
    for ((name, typed), sentence) in [NUMBER, DAY].into_iter().zip(typed).zip(sentences) {
        assert_eq!(again.value(name), typed, "{name} stays");
        let beside = beside(&answered.page, name);
        assert!(beside.contains(sentence) && beside.is_empty() == sentence.is_empty(), "{name} {typed}: {beside}");
    }
}

/// Olga, who runs the market, at a browser in each language.
async fn operator(house: &House) -> [Browser<'_>; 2] {
    let olga = house.kit.person("Olga").operator().create().await;
    [house.browser(&olga).await, house.browser(&olga).await.reading(Language::Zh)]
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_operator_changes_a_rule() {
    let house = House::open().await;
    let ben = house.kit.person("Ben").create().await;
    let buyer = house.browser(&ben).await;
    let form = form("45", "2026-01-17").of_attempt(house.attempt());
    let before = house.rows().await;
    assert_eq!(buyer.get(DESK).await.status, StatusCode::NOT_FOUND);
    assert_eq!(buyer.send(&form).await.status, StatusCode::NOT_FOUND);
    let stranger = house.stranger().send(&form).await;
    assert_eq!((stranger.status, stranger.to), (StatusCode::SEE_OTHER, format!("/sign-in?back={DESK}")));
    assert_eq!(changed(&before, &house.rows().await), None);
    assert!(!house.page(routes::RULES).await.contains("45 minutes"));
    let [olga, _] = operator(&house).await;
    assert_eq!(olga.send_from("cross-site", &form).await.status, StatusCode::FORBIDDEN, "another site's form");
    assert_eq!(olga.send(&form).await.status, StatusCode::SEE_OTHER, "nothing else was wrong with it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_number_is_read_by_everybody_before_it_counts() {
    let house = House::open().await;
    let [olga, _] = operator(&house).await;
    let desk = olga.get(DESK).await;
    assert_eq!(desk.status, StatusCode::OK);
    for rule in RuleName::ALL {
        assert!(desk.page.contains(&format!("id=\"{}\"", rule.code())), "{rule:?}");
    }
    assert!(desk.page.contains("Anything from 5 to 1,380 minutes.") && desk.page.contains("Anything from 0 to 50 per cent."));

    let drawn = Form::on(&desk.page, &["value=\"hold_minutes\""]).expect("the rule's form");
    let form = drawn.with(NUMBER, "45").with(DAY, "2026-01-17");
    let done = format!("{DESK}?done=hold_minutes#done");
    for _ in 0..2 {
        let sent = olga.send(&form).await;
        assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, done.as_str()));
    }
    assert!(olga.send(&form.clone().with(NUMBER, "50")).await.is_reused(), "the same sending with another number");
    let page = olga.get(&done).await.page;
    let told = page.split_once("id=\"done\"").expect("what was done").1;
    assert!(
        told.split("<form").next().is_some_and(|told| told.contains("Announced, and public: Goods are held for an unpaid order"))
    );
    assert!(
        told.split("<section").next().is_some_and(|rule| rule.contains("value=\"hold_minutes\"")),
        "it is told beside its rule"
    );
    let announced = "From 17 Jan 2026 on: for 45 minutes";
    assert_eq!(olga.get(&done).await.page.matches(announced).count(), 1);
    assert!(house.page(routes::RULES).await.contains(announced));
    let chinese = house.stranger().reading(Language::Zh).get(routes::RULES).await;
    assert!(chinese.page.contains("自2026年1月17日起：45 分钟"));

    house.kit.clock.advance(Span::days(2));
    let page = house.page(routes::RULES).await;
    assert!(page.contains("Since 17 Jan 2026") && page.contains("for 45 minutes") && !page.contains(announced));
    assert_eq!(olga.send(&form).await.to, done, "the same sending once more, though its day has begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays() {
    let house = House::open().await;
    let [olga, chinese] = operator(&house).await;
    let before = house.rows().await;
    let no_day = "Please choose a day, such as";
    for (browser, typed, sentences) in [
        (&olga, ["4", "2026-01-17"], ["Please write a whole number from 5 to 1,380 minutes.", ""]),
        (&olga, ["soon", ""], ["Please write a whole number", no_day]),
        (&olga, ["", "17.1.2026"], ["Please fill in a number.", no_day]),
        (&olga, ["45", "2026-01-15"], ["", "This day has begun, and a number is announced before it counts."]),
        (&olga, ["45", "2026-01-15"], ["", "The first that can be chosen is 2026-01-16."]),
        (&olga, ["45", "2028-01-15"], ["", "This is more than a year ahead."]),
        (&chinese, ["4", ""], ["请填写整数：5 至 1,380 分钟。", "请选择日期"]),
        (&chinese, ["45", "2026-01-15"], ["", "这一天已经开始"]),
        (&chinese, ["45", "2028-01-15"], ["", "超过一年了"]),
    ] {
        let [number, day] = typed;
        is_refused(&browser.send(&form(number, day).of_attempt(house.attempt())).await, typed, sentences);
    }
    let fee = [("rule", "fee_basis_points"), ("number-fee_basis_points", "51"), ("day-fee_basis_points", "")];
    let refused = olga.send(&Form::new(DESK, &fee).of_attempt(house.attempt())).await;
    let sentence = "Please write a number from 0 to 50 per cent, with at most two digits after the point.";
    assert!(beside(&refused.page, "number-fee_basis_points").contains(sentence));

    let whole = form("45", "2026-01-17");
    let unknown = whole.clone().with("rule", "gravity").of_attempt(house.attempt());
    assert_eq!(olga.send(&unknown).await.status, StatusCode::NOT_FOUND);
    assert!(olga.send(&whole).await.is_reused(), "a form that was not drawn here");
    assert_eq!(changed(&before, &house.rows().await), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_day_is_said_together_with_what_is_wrong_with_the_number() {
    let house = House::open().await;
    let (kit, market) = (&house.kit, &house.kit.market);
    let [olga, chinese] = operator(&house).await;
    let other = kit.operator().await;
    for days in 1..=ANNOUNCED_MAX {
        let day = market.now().after(Span::days(i64::try_from(days).expect("a few days")));
        change_rule(market, &other, RuleName::HoldMinutes, 45, day).await.expect("an announced number");
    }
    let before = house.rows().await;
    let (whole, chinese_whole) = ("Please write a whole number from 5 to 1,380 minutes.", "请填写整数：5 至 1,380 分钟。");
    for (browser, typed, sentences) in [
        (&olga, ["4", "2026-01-15"], [whole, "The first that can be chosen is 2026-01-16."]),
        (&olga, ["soon", "2025-12-24"], [whole, "This day has begun, and a number is announced before it counts."]),
        (&olga, ["", "2028-01-15"], ["Please fill in a number.", "This is more than a year ahead."]),
        (&olga, ["1381", "2026-03-01"], [whole, "10 changes of this rule are announced already."]),
        (&chinese, ["4", "2026-01-15"], [chinese_whole, "这一天已经开始"]),
        (&chinese, ["1381", "2028-01-15"], [chinese_whole, "超过一年了"]),
        (&chinese, ["soon", "2026-03-01"], [chinese_whole, "这条规则已公布了 10 次调整。"]),
    ] {
        let [number, day] = typed;
        is_refused(&browser.send(&form(number, day).of_attempt(house.attempt())).await, typed, sentences);
    }
    assert_eq!(changed(&before, &house.rows().await), None);

    house.kit.clock.advance(Span::days(1));
    let refused = olga.send(&form("4", "2026-01-15").of_attempt(house.attempt())).await;
    let mended = Form::on(&refused.page, &["value=\"hold_minutes\""]).expect("the form once more");
    let mended = olga.send(&mended.with(NUMBER, "50").with(DAY, "2026-03-01")).await;
    assert_eq!(mended.to, format!("{DESK}?done=hold_minutes#done"), "what was refused is mended where it stands");
}
