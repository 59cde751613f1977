//! The numbers of the market as people read them, the same for buyers and for the operator who changes them: what each means, how much it
//! is, since when, and what is announced.

mod words;

pub use words::{is_of_cases, name, range, unit, value};

use crate::components::{Notice, Tone};
use crate::format::{date, machine_time};
use crate::{Say, lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::{Currency, Timestamp};
use market::policy::{PolicyChange, RuleName};
use words::meaning;

/// Since when, or from when on.
#[must_use]
pub fn since(change: &PolicyChange, now: Timestamp, lang: Language) -> String {
    match change.in_force_from {
        None => lang.say("Since the market opened", "开市以来").to_owned(),
        Some(at) if at <= now => {
            let day = date(at, lang);
            say!(lang, "Since {day}", "{day}起")
        }
        Some(at) => {
            let day = date(at, lang);
            say!(lang, "From {day} on", "自{day}起")
        }
    }
}

/// A change that is announced, in a line.
#[must_use]
pub fn announcement(change: &PolicyChange, currency: Currency, now: Timestamp, lang: Language) -> String {
    let (day, number) = (since(change, now, lang), value(change.rule, change.value, currency, lang));
    say!(lang, "{day}: {number}", "{day}：{number}")
}

/// What stands below a rule's name: its number of now, what it means, and what is announced. `changes` are this rule's.
#[component]
pub fn RuleText(rule: RuleName, changes: Vec<PolicyChange>, currency: Currency, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let [_, (english, chinese)] = meaning(rule);
    let (announced, current): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| change.in_force_from.is_some_and(|from| from > now));
    let current = current.into_iter().map(|change| {
        let dated = change.in_force_from.map(machine_time);
        view! { <p><b>{value(rule, change.value, currency, lang)}</b>" "<small class="quiet"><time datetime=dated>{since(&change, now, lang)}</time></small></p> }
    });
    let announced = announced.into_iter().map(|change| {
        view! { <Notice tone=Tone::Wait title=announcement(&change, currency, now, lang)/> }
    });
    view! {
        {current.collect_view()}
        <p>{lang.say(english, chinese)}</p>
        {announced.collect_view()}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announced_change_says_from_when() {
        let now = Timestamp::from_millis(1_795_465_800_000);
        let change = |from| PolicyChange { rule: RuleName::HoldMinutes, value: 30, in_force_from: from };
        assert_eq!(since(&change(None), now, Language::En), "Since the market opened");
        assert_eq!(since(&change(Some(now)), now, Language::En), "Since 24 Nov 2026");
        let later = change(Some(Timestamp::from_millis(now.millis() + 1)));
        assert_eq!(since(&later, now, Language::Zh), "自2026年11月24日起");
        assert_eq!(announcement(&later, Currency::Cny, now, Language::En), "From 24 Nov 2026 on: for 30 minutes");
    }
}
