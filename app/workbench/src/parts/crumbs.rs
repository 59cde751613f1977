//! The way back from a page that lies below another one.

use app_kit::{Say, lang};
use leptos::prelude::*;

/// The page above, and the one that is open.
#[component]
pub fn Crumbs(#[prop(into)] above_path: String, #[prop(into)] above: String, #[prop(into)] here: String) -> impl IntoView {
    let lang = lang();
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol><li><a href=above_path>{above}</a></li><li aria-current="page">{here}</li></ol>
        </nav>
    }
}
