//! Search results, whatever index stands behind the port.

use super::after;
use crate::frame::{Frame, Strip, reader};
use crate::parts::{Empty, GoodsGrid, Pager};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Visit, page};
use app_kit::{Say, lang, routes, say};
use http::StatusCode;
use leptos::either::Either;
use leptos::prelude::*;
use market::catalog::ListingCard;
use market::discovery::rules::search_words;
use market::kernel::{Page, PageRequest};

const GOODS: u64 = 24;

/// `GET /search?q=`
pub async fn search(visit: Visit) -> Answer {
    let lang = visit.lang;
    let typed = visit.query().get("q").to_owned();
    let words = search_words(&typed);
    let request = PageRequest::after(after(&visit), GOODS);
    let found = match &words {
        Some(words) => Some(visit.app.search.find(words, &request).await?),
        None => None,
    };
    let shown = words.map(|words| words.words().join(" ")).unwrap_or_default();
    let shelved = visit.app.shelf.look(&visit.app.market).await?;
    let reader = reader(&visit).await?.searching(&shown);
    let title = if shown.is_empty() { lang.say("Search", "搜索").to_owned() } else { shown.clone() };
    let document = Document::storefront(lang, title);
    let (strip, is_further) = (Strip::at(&shelved, None), request.after.is_some());
    Ok(page(&visit, StatusCode::OK, &document, FormState::default(), move || {
        view! { <Frame reader main_class="wrap page" strip=strip><Results shown found is_further/></Frame> }
    }))
}

#[component]
fn Results(shown: String, found: Option<Page<ListingCard>>, is_further: bool) -> impl IntoView {
    let lang = lang();
    match found {
        Some(found) if !found.rows.is_empty() => {
            let path = routes::search(&shown);
            Either::Left(view! {
                <div class="stack">
                    <h1>{say!(lang, "Goods with “{shown}” in their title", "名称含“{shown}”的商品")}</h1>
                    <p class="quiet">{lang.say("The newest first. Nobody can buy a place in this list.", "新上的在前。排位不能用钱买。")}</p>
                </div>
                <section class="section">
                    <h2 class="sr">{lang.say("Results", "结果")}</h2>
                    <GoodsGrid cards=found.rows/>
                    <Pager path is_further next=found.next/>
                </section>
            })
        }
        found => {
            let (title, heading, text) = match found {
                Some(_) => (
                    say!(lang, "Goods with “{shown}” in their title", "名称含“{shown}”的商品"),
                    lang.say("Nothing found", "没有找到"),
                    lang.say(
                        "Try fewer or shorter words, or walk through the categories above.",
                        "请少用几个字，或从上面的分类里逛逛。",
                    ),
                ),
                None => (
                    lang.say("Search", "搜索").to_owned(),
                    lang.say("What are you looking for?", "您想找什么？"),
                    lang.say("Type a word into the field above, such as “pork” or “腊肉”.", "在上面的框里输入，如“腊肉”。"),
                ),
            };
            Either::Right(view! {
                <h1>{title}</h1>
                <Empty icon="search" title=heading text><a class="btn" href=routes::NEWEST>{lang.say("See all goods", "看看全部商品")}</a></Empty>
            })
        }
    }
}
