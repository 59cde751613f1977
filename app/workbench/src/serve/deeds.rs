//! What an operator does about a row of the reconciliation, on whichever page it stands: each with a reason, and each once.

use super::done::{done_at, done_in_row};
use crate::pages::ways_out::{ALL_ORDERS, reason_field};
use app_kit::Say;
use app_kit::form::FormState;
use app_kit::request::{Fields, Stop, Visit, refused};
use app_kit::words::text_error;
use axum::response::Response;
use market::account::Language;
use market::kernel::TextError;
use market::order::OrderId;
use market::payment::stuck::{retry_refund, settle_refund_by_hand};
use market::payment::suspense::{
    correct_foreign_amount, correct_wrong_amount, give_back_foreign_amount, give_back_wrong_amount, note_unbooked_amount,
};
use market::payment::{StuckRefusal, SuspenseRefusal, UnbookedRefusal};
use market::reconciliation::desk::take_desk_refund;
use market::reconciliation::explain::explain_difference;
use market::reconciliation::tie::tie_refund;
use market::reconciliation::{DeskRefusal, ExplainRefusal};

/// Whether a form is one of these: no other names a subject.
pub fn is_one(fields: &Fields) -> bool {
    fields.has("subject")
}

/// Does what a form asks for; lines are those of this provider's statement. What was done, as a word of the address; or the form with what
/// kept it from being done.
pub async fn tried(visit: &Visit, fields: &Fields, provider: &str) -> Result<Result<&'static str, FormState>, Stop> {
    let operator = visit.operator()?;
    let (then, subject) = (fields.get("then"), fields.get("subject"));
    let field = reason_field(then, subject);
    let why = fields.get(&field);
    let market = &visit.attempt(fields)?;
    let payment = || fields.read("subject").ok_or_else(Stop::not_found);
    let refund = || fields.read("subject").ok_or_else(Stop::not_found);
    let (done, wrong) = match then {
        "give-back" => ("given-back", suspense(refused(give_back_wrong_amount(market, &operator, payment()?, why).await)?)),
        "correct" => {
            ("corrected", suspense(refused(correct_wrong_amount(market, &operator, payment()?, why).await)?.map(|_| ())))
        }
        "give-back-foreign" => {
            ("given-back", suspense(refused(give_back_foreign_amount(market, &operator, payment()?, why).await)?))
        }
        "correct-foreign" => {
            ("corrected", suspense(refused(correct_foreign_amount(market, &operator, payment()?, why).await)?.map(|_| ())))
        }
        "note" => {
            let told = subject.split_once('.').ok_or_else(Stop::not_found)?;
            ("noted", unbooked(refused(note_unbooked_amount(market, &operator, told, why).await)?))
        }
        "retry" => ("retried", stuck(refused(retry_refund(market, &operator, refund()?, why).await)?)),
        "by-hand" => ("by-hand", stuck(refused(settle_refund_by_hand(market, &operator, refund()?, why).await)?)),
        "take" => {
            let (of, line) = subject.split_once('.').ok_or_else(Stop::not_found)?;
            let of = order(of)?;
            let line = (provider, line);
            ("taken", desk(refused(take_desk_refund(market, &operator, line, of, why).await)?))
        }
        "tie" => {
            let (refund, line) = subject.split_once('.').ok_or_else(Stop::not_found)?;
            let refund = refund.parse().map_err(|_| Stop::not_found())?;
            let line = (provider, line);
            ("tied", desk(refused(tie_refund(market, &operator, line, refund, why).await)?))
        }
        "explain" => ("explained", explained(refused(explain_difference(market, &operator, subject, why).await)?)),
        _ => return Err(Stop::not_found()),
    };
    Ok(match wrong {
        None => Ok(done),
        Some(wrong) => Err(refuse(fields.again(), wrong, &field, visit.lang)),
    })
}

