//! Ways onward: where one is, what comes next, and where to go when there is nothing.

use app_kit::components::Icon;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;

/// The trail of categories, the last of which is where the reader is. Nothing at the top.
#[component]
pub fn Crumbs(
    /// Slug and name, from the root down.
    trail: Vec<(String, String)>,
    /// Whether the last one is this page itself.
    #[prop(optional)]
    ends_here: bool,
) -> AnyView {
    let lang = lang();
    let last = trail.len().saturating_sub(1);
    let step = move |(position, (slug, name)): (usize, (String, String))| {
        let current = (ends_here && position == last).then_some("page");
        view! { <li><a href=routes::category(&slug) aria-current=current>{name}</a></li> }
    };
    view! {
        <nav class="crumbs" aria-label=lang.say("Where you are", "当前位置")>
            <ol><li><a href=routes::HOME>{lang.say("Home", "首页")}</a></li>{trail.into_iter().enumerate().map(step).collect_view()}</ol>
        </nav>
    }
    .into_any()
}

/// To the next rows of a list, and back to its first ones.
#[component]
pub fn Pager(
    /// The list's address without a key.
    path: String,
    /// Whether this is not the first page.
    is_further: bool,
    next: Option<String>,
    /// Whether the list is ranked; else the newest come first.
    #[prop(optional)]
    is_ranked: bool,
) -> AnyView {
    let lang = lang();
    let (onward, back) = if is_ranked {
        (lang.say("More", "更多"), lang.say("Back to the first", "回到第一页"))
    } else {
        (lang.say("Older", "更早的"), lang.say("Back to the newest", "回到最新"))
    };
    (is_further || next.is_some())
        .then(|| {
            let older = next.map(|key| {
                view! { <a class="btn push" rel="next" href=routes::after(&path, &key)>{onward}<Icon name="next"/></a> }
            });
            let newest = is_further.then(|| view! { <a class="btn" href=path.clone()><Icon name="back"/>{back}</a> });
            view! { <nav class="pager" aria-label=lang.say("Pages", "翻页")>{newest}{older}</nav> }
        })
        .into_any()
}

/// A part of a page with nothing in it yet.
#[component]
pub fn Empty(icon: &'static str, #[prop(into)] title: String, #[prop(into)] text: String, children: Children) -> AnyView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{title}</h2>
            <p>{text}</p>
            {children()}
        </div>
    }
    .into_any()
}
