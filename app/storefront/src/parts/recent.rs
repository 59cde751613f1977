//! What this browser has shown lately. The server does not know it: `frontend/storefront/recent.js` remembers it, and asks for the
//! cards when somebody comes near.

use app_kit::{Say, lang, routes};
use leptos::prelude::*;

/// Goods of the strip: one row on a desk, two on a phone.
const STRIP: usize = 4;

/// A place for the last goods; it stays empty where nothing is remembered, or without scripts.
#[component]
pub fn RecentStrip() -> AnyView {
    let lang = lang();
    view! {
        <div data-recent=STRIP>
            <section class="section" hidden>
                <div class="section-head">
                    <h2>{lang.say("You looked at lately", "最近浏览")}</h2>
                    <a href=routes::RECENT>{lang.say("All of them", "全部")}</a>
                </div>
                <div data-goods></div>
            </section>
        </div>
    }
    .into_any()
}
