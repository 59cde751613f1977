//! `/me/orders` and `/me/orders/{order}`: what a buyer bought, where it stands, what happens next.

mod order;
mod words;

pub use order::{order, post};

use crate::frame::{Frame, Reader};
use crate::pages::cart::{count, picture};
use app_kit::components::{Badge, Icon, Price};
use app_kit::form::FormState;
use app_kit::format::{date, machine_time};
use app_kit::request::{Answer, Document, Visit, page};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::prelude::*;
use market::kernel::{Page, PageRequest};
use market::order::{OrderRow, queries};

/// Orders a page.
const ROWS: u64 = 20;

/// `GET /me/orders?after=`
pub async fn orders(visit: Visit) -> Answer {
    let buyer = visit.buyer()?;
    let lang = visit.lang;
    let after = Some(visit.query().get("after").to_owned()).filter(|key| !key.is_empty());
    let rows = queries::of_buyer(&visit.app.market, &buyer, &PageRequest::after(after, ROWS)).await?;
    let reader = Reader::of(&visit, count(&visit).await?);
    let document = Document::storefront(lang, lang.say("My orders", "我的订单"));
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page stack"><Orders rows/></Frame> }
    }))
}

#[component]
fn Orders(rows: Page<OrderRow>) -> impl IntoView {
    let lang = lang();
    let none = rows.rows.is_empty();
    let next = rows.next.map(|key| format!("{}?after={}", routes::MY_ORDERS, routes::percent(&key)));
    view! {
        <h1>{lang.say("My orders", "我的订单")}</h1>
        {none.then(|| view! {
            <div class="empty">
                <Icon name="box"/>
                <h2>{lang.say("No orders here yet", "还没有订单")}</h2>
                <p>{lang.say("What you buy shows here, with every step and every date.", "您买的东西会显示在这里，每一步、每个日期都清清楚楚。")}</p>
                <a class="btn btn-primary" href=routes::HOME>{lang.say("To the goods", "去看看好货")}</a>
            </div>
        })}
        {rows.rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}
        {next.map(|next| view! { <nav class="pager" aria-label=lang.say("Pages", "分页")><a class="btn" rel="next" href=next>{lang.say("Older orders", "更早的订单")}</a></nav> })}
    }
}

#[component]
fn Row(row: OrderRow) -> impl IntoView {
    let lang = lang();
    let (tone, icon, word) = words::state(&row, lang);
    let path = routes::my_order(&row.id.to_string());
    let number = row.number.clone();
    let first = row.lines.first().cloned();
    let more = row.lines.len().saturating_sub(1);
    view! {
        <section class="card">
            <h2 class="shop-name"><Icon name="shop"/><a href=routes::shop(&row.shop_handle)>{row.shop_name.clone()}</a></h2>
            {first.map(|line| view! {
                <div class="line-item">
                    <img src=picture(&line.picture) width="80" height="80" alt="" loading="lazy"/>
                    <h3><a href=path.clone()>{line.title}</a></h3>
                    <p class="quiet">
                        {(more > 0).then(|| say!(lang, "and {more} more · ", "等另外 {more} 种 · "))}
                        {say!(lang, "Order {number}", "订单 {number}")}<br/>
                        <time datetime=machine_time(row.placed_at)>{date(row.placed_at, lang)}</time>
                    </p>
                    <p><Price amount=row.total/></p>
                </div>
            })}
            <p class="row">
                <Badge tone icon word/>
                <a class="btn btn-small push" href=path>{lang.say("Look at it", "查看")}</a>
            </p>
        </section>
    }
}
