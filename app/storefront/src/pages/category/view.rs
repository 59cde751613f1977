//! What a list of goods shows: its goods and why they stand there, what it can be narrowed down by, or that there is nothing.

use super::{Around, Goods, Stands};
use crate::parts::{Crumbs, Empty, GoodsGrid, Group, Order, Ordered, Pager, RankedGrid, Said};
use app_kit::{Say, lang, routes};
use leptos::either::Either;
use leptos::prelude::*;
use market::catalog::ListingCard;
use market::discovery::{PlaceKind, SearchPage};

#[component]
pub fn List(around: Around, goods: Goods) -> impl IntoView {
    let lang = lang();
    let Around { title, path, trail, below, groups, slug, most_sold, best, .. } = around;
    let Goods { page: goods, found, is_ranked, stands, .. } = goods;
    let best = best.cards;
    let is_further = stands == Stands::Further;
    let children = (!below.is_empty()).then(|| {
        let links = below
            .into_iter()
            .map(|(slug, name)| view! { <li><a class="btn btn-small" href=routes::category(&slug)>{name}</a></li> });
        view! { <nav aria-label=lang.say("Narrower", "细分")><ul class="row">{links.collect_view()}</ul></nav> }
    });
    let order =
        if is_ranked { lang.say("Goods", "商品") } else { lang.say("Goods, the newest first", "商品，新上的在前") };
    let list = if goods.rows.is_empty() {
        Either::Left(view! { <Nothing stands path same=goods.next/> })
    } else {
        Either::Right(view! {
            {(!best.is_empty()).then(|| view! {
                <section class="section">
                    <div class="section-head"><h2>{lang.say("Bought most in 30 days", "近 30 天热卖")}</h2></div>
                    <Ordered by=Order::Best><GoodsGrid cards=best place=PlaceKind::Best/></Ordered>
                </section>
            })}
            <section class="section">
                <div class="section-head">
                    <h2>{order}</h2>
                    <a href=most_sold rel="nofollow">{lang.say("By sales", "按销量看")}</a>
                </div>
                {rows(goods.rows, found, is_ranked)}
                <Pager path is_further next=goods.next is_ranked/>
            </section>
        })
    };
    view! {
        <Crumbs trail ends_here=true/>
        <div class="stack"><h1>{title}</h1>{children}<Narrow groups slug/></div>
        {list}
    }
}

/// The goods. Where they are ranked each says why it stands where it stands, and else it is said once for all.
fn rows(cards: Vec<ListingCard>, found: SearchPage, is_ranked: bool) -> AnyView {
    let SearchPage { placed, draw, .. } = found;
    if is_ranked {
        view! { <RankedGrid cards placed draw/> }.into_any()
    } else {
        view! { <Ordered by=Order::Newest><RankedGrid cards placed draw/></Ordered> }.into_any()
    }
}

/// A search within the category: what is counted and found changes with every sale, and this page is kept for many.
#[component]
fn Narrow(groups: Vec<Group>, slug: String) -> impl IntoView {
    let lang = lang();
    (!groups.is_empty()).then(|| {
        view! {
            <details class="confirm">
                <summary>{lang.say("Narrow it down", "筛选")}</summary>
                <form class="fields" action=routes::SEARCH>
                    <input type="hidden" name="c" value=slug/>
                    {groups.into_iter().map(|group| view! { <Said group/> }).collect_view()}
                    <p><button class="btn">{lang.say("Show these", "查看结果")}</button></p>
                </form>
            </details>
        }
    })
}

/// No goods, and why. `same` is the key of a page that cannot be shown yet.
#[component]
fn Nothing(stands: Stands, path: String, same: Option<String>) -> AnyView {
    let lang = lang();
    match stands {
        Stands::First => view! {
            <Empty icon="box" title=lang.say("Nobody sells this here yet", "这里还没有人卖")
                text=lang.say("Do you make it? Opening a shop takes some minutes and costs nothing.", "您会做吗？开店只要几分钟，不收钱。")>
                <div class="row justify-center">
                    <a class="btn" href=routes::NEWEST>{lang.say("See all goods", "看看全部商品")}</a>
                    <a class="btn" href=routes::SELL_OPEN>{lang.say("Open a shop", "开店")}</a>
                </div>
            </Empty>
        }
        .into_any(),
        Stands::Further => view! {
            <Empty icon="box" title=lang.say("That was the last page", "已经是最后一页") text=lang.say("Nothing older is on sale.", "没有更早的商品了。")>
                <a class="btn" href=path>{lang.say("Back to the newest", "回到最新")}</a>
            </Empty>
        }
        .into_any(),
        Stands::Unknown => {
            let again = routes::after(&path, &routes::percent(&same.unwrap_or_default()));
            view! {
                <Empty icon="clock" title=lang.say("This page cannot be shown just now", "此页暂时无法显示")
                    text=lang.say("The order of these goods is being worked out. Please try again in a moment.", "正在排列这些商品，请稍后再试。")>
                    <div class="row justify-center">
                        <a class="btn" href=again>{lang.say("Try again", "重试")}</a>
                        <a class="btn" href=path>{lang.say("Back to the first", "回到第一页")}</a>
                    </div>
                </Empty>
            }
            .into_any()
        }
    }
}
