//! `/admin/cash`: parcels whose cash is out, the oldest first, the form that records what a courier transferred, and the decision that
//! it never comes; and transfers that have paid nothing, of which one may have been typed wrong.

use super::differences::{Differences, Further, address};
use super::explained::ExplainedDifferences;
use super::reconciliation::{Held, Since, list_of, said as said_of_books};
use super::states::OrderBadge;
use super::ways_out::{SentTo, reason_field, sent_to};
use crate::parts::{Done, DoneHere, JustDone};
use app_kit::components::{Attempt, FormErrors, Icon, Price, TextField, Tone};
use app_kit::form::form_state;
use app_kit::format::{machine_time, moment};
use app_kit::{Say, lang, routes, say};
use leptos::either::Either;
use leptos::prelude::*;
use market::account::Language;
use market::kernel::Timestamp;
use market::order::rules::courier;
use market::payment::{CashOut, IdleRemittance};
use market::reconciliation::Reconciliation;

/// The room of the page.
pub const ROOM: &str = "cash";

/// What the page shows.
#[derive(Clone, Debug)]
pub struct CashPage {
    /// The market's time.
    pub now: Timestamp,
    /// Parcels whose cash is out, the oldest first.
    pub out: Vec<CashOut>,
    /// Parcels that the market paid for itself, the last one first.
    pub lost: Vec<CashOut>,
    /// Transfers that were recorded and have paid no order, the newest first.
    pub idle: Vec<IdleRemittance>,
    /// What was recorded, beside the books.
    pub seen: Reconciliation,
    /// The key behind which its differences are; empty on the first page of them.
    pub after: String,
    /// What was just done.
    pub done: JustDone,
}

