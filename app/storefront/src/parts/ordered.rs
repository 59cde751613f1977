//! How a list is ordered in which the goods themselves do not say why they stand where they stand: said once, at its head.

use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::account::Language;
use market::discovery::rules::HOME_GOODS_OF_SELLER;
use market::policy::RuleName;

/// An order that is the same for all goods of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// What came last.
    Newest,
    /// The same on the home page, where nobody takes all places.
    NewestOfEach,
    /// What most people bought lately.
    Best,
}

/// The goods of a list below the sentence that says by what they are ordered, and the way to the rule.
#[component]
pub fn Ordered(by: Order, children: Children) -> AnyView {
    let lang = lang();
    let (rule, word) = match by {
        Order::Newest | Order::NewestOfEach => ("ranking", lang.say("How goods are ordered", "商品如何排序")),
        Order::Best => (RuleName::BestSellerBuyers.code(), lang.say("How that is counted", "怎么算")),
    };
    let rule = format!("{}#{rule}", routes::RULES);
    view! { <div class="stack"><p class="quiet">{words(by, lang)}" "<a href=rule>{word}</a></p>{children()}</div> }.into_any()
}

fn words(order: Order, lang: Language) -> String {
    match order {
        Order::Newest => lang.say("The newest come first, and nothing else counts.", "新上的在前，不看其他。").to_owned(),
        Order::NewestOfEach => say!(
            lang,
            "The newest come first, at most {HOME_GOODS_OF_SELLER} of each shop before the rest, and few of shops whose identity was not checked yet.",
            "新上的在前，每家店先放至多 {HOME_GOODS_OF_SELLER} 件，身份尚未核实的店只占少数位置。"
        ),
        Order::Best => lang
            .say(
                "What most different people bought in 30 days comes first, one listing of each shop.",
                "按近 30 天内不同买家的人数排列，每家店只列一件。",
            )
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_told_in_both_languages() {
        for order in [Order::Newest, Order::NewestOfEach, Order::Best] {
            let [english, chinese] = [Language::En, Language::Zh].map(|lang| words(order, lang));
            assert!(english.is_ascii() && !chinese.is_ascii(), "{english}");
        }
        assert!(words(Order::NewestOfEach, Language::En).contains("at most 2 of each shop"));
    }
}
