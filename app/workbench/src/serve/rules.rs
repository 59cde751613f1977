//! `/admin/rules`

use super::done::done_at;
use super::{desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::rules::{Rules, RulesPage, field};
use app_kit::form::FormState;
use app_kit::format::{ZONE_MINUTES, day_input};
use app_kit::request::{Answer, Fields, Stop, Visit, refused};
use app_kit::rules::range;
use app_kit::words::amount_error;
use app_kit::{Say, routes, say};
use leptos::prelude::*;
use market::kernel::{AmountError, Span, Timestamp};
use market::policy::commands::change_rule;
use market::policy::queries::{published, refused_time};
use market::policy::rules::{check_value, read_number};
use market::policy::{ChangeRuleRefusal, RuleName};

/// `GET /admin/rules`
pub async fn rules(visit: Visit) -> Answer {
    draw(&visit, FormState::default()).await
}

/// `POST /admin/rules`: another number of one rule, from a day on.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    let rule = RuleName::from_code(fields.get("rule")).ok_or_else(Stop::not_found)?;
    let market = &visit.attempt(&fields)?;
    let number = read(&visit, rule, fields.get(&field("number", rule)));
    let day = Timestamp::of_day(fields.get(&field("day", rule)), ZONE_MINUTES);
    // Beside a number that is wrong the day is looked at all the same, so that nobody mends one to be told of the other.
    let refusal = match (&number, day) {
        (Ok(value), Some(day)) => match refused(change_rule(market, &operator, rule, *value, day).await)? {
            Ok(()) => return Ok(done_at(&routes::admin("rules"), rule.code())),
            Err(refusal) => Some(refusal),
        },
        (Err(_), Some(day)) => refused_time(market, rule, day).await?,
        (_, None) => None,
    };
    let mut form = fields.again();
    if let Err(sentence) = number {
        form.wrong(&field("number", rule), sentence);
    }
    if day.is_none() {
        let no_day = visit.lang.say("Please choose a day, such as 2026-12-03.", "请选择日期，例如 2026-12-03。");
        form.wrong(&field("day", rule), no_day);
    }
    if let Some(refusal) = refusal {
        let (name, sentence) = refuse(&visit, rule, refusal);
        form.wrong(&field(name, rule), sentence);
    }
    draw(&visit, form).await
}

/// The number that was typed, or what is said beside its field.
fn read(visit: &Visit, rule: RuleName, typed: &str) -> Result<i64, String> {
    let value = read_number(rule, typed).map_err(|error| bad_number(visit, rule, error))?;
    check_value(rule, value).map_err(|_| out_of_range(visit, rule))?;
    Ok(value)
}

/// The field to which a refusal belongs, and what is said beside it.
fn refuse(visit: &Visit, rule: RuleName, refusal: ChangeRuleRefusal) -> (&'static str, String) {
    let lang = visit.lang;
    match refusal {
        ChangeRuleRefusal::OutOfRange { .. } => ("number", out_of_range(visit, rule)),
        ChangeRuleRefusal::InThePast => {
            let first = day_input(visit.app.market.now().after(Span::days(1)));
            let sentence = say!(
                lang,
                "This day has begun, and a number is announced before it counts. The first that can be chosen is {first}.",
                "这一天已经开始，新数字须先公布再生效。最早可选 {first}。"
            );
            ("day", sentence)
        }
        ChangeRuleRefusal::TooFarAhead => (
            "day",
            lang.say("This is more than a year ahead. Please choose an earlier day.", "超过一年了，请选早一些。").to_owned(),
        ),
        ChangeRuleRefusal::TooMany { maximum } => {
            let sentence = say!(
                lang,
                "{maximum} changes of this rule are announced already. Announce the number for one of their days, or wait until the first counts.",
                "这条规则已公布了 {maximum} 次调整。请改用其中一天，或等最近一次生效后再公布。"
            );
            ("day", sentence)
        }
    }
}

fn bad_number(visit: &Visit, rule: RuleName, error: AmountError) -> String {
    match error {
        AmountError::Empty => amount_error(error, visit.lang).to_owned(),
        AmountError::NotANumber | AmountError::TooFine | AmountError::TooLarge => out_of_range(visit, rule),
    }
}

fn out_of_range(visit: &Visit, rule: RuleName) -> String {
    let range = range(rule, visit.app.market.currency(), visit.lang);
    if rule.unit().steps() == 1 {
        say!(visit.lang, "Please write a whole number {range}.", "请填写整数：{range}。")
    } else {
        say!(
            visit.lang,
            "Please write a number {range}, with at most two digits after the point.",
            "请填写数字：{range}，最多两位小数。"
        )
    }
}

async fn draw(visit: &Visit, form: FormState) -> Answer {
    visit.operator()?;
    let market = &visit.app.market;
    let page = RulesPage {
        now: market.now(),
        currency: market.currency(),
        changes: published(market).await?,
        done: RuleName::from_code(visit.query().get("done")),
    };
    let desk = operator_desk(visit, Room::Rules);
    let title = visit.lang.say("The rules and the numbers", "规则与费率");
    desk_page(visit, title, desk, form, move || view! { <Rules page/> })
}
