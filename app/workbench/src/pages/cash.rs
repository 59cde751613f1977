//! `/admin/cash`: parcels whose cash is out, the oldest first, and the form that records what a courier transferred.

use super::reconciliation::{Differences, Held, Since};
use super::states::OrderBadge;
use app_kit::components::{FormErrors, Icon, Notice, Price, TextField, Tone};
use app_kit::form::form_state;
use app_kit::{Say, lang, routes};
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::order::rules::courier;
use market::payment::CashOut;
use market::reconciliation::Reconciliation;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct CashPage {
    /// The market's time.
    pub now: Timestamp,
    /// Parcels whose cash is out, the oldest first.
    pub out: Vec<CashOut>,
    /// What was recorded, beside the books.
    pub seen: Reconciliation,
    /// What was just done.
    pub done: String,
}

/// The page.
#[component]
pub fn Cash(page: CashPage) -> impl IntoView {
    let lang = lang();
    let CashPage { now, out, seen, done } = page;
    let is_empty = out.is_empty();
    view! {
        <h1>{lang.say("Cash that couriers have", "快递代收的货款")}</h1>
        <FormErrors form=form_state()/>
        {said(&done, lang).map(|(tone, title)| view! { <Notice tone title/> })}
        <p>{lang.say("A courier transfers what it collected to the market's bank account, each parcel with its own line. Copy the line here: the money is held from then on, and another amount than was asked for waits in suspense.", "快递把代收的货款转入平台银行账户，每个包裹一笔。把这笔记录抄到这里：款项从此由平台保管；金额不符的先挂账。")}</p>
        {if is_empty {
            view! { <div class="empty"><Icon name="check"/><h2>{lang.say("No cash is out", "没有未交回的货款")}</h2></div> }.into_any()
        } else {
            view! { <ul class="stack">{out.into_iter().map(|parcel| view! { <li><Parcel parcel now/></li> }).collect_view()}</ul> }.into_any()
        }}
        {(!seen.differences.is_empty()).then(|| view! { <Differences differences=seen.differences now/> })}
        {(!seen.suspense.is_empty()).then(|| view! { <Held suspense=seen.suspense now/> })}
    }
}

/// The name of a field of one parcel's form, since the page has several.
#[must_use]
pub fn field(name: &str, payment: &str) -> String {
    format!("{name}-{payment}")
}

#[component]
fn Parcel(parcel: CashOut, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let payment = parcel.payment.to_string();
    let names = ["amount", "day", "reference"].map(|name| field(name, &payment));
    let is_open = names.iter().any(|name| form.error(name).is_some());
    let [amount, day, reference] = names;
    let carrier = courier(&parcel.courier).map(|(_, english, chinese)| lang.say(english, chinese));
    view! {
        <div class="card stack max-w-3xl">
            <div class="row"><h2>{parcel.number}</h2><span class="push"><Price amount=parcel.amount class="price-plain"/></span></div>
            <p>{carrier}" "<code>{parcel.tracking_number}</code>" · "{parcel.shop_name}</p>
            <p class="row"><OrderBadge state=parcel.state/><span><Since at=parcel.since now/></span></p>
            <details class="confirm" open=is_open>
                <summary>{lang.say("The courier has transferred it", "快递已交回")}</summary>
                <form class="fields" method="post" action=routes::admin("cash")>
                    <input type="hidden" name="payment" value=payment/>
                    <TextField form=form.clone() name=amount inputmode="decimal" label=lang.say("Amount", "金额") hint=lang.say("As the bank's list has it, such as 12.50.", "以银行流水为准，例如 12.50。")/>
                    <TextField form=form.clone() name=day kind="date" label=lang.say("Day on which it came", "到账日期")/>
                    <TextField form name=reference label=lang.say("The courier's reference of the line", "快递的流水号") hint=lang.say("It counts once, however often it is sent.", "同一流水号只计一次。")/>
                    <p><button class="btn btn-primary" name="then" value="record">{lang.say("Record the transfer", "记录到账")}</button></p>
                </form>
            </details>
        </div>
    }
}

/// What was just done.
fn said(done: &str, lang: Language) -> Option<(Tone, &'static str)> {
    match done {
        "paid" => Some((Tone::Good, lang.say("The cash is here and held for its order", "货款已到账，由平台保管"))),
        "suspended" => {
            Some((Tone::Wait, lang.say("Another amount than was asked for: it is in suspense", "金额与应付不符，已挂账")))
        }
        "goes_back" => Some((
            Tone::Wait,
            lang.say("Its order had ended: the money is owed to the buyer, see the books", "订单已关闭：款项应退买家，见对账页"),
        )),
        "repeated" => Some((
            Tone::Info,
            lang.say("This cash was recorded before. Nothing was booked now", "这笔货款此前已记录，本次没有入账"),
        )),
        _ => None,
    }
}
