//! `/admin/cash`

use super::done::{done_at, done_in_row};
use super::reconciliation::{after, behind};
use super::{deeds, desk_page, operator_desk};
use crate::desk::Room;
use crate::pages::cash::{Cash, CashPage, ROOM, field};
use crate::pages::differences::address;
use crate::pages::ways_out::reason_field;
use crate::parts::JustDone;
use app_kit::form::FormState;
use app_kit::format::moment;
use app_kit::request::{Answer, Fields, Stop, Visit, refused};
use app_kit::words::text_error;
use app_kit::{Say, say};
use leptos::prelude::*;
use market::account::{Language, Operator};
use market::kernel::{Money, TextError, parse_decimal};
use market::payment::{CASH, EventOutcome, PaymentId, Remittance, RemittanceRefusal, WithdrawRefusal, WriteOffRefusal, cash};
use market::reconciliation::queries;

/// The most that is read as an amount, in minor units: far beyond what may be paid in cash.
const AMOUNT_MAX: i64 = 1_000_000_000;

/// `GET /admin/cash?after=`, the key of a further page of differences.
pub async fn cash(visit: Visit) -> Answer {
    draw(&visit, FormState::default()).await
}

/// `POST /admin/cash?after=`: a courier has transferred the cash of a parcel, or never will; or what was recorded of it was typed wrong, or
/// is not what was asked for. The browser stays on the page of differences from which it was sent.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let operator = visit.operator()?;
    if deeds::is_one(&fields) {
        return match deeds::tried(&visit, &fields, CASH).await? {
            Ok(done) => Ok(deeds::done(&address(ROOM, &after(&visit)), done, &fields)),
            Err(form) => draw(&visit, form).await,
        };
    }
    if fields.get("then") == "withdraw" {
        return withdraw(&visit, &operator, &fields).await;
    }
    let here = address(ROOM, &after(&visit));
    let payment: PaymentId = fields.read("payment").ok_or_else(Stop::not_found)?;
    let market = &visit.attempt(&fields)?;
    if fields.get("then") == "write-off" {
        let why = field("why", &payment.to_string());
        return match refused(cash::write_off_cash(market, &operator, payment, fields.get(&why)).await)? {
            Ok(()) => Ok(done_at(&here, "written-off")),
            Err(refusal) => draw(&visit, stays(fields.again(), refusal, &why, visit.lang)).await,
        };
    }
    let typed = |name: &str| fields.get(&field(name, &payment.to_string())).to_owned();
    let minor = parse_decimal(&typed("amount"), 100, AMOUNT_MAX).unwrap_or(0);
    let amount = Money::new(minor, market.currency());
    let remittance = Remittance { payment, amount, reference: typed("reference"), day: typed("day") };
    match refused(cash::record_remittance(market, &operator, &remittance).await)? {
        Ok(outcome) => {
            // What was sent once more may be a part of what has paid meanwhile.
            let outcome = if outcome == EventOutcome::Part { EventOutcome::Paid } else { outcome };
            let is_found = outcome == EventOutcome::Paid && fields.get("after") == "loss";
            let done = if is_found { "found" } else { outcome.code() };
            Ok(done_in_row(&here, done, &payment.to_string()))
        }
        Err(refusal) => draw(&visit, refuse(fields.again(), &refusal, payment, visit.lang)).await,
    }
}

/// A transfer that has paid nothing was typed wrong.
async fn withdraw(visit: &Visit, operator: &Operator, fields: &Fields) -> Answer {
    let market = &visit.attempt(fields)?;
    let id = fields.get("line");
    let why = reason_field("withdraw", id);
    match refused(cash::withdraw_remittance(market, operator, id, fields.get(&why)).await)? {
        Ok(()) => Ok(done_at(&address(ROOM, &after(visit)), "withdrawn")),
        Err(refusal) => draw(visit, keeps(fields.again(), refusal, &why, visit.lang)).await,
    }
}

