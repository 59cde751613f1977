//! Why goods stand where they stand: a line below each of a list, unfolded without scripts, made of the terms of its place or of the
//! number of its order.

use app_kit::format::{date, machine_time, moment, money, sold, unit_name};
use app_kit::routes;
use app_kit::{Say, say};
use leptos::prelude::*;
use market::account::Language;
use market::discovery::rules::PageDraw;
use market::discovery::{Boost, Ground, PlaceKind, Reason, SearchSort, ShopSize, Why};
use market::kernel::{Currency, Dimension, Money, Timestamp, Unit};

/// In what goods are paid and measured.
type Measured = (Currency, Unit);

/// The line and what is below it.
pub fn why_here(why: &Why, measured: Measured, lang: Language) -> impl IntoView + use<> {
    let reasons = why.reasons.iter().map(|reason| view! { <li>{words(reason, measured, lang)}</li> }).collect_view();
    let rules = format!("{}#ranking", routes::RULES);
    view! {
        <details class="why">
            <summary>{label(why, lang)}</summary>
            <ul>{reasons}<li><a href=rules>{lang.say("How goods are ordered", "商品如何排序")}</a></li></ul>
        </details>
    }
}

/// By what the draw of a page can be checked: who has a ticket knows by the number below which they were drawn whether theirs was.
pub fn how_drawn(draw: &PageDraw, lang: Language) -> impl IntoView + use<> {
    let PageDraw { turn, question, used_below, asked_below, .. } = draw;
    let at = view! { <time datetime=machine_time(turn.began)>{moment(turn.began, lang)}</time> };
    let checked = format!("{}#draws", routes::EXPOSURE);
    // Up to there it was the same draw as if all that matches had been looked at.
    let asked_below = asked_below.filter(|below| below < used_below).map(|below| {
        let text = lang.say(
            "More goods match than are looked at in one go. Everybody with a ticket below this number was asked; beyond it those take part whose goods lie in what this draw looks at: ",
            "符合的商品多到一次看不完。签号小于此数的店主都已逐一问到；更大的，商品在本次所看部分里的才参加：",
        );
        view! { <li>{text}<code>{format!("{below:016x}")}</code></li> }
    });
    view! {
        <details class="why mt-4">
            <summary>{lang.say("Check the draw", "核对抽签")}</summary>
            <ul>
                <li>{lang.say("Drawn at ", "抽签时间：")}{at}</li>
                <li>{lang.say("Question: ", "问题：")}<code>{question.clone()}</code></li>
                <li>{lang.say("Up to this page tickets were drawn below ", "到本页为止已抽出的签号小于 ")}<code>{format!("{used_below:016x}")}</code></li>
                {asked_below}
                <li><a href=checked>{lang.say("How to check it", "如何核对")}</a></li>
            </ul>
        </details>
    }
}

/// What a place says of itself: what is drawn or paid for says so before anybody asks.
fn label(why: &Why, lang: Language) -> &'static str {
    match why.place {
        None | Some((PlaceKind::Ranked | PlaceKind::Newest | PlaceKind::Best | PlaceKind::Sorted, _)) => {
            lang.say("Why here?", "为何在此")
        }
        Some((PlaceKind::Rotating, ShopSize::New)) => lang.say("New shop · why here?", "新店 · 为何在此"),
        Some((PlaceKind::Rotating, _)) => lang.say("Small shop · why here?", "小店 · 为何在此"),
        Some((PlaceKind::Paid, _)) => lang.say("Paid placement", "付费推广"),
    }
}

fn words(reason: &Reason, measured: Measured, lang: Language) -> String {
    let plain = |en: &'static str, zh: &'static str| lang.say(en, zh).to_owned();
    match reason {
        Reason::Drawn(ShopSize::New) => plain("A new shop: this place rotates among new shops", "新店：这个位置由新店轮流占用"),
        Reason::Drawn(_) => plain("A small shop: this place rotates among small shops", "小店：这个位置由小店轮流占用"),
        Reason::Paid => plain("Somebody paid for this place", "此位置为付费推广"),
        Reason::Says(boost, word) => says(*boost, word, lang),
        Reason::Ships => plain("Mostly ships within 1 day", "大多一天内发货"),
        Reason::Keeps => plain("Money hardly ever went back after a case", "很少因售后退款"),
        Reason::Fresh => plain("New in the market", "新近上架"),
        Reason::PriceFits => plain("A usual price for its kind", "价格在同类中适中"),
        Reason::Only(Ground::Words) => {
            plain("It matches your words; nothing in particular puts it forward", "与您输入的词语相符，没有特别的加分")
        }
        Reason::Only(Ground::Category) => {
            plain("It belongs to this category; nothing in particular puts it forward", "属于这个分类，没有特别的加分")
        }
        Reason::Only(Ground::Choices) => {
            plain("It meets what you chose; nothing in particular puts it forward", "符合您选的条件，没有特别的加分")
        }
        Reason::Ordered(sort, number) => ordered(*sort, *number, measured, lang),
    }
}

