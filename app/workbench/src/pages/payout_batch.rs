//! `/admin/payouts/{batch}`: the payouts of one file, and what the bank answered to each.

use crate::parts::{Crumbs, Done, DoneHere, JustDone};
use app_kit::components::{Attempt, Badge, FormErrors, Icon, Price, TextField, Tone};
use app_kit::form::{FormState, form_state};
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, routes, say};
use leptos::prelude::*;
use market::ledger::{PayoutState, PayoutView};

/// What the page shows beside the form's state.
#[derive(Clone, Debug)]
pub struct PayoutBatchPage {
    /// Which batch.
    pub batch: String,
    /// Its payouts.
    pub payouts: Vec<PayoutView>,
    /// What was just done.
    pub done: JustDone,
}

/// The page.
#[component]
pub fn PayoutBatch(page: PayoutBatchPage) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let path = routes::admin(&format!("payouts/{}", page.batch));
    let file = format!("{path}/file");
    let waiting = page.payouts.iter().filter(|payout| payout.state == PayoutState::Waiting).count();
    let done = match page.done.word.as_str() {
        "made" => Some(lang.say("The batch is made. Download its file for the bank.", "批次已生成，请下载银行文件。")),
        "paid" => Some(lang.say("Written down as paid.", "已记为付款成功。")),
        "failed" | "returned" => Some(
            lang.say("The money is in the shop's balance again, and its owners were told.", "款项已退回店铺余额，并已通知店主。"),
        ),
        _ => None,
    };
    if let Some(title) = done {
        let place = page.payouts.iter().map(|payout| payout.id.to_string()).find(|payout| *payout == page.done.of);
        provide_context(Done { tone: Tone::Good, title: title.to_owned(), onward: None, place: place.unwrap_or_default() });
    }
    view! {
        <Crumbs above_path=routes::admin("payouts") above=lang.say("Payouts", "提现") here=lang.say("One batch", "批次")/>
        <h1>{lang.say("A batch of payouts", "提现批次")}</h1>
        <DoneHere/>
        <FormErrors form=form.clone()/>
        {(waiting > 0).then(|| view! { <Download file waiting form=form.clone()/> })}
        <ul class="stack">
            {page.payouts.into_iter().map(|payout| view! { <li><Payout payout path=path.clone() form=form.clone()/></li> }).collect_view()}
        </ul>
    }
}

#[component]
fn Download(file: String, waiting: usize, form: FormState) -> impl IntoView {
    let lang = lang();
    let payouts = if waiting == 1 { "payout" } else { "payouts" };
    let content = say!(
        lang,
        "{waiting} {payouts} that the bank has not answered, with names and card numbers. Every identity in the file counts as looked at.",
        "含 {waiting} 笔未回执的付款，带姓名和卡号。文件中的每个身份都记为一次查看。"
    );
    view! {
        <section class="card stack max-w-3xl" aria-labelledby="file">
            <h2 id="file">{lang.say("The file for the bank", "银行文件")}</h2>
            <p>{content}</p>
            <form class="fields" method="post" action=file>
                <TextField form name="file_reason" label=lang.say("What you make it for", "用途")
                    hint=lang.say("Recorded with each look.", "随每次查看一并记录。")/>
                <p><button class="btn btn-primary"><Icon name="download"/>{lang.say("Download the file", "下载文件")}</button></p>
            </form>
        </section>
    }
}

#[component]
fn Payout(payout: PayoutView, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let PayoutView { id, shop_name, amount, card_last4, state, reason, ended_at, .. } = payout;
    let badge = match state {
        PayoutState::Waiting => view! { <Badge tone=Tone::Wait icon="clock" word=lang.say("With the bank", "银行处理中")/> },
        PayoutState::Paid => view! { <Badge tone=Tone::Good icon="check" word=lang.say("Paid", "已付款")/> },
        PayoutState::Failed | PayoutState::Returned => {
            view! { <Badge tone=Tone::Bad icon="alert" word=lang.say("Came back", "已退回")/> }
        }
    };
    view! {
        <div class="card stack max-w-3xl">
            <div class="row"><h2>{shop_name.clone()}</h2>{badge}<span class="push"><Price amount class="price-plain"/></span></div>
            <DoneHere place=id.to_string()/>
            <p class="quiet">
                {say!(lang, "card •••• {card_last4}", "银行卡 •••• {card_last4}")}
                {ended_at.map(|at| view! { " · "<time datetime=machine_time(at)>{moment(at, lang)}</time> })}
            </p>
            {reason.map(|reason| view! { <p>{reason}</p> })}
            {match state {
                PayoutState::Waiting => view! { <Answer id=id.to_string() shop_name path form/> }.into_any(),
                PayoutState::Paid => {
                    let summary = lang.say("It came back after all", "付款后又被退回");
                    view! { <CameBack id=id.to_string() path form summary then="returned"/> }.into_any()
                }
                PayoutState::Failed | PayoutState::Returned => ().into_any(),
            }}
        </div>
    }
}

/// What the bank said about one payout.
#[component]
fn Answer(id: String, shop_name: String, path: String, form: FormState) -> impl IntoView {
    let lang = lang();
    let label = say!(lang, "The bank has paid {shop_name}", "银行已付款给{shop_name}");
    view! {
        <form method="post" action=path.clone()>
            <Attempt/>
            <input type="hidden" name="payout" value=id.clone()/>
            <button class="btn" name="then" value="paid" aria-label=label><Icon name="check"/>{lang.say("The bank has paid", "银行已付款")}</button>
        </form>
        <CameBack id path form summary=lang.say("It came back", "被银行退回") then="failed"/>
    }
}

/// The bank gave a payout back, at once or later.
#[component]
fn CameBack(id: String, path: String, form: FormState, summary: &'static str, then: &'static str) -> impl IntoView {
    let lang = lang();
    let field = format!("reason-{id}");
    let is_wrong = form.error(&field).is_some();
    view! {
        <details class="confirm" open=is_wrong>
            <summary>{summary}</summary>
            <form class="fields" method="post" action=path>
                <Attempt/>
                <input type="hidden" name="payout" value=id/>
                <TextField form name=field label=lang.say("The bank's words", "银行给出的原因") hint=lang.say("The owner reads this.", "店主会看到。")/>
                <p><button class="btn btn-danger" name="then" value=then>{lang.say("Put it back into the balance", "退回店铺余额")}</button></p>
            </form>
        </details>
    }
}
