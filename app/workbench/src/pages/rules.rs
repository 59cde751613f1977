//! `/admin/rules`: every number by which the market holds or charges, and the forms that announce another one.

use crate::parts::{Done, DoneHere};
use app_kit::components::{Attempt, FormErrors, TextField, Tone};
use app_kit::form::form_state;
use app_kit::format::day_input;
use app_kit::rules::{self, RuleText};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::kernel::{Currency, Span, Timestamp};
use market::policy::{PolicyChange, RuleName};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct RulesPage {
    /// The market's time.
    pub now: Timestamp,
    /// What its money is counted in.
    pub currency: Currency,
    /// Every number in force and, after it, those that are announced.
    pub changes: Vec<PolicyChange>,
    /// Of which another one was just announced.
    pub done: Option<RuleName>,
}

/// The page.
#[component]
pub fn Rules(page: RulesPage) -> impl IntoView {
    let lang = lang();
    let RulesPage { now, currency, changes, done } = page;
    if let Some(rule) = done {
        let name = rules::name(rule, lang);
        let title = say!(lang, "Announced, and public: {name}", "已公布：{name}");
        provide_context(Done { tone: Tone::Good, title, onward: None, place: rule.code().to_owned() });
    }
    let all = RuleName::ALL.into_iter().map(|rule| {
        let changes: Vec<_> = changes.iter().filter(|change| change.rule == rule).copied().collect();
        view! { <Rule rule changes currency now/> }
    });
    view! {
        <h1>{lang.say("The rules and the numbers", "规则与费率")}</h1>
        <p><a href=routes::RULES>{lang.say("The rules as everybody reads them", "公开的规则页")}</a></p>
        <FormErrors form=form_state()/>
        <p>{lang.say("Another number is public at once, and counts from the beginning of its day on, tomorrow at the earliest. It never touches what was sold before. One more for the same day takes the place of the first: to take a change back, announce the number of now for its day.", "新数字立即公布，从所选日期零点起生效，最早明天，不影响已成交的订单。同一天再次公布会替换前一次；要撤回，请为那一天公布现行的数字。")}</p>
        {all.collect_view()}
    }
}

/// The name of a field of one rule's form, since the page has one for each.
#[must_use]
pub fn field(name: &str, rule: RuleName) -> String {
    format!("{name}-{}", rule.code())
}

#[component]
fn Rule(rule: RuleName, changes: Vec<PolicyChange>, currency: Currency, now: Timestamp) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="card stack max-w-3xl" id=rule.code()>
            <h2>{rules::name(rule, lang)}</h2>
            <DoneHere place=rule.code()/>
            <RuleText rule changes currency now/>
            <Announce rule currency now/>
        </section>
    }
}

/// The form of one rule, folded up.
#[component]
fn Announce(rule: RuleName, currency: Currency, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let [number, day] = ["number", "day"].map(|name| field(name, rule));
    let is_open = [&number, &day].into_iter().any(|name| form.error(name).is_some());
    let (unit, range) = (rules::unit(rule, currency, lang), rules::range(rule, currency, lang));
    let first = day_input(now.after(Span::days(1)));
    let (label, hint) = (say!(lang, "The number, in {unit}", "新的数字（{unit}）"), say!(lang, "Anything {range}.", "{range}。"));
    let from = say!(lang, "The first that can be chosen is {first}.", "最早可选 {first}。");
    view! {
        <details class="confirm" open=is_open>
            <summary>{lang.say("Announce another number", "公布新的数字")}</summary>
            <form class="fields" method="post" action=routes::admin("rules")>
                <Attempt/>
                <input type="hidden" name="rule" value=rule.code()/>
                <TextField form=form.clone() name=number label=label hint=hint inputmode="decimal" maxlength=16/>
                <TextField form name=day kind="date" label=lang.say("The day from which it counts", "生效日期") hint=from/>
                <p><button class="btn btn-primary">{lang.say("Announce it", "公布")}</button></p>
            </form>
        </details>
    }
}