/// The order that the reader chose, and what these goods have of it.
fn ordered(sort: SearchSort, number: i64, (currency, unit): Measured, lang: Language) -> String {
    let amount = money(Money::new(number, currency), lang);
    match sort {
        SearchSort::Relevance => lang.say("In order of the match", "按相关程度排序").to_owned(),
        SearchSort::Price => say!(lang, "In order of price: {amount}", "按价格排序：{amount}"),
        SearchSort::UnitPrice => {
            let whole = unit_name(whole(unit), lang);
            say!(lang, "In order of price per unit: {amount} / {whole}", "按单价排序：{amount} / {whole}")
        }
        SearchSort::Newest => {
            let day = date(Timestamp::from_millis(number), lang);
            say!(lang, "In order of age: here since {day}", "按上架时间排序：{day}上架")
        }
        SearchSort::Sold => {
            let sold = sold(number, lang);
            say!(lang, "In order of sales: {sold}", "按销量排序：{sold}")
        }
    }
}

/// The unit by which prices are compared.
const fn whole(unit: Unit) -> Unit {
    match unit.dimension() {
        Dimension::Piece => Unit::Piece,
        Dimension::Weight => Unit::Kilogram,
        Dimension::Volume => Unit::Litre,
        Dimension::Length => Unit::Metre,
    }
}

fn says(boost: Boost, word: &str, lang: Language) -> String {
    match boost {
        Boost::Title => say!(lang, "The title says “{word}”", "标题中有“{word}”"),
        Boost::Phrase => say!(lang, "Title, maker or place says “{word}”", "标题、作者或产地中有“{word}”"),
        Boost::Kind => say!(lang, "Its category, or one above, says “{word}”", "分类或上级分类的名称中有“{word}”"),
        // One field of the index has all of these.
        Boost::About => {
            say!(lang, "Maker, place, shop, choices or description says “{word}”", "作者、产地、店名、规格或介绍中有“{word}”")
        }
        Boost::Pinyin => say!(lang, "“{word}” spells its title", "“{word}”是标题的拼音"),
        Boost::Initials => say!(lang, "“{word}” are first letters of its title", "“{word}”是标题的拼音首字母"),
        Boost::Typo => {
            say!(lang, "Title or category is spelled or sounds nearly like “{word}”", "标题或分类与“{word}”写法或读音相近")
        }
        Boost::Synonym => say!(lang, "Another word for “{word}”", "“{word}”的同义词"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_THE_JIN: Measured = (Currency::Cny, Unit::Jin);

    #[test]
    fn every_reason_is_told_in_both_languages() {
        let mut reasons = vec![Reason::Paid, Reason::Ships, Reason::Keeps, Reason::Fresh, Reason::PriceFits];
        reasons.extend(ShopSize::ALL.map(Reason::Drawn));
        reasons.extend(Ground::ALL.map(Reason::Only));
        for reason in reasons {
            let [english, chinese] = [Language::En, Language::Zh].map(|lang| words(&reason, BY_THE_JIN, lang));
            assert!(english.is_ascii() && !chinese.is_ascii(), "{english}");
        }
        for boost in Boost::ALL {
            let reason = Reason::Says(boost, "腊肉".to_owned());
            for lang in [Language::En, Language::Zh] {
                let told = words(&reason, BY_THE_JIN, lang);
                assert!(told.contains("腊肉"), "{told}");
            }
        }
    }

    #[test]
    fn no_reason_says_more_than_is_known() {
        let told = |reason: Reason| [Language::En, Language::Zh].map(|lang| words(&reason, BY_THE_JIN, lang));
        let said = |boost, word: &str| told(Reason::Says(boost, word.to_owned()));
        // It may be the shop alone that is called so.
        let about = ["Maker, place, shop, choices or description says “danqing”", "作者、产地、店名、规格或介绍中有“danqing”"];
        assert_eq!(said(Boost::About, "danqing"), about);
        let kind = ["Its category, or one above, says “food”", "分类或上级分类的名称中有“food”"];
        assert_eq!(said(Boost::Kind, "food"), kind);
        let typo = ["Title or category is spelled or sounds nearly like “fodo”", "标题或分类与“fodo”写法或读音相近"];
        assert_eq!(said(Boost::Typo, "fodo"), typo);
        // Seven of ten parcels are enough, and who asks for money back does not always have it.
        assert_eq!(told(Reason::Ships), ["Mostly ships within 1 day", "大多一天内发货"]);
        assert_eq!(told(Reason::Keeps), ["Money hardly ever went back after a case", "很少因售后退款"]);
    }

    #[test]
    fn an_order_is_told_with_its_number() {
        let told =
            |sort, number| [Language::En, Language::Zh].map(|lang| words(&Reason::Ordered(sort, number), BY_THE_JIN, lang));
        assert_eq!(told(SearchSort::Price, 4_580), ["In order of price: CN¥45.80", "按价格排序：¥45.80"]);
        assert_eq!(
            told(SearchSort::UnitPrice, 9_160),
            ["In order of price per unit: CN¥91.60 / kg", "按单价排序：¥91.60 / 公斤"]
        );
        let day = ["In order of age: here since 24 Nov 2026", "按上架时间排序：2026年11月24日上架"];
        assert_eq!(told(SearchSort::Newest, 1_795_465_800_000), day);
        assert_eq!(told(SearchSort::Sold, 0), ["In order of sales: 0 sold", "按销量排序：已售 0 单"]);
    }

    #[test]
    fn what_is_paid_for_would_say_so() {
        let why = Why { place: Some((PlaceKind::Paid, ShopSize::New)), reasons: Vec::new() };
        assert_eq!([label(&why, Language::En), label(&why, Language::Zh)], ["Paid placement", "付费推广"]);
    }
}
