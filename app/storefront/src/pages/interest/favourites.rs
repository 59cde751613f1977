//! `/me/favourites`: goods that somebody keeps in sight, with price and stock as they are now.

use super::wish;
use crate::frame::{Frame, reader};
use crate::pages::after;
use crate::parts::{Empty, Pager, goods_card};
use app_kit::components::{Badge, Notice, Shown, Tone, picture};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::prelude::*;
use market::catalog::ListingId;
use market::interest::Favourite;
use market::interest::commands::{drop_favourite, keep_favourite};
use market::interest::queries::favourites;
use market::kernel::{Page, PageRequest};

const GOODS: u64 = 24;

/// `GET /me/favourites?after=`
pub async fn list(visit: Visit) -> Answer {
    draw(&visit, false).await
}

/// `POST /me/favourites` with `listing`, `then` = `keep` or `drop`, and `back`.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let listing: ListingId = fields.read("listing").ok_or_else(Stop::not_found)?;
    let back = routes::local_path(fields.get("back")).unwrap_or(routes::MY_FAVOURITES);
    let Some(who) = &visit.who else { return Ok(wish::remember(&visit, &listing.to_string(), back)) };
    match fields.get("then") {
        "keep" => {
            if refused(keep_favourite(&visit.app.market, &who.buyer(), listing).await)?.is_err() {
                return draw(&visit, true).await;
            }
        }
        "drop" => drop_favourite(&visit.app.market, &who.buyer(), listing).await?,
        _ => return Err(Stop::not_found()),
    }
    Ok(see_other(back))
}

async fn draw(visit: &Visit, is_full: bool) -> Answer {
    let buyer = visit.buyer()?;
    let request = PageRequest::after(after(visit), GOODS);
    let rows = favourites(&visit.app.market, &buyer, &request).await?;
    let reader = reader(visit).await?;
    let document = Document::storefront(visit.lang, visit.lang.say("Favourites", "我的收藏"));
    let status = if is_full { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let is_further = request.after.is_some();
    Ok(page(visit, status, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page stack"><Favourites rows is_further is_full/></Frame> }
    }))
}

#[component]
fn Favourites(rows: Page<Favourite>, is_further: bool, is_full: bool) -> impl IntoView {
    let lang = lang();
    let is_empty = rows.rows.is_empty();
    let full = lang.say("There is no room for more favourites. Take some out first.", "收藏已满，请先取消一些。");
    view! {
        <h1>{lang.say("Favourites", "我的收藏")}</h1>
        {is_full.then(|| view! { <Notice tone=Tone::Bad title=full/> })}
        {is_empty.then(|| view! {
            <Empty icon="heart" title=lang.say("Nothing kept yet", "还没有收藏")
                text=lang.say("The heart on a product's page keeps it here, with its price and stock as they are then.", "在商品页点一下心形，就会收在这里，价格和库存随时更新。")>
                <a class="btn btn-primary" href=routes::HOME>{lang.say("To the goods", "去看看好货")}</a>
            </Empty>
        })}
        {(!is_empty).then(|| view! { <h2 class="sr">{lang.say("Goods", "商品")}</h2> })}
        <ul class="goods">{rows.rows.into_iter().map(|row| view! { <li class="stack stack-small"><Row row/></li> }).collect_view()}</ul>
        <Pager path=routes::MY_FAVOURITES.to_owned() is_further next=rows.next/>
    }
}

#[component]
fn Row(row: Favourite) -> impl IntoView {
    let lang = lang();
    let title = row.title.clone();
    let label = say!(lang, "Take {title} out of your favourites", "取消收藏{title}");
    let goods = match row.card {
        Some(card) => goods_card(card, false, None, None, lang),
        None => view! {
            <article class="goods-card">
                {picture(None, Shown::card(false), String::new())}
                <h3>{row.title}</h3>
                <p><Badge tone=Tone::Plain icon="close" word=lang.say("No longer on sale", "已下架")/></p>
            </article>
        }
        .into_any(),
    };
    view! {
        {goods}
        <form method="post" action=routes::MY_FAVOURITES>
            <input type="hidden" name="listing" value=row.listing.to_string()/>
            <button class="btn btn-small" name="then" value="drop" aria-label=label>{lang.say("Take out", "取消收藏")}</button>
        </form>
    }
}