/// The page.
#[component]
pub fn Cash(page: CashPage) -> impl IntoView {
    let lang = lang();
    let CashPage { now, out, lost, idle, seen, after, done } = page;
    let is_empty = out.is_empty();
    if let Some((tone, title)) = said(&done.word, lang) {
        let row = out.iter().chain(&lost).map(|parcel| parcel.payment.to_string()).find(|payment| *payment == done.of);
        let lists = [
            ("lost", lost.is_empty()),
            ("idle", idle.is_empty()),
            ("differences", seen.differences.is_empty()),
            ("suspense", seen.suspense.is_empty()),
        ];
        let place = row.unwrap_or_else(|| list_of(&done.word, &lists));
        // What is said of these is to be done on another page.
        let goes_on = matches!(done.word.as_str(), "given-back" | "goes_back" | "unbooked");
        let onward = goes_on.then(|| (routes::admin("reconciliation"), lang.say("To the reconciliation", "前往对账页")));
        provide_context(Done { tone, title: title.to_owned(), onward, place });
    }
    provide_context(SentTo(address(ROOM, &after)));
    view! {
        <h1>{lang.say("Cash that couriers have", "快递代收的货款")}</h1>
        <FormErrors form=form_state()/>
        <DoneHere/>
        <p>{lang.say("A courier transfers what it collected to the market's bank account, each parcel with its own line. Copy the line here: the money is held from then on, and another amount than was asked for waits in suspense. What comes in two parts pays with the second.", "快递把代收的货款转入平台银行账户，每个包裹一笔。把这笔记录抄到这里：款项从此由平台保管；金额不符的先挂账。分两笔转入的，第二笔到账即算付清。")}</p>
        {if is_empty {
            view! { <div class="empty"><Icon name="check"/><h2>{lang.say("No cash is out", "没有未交回的货款")}</h2></div> }.into_any()
        } else {
            view! { <ul class="stack">{out.into_iter().map(|parcel| view! { <li><Parcel parcel now/></li> }).collect_view()}</ul> }.into_any()
        }}
        {(!lost.is_empty()).then(|| view! {
            <section class="section" aria-labelledby="lost">
                <div class="section-head"><h2 id="lost">{lang.say("Written off, the last one first", "已核销，最近的在前")}</h2></div>
                <DoneHere place="lost" class="pb-4"/>
                <div class="stack">
                    <p>{lang.say("The market paid for these orders. If a courier transfers the cash after all, record it here: it is the market's.", "这些订单由平台垫付。若快递之后仍交回货款，请在此记录，款项归平台。")}</p>
                    <ul class="stack">{lost.into_iter().map(|parcel| view! { <li><Parcel parcel now/></li> }).collect_view()}</ul>
                </div>
            </section>
        })}
        {(!idle.is_empty()).then(|| view! { <Idle idle now/> })}
        {(!seen.differences.is_empty()).then(|| view! { <Differences differences=seen.differences now/> })}
        <Further room=ROOM after next=seen.next/>
        {(!seen.suspense.is_empty()).then(|| view! { <Held suspense=seen.suspense now is_cash=true/> })}
        {(!seen.explained.is_empty()).then(|| view! { <ExplainedDifferences explained=seen.explained/> })}
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
    // Those that were written off stand below a heading of their own.
    let number = match written_off {
        Some(_) => Either::Left(view! { <h3>{parcel.number}</h3> }),
        None => Either::Right(view! { <h2>{parcel.number}</h2> }),
    };
    let carrier = courier(&parcel.courier).map(|(_, english, chinese)| lang.say(english, chinese));
    view! {
        <div class="card stack max-w-3xl">
            <div class="row">{number}<span class="push"><Price amount=parcel.amount class="price-plain"/></span></div>
            <DoneHere place=payment.clone()/>
            <p>{carrier}" "<code>{parcel.tracking_number}</code>" · "{parcel.shop_name}</p>
            <p class="row"><OrderBadge state=parcel.state/><span><Since at=parcel.since now/></span></p>
            {written_off.map(|at| view! { <p>{lang.say("Written off ", "核销于 ")}<time datetime=machine_time(at)>{moment(at, lang)}</time></p> })}
            <details class="confirm" open=is_open>
                <summary>{lang.say("The courier has transferred it", "快递已交回")}</summary>
                <form class="fields" method="post" action=sent_to()>
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
            <form class="fields" method="post" action=sent_to()>
                <Attempt/>
                <input type="hidden" name="payment" value=payment/>
                <p>{lang.say("The parcel was received, and the market pays for it: the shop gets its share, and the market bears the loss. This cannot be undone.", "包裹已送达，由平台承担：店家照常收款，损失归平台。此操作不可撤销。")}</p>
                <TextField form name=why label=lang.say("Why", "理由") hint=lang.say("What the courier's company said, and when.", "快递公司的答复及时间。")/>
                <p><button class="btn btn-danger" name="then" value="write-off">{lang.say("Write the cash off", "核销货款")}</button></p>
            </form>
        </details>
    }
}

/// Transfers that have paid nothing, each with the way to take it back.
#[component]
fn Idle(idle: Vec<IdleRemittance>, now: Timestamp) -> impl IntoView {
    let lang = lang();
    view! {
        <section class="section" aria-labelledby="idle">
            <div class="section-head"><h2 id="idle">{lang.say("Recorded, and nothing paid with it", "已记录、未用于付款")}</h2></div>
            <DoneHere place="idle" class="pb-4"/>
            <div class="stack">
                <p>{lang.say("If one was typed wrong, take it back and record it anew under the same reference. What has paid an order stays: where it was meant for another parcel, record here for that one what comes for this one.", "抄错的请先撤回，再用同一流水号重新记录。已用于付款的不能撤回：若记错了包裹，等这个包裹的货款到账时，记到那个包裹上。")}</p>
                <ul class="stack">{idle.into_iter().map(|line| view! { <li><IdleLine line now/></li> }).collect_view()}</ul>
            </div>
        </section>
    }
}

#[component]
fn IdleLine(line: IdleRemittance, now: Timestamp) -> impl IntoView {
    let lang = lang();
    let form = form_state();
    let IdleRemittance { id, number, amount, day, is_held, since } = line;
    let why = reason_field("withdraw", &id);
    let is_open = form.error(&why).is_some();
    let reference = id.trim().to_owned();
    let stands = if is_held { lang.say("In suspense", "已挂账") } else { lang.say("Not booked", "未入账") };
    view! {
        <div class="card stack max-w-3xl">
            <div class="row"><h3><code>{reference}</code></h3><span class="push"><Price amount class="price-plain"/></span></div>
            <p>{say!(lang, "Order {number}, {day}", "订单 {number}，{day}")}" · "{stands}</p>
            <p><Since at=since now/></p>
            <details class="confirm" open=is_open>
                <summary>{lang.say("It was typed wrong", "抄错了")}</summary>
                <form class="fields" method="post" action=sent_to()>
                    <Attempt/>
                    <input type="hidden" name="line" value=id/>
                    <TextField form name=why label=lang.say("What was wrong", "错在哪里") hint=lang.say("The amount, the parcel or the reference; the log keeps your words.", "金额、包裹或流水号；说明保留在日志中。")/>
                    <p><button class="btn btn-danger" name="then" value="withdraw">{lang.say("Take the record back", "撤回记录")}</button></p>
                </form>
            </details>
        </div>
    }
}

/// What was just done.
fn said(done: &str, lang: Language) -> Option<(Tone, &'static str)> {
    match done {
        "paid" => Some((Tone::Good, lang.say("The cash is here and held for its order", "货款已到账，由平台保管"))),
        "found" => Some((Tone::Good, lang.say("The cash came after all: it is the market's", "货款已交回，归平台所有"))),
        "written-off" => Some((Tone::Good, lang.say("Written off: the shop gets its share", "已核销，店家照常收款"))),
        "withdrawn" => Some((
            Tone::Good,
            lang.say("Taken back: please record the transfer anew as the bank's list has it", "已撤回，请按银行流水重新记录"),
        )),
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
            lang.say(
                "Its order had ended: the money is owed to the buyer, see the reconciliation",
                "订单已关闭：款项应退买家，见对账页",
            ),
        )),
        // Nobody takes cash back but a person.
        "given-back" => Some((
            Tone::Wait,
            lang.say(
                "It is owed to the buyer: transfer it by hand, see the reconciliation",
                "款项应退买家：请人工转账，见对账页",
            ),
        )),
        "repeated" => Some((
            Tone::Info,
            lang.say("This cash was recorded before. Nothing was booked now", "这笔货款此前已记录，本次没有入账"),
        )),
        // What stands in the lists of the reconciliation is done here as it is there.
        _ => said_of_books(done, lang).map(|title| (Tone::Good, title)),
    }
}