/// Sends the browser back to the page from which a form was sent, which says what was done.
pub fn done(page: &str, done: &str, fields: &Fields) -> Response {
    // A refund that is asked for again may stay where it is; everything else leaves its list.
    if done == "retried" { done_in_row(page, done, fields.get("subject")) } else { done_at(page, done) }
}

/// What kept a deed from being done.
enum Wrong {
    Reason(TextError),
    MovedOn,
    CameBack,
    InStatement,
    NoOtherLine,
    InOwnCurrency,
    NeverCame,
    GivenAtDesk,
    Desk(DeskRefusal),
}

/// One order, or none where all of them are meant.
fn order(subject: &str) -> Result<Option<OrderId>, Stop> {
    if subject == ALL_ORDERS { Ok(None) } else { subject.parse().map(Some).map_err(|_| Stop::not_found()) }
}

fn desk(done: Result<(), DeskRefusal>) -> Option<Wrong> {
    done.err().map(|refusal| match refusal {
        DeskRefusal::Reason(error) => Wrong::Reason(error),
        DeskRefusal::ChangedMeanwhile => Wrong::MovedOn,
        refusal => Wrong::Desk(refusal),
    })
}

fn suspense(done: Result<(), SuspenseRefusal>) -> Option<Wrong> {
    done.err().map(|refusal| match refusal {
        SuspenseRefusal::Reason(error) => Wrong::Reason(error),
        SuspenseRefusal::AlreadyOut => Wrong::MovedOn,
        SuspenseRefusal::InStatement => Wrong::InStatement,
        SuspenseRefusal::NoOtherLine => Wrong::NoOtherLine,
        SuspenseRefusal::InOwnCurrency => Wrong::InOwnCurrency,
        SuspenseRefusal::NeverCame => Wrong::NeverCame,
    })
}

fn unbooked(done: Result<(), UnbookedRefusal>) -> Option<Wrong> {
    done.err().map(|refusal| match refusal {
        UnbookedRefusal::Reason(error) => Wrong::Reason(error),
        UnbookedRefusal::ChangedMeanwhile => Wrong::MovedOn,
    })
}

fn explained(done: Result<(), ExplainRefusal>) -> Option<Wrong> {
    done.err().map(|refusal| match refusal {
        ExplainRefusal::Reason(error) => Wrong::Reason(error),
        ExplainRefusal::ChangedMeanwhile => Wrong::MovedOn,
    })
}

fn stuck(done: Result<(), StuckRefusal>) -> Option<Wrong> {
    done.err().map(|refusal| match refusal {
        StuckRefusal::Reason(error) => Wrong::Reason(error),
        StuckRefusal::ChangedMeanwhile => Wrong::MovedOn,
        StuckRefusal::CameBack => Wrong::CameBack,
        StuckRefusal::GivenAtDesk => Wrong::GivenAtDesk,
    })
}

fn refuse(form: FormState, wrong: Wrong, field: &str, lang: Language) -> FormState {
    match wrong {
        Wrong::Reason(TextError::Empty) => form.with_error(field, lang.say("Please say why.", "请写明理由。")),
        Wrong::Reason(error) => form.with_error(field, text_error(error, lang)),
        Wrong::MovedOn => form.with_notice(lang.say(
            "Another operator or the provider was faster. Nothing was changed now; this is how it stands.",
            "期间已有他人处理，或渠道已有结果。本次没有改动，这是最新情况。",
        )),
        Wrong::CameBack => form.with_notice(lang.say(
            "This money had reached the buyer and came back from there: it can only be transferred by hand. Nothing was changed.",
            "这笔款项曾退至买家，后被退回，只能人工转账。本次没有改动。",
        )),
        Wrong::GivenAtDesk => form.with_notice(lang.say(
            "The provider's own desk gave as much of this payment back. Say first, among the differences, whether that was this refund. Nothing was changed.",
            "渠道后台已就该付款退还同样金额。请先在“不一致”列表中确认那是否就是这笔退款。本次没有改动。",
        )),
        Wrong::Desk(refusal) => form.with_notice(not_taken_in(refusal, lang)),
        Wrong::InStatement => form.with_notice(lang.say(
            "The provider's statement has this very amount: it came, and can only be given back.",
            "渠道账单中有这笔金额：款项已收到，只能退还。",
        )),
        Wrong::NoOtherLine => form.with_notice(lang.say(
            "The provider's statement says nothing else of this payment. Nothing was changed.",
            "渠道账单中没有这笔付款的其他金额，本次没有改动。",
        )),
        Wrong::InOwnCurrency => form.with_notice(lang.say(
            "The provider's statement has this payment in its own currency, and not in this one: let the statement count. Nothing was changed.",
            "渠道账单中这笔付款的币种与应付一致，没有这种货币的款项，请以账单为准。本次没有改动。",
        )),
        Wrong::NeverCame => form.with_notice(lang.say(
            "The provider's statement has this very payment with another amount: this one never came, and what would go back is other money. Nothing was changed.",
            "渠道账单中同一笔收款是另一金额，这笔金额从未收到，退还的将是别的款项。本次没有改动。",
        )),
    }
}