/// Why a transfer that was recorded stays.
fn keeps(form: FormState, refusal: WithdrawRefusal, why: &str, lang: Language) -> FormState {
    match refusal {
        WithdrawRefusal::Reason(TextError::Empty) => form.with_error(why, lang.say("Please say what was wrong.", "请写明错在哪里。")),
        WithdrawRefusal::Reason(error) => form.with_error(why, text_error(error, lang)),
        WithdrawRefusal::Used => form.with_notice(lang.say(
            "This transfer has paid an order, or is owed to its buyer, and stays. Where it was meant for another parcel of the same price, record for that one what comes for this one.",
            "这笔款项已用于付款，或应退买家，不能撤回。若本应记到另一个同价包裹，等这个包裹的货款到账时，记到那个包裹上。",
        )),
        WithdrawRefusal::ChangedMeanwhile => form.with_notice(lang.say(
            "This transfer was taken back, given back or looked into, or another one made it whole. Nothing was changed now; this is how it stands.",
            "这笔款项已撤回、已退还、已核实，或已与另一笔合并付清。本次没有改动，这是最新情况。",
        )),
    }
}

fn refuse(form: FormState, refusal: &RemittanceRefusal, payment: PaymentId, lang: Language) -> FormState {
    let of = |name: &str| field(name, &payment.to_string());
    match refusal {
        RemittanceRefusal::Amount => {
            form.with_error(&of("amount"), lang.say("Please type the amount, such as 12.50.", "请填写金额，例如 12.50。"))
        }
        RemittanceRefusal::Reference(TextError::Empty) => {
            form.with_error(&of("reference"), lang.say("Please copy the reference of the line.", "请填写流水号。"))
        }
        RemittanceRefusal::Reference(error) => form.with_error(&of("reference"), text_error(*error, lang)),
        RemittanceRefusal::ReferenceTaken => form.with_error(
            &of("reference"),
            lang.say(
                "This reference was recorded with another parcel, another amount or another day. Nothing was booked.",
                "这个流水号已用于其他包裹、其他金额或其他日期，本次没有入账。",
            ),
        ),
        RemittanceRefusal::Day(TextError::Empty) => {
            form.with_error(&of("day"), lang.say("Please say on which day it came.", "请填写到账日期。"))
        }
        RemittanceRefusal::Day(error) => form.with_error(&of("day"), text_error(*error, lang)),
    }
}

/// Why cash is not written off.
fn stays(form: FormState, refusal: WriteOffRefusal, why: &str, lang: Language) -> FormState {
    match refusal {
        WriteOffRefusal::Reason(TextError::Empty) => form.with_error(why, lang.say("Please say why.", "请写明理由。")),
        WriteOffRefusal::Reason(error) => form.with_error(why, text_error(error, lang)),
        WriteOffRefusal::NotOverdue(until) => {
            let until = moment(until, lang);
            form.with_notice(say!(lang, "The courier has time until {until}.", "快递须在 {until} 前交回，尚未逾期。"))
        }
        WriteOffRefusal::NotOut | WriteOffRefusal::Move(_) => form.with_notice(lang.say(
            "The cash came, or the order was changed meanwhile. Nothing was written off now; this is how it stands.",
            "货款已到账，或订单期间已有变化。本次没有核销，这是最新情况。",
        )),
    }
}

async fn draw(visit: &Visit, form: FormState) -> Answer {
    let operator = visit.operator()?;
    let market = &visit.app.market;
    let after = after(visit);
    let page = CashPage {
        now: market.now(),
        out: cash::cash_out(market, &operator).await?,
        lost: cash::cash_lost(market, &operator).await?,
        idle: cash::idle_remittances(market, &operator).await?,
        seen: queries::reconciliation_page(market, &operator, CASH, &behind(&after)).await?,
        after,
        done: JustDone::asked(visit),
    };
    let desk = operator_desk(visit, Room::Cash);
    let title = visit.lang.say("Cash that couriers have", "快递代收的货款");
    desk_page(visit, title, desk, form, move || view! { <Cash page/> })
}
