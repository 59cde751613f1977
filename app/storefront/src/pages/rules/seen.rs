//! Of how many shops anything was shown in the lists that are counted, drawn as a bar for each size: who got no place at all is in no sum
//! of places.

use super::exposure::{count, percent, size_words};
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::discovery::ShopSize;
use market::discovery::queries::ShopsSeen;

/// A card for each size; nothing where no shop has goods.
#[component]
pub fn Seen(shops: Vec<ShopsSeen>) -> impl IntoView {
    let lang = lang();
    (!shops.is_empty()).then(|| {
        let cards = ShopSize::ALL.map(|size| of_size(&shops, size, lang)).collect_view();
        view! {
            <h3 class="pt-4">{lang.say("How many shops were seen at all", "有多少家店被看见过")}</h3>
            <p>{lang.say("Counted are the shops that have goods here now, each with its size of today: goods of those that were seen stood on at least one of the lists counted above, on a page that somebody looked at in these days, goods of the others on none of these. Who opened a moment ago is among these until somebody comes by.", "统计现在有商品在售的店，按今天的大小分。“被看见过”指这些天里至少有一件商品出现在以上计数的列表中、且有人查看过；其余的在这些列表里一次也没有出现。刚开张的店，在有人看到之前也算在其中。")}</p>
            <div class="shops">{cards}</div>
        }
    })
}

/// The shops of one size: how many they are, of how many something was seen, and of how many nothing.
fn of_size(sums: &[ShopsSeen], size: ShopSize, lang: Language) -> impl IntoView + use<> {
    let nobody = ShopsSeen { size, shops: 0, seen: 0 };
    let sum = sums.iter().find(|sum| sum.size == size).copied().unwrap_or(nobody);
    let pairs = numbers(sum, lang).map(|(name, number)| view! { <div><dt>{name}</dt><dd>{number}</dd></div> });
    let (en, zh) = size_words(size);
    view! {
        <div class="card stack">
            <h4>{lang.say(en, zh)}</h4>
            {bar(sum, lang)}
            <dl class="pairs">{pairs.collect_view()}</dl>
        </div>
    }
}

fn numbers(ShopsSeen { shops, seen, .. }: ShopsSeen, lang: Language) -> [(&'static str, String); 3] {
    let part = |number: i64| if shops == 0 { count(0) } else { format!("{} · {}", count(number), percent(number, shops)) };
    [
        (lang.say("Shops with goods", "有商品的店"), count(shops)),
        (lang.say("Seen", "被看见过"), part(seen)),
        (lang.say("Not seen in these days", "这些天没被看见"), part(shops - seen)),
    ]
}

/// The share of those that were seen; nothing where there is nobody. What it shows stands beside it as numbers too.
fn bar(ShopsSeen { shops, seen, .. }: ShopsSeen, lang: Language) -> Option<AnyView> {
    (shops > 0).then(|| {
        let share = percent(seen, shops);
        let label = say!(lang, "{share} of these shops were seen", "这些店中有 {share} 被看见过");
        let width = (seen.saturating_mul(1_000) / shops).to_string();
        view! {
            <svg class="h-2.5 w-full" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=label>
                <rect x="0" y="0" width="1000" height="10" fill="currentColor" fill-opacity="0.2"/>
                <rect x="0" y="0" width=width height="10" fill="currentColor"/>
            </svg>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use app_kit::form::FormState;
    use app_kit::request::render;

    fn drawn(shops: Vec<ShopsSeen>, lang: Language) -> String {
        render(lang, FormState::default(), move || view! { <Seen shops/> })
    }

    #[test]
    fn whoever_was_not_seen_is_told_and_drawn() {
        let new = ShopsSeen { size: ShopSize::New, shops: 1_200, seen: 900 };
        let english = drawn(vec![new], Language::En);
        for told in ["1,200", "900 · 75.0 %", "300 · 25.0 %", "75.0 % of these shops were seen", "width=\"750\""] {
            assert!(english.contains(told), "{told}: {english}");
        }
        assert_eq!(english.matches("<svg").count(), 1, "of nobody no share is drawn: {english}");
        let chinese = drawn(vec![new], Language::Zh);
        assert!(chinese.contains("这些天没被看见") && chinese.contains("300 · 25.0 %"), "{chinese}");
        let of_lists = english.contains("on none of these.") && chinese.contains("以上计数的列表");
        assert!(of_lists, "a shop's own page, goods bought together and proposals are not counted: {english} {chinese}");
        assert!(!drawn(Vec::new(), Language::En).contains("card"), "where there is no shop nothing is said");
    }
}
