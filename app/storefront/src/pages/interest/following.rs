//! `/me/following`: the shops that somebody follows, each with its newest goods.

use super::wish;
use crate::frame::{Frame, reader};
use crate::pages::after;
use crate::parts::{Empty, GoodsGrid, Pager, ShopTile};
use app_kit::components::{Notice, Tone};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::prelude::*;
use market::interest::FollowedShop;
use market::interest::commands::{follow_shop, unfollow_shop};
use market::interest::queries::followed_shops;
use market::kernel::{Page, PageRequest};
use market::shop::ShopId;

const SHOPS: u64 = 12;

/// `GET /me/following?after=`
pub async fn list(visit: Visit) -> Answer {
    draw(&visit, false).await
}

/// `POST /me/following` with `shop`, `then` = `keep` or `drop`, and `back`.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let shop: ShopId = fields.read("shop").ok_or_else(Stop::not_found)?;
    let back = routes::local_path(fields.get("back")).unwrap_or(routes::MY_SHOPS);
    let Some(who) = &visit.who else { return Ok(wish::remember(&visit, &shop.to_string(), back)) };
    match fields.get("then") {
        "keep" => {
            if refused(follow_shop(&visit.app.market, &who.buyer(), shop).await)?.is_err() {
                return draw(&visit, true).await;
            }
        }
        "drop" => unfollow_shop(&visit.app.market, &who.buyer(), shop).await?,
        _ => return Err(Stop::not_found()),
    }
    Ok(see_other(back))
}

async fn draw(visit: &Visit, is_full: bool) -> Answer {
    let buyer = visit.buyer()?;
    let request = PageRequest::after(after(visit), SHOPS);
    let rows = followed_shops(&visit.app.market, &buyer, &request).await?;
    let reader = reader(visit).await?;
    let document = Document::storefront(visit.lang, visit.lang.say("Shops you follow", "关注的店铺"));
    let status = if is_full { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let is_further = request.after.is_some();
    Ok(page(visit, status, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page stack"><Shops rows is_further is_full/></Frame> }
    }))
}

#[component]
fn Shops(rows: Page<FollowedShop>, is_further: bool, is_full: bool) -> impl IntoView {
    let lang = lang();
    let is_empty = rows.rows.is_empty();
    let full = lang.say("You follow as many shops as there is room for. Stop following some first.", "关注已满，请先取消一些。");
    view! {
        <h1>{lang.say("Shops you follow", "关注的店铺")}</h1>
        {is_full.then(|| view! { <Notice tone=Tone::Bad title=full/> })}
        {is_empty.then(|| view! {
            <Empty icon="shop" title=lang.say("You follow no shop yet", "还没有关注店铺")
                text=lang.say("On a shop's page you can follow it. Its newest goods are then shown here.", "在店铺页点“关注店铺”，它的新货就会显示在这里。")>
                <a class="btn btn-primary" href=routes::HOME>{lang.say("To the goods", "去看看好货")}</a>
            </Empty>
        })}
        {(!is_empty).then(|| view! { <h2 class="sr">{lang.say("Shops", "店铺")}</h2> })}
        {rows.rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}
        <Pager path=routes::MY_SHOPS.to_owned() is_further next=rows.next/>
    }
}

#[component]
fn Row(row: FollowedShop) -> impl IntoView {
    let lang = lang();
    let FollowedShop { shop, newest, .. } = row;
    let (name, id) = (shop.name.clone(), shop.shop.to_string());
    let label = say!(lang, "Stop following {name}", "取消关注{name}");
    let goods = if newest.is_empty() {
        view! { <p class="quiet">{lang.say("Nothing is on sale there just now.", "目前没有在售商品。")}</p> }.into_any()
    } else {
        view! { <GoodsGrid cards=newest/> }.into_any()
    };
    view! {
        <section class="section stack">
            <ul class="shops"><ShopTile shop/></ul>
            {goods}
            <form method="post" action=routes::MY_SHOPS>
                <input type="hidden" name="shop" value=id/>
                <button class="btn btn-small" name="then" value="drop" aria-label=label>{lang.say("Stop following", "取消关注")}</button>
            </form>
        </section>
    }
}
