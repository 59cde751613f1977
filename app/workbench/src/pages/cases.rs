//! `/sell/{shop}/cases`: what buyers ask back, those first that wait for the shop.

use super::orders::Tabs;
use crate::parts::due;
use app_kit::cases::{StateBadge, words};
use app_kit::components::{Icon, Price};
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::aftersales::{CaseRow, Party};
use market::kernel::Timestamp;

/// The page's data.
#[derive(Clone, Debug)]
pub struct CasesPage {
    /// The shop.
    pub handle: String,
    /// How many orders wait to be shipped; none for staff who do not ship, who have no orders to go to.
    pub to_ship: Option<u64>,
    /// Those that wait for the shop, the soonest deadline first.
    pub waiting: Vec<CaseRow>,
    /// All, the newest first.
    pub rows: Vec<CaseRow>,
    /// The key of the next page.
    pub next: Option<String>,
    /// The market's time.
    pub now: Timestamp,
}

/// The page.
#[component]
pub fn Cases(page: CasesPage) -> impl IntoView {
    let lang = lang();
    let CasesPage { handle, to_ship, waiting, rows, next, now } = page;
    let next = next.map(|key| routes::after(&routes::sell(&handle, "cases"), &routes::percent(&key)));
    let (none, nothing_waits) = (rows.is_empty() && waiting.is_empty(), waiting.is_empty());
    let count = waiting.len();
    view! {
        <h1>{lang.say("Cases", "售后")}</h1>
        {to_ship.map(|to_ship| view! { <Tabs handle=handle.clone() open=None to_ship cases=Some(count)/> })}
        {none.then(|| view! {
            <div class="empty">
                <Icon name="done"/>
                <h2>{lang.say("Nobody asks for anything back", "没有售后")}</h2>
                <p>{lang.say("When a buyer does, it appears here with the time by which you answer.", "买家申请售后时会出现在这里，并写明最晚答复时间。")}</p>
            </div>
        })}
        {(!nothing_waits).then(|| view! {
            <section aria-labelledby="waiting">
                <div class="section-head"><h2 id="waiting">{lang.say("Waiting for you", "等您处理")}</h2></div>
                <ul class="deeds">{waiting.into_iter().map(|row| view! { <Waiting handle=handle.clone() row now/> }).collect_view()}</ul>
            </section>
        })}
        {(!rows.is_empty()).then(|| view! { <Table handle=handle.clone() rows/> })}
        {next.map(|next| view! {
            <nav class="pager" aria-label=lang.say("Pages", "翻页")><a class="btn" rel="next" href=next>{lang.say("Older", "更早的")}<Icon name="next"/></a></nav>
        })}
    }
}

#[component]
fn Waiting(handle: String, row: CaseRow, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let is_late = row.due_at.is_some_and(|by| by < now);
    let path = routes::shop_case(&handle, &row.id.to_string());
    view! {
        <li class=if is_late { "tone-bad" } else { "tone-wait" }>
            <Icon name="message"/>
            <p>
                <a href=path>{words::kind(row.kind, lang)}</a>" "<Price amount=row.amount class="price-plain"/><br/>
                <small class="quiet">{row.number}" · "{words::reason(row.reason, lang)}</small>
            </p>
            {row.due_at.map(|by| view! { <p class="due"><b>{due(by, now, lang)}</b></p> })}
        </li>
    }
}

#[component]
fn Table(handle: String, rows: Vec<CaseRow>) -> impl IntoView {
    let lang = lang();
    let (state, asked) = (lang.say("State", "状态"), lang.say("Asked for", "申请"));
    let (since, amount) = (lang.say("Since", "申请时间"), lang.say("Amount", "金额"));
    view! {
        <section aria-labelledby="all">
            <div class="section-head"><h2 id="all">{lang.say("All, the newest first", "全部，最新的在前")}</h2></div>
            <table class="data-table">
                <caption class="sr">{lang.say("Cases, the newest first", "售后，最新的在前")}</caption>
                <thead><tr>
                    <th scope="col">{lang.say("Order", "订单")}</th>
                    <th scope="col">{asked}</th>
                    <th scope="col">{state}</th>
                    <th scope="col">{since}</th>
                    <th scope="col" class="num">{amount}</th>
                </tr></thead>
                <tbody>
                    {rows.into_iter().map(|row| {
                        let path = routes::shop_case(&handle, &row.id.to_string());
                        view! {
                            <tr>
                                <th scope="row"><a href=path>{row.number}</a></th>
                                <td data-label=asked>{words::kind(row.kind, lang)}</td>
                                <td data-label=state><StateBadge state=row.state reader=Party::Shop lacks_address=row.lacks_address/></td>
                                <td data-label=since><time datetime=machine_time(row.opened_at)>{moment(row.opened_at, lang)}</time></td>
                                <td class="num" data-label=amount><Price amount=row.awarded.unwrap_or(row.amount) class="price-plain"/></td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}
