//! To further rows of one of the page's lists, and back to its first ones. Each link says of what, since several stand on the page.

use app_kit::components::Icon;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::account::Language;

/// A list of the page that goes on behind its first rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Held orders, the soonest release first.
    Held,
    /// What made the balance below zero, the latest first.
    Owed,
}

impl List {
    /// Its key in the address of the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Owed => "owed",
        }
    }

    /// What its pages are called, the next one, and the first one.
    fn words(self, lang: Language) -> [&'static str; 3] {
        match self {
            Self::Held => [
                lang.say("Pages of held orders", "托管订单翻页"),
                lang.say("More held orders", "更多托管订单"),
                lang.say("Back to the first held orders", "回到最先放款的托管订单"),
            ],
            Self::Owed => [
                lang.say("Pages of what made the balance below zero", "负余额明细翻页"),
                lang.say("Earlier parts of the balance below zero", "更早的负余额明细"),
                lang.say("Back to the latest parts of the balance below zero", "回到最近的负余额明细"),
            ],
        }
    }
}

/// The links; none where the list has one page.
#[component]
pub fn Further(handle: String, list: List, is_further: bool, next: Option<String>) -> impl IntoView {
    let [label, onward, back] = list.words(lang());
    let home = routes::sell(&handle, "money");
    (is_further || next.is_some()).then(|| {
        let next = next.map(|key| {
            let path = format!("{home}?{}={}", list.name(), routes::percent(&key));
            view! { <a class="btn push" rel="next" href=path>{onward}<Icon name="next"/></a> }
        });
        let first = is_further.then(|| view! { <a class="btn" href=home><Icon name="back"/>{back}</a> });
        view! { <nav class="pager" aria-label=label>{first}{next}</nav> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use app_kit::form::FormState;
    use app_kit::request::render;

    #[test]
    fn a_list_of_several_pages_leads_on_and_back() {
        let links = |list, is_further, next: Option<&str>| {
            let (handle, next) = ("danqing".to_owned(), next.map(str::to_owned));
            render(Language::En, FormState::default(), move || view! { <Further handle list is_further next/> })
        };
        for list in [List::Held, List::Owed] {
            let [_, onward, back] = list.words(Language::En);
            let further = format!("href=\"/sell/danqing/money?{}=1.2%26x\"", list.name());
            let first = "href=\"/sell/danqing/money\"";
            for (is_further, next) in [(false, Some("1.2&x")), (true, Some("1.2&x")), (true, None), (false, None)] {
                let html = links(list, is_further, next);
                assert_eq!(html.contains(&further) && html.contains(onward), next.is_some(), "{html}");
                assert_eq!(html.contains(first) && html.contains(back), is_further, "{html}");
            }
        }
    }
}
