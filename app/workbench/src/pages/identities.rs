//! `/admin/identities`: the identities that wait, the oldest first.

use app_kit::components::{Icon, Notice, Tone};
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, say};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Span;
use market::shop::QueuedIdentity;

/// After this the wait is marked as long: sellers are told a working day.
const PROMISED: Span = Span::hours(24);
/// From here on it is time to look.
const SOON: Span = Span::hours(12);

/// What the page shows.
#[derive(Clone, Debug)]
pub struct IdentitiesPage {
    /// Those that wait, the oldest first.
    pub waiting: Vec<QueuedIdentity>,
    /// Where the next ones are.
    pub next: Option<String>,
    /// What was just done.
    pub done: String,
}

/// The page.
#[component]
pub fn Identities(page: IdentitiesPage) -> impl IntoView {
    let lang = lang();
    let done = match page.done.as_str() {
        "approved" => Some(lang.say("Approved. The owner was told.", "已通过，并已通知店主。")),
        "rejected" => Some(lang.say("Rejected. The owner was told the reason.", "未通过，已把原因告诉店主。")),
        _ => None,
    };
    let is_empty = page.waiting.is_empty();
    view! {
        <h1>{lang.say("Identities to look at", "待核对的身份")}</h1>
        {done.map(|title| view! { <Notice tone=Tone::Good title/> })}
        {if is_empty {
            view! {
                <div class="empty">
                    <Icon name="done"/>
                    <h2>{lang.say("Nobody waits", "没有人在等")}</h2>
                    <p>{lang.say("New shops appear here with the time they have waited.", "新开的店会出现在这里，并显示等待时间。")}</p>
                </div>
            }.into_any()
        } else {
            view! {
                <section aria-labelledby="waiting">
                    <div class="section-head"><h2 id="waiting">{lang.say("Waiting, the oldest first", "等待中，最早的在前")}</h2></div>
                    <ul class="deeds">{page.waiting.into_iter().map(|queued| view! { <Queued queued/> }).collect_view()}</ul>
                </section>
            }.into_any()
        }}
        {page.next.map(|next| view! {
            <nav class="pager" aria-label=lang.say("Pages", "翻页")><a class="btn" rel="next" href=format!("/admin/identities?after={next}")>{lang.say("Later ones", "更晚提交的")}</a></nav>
        })}
    }
}

#[component]
fn Queued(queued: QueuedIdentity) -> impl IntoView {
    let lang = lang();
    let tone = if queued.waited > PROMISED {
        "tone-bad"
    } else if queued.waited > SOON {
        "tone-wait"
    } else {
        ""
    };
    let before = match queued.rejected_before {
        0 => lang.say("first submission", "第一次提交").to_owned(),
        n => {
            let times = n + 1;
            say!(lang, "submission number {times}", "第 {times} 次提交")
        }
    };
    let (id_number, card) = (queued.id_number_last4, queued.bank_card_last4);
    view! {
        <li class=tone>
            <Icon name="user"/>
            <p>
                <a href=format!("/admin/identities/{}", queued.id)>{queued.shop_name}</a><br/>
                <small class="quiet">{say!(lang, "ID •••• {id_number}, card •••• {card}, ", "身份证 •••• {id_number}，银行卡 •••• {card}，")}{before}</small>
            </p>
            <p class="due"><b>{age(queued.waited, lang)}</b><time datetime=machine_time(queued.submitted_at)>{moment(queued.submitted_at, lang)}</time></p>
        </li>
    }
}

/// A wait in its largest unit.
fn age(waited: Span, lang: Language) -> String {
    let minutes = waited.millis() / 60_000;
    match (minutes / 1_440, minutes / 60) {
        (days, _) if days >= 2 => say!(lang, "{days} days", "{days} 天"),
        (_, hours) if hours >= 1 => say!(lang, "{hours} h", "{hours} 小时"),
        _ => say!(lang, "{minutes} min", "{minutes} 分钟"),
    }
}
