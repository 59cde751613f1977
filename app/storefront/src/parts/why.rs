//! Why goods stand where they stand: a line below each of a list, unfolded without scripts, made of the terms of its place.

use app_kit::routes;
use app_kit::{Say, say};
use leptos::prelude::*;
use market::account::Language;
use market::discovery::{Boost, PlaceKind, Reason, ShopSize, Why};

/// The line and what is below it.
pub fn why_here(why: &Why, lang: Language) -> impl IntoView + use<> {
    let reasons = why.reasons.iter().map(|reason| view! { <li>{words(reason, lang)}</li> }).collect_view();
    let rules = format!("{}#ranking", routes::RULES);
    view! {
        <details class="why">
            <summary>{label(why, lang)}</summary>
            <ul>{reasons}<li><a href=rules>{lang.say("How goods are ordered", "商品如何排序")}</a></li></ul>
        </details>
    }
}

/// What a place says of itself: what is drawn or paid for says so before anybody asks.
fn label(why: &Why, lang: Language) -> &'static str {
    match (why.place, why.size) {
        (PlaceKind::Ranked, _) => lang.say("Why here?", "为何在此"),
        (PlaceKind::Rotating, ShopSize::New) => lang.say("New shop · why here?", "新店 · 为何在此"),
        (PlaceKind::Rotating, _) => lang.say("Small shop · why here?", "小店 · 为何在此"),
        (PlaceKind::Paid, _) => lang.say("Paid placement", "付费推广"),
    }
}

fn words(reason: &Reason, lang: Language) -> String {
    let plain = |en: &'static str, zh: &'static str| lang.say(en, zh).to_owned();
    match reason {
        Reason::Drawn(ShopSize::New) => plain("A new shop: this place rotates among new shops", "新店：这个位置由新店轮流占用"),
        Reason::Drawn(_) => plain("A small shop: this place rotates among small shops", "小店：这个位置由小店轮流占用"),
        Reason::Paid => plain("Somebody paid for this place", "此位置为付费推广"),
        Reason::Says(boost, word) => says(*boost, word, lang),
        Reason::Ships => plain("Ships within 1 day", "一天内发货"),
        Reason::Keeps => plain("Hardly anybody asked for money back", "很少有人退款"),
        Reason::Fresh => plain("New in the market", "新近上架"),
        Reason::PriceFits => plain("A usual price for its kind", "价格在同类中适中"),
    }
}

fn says(boost: Boost, word: &str, lang: Language) -> String {
    match boost {
        Boost::Title => say!(lang, "The title says “{word}”", "标题中有“{word}”"),
        Boost::Phrase => say!(lang, "Title, maker or place says “{word}”", "标题、作者或产地中有“{word}”"),
        Boost::Kind => say!(lang, "Its category is called “{word}”", "所在分类叫“{word}”"),
        Boost::About => say!(lang, "Its description says “{word}”", "介绍中有“{word}”"),
        Boost::Pinyin => say!(lang, "“{word}” spells its title", "“{word}”是标题的拼音"),
        Boost::Initials => say!(lang, "“{word}” are first letters of its title", "“{word}”是标题的拼音首字母"),
        Boost::Typo => say!(lang, "Its title is spelled nearly like “{word}”", "标题与“{word}”写法或读音相近"),
        Boost::Synonym => say!(lang, "Another word for “{word}”", "“{word}”的同义词"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_told_in_both_languages() {
        let mut reasons = vec![Reason::Paid, Reason::Ships, Reason::Keeps, Reason::Fresh, Reason::PriceFits];
        reasons.extend(ShopSize::ALL.map(Reason::Drawn));
        for reason in reasons {
            let (english, chinese) = (words(&reason, Language::En), words(&reason, Language::Zh));
            assert!(english.is_ascii() && !chinese.is_ascii(), "{english}");
        }
        for boost in Boost::ALL {
            let reason = Reason::Says(boost, "腊肉".to_owned());
            assert!(Language::ALL.iter().all(|lang| words(&reason, *lang).contains("腊肉")));
        }
    }

    #[test]
    fn what_is_paid_for_would_say_so() {
        let why = Why { place: PlaceKind::Paid, size: ShopSize::New, reasons: Vec::new() };
        assert_eq!([label(&why, Language::En), label(&why, Language::Zh)], ["Paid placement", "付费推广"]);
    }
}
