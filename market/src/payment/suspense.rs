//! What became of another amount than was asked for: an operator gives it back, or, where the provider's own statement says that it
//! took something else, lets the statement count. One of the two, once.

use super::commands::{capture, go_back};
use super::inbox;
use super::steps::{self, NewRefund, PaymentRow, RefundSource};
use super::store::{event, suspense};
use super::told::{EventOutcome, ProviderEvent, ProviderEventKind};
use super::types::{PaymentId, RefundId, SuspenseRefusal as Refusal};
use crate::account::Operator;
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Money, Problem, Timestamp, Tx, clean_line};
use crate::ledger::{self, Journal};
use crate::outbox::{self, Job, Letter};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Gives a wrong amount back through the provider, and tells the buyer. Once more is the same answer.
///
/// # Errors
/// [`Refusal`]; not found where nothing is in suspense for this payment.
pub async fn give_back_wrong_amount(
    market: &Market,
    operator: &Operator,
    id: PaymentId,
    reason: &str,
) -> Result<(), Problem<Refusal>> {
    let reason = words(reason)?;
    let now = market.now();
    let tx = market.begin("give_back_wrong_amount").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    let (payment, held) = find(&tx, id).await?;
    let amount = Money::new(held.amount, payment.amount.currency());
    take_out(&tx, &ledger::rules::wrong_amount_back(id.uuid(), held.amount), now).await?;
    // After this point, giving back must succeed.
    let refund = NewRefund {
        id: RefundId::mint(now),
        payment: id,
        order: None,
        case: None,
        amount,
        fee_minor: 0,
        source: RefundSource::Suspense,
        reason: "wrong_amount",
    };
    steps::refund(&tx, &refund, now).await?;
    let letter = Letter::WrongAmountBack { amount };
    outbox::steps::enqueue(&tx, &Job::Notify { person: payment.buyer, letter }, now).await?;
    let deed = Deed { actor: Some(operator.person()), action: "give_back_wrong_amount", subject: id.uuid(), detail: &reason };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets the provider's statement count: the amount that it does not have leaves the books, and the one that it has pays the orders, or
/// goes back where it is another one still or comes too late. Once more is the same answer: none where it was done before.
///
/// # Errors
/// [`Refusal`]; not found where nothing is in suspense for this payment.
pub async fn correct_wrong_amount(
    market: &Market,
    operator: &Operator,
    id: PaymentId,
    reason: &str,
) -> Result<Option<EventOutcome>, Problem<Refusal>> {
    let reason = words(reason)?;
    let now = market.now();
    let tx = market.begin("correct_wrong_amount").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(None);
    }
    let (payment, held) = find(&tx, id).await?;
    if held.matched > 0 {
        return Err(Problem::Refused(Refusal::InStatement));
    }
    let but = Money::new(held.amount, payment.amount.currency());
    let line =
        suspense::other_line(&*tx, (&payment.provider, id.uuid()), but).await?.ok_or(Problem::Refused(Refusal::NoOtherLine))?;
    take_out(&tx, &ledger::rules::wrong_amount_struck(id.uuid(), held.amount), now).await?;
    // After this point, correcting must succeed.
    event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(EventOutcome::Corrected.code()))
        .filter(event::Column::PaymentId.eq(id.uuid()))
        .filter(event::Column::Outcome.eq(EventOutcome::Suspended.code()))
        .filter(event::Column::AmountMinor.eq(held.amount))
        .exec(&*tx)
        .await?;
    let amount = Money::new(line.amount_minor, payment.amount.currency());
    let outcome = if amount == payment.amount {
        capture(&tx, &payment, amount, now).await?
    } else {
        go_back(&tx, &payment, amount, now).await?
    };
    note(&tx, &payment, &line, outcome, now).await?;
    let detail = format!("{reason} ({}: {})", line.line_id, outcome.code());
    let deed = Deed { actor: Some(operator.person()), action: "correct_wrong_amount", subject: id.uuid(), detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(Some(outcome))
}

fn words(reason: &str) -> Result<String, Problem<Refusal>> {
    clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Reason(error)))
}

async fn find(tx: &Tx, id: PaymentId) -> Result<(PaymentRow, suspense::Held), Problem<Refusal>> {
    let payment = steps::find(&**tx, id).await?.ok_or(Problem::NotFound)?;
    let held = suspense::held(&**tx, id.uuid()).await?.ok_or(Problem::NotFound)?;
    Ok((payment, held))
}

/// Of the two ways out an amount takes one, once: the journal is the same for both, and the database refuses a second.
async fn take_out(tx: &Tx, journal: &Journal, now: Timestamp) -> Result<(), Problem<Refusal>> {
    if ledger::steps::post(tx, journal, tx.currency(), now).await? { Ok(()) } else { Err(Problem::Refused(Refusal::AlreadyOut)) }
}

/// What the statement told counts like an event of the provider, under the line's own id.
async fn note(tx: &Tx, payment: &PaymentRow, line: &suspense::Line, outcome: EventOutcome, now: Timestamp) -> Result<(), Fault> {
    let kind = ProviderEventKind::Captured(Money::new(line.amount_minor, payment.amount.currency()));
    let told = ProviderEvent { event_id: format!("statement {}", line.line_id), payment: payment.id, kind };
    let row = event::ActiveModel { outcome: Set(outcome.code().to_owned()), ..inbox::row(payment, &told, now) };
    event::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
