//! A shop: who it is, where, what it tells of itself, and its goods.

use super::{after, covers, listed_at, subjects};
use crate::frame::{Frame, Reader, Strip};
use crate::kept::{Sketch, kept_and_marked, key};
use crate::parts::{Empty, GoodsGrid, NewShop, Order, Ordered, Pager, absolute, excerpt, follow, follow_for, share_card};
use app_kit::components::{Icon, Shown, picture};
use app_kit::request::{Answer, Document, MARK, Stop, Visit};
use app_kit::{Say, format, lang, routes, say};
use axum::extract::Path;
use leptos::either::Either;
use leptos::prelude::*;
use market::catalog::ListingCard;
use market::catalog::queries::{is_key, of_shop};
use market::change::Subject;
use market::discovery::ShopCard;
use market::discovery::rules::SEARCH_CHARS_MAX;
use market::kernel::{Page, PageRequest, Timestamp};

const GOODS: u64 = 24;

/// `GET /s/{handle}`
pub async fn shop(visit: Visit, Path(handle): Path<String>) -> Answer {
    let path = listed_at(&routes::shop(&handle), &visit);
    kept_and_marked(&visit, key(&visit, path.clone(), false), draw(&visit, &handle), mark(&visit, &handle, &path)).await
}

/// Whether the reader follows the shop.
async fn mark(visit: &Visit, handle: &str, path: &str) -> Result<String, Stop> {
    let front = market::shop::queries::shop_front(&visit.app.market, handle).await?.ok_or_else(Stop::not_found)?;
    follow_for(visit, front.id, path).await
}

async fn draw(visit: &Visit, handle: &str) -> Result<Sketch, Stop> {
    let lang = visit.lang;
    let market = &visit.app.market;
    let shop = market::discovery::queries::shop(market, handle).await?.ok_or_else(Stop::not_found)?;
    let request = PageRequest::after(after(visit), GOODS);
    let goods = of_shop(market, shop.shop, &request).await?;
    let is_further = request.after.as_deref().is_some_and(is_key);
    let shelved = visit.app.shelved().await?;
    let (reader, mut shown) = (Reader::anybody(lang), subjects(&goods.rows, [Subject::Shop(shop.shop)]));
    shown.extend(covers([&shop]));
    let mut document = Document::storefront(lang, shop.name.clone());
    let address = absolute(&visit.app, &routes::shop(&shop.handle));
    let text = match excerpt(&shop.story, 160) {
        story if story.is_empty() => say!(lang, "{} sells on Shanhuo.", "{}在山货开的店。", shop.name),
        story => story,
    };
    document.head = share_card("profile", &shop.name, &text, &address, None);
    document.description = Some(text);
    document.canonical = Some(address);
    document.public = !is_further;
    let (strip, now) = (Strip::at(&shelved, None), market.now());
    let of_strangers = follow(lang, shop.shop, false, &routes::shop(&shop.handle));
    let sketch = Sketch::page(visit, document, shown, move || {
        view! { <Frame reader main_class="wrap page" strip=strip><Whole shop goods is_further now/></Frame> }
    })?;
    Ok(sketch.marked(of_strangers))
}

#[component]
fn Whole(shop: ShopCard, goods: Page<ListingCard>, is_further: bool, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let path = routes::shop(&shop.handle);
    let opened = format::date(shop.opened_at, lang);
    let opened = say!(lang, "opened {opened} ", "{opened}开张 ");
    let place = (!shop.place.is_empty()).then(|| format!("{} · ", shop.place));
    let story: Vec<String> = shop.story.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let story = (!story.is_empty())
        .then(|| view! { <div class="prose">{story.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</div> });
    let handle = shop.handle.clone();
    view! {
        <div class="shop-head">
            {picture(shop.picture.as_ref(), Shown::small(), String::new())}
            <div>
                <h1>{shop.name}</h1>
                <p class="quiet">{place}{opened}<NewShop opened_at=shop.opened_at now/></p>
            </div>
            {story}
        </div>
        <div inner_html=MARK.as_str()></div>
        <section class="section">
            <div class="section-head"><h2>{lang.say("All goods", "全部商品")}</h2></div>
            <Within handle/>
            {if goods.rows.is_empty() {
                Either::Left(view! { <NoGoods is_further path/> })
            } else {
                Either::Right(view! {
                    <Ordered by=Order::Newest><GoodsGrid cards=goods.rows/></Ordered>
                    <Pager path is_further next=goods.next/>
                })
            }}
        </section>
    }
}

/// A search within the shop.
#[component]
fn Within(handle: String) -> impl IntoView {
    let lang = lang();
    let label = lang.say("Search in this shop", "搜索本店商品");
    view! {
        <form class="row row-fit" role="search" aria-label=label action=routes::SEARCH>
            <input type="hidden" name="shop" value=handle/>
            <input type="search" name="q" aria-label=label placeholder=label maxlength=SEARCH_CHARS_MAX/>
            <button class="btn"><Icon name="search"/>{lang.say("Search", "搜索")}</button>
        </form>
    }
}

#[component]
fn NoGoods(is_further: bool, path: String) -> impl IntoView {
    let lang = lang();
    let (title, text, way, to) = if is_further {
        let way = lang.say("Back to the newest", "回到最新");
        (
            lang.say("That was the last page", "已经是最后一页"),
            lang.say("Nothing older is on sale.", "没有更早的商品了。"),
            way,
            path,
        )
    } else {
        let text = lang.say("Nothing is on sale just now. Look in again in some days.", "目前没有在售商品，过几天再来看看。");
        let way = lang.say("See other goods", "看看别的商品");
        (lang.say("The shelves are still empty", "货架还空着"), text, way, routes::NEWEST.to_owned())
    };
    view! { <Empty icon="box" title text><a class="btn" href=to>{way}</a></Empty> }
}
