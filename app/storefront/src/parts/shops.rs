//! Shops in a list, and what is said of a shop that nobody has rated yet.

use app_kit::components::{Badge, Shown, Tone, picture};
use app_kit::{Say, format, lang, routes, say};
use leptos::prelude::*;
use market::discovery::ShopCard;
use market::kernel::{Span, Timestamp};

/// A shop is new for so long; afterwards it has ratings, or has to go without the word.
const NEW_DAYS: i64 = 60;
/// What fits under a shop's name in a list.
const STORY_CHARS: usize = 80;

/// One shop among others, with a heading of the third level.
#[component]
pub fn ShopTile(shop: ShopCard) -> AnyView {
    let lang = lang();
    let opened = format::date(shop.opened_at, lang);
    let opened = say!(lang, "opened {opened}", "{opened}开张");
    let place = (!shop.place.is_empty()).then(|| format!("{} · ", shop.place));
    let story = excerpt(&shop.story, STORY_CHARS);
    view! {
        <li class="card shop-head">
            {picture(shop.picture.as_ref(), Shown::small(), String::new())}
            <div>
                <h3><a href=routes::shop(&shop.handle)>{shop.name}</a></h3>
                <p class="quiet">{place}{opened}</p>
            </div>
            {(!story.is_empty()).then(|| view! { <p>{story}</p> })}
        </li>
    }
    .into_any()
}

/// Instead of no stars at all.
#[component]
pub fn NewShop(opened_at: Timestamp, now: Timestamp) -> AnyView {
    let lang = lang();
    let is_new = opened_at.after(Span::days(NEW_DAYS)) > now;
    let word = if is_new { lang.say("New shop", "新店") } else { lang.say("No ratings yet", "暂无评价") };
    view! { <Badge tone=Tone::Info icon="shop" word/> }.into_any()
}

/// The first line of a text, cut at a word's end where the script has any.
pub fn excerpt(text: &str, characters: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= characters {
        return line.to_owned();
    }
    let cut: String = line.chars().take(characters).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches(['，', '、', '。', ',', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_cut_between_words() {
        assert_eq!(excerpt("short", 80), "short");
        assert_eq!(excerpt("one two three", 9), "one two…");
        assert_eq!(excerpt("十四户人家，一家店来卖", 6), "十四户人家…");
        assert_eq!(excerpt("first\nsecond", 80), "first");
    }
}
