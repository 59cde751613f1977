//! `/admin/cases`: the cases in which buyer and shop do not agree, by deadline.

use crate::parts::due;
use app_kit::cases::words;
use app_kit::components::{Icon, Notice, Price, Tone};
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::aftersales::{CaseRow, CaseState};
use market::kernel::Timestamp;

/// The page's data.
#[derive(Clone, Debug)]
pub struct DisputesPage {
    /// Those that wait for an operator, the soonest deadline first.
    pub waiting: Vec<CaseRow>,
    /// The market's time.
    pub now: Timestamp,
    /// Whether one was just decided.
    pub is_decided: bool,
}

/// The page.
#[component]
pub fn Disputes(page: DisputesPage) -> impl IntoView {
    let lang = lang();
    let DisputesPage { waiting, now, is_decided } = page;
    let is_empty = waiting.is_empty();
    view! {
        <h1>{lang.say("Cases to decide", "待裁定的售后")}</h1>
        {is_decided.then(|| view! { <Notice tone=Tone::Good title=lang.say("Decided. Both sides were told.", "已裁定，并已通知双方。")/> })}
        {if is_empty {
            view! {
                <div class="empty">
                    <Icon name="done"/>
                    <h2>{lang.say("Nothing to decide", "没有待裁定的售后")}</h2>
                    <p>{lang.say("When a buyer and a shop do not agree, their case appears here.", "买卖双方谈不拢时，会出现在这里。")}</p>
                </div>
            }.into_any()
        } else {
            view! {
                <section aria-labelledby="waiting">
                    <div class="section-head"><h2 id="waiting">{lang.say("Waiting, the soonest deadline first", "等待中，时限最近的在前")}</h2></div>
                    <ul class="deeds">{waiting.into_iter().map(|row| view! { <Waiting row now/> }).collect_view()}</ul>
                </section>
            }.into_any()
        }}
    }
}

#[component]
fn Waiting(row: CaseRow, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let is_late = row.due_at.is_some_and(|by| by < now);
    let again = (row.state == CaseState::Appealed).then(|| lang.say("second look · ", "申诉 · "));
    view! {
        <li class=if is_late { "tone-bad" } else { "tone-wait" }>
            <Icon name="message"/>
            <p>
                <a href=routes::admin_case(&row.id.to_string())>{row.shop_name}" · "{row.number}</a>" "<Price amount=row.amount class="price-plain"/><br/>
                <small class="quiet">{again}{words::kind(row.kind, lang)}" · "{words::reason(row.reason, lang)}</small>
            </p>
            {row.due_at.map(|by| view! { <p class="due"><b>{due(by, now, lang)}</b></p> })}
        </li>
    }
}
