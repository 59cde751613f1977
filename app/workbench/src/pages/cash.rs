//! `/admin/cash`: parcels whose cash is out, the oldest first, the form that records what a courier transferred, and the decision that
//! it never comes.

use super::reconciliation::{Differences, Held, Since};
use super::states::OrderBadge;
use app_kit::components::{Attempt, FormErrors, Icon, Notice, Price, TextField, Tone};
use app_kit::form::form_state;
use app_kit::format::{machine_time, moment};
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
    /// Parcels that the market paid for itself, the last one first.
    pub lost: Vec<CashOut>,
    /// What was recorded, beside the books.
    pub seen: Reconciliation,
    /// What was just done.
    pub done: String,
}

/// The page.
#[component]
pub fn Cash(page: CashPage) -> impl IntoView {
    let lang = lang();
    let CashPage { now, out, lost, seen, done } = page;
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
        {(!lost.is_empty()).then(|| view! {
            <section class="section" aria-labelledby="lost">
                <div class="section-head"><h2 id="lost">{lang.say("Written off, the last one first", "已核销，最近的在前")}</h2></div>
                <div class="stack">
                    <p>{lang.say("The market paid for these orders. If a courier transfers the cash after all, record it here: it is the market's.", "这些订单由平台垫付。若快递之后仍交回货款，请在此记录，款项归平台。")}</p>
                    <ul class="stack">{lost.into_iter().map(|parcel| view! { <li><Parcel parcel now/></li> }).collect_view()}</ul>
                </div>
            </section>
        })}
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
    let written_off = parcel.written_off_at;
    let after = written_off.map(|_| view! { <input type="hidden" name="after" value="loss"/> });
    let overdue = parcel.is_overdue(now).then(|| payment.clone());
    let carrier = courier(&parcel.courier).map(|(_, english, chinese)| lang.say(english, chinese));
    view! {
        <div class="card stack max-w-3xl">
            <div class="row"><h2>{parcel.number}</h2><span class="push"><Price amount=parcel.amount class="price-plain"/></span></div>
            <p>{carrier}" "<code>{parcel.tracking_number}</code>" · "{parcel.shop_name}</p>
            <p class="row"><OrderBadge state=parcel.state/><span><Since at=parcel.since now/></span></p>
            {written_off.map(|at| view! { <p>{lang.say("Written off ", "核销于 ")}<time datetime=machine_time(at)>{moment(at, lang)}</time></p> })}
            <details class="confirm" open=is_open>
                <summary>{lang.say("The courier has transferred it", "快递已交回")}</summary>
                <form class="fields" method="post" action=routes::admin("cash")>
                    <Attempt/>
                    <input type="hidden" name="payment" value=payment/>
                    {after}
                    <TextField form=form.clone() name=amount inputmode="decimal" label=lang.say("Amount", "金额") hint=lang.say("As the bank's list has it, such as 12.50.", "以银行流水为准，例如 12.50。")/>
                    <TextField form=form.clone() name=day kind="date" label=lang.say("Day on which it came", "到账日期")/>
                    <TextField form name=reference label=lang.say("The courier's reference of the line", "快递的流水号") hint=lang.say("It counts once, however often it is sent.", "同一流水号只计一次。")/>
                    <p><button class="btn btn-primary" name="then" value="record">{lang.say("Record the transfer", "记录到账")}</button></p>
                </form>
            </details>
            {overdue.map(|payment| view! { <WriteOff payment/> })}
        </div>
    }
}

/// The decision that the cash of a parcel never comes, folded up.
#[component]
fn WriteOff(payment: String) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let why = field("why", &payment);
    let is_open = form.error(&why).is_some();
    view! {
        <details class="confirm" open=is_open>
            <summary>{lang.say("It never comes", "货款收不回来")}</summary>
            <form class="fields" method="post" action=routes::admin("cash")>
                <Attempt/>
                <input type="hidden" name="payment" value=payment/>
                <p>{lang.say("The parcel was received, and the market pays for it: the shop gets its share, and the market bears the loss. This cannot be undone.", "包裹已送达，由平台承担：店家照常收款，损失归平台。此操作不可撤销。")}</p>
                <TextField form name=why label=lang.say("Why", "理由") hint=lang.say("What the courier's company said, and when.", "快递公司的答复及时间。")/>
                <p><button class="btn btn-danger" name="then" value="write-off">{lang.say("Write the cash off", "核销货款")}</button></p>
            </form>
        </details>
    }
}

/// What was just done.
fn said(done: &str, lang: Language) -> Option<(Tone, &'static str)> {
    match done {
        "paid" => Some((Tone::Good, lang.say("The cash is here and held for its order", "货款已到账，由平台保管"))),
        "found" => Some((Tone::Good, lang.say("The cash came after all: it is the market's", "货款已交回，归平台所有"))),
        "written-off" => Some((Tone::Good, lang.say("Written off: the shop gets its share", "已核销，店家照常收款"))),
        "suspended" => {
            Some((Tone::Wait, lang.say("Another amount than was asked for: it is in suspense", "金额与应付不符，已挂账")))
        }
        "unbooked" => Some((
            Tone::Wait,
            lang.say(
                "One more amount that was not asked for: nothing was booked, see the reconciliation",
                "又一笔与应付不符的金额：没有入账，见对账页",
            ),
        )),
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
