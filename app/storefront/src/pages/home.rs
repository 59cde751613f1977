//! Home: what is new in the market, who just opened, and one maker's story.

use super::{covers, put_forward, subjects};
use crate::frame::{Frame, Reader, Strip};
use crate::kept::{Sketch, kept, key};
use crate::parts::{Empty, GoodsGrid, Order, Ordered, RecentStrip, ShopTile, absolute, excerpt, share_card, shown_as};
use app_kit::components::{Icon, Shown, picture};
use app_kit::request::{Answer, Document, Stop, Visit};
use app_kit::{Say, lang, routes, say};
use leptos::either::Either;
use leptos::prelude::*;
use market::catalog::ListingCard;
use market::discovery::queries::{home_goods, home_shops};
use market::discovery::{HomeGoods, HomeShops, PlaceKind, ShopCard};

/// Two, four or five columns come out even, or nearly so.
const GOODS: usize = 20;
const NEW_SHOPS: u64 = 3;
/// One row on a desk, two on a phone.
const BEST: usize = 4;
/// A story's first paragraphs; the rest is in the shop.
const STORY_CHARS: usize = 400;

/// `GET /`
pub async fn home(visit: Visit) -> Answer {
    kept(&visit, key(&visit, routes::HOME.to_owned(), false), draw(&visit)).await
}

async fn draw(visit: &Visit) -> Result<Sketch, Stop> {
    let lang = visit.lang;
    let market = &visit.app.market;
    let shelved = visit.app.shelved().await?;
    let HomeGoods { newest, has_more, best } = home_goods(market, GOODS, BEST).await?;
    let floor = shelved.policy.best_seller_buyers;
    let HomeShops { opened: shops, story } = home_shops(market, NEW_SHOPS).await?;
    let mut shown = subjects(&newest, []);
    shown.extend(put_forward(&best));
    shown.extend(covers(shops.iter().chain(&story)));
    let title = lang.say("Goods from the mountains", "来自山里的好货");
    let text = lang.say(
        "Salted pork, tea, dresses and crafts from the people who make them. Your money is held until the parcel is in your hands.",
        "腊肉、茶叶、衣裙、手作，做它的人自己来卖。收到货，货款才付给店家。",
    );
    let mut document = Document::storefront(lang, title);
    let address = absolute(&visit.app, routes::HOME);
    document.head = share_card("website", title, text, &address, None);
    document.description = Some(text.to_owned());
    document.canonical = Some(address);
    document.public = true;
    let (strip, has_goods) = (Strip::at(&shelved, None), !newest.is_empty());
    let mut counted: Vec<_> = shown_as(PlaceKind::Newest, &newest).collect();
    if has_goods {
        counted.extend(shown_as(PlaceKind::Best, &best.cards));
    }
    let sketch = Sketch::page(visit, document, shown, move || {
        view! {
            <Frame reader=Reader::anybody(lang) main_class="wrap page" strip=strip>
                <Promises/>
                {if newest.is_empty() {
                    Either::Left(view! { <NothingYet/> })
                } else {
                    Either::Right(view! {
                        <section class="section">
                            <div class="section-head">
                                <h2>{lang.say("Newest goods", "新上的货")}</h2>
                                {has_more.then(|| view! { <a href=routes::NEWEST>{lang.say("All goods", "全部商品")}</a> })}
                            </div>
                            <Ordered by=Order::NewestOfEach><GoodsGrid cards=newest place=PlaceKind::Newest/></Ordered>
                        </section>
                    })
                }}
                {has_goods.then(|| view! { <Best cards=best.cards floor/> })}
                {(!shops.is_empty()).then(|| view! {
                    <section class="section">
                        <div class="section-head"><h2>{lang.say("Just opened", "新开的店")}</h2></div>
                        <ul class="shops">{shops.into_iter().map(|shop| view! { <ShopTile shop/> }).collect_view()}</ul>
                    </section>
                })}
                {story.map(|shop| view! { <Story shop/> })}
                <RecentStrip/>
            </Frame>
        }
    })?;
    Ok(sketch.counted(counted, true))
}

#[component]
fn Promises() -> impl IntoView {
    let lang = lang();
    view! {
        <div class="stack">
            <h1>{lang.say("Goods from the mountains, from the people who make them", "山里的好货，做它的人自己来卖")}</h1>
            <ul class="row quiet">
                <li class="row row-fit"><Icon name="shield"/>{lang.say("Your money is held until the parcel is in your hands", "收到货，货款才付给店家")}</li>
                <li class="row row-fit"><Icon name="truck"/>{lang.say("Freight is shown before you pay", "运费先说清，再付款")}</li>
            </ul>
        </div>
    }
}

/// What most people bought lately; where nothing has been bought by enough of them, that is said.
#[component]
fn Best(cards: Vec<ListingCard>, floor: i64) -> impl IntoView {
    let lang = lang();
    let list = if cards.is_empty() {
        let text = say!(
            lang,
            "Nothing has been bought by {floor} people in the last 30 days yet.",
            "近 30 天还没有哪件商品有 {floor} 位买家。"
        );
        view! { <p class="quiet">{text}</p> }.into_any()
    } else {
        view! { <Ordered by=Order::Best><GoodsGrid cards place=PlaceKind::Best/></Ordered> }.into_any()
    };
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{lang.say("Bought most in 30 days", "近 30 天热卖")}</h2>
                <a href=routes::most_sold(None)>{lang.say("By sales", "按销量看")}</a>
            </div>
            {list}
        </section>
    }
}

#[component]
fn NothingYet() -> impl IntoView {
    let lang = lang();
    view! {
        <Empty icon="shop" title=lang.say("The market has just been set up", "集市刚刚搭好")
            text=lang.say("No goods yet. Opening a shop takes some minutes and costs nothing.", "还没有商品。开店只要几分钟，不收钱。")>
            <a class="btn btn-primary" href=routes::SELL_OPEN>{lang.say("Open the first shop", "来开第一家店")}</a>
        </Empty>
    }
}

#[component]
fn Story(shop: ShopCard) -> impl IntoView {
    let lang = lang();
    let name = shop.name.clone();
    let place = (!shop.place.is_empty()).then(|| view! { <p class="quiet">{shop.place}</p> });
    let paragraphs: Vec<String> = told(&shop.story).into_iter().map(|line| excerpt(line, STORY_CHARS)).collect();
    view! {
        <section class="section story">
            {picture(shop.picture.as_ref(), Shown::large(false), String::new())}
            <div class="stack">
                <div><h2>{say!(lang, "Who makes it: {name}", "做它的人：{name}")}</h2>{place}</div>
                <div class="prose">{paragraphs.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</div>
                <p><a class="btn" href=routes::shop(&shop.handle)>{lang.say("Visit the shop", "进店看看")}</a></p>
            </div>
        </section>
    }
}

/// The paragraphs that fit: always the first, and more of them up to the limit.
fn told(story: &str) -> Vec<&str> {
    let mut room = STORY_CHARS;
    let lines = story.lines().filter(|line| !line.is_empty());
    lines
        .take_while(|line| {
            let fits = room > 0;
            room = room.saturating_sub(line.chars().count());
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_story_ends_where_the_page_has_no_room() {
        let long = "长".repeat(STORY_CHARS);
        assert_eq!(told(&format!("{long}\nb")), [long.as_str()]);
        assert_eq!(told("a\n\nb"), ["a", "b"]);
        assert!(told("").is_empty());
    }
}
