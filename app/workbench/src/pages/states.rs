//! States of orders, listings and photos in words, and small pictures of goods: the same on every page of a shop.

use crate::parts::{PLACEHOLDER, due, picture};
use app_kit::components::{Badge, Tone};
use app_kit::{Say, lang};
use leptos::prelude::*;
use market::catalog::{ListingState, Photo};
use market::kernel::Timestamp;
use market::order::OrderState;

/// Where an order stands, as its shop says it.
#[component]
pub fn OrderBadge(state: OrderState) -> impl IntoView {
    let lang = lang();
    let (tone, icon, word) = match state {
        OrderState::Placed => (Tone::Wait, "clock", lang.say("Waiting for payment", "等待付款")),
        OrderState::Paid => (Tone::Info, "box", lang.say("To ship", "待发货")),
        OrderState::Shipped => (Tone::Info, "truck", lang.say("On its way", "运送中")),
        OrderState::Delivered => (Tone::Good, "done", lang.say("Delivered", "已送达")),
        OrderState::Completed => (Tone::Good, "check", lang.say("Completed", "已完成")),
        OrderState::Cancelled => (Tone::Plain, "close", lang.say("Cancelled", "已取消")),
    };
    view! { <Badge tone icon word/> }
}

/// Who sees a listing.
#[component]
pub fn ListingBadge(state: ListingState) -> impl IntoView {
    let lang = lang();
    let (tone, icon, word) = match state {
        ListingState::Draft => (Tone::Plain, "edit", lang.say("Draft", "草稿")),
        ListingState::Published => (Tone::Good, "eye", lang.say("On sale", "在售")),
        ListingState::Hidden => (Tone::Wait, "eye", lang.say("Hidden", "已下架")),
        ListingState::Removed => (Tone::Plain, "trash", lang.say("Removed", "已删除")),
    };
    view! { <Badge tone icon word/> }
}

/// A deadline: late in red, else by when.
#[component]
pub fn DueBadge(by: Timestamp, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let is_late = by < now;
    let tone = if is_late { Tone::Bad } else { Tone::Wait };
    let icon = if is_late { "alert" } else { "clock" };
    view! { <Badge tone icon word=due(by, now, lang)/> }
}

/// A small square picture of goods; a placeholder until there is one that can be shown.
#[component]
pub fn Thumb(photo: Option<Photo>, #[prop(optional)] large: bool) -> impl IntoView {
    let side = if large { "120" } else { "56" };
    let (source, alt) = match photo {
        Some(photo) => (picture(&photo), photo.alt),
        None => (PLACEHOLDER.to_owned(), String::new()),
    };
    view! { <img src=source alt=alt width=side height=side loading="lazy"/> }
}