/// Why a refund of the provider's own desk is not taken into the books.
fn not_taken_in(refusal: DeskRefusal, lang: Language) -> &'static str {
    match refusal {
        DeskRefusal::Reason(_) | DeskRefusal::ChangedMeanwhile => {
            lang.say("Nothing was changed; this is how it stands.", "本次没有改动，这是最新情况。")
        }
        DeskRefusal::NoRefund => lang.say(
            "This line of the statement gives nothing back to a buyer. Nothing was changed.",
            "账单中的这一笔不是退款。本次没有改动。",
        ),
        DeskRefusal::OtherCurrency => lang.say(
            "This line is in another currency than the books of the orders. Nothing was changed.",
            "这一笔的币种与订单账目不同。本次没有改动。",
        ),
        DeskRefusal::NamesOurs => lang.say(
            "This line names a refund of ours, which is booked as soon as the provider tells of it. Nothing was changed.",
            "这一笔是平台发起的退款，收到渠道通知后会自动入账。本次没有改动。",
        ),
        DeskRefusal::NotCaptured => lang.say(
            "This line belongs to no payment that paid orders here. Nothing was changed.",
            "这一笔不属于任何已付款的订单。本次没有改动。",
        ),
        DeskRefusal::OtherMoney => lang.say(
            "This line gives back other money than what paid the orders. What went back whole leaves the lists by itself. Nothing was changed.",
            "这一笔退的不是支付订单的那笔款项；全额退回的会自动从列表移除。本次没有改动。",
        ),
        DeskRefusal::RefundOwed => lang.say(
            "A refund of this payment is still owed, and this line may be that very refund. That one has to end first. Nothing was changed.",
            "该付款还有未完成的退款，这一笔可能就是它，请先处理那笔退款。本次没有改动。",
        ),
        DeskRefusal::PaidByHand => lang.say(
            "A refund of this amount was written down as transferred by hand after this line, and the line may be the same one. Nothing was changed.",
            "这一笔之后，同样金额的退款已记为人工转账，两者可能是同一笔。本次没有改动。",
        ),
        DeskRefusal::NotThatRefund => lang.say(
            "This line is of another payment or amount than that refund, or the refund came back once and can only be transferred by hand. Nothing was changed.",
            "这一笔与该退款的付款或金额不符，或该退款曾被退回、只能人工转账。本次没有改动。",
        ),
        DeskRefusal::CameBack => lang.say(
            "This money came back to the provider, so the buyer does not have it. Nothing was changed.",
            "这笔款项已退回渠道，买家并未收到。本次没有改动。",
        ),
        DeskRefusal::CaseOpen => lang.say(
            "A case of this order is open. It has to end first, with what went back already in mind. Nothing was changed.",
            "该订单有未结的售后，请先结案，并考虑已退的金额。本次没有改动。",
        ),
        DeskRefusal::TooMuch => {
            lang.say("There is not so much left of this order. Nothing was changed.", "该订单的剩余金额不足。本次没有改动。")
        }
    }
}
