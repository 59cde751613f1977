//! What a search shows: what was found, that nothing was, or that the index is being built.

use super::address::Address;
use super::choices::{Choices, Chosen, Sorts};
use super::words;
use crate::parts::{Empty, RankedGrid};
use app_kit::components::{Icon, Notice, Tone};
use app_kit::request::Shelved;
use app_kit::{Say, format, lang, routes, say};
use leptos::prelude::*;
use market::catalog::ListingCard;
use market::discovery::{SearchPage, SearchSort};
use market::kernel::Currency;
use std::sync::Arc;

/// A page of results.
#[derive(Clone)]
pub struct Found {
    /// What was asked.
    pub address: Address,
    /// The goods as they are now.
    pub cards: Vec<ListingCard>,
    /// What the index says.
    pub found: SearchPage,
    /// The category tree.
    pub shelved: Arc<Shelved>,
    /// What prices are in.
    pub currency: Currency,
    /// Whether all places and makers that are told are to be chosen from, and not only those that most goods name.
    pub has_all_names: bool,
}

impl Found {
    /// Whether it counts as no list: the reader has chosen one shop, and nobody else competes for a place there.
    pub const fn is_uncounted(&self) -> bool {
        self.address.filter.shop.is_some()
    }
}

/// The index is being built: so many of so many.
pub struct Building {
    pub done: u64,
    pub all: u64,
}

#[component]
pub fn Results(
    found: Option<Result<Found, Building>>,
    /// What was asked for in vain, and what that is to the reader.
    wrong: Vec<(Tone, String)>,
) -> impl IntoView {
    let lang = lang();
    match found {
        Some(Ok(found)) => view! { <Listed found wrong/> }.into_any(),
        Some(Err(building)) => view! { <Rebuilt building/> }.into_any(),
        None => view! {
            <h1>{lang.say("Search", "搜索")}</h1>
            <Empty icon="search" title=lang.say("What are you looking for?", "您想找什么？")
                text=lang.say("Type a word into the field above, such as “pork”, “腊肉”, “larou” or “lr”.", "在上面的框里输入，如“腊肉”“larou”“lr”。")>
                <a class="btn" href=routes::NEWEST>{lang.say("See all goods", "看看全部商品")}</a>
            </Empty>
        }
        .into_any(),
    }
}

#[component]
fn Listed(found: Found, wrong: Vec<(Tone, String)>) -> impl IntoView {
    let lang = lang();
    let address = found.address.clone();
    let line = address.line();
    let title = if line.is_empty() {
        lang.say("All that fits", "符合条件的商品").to_owned()
    } else {
        say!(lang, "“{line}”", "“{line}”")
    };
    let summary = (words::count(&found.found, address.sort, lang), words::order(&found.found, address.sort, lang));
    let sorts: Vec<_> = SearchSort::ALL.into_iter().map(|sort| (sort, address.sorted(sort))).collect();
    let meant = found.found.did_you_mean.clone().map(|meant| {
        let path = address.instead(&meant);
        view! { <p>{lang.say("Did you mean ", "您是不是要找：")}<a href=path>{meant}</a>{lang.say("?", "")}</p> }
    });
    let loose = found.found.is_loose.then(|| {
        lang.say(
            "Little has exactly these words, so what is spelled or sounds nearly like them is shown too, behind it.",
            "完全符合的不多，后面也列出了写法或读音相近的。",
        )
    });
    let has_any = found.found.total > 0 || found.found.is_at_least;
    // Nothing is put in order and nothing is left out of nothing.
    let can_choose = has_any || !address.filter.is_empty() || !wrong.is_empty();
    let wrong = wrong.into_iter().map(|(tone, title)| view! { <Notice tone title/> }).collect_view();
    let shop = address.shop.clone().map(|(handle, name)| {
        let all = address.in_all_shops();
        view! {
            <p>{lang.say("Only in the shop ", "只在店铺“")}<a href=routes::shop(&handle)>{name}</a>{lang.say(". ", "”里找。")}
                <a href=all>{lang.say("Look in all shops", "在全部店铺里找")}</a></p>
        }
    });
    let (chosen, shelved, currency) = (address.chosen(), Arc::clone(&found.shelved), found.currency);
    let count = chosen.len();
    let (cards, is_further, next) = (found.cards.clone(), found.found.is_further, found.found.next.clone());
    let is_uncounted = found.is_uncounted();
    let list = if cards.is_empty() {
        view! { <Nothing address=address.clone() found=found.found.clone()/> }.into_any()
    } else {
        view! { <RankedGrid cards placed=found.found.placed.clone() draw=found.found.draw.clone() is_uncounted/> }.into_any()
    };
    view! {
        <div class="stack">
            <h1>{title}</h1>
            {can_choose.then(|| view! { <p class="quiet">{summary.0}" · "{summary.1}</p> })}
            {wrong}{shop}<Chosen chosen bare=address.bare() shelved currency/>{meant}{loose.map(|sentence| view! { <p class="quiet">{sentence}</p> })}
            {can_choose.then(|| view! { <Sorts paths=sorts chosen=address.sort/> })}
        </div>
        <div class="beside">
            {can_choose.then(|| view! { <Choices found chosen=count/> })}
            <section class="section">
                <h2 class="sr">{lang.say("Results", "结果")}</h2>
                {list}
                <Pages path=address.path() is_further next/>
            </section>
        </div>
    }
}

#[component]
fn Pages(path: String, is_further: bool, next: Option<String>) -> impl IntoView {
    let lang = lang();
    (is_further || next.is_some()).then(|| {
        let more = next.map(|key| {
            let to = routes::after(&path, &key);
            view! { <a class="btn push" rel="next" href=to>{lang.say("More results", "更多结果")}<Icon name="next"/></a> }
        });
        let first = is_further.then(
            || view! { <a class="btn" href=path.clone()><Icon name="back"/>{lang.say("Back to the first", "回到第一页")}</a> },
        );
        view! { <nav class="pager" aria-label=lang.say("Pages", "翻页")>{first}{more}</nav> }
    })
}

/// Nothing to show, and why.
#[component]
fn Nothing(address: Address, found: SearchPage) -> impl IntoView {
    let lang = lang();
    let (title, text) = words::nothing(&found, &address, lang);
    let back = if found.is_further { Some((address.path(), lang.say("Back to the first", "回到第一页"))) } else { None };
    let back = back.or_else(|| (!address.filter.is_empty()).then(|| (address.bare(), lang.say("Choose nothing", "清除筛选"))));
    let (path, word) = back.unwrap_or_else(|| (routes::NEWEST.to_owned(), lang.say("See all goods", "看看全部商品")));
    view! { <Empty icon="search" title text><a class="btn" href=path>{word}</a></Empty> }
}

#[component]
fn Rebuilt(building: Building) -> impl IntoView {
    let lang = lang();
    let (done, all) = (format::grouped(building.done), format::grouped(building.all));
    let text = if building.all == 0 {
        lang.say("It begins in a moment. Everything else works meanwhile.", "马上开始。其他页面照常使用。").to_owned()
    } else {
        say!(
            lang,
            "{done} of {all} goods can be found again. Everything else works meanwhile.",
            "{all} 件商品中已有 {done} 件完成。其他页面照常使用。"
        )
    };
    view! {
        <h1>{lang.say("Search", "搜索")}</h1>
        <Empty icon="clock" title=lang.say("Search is being rebuilt", "搜索正在重建") text>
            <a class="btn" href=routes::NEWEST>{lang.say("See all goods", "看看全部商品")}</a>
        </Empty>
    }
}
