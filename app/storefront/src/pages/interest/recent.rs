//! `/me/recent`: what this browser has shown lately. Only the browser knows; it asks for the cards by a form's body, which stands in no
//! address and in no log, and what is answered is written down nowhere.

use crate::frame::{Frame, reader};
use crate::parts::GoodsGrid;
use app_kit::components::Icon;
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Visit, page, render};
use app_kit::{Say, lang, routes};
use axum::response::IntoResponse;
use http::{StatusCode, header};
use leptos::prelude::*;
use market::catalog::ListingId;
use market::catalog::queries::cards_of;
use market::kernel::limits::RECENT_MAX;

/// `GET /me/recent`
pub async fn page_of_browser(visit: Visit) -> Answer {
    let reader = reader(&visit).await?;
    let document = Document::storefront(visit.lang, visit.lang.say("You looked at lately", "最近浏览"));
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page stack"><Recent/></Frame> }
    }))
}

/// `POST /me/recent` with each `listing`: the cards of those that are on sale, in their order.
pub async fn goods(visit: Visit, fields: Fields) -> Answer {
    let mut listings: Vec<ListingId> = Vec::new();
    for listing in fields.all("listing").filter_map(|id| id.parse().ok()) {
        if listings.len() < RECENT_MAX && !listings.contains(&listing) {
            listings.push(listing);
        }
    }
    let cards = cards_of(&visit.app.market, &listings).await?;
    let html = render(visit.lang, FormState::default(), move || (!cards.is_empty()).then(|| view! { <GoodsGrid cards/> }));
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, html).into_response())
}

#[component]
fn Recent() -> impl IntoView {
    let lang = lang();
    view! {
        <h1>{lang.say("You looked at lately", "最近浏览")}</h1>
        <p class="quiet">{lang.say("Only this browser remembers it, until somebody signs out or in as somebody else. The market does not know what you look at.", "仅保存在本浏览器，退出登录或换人登录后即清除。平台不记录您看过什么。")}</p>
        <div data-recent=RECENT_MAX>
            <div class="empty" data-empty>
                <Icon name="eye"/>
                <h2>{lang.say("Nothing remembered", "暂无浏览记录")}</h2>
                <p class="plain-only">{lang.say("Remembering needs JavaScript, which is off in this browser.", "浏览记录需要 JavaScript，本浏览器已关闭。")}</p>
                <a class="btn" href=routes::HOME>{lang.say("To the goods", "去看看好货")}</a>
            </div>
            <section hidden>
                <h2 class="sr">{lang.say("Goods", "商品")}</h2>
                <div data-goods></div>
                <p class="section"><button class="btn" type="button" data-forget>{lang.say("Forget all of it", "清除浏览记录")}</button></p>
            </section>
        </div>
    }
}
