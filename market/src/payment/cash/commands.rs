//! What an operator does about cash.

use super::rules::overdue_from;
use super::types::{Remittance, RemittanceRefusal as Refusal, WithdrawRefusal, WriteOffRefusal};
use crate::account::Operator;
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::{BOOKED_MINOR_MAX, NOTE_CHARS_MAX};
use crate::kernel::{Fault, Market, Money, Problem, Timestamp, Tx, clean_line};
use crate::payment::inbox::{self, Taken};
use crate::payment::store::event;
use crate::payment::{CASH, EventOutcome, PaymentId, ProviderEvent, ProviderEventKind, commands, steps};
use crate::{ledger, order};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Characters of a courier's reference.
const REFERENCE_MAX: usize = 64;

/// An operator has found what a courier transferred for a parcel on the bank's list. The same form once more is the same answer; the
/// same line in another form was recorded before.
///
/// # Errors
/// [`Refusal`]; not found for a payment that is not paid in cash.
pub async fn record_remittance(
    market: &Market,
    operator: &Operator,
    remittance: &Remittance,
) -> Result<EventOutcome, Problem<Refusal>> {
    let reference =
        clean_line(&remittance.reference, REFERENCE_MAX).map_err(|error| Problem::Refused(Refusal::Reference(error)))?;
    let day = clean_line(&remittance.day, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Day(error)))?;
    if !(1..=BOOKED_MINOR_MAX).contains(&remittance.amount.minor()) {
        return Err(Problem::Refused(Refusal::Amount));
    }
    let (now, amount) = (market.now(), remittance.amount.minor());
    let tx = market.begin("record_remittance").await?;
    let content = Content::of(remittance.payment.uuid()).text(&reference).number(Some(amount)).text(&day);
    let is_repeated = attempt::steps::is_repeated(&tx, operator.person(), content, now).await?;
    let event_id = id_of(&tx, &reference).await?;
    if is_repeated {
        return Ok(outcome_of(&tx, &event_id).await?);
    }
    let told = ProviderEvent { event_id, payment: remittance.payment, kind: ProviderEventKind::Captured(remittance.amount) };
    let is_new = inbox::note(&tx, CASH, &told, now).await.map_err(|problem| problem.map(|never| match never {}))?;
    let taken = if is_new { commands::take(&tx, CASH, &told.event_id, now).await? } else { None };
    let Some(Taken { outcome, .. }) = taken else { return repeated(&tx, &told, (amount, &day)).await };
    keep_day(&tx, &told.event_id, &day).await?;
    let detail = format!("{} {amount} of {day} ({})", told.event_id, outcome.code());
    let deed =
        Deed { actor: Some(operator.person()), action: "record_remittance", subject: told.payment.uuid(), detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// What was recorded under a reference.
async fn line(tx: &Tx, reference: &str) -> Result<Option<event::Model>, Fault> {
    Ok(event::Entity::find_by_id((CASH.to_owned(), reference.to_owned())).one(&**tx).await?)
}

/// The id under which a line of this reference is recorded: its own, and once that was withdrawn, the same with a number before it. Nobody
/// types a reference that begins with a space. There are as many to look at as somebody has withdrawn.
async fn id_of(tx: &Tx, reference: &str) -> Result<String, Fault> {
    let (mut id, mut number) = (reference.to_owned(), 1_u64);
    while line(tx, &id).await?.is_some_and(|row| row.outcome == EventOutcome::Withdrawn.code()) {
        number += 1;
        id = format!(" {number} {reference}");
    }
    Ok(id)
}

/// What became of a line that this sending of the form has recorded. Where there is none any more, it was withdrawn since.
async fn outcome_of(tx: &Tx, id: &str) -> Result<EventOutcome, Fault> {
    let Some(row) = line(tx, id).await? else { return Ok(EventOutcome::Withdrawn) };
    let outcome = EventOutcome::from_code(&row.outcome);
    outcome.ok_or_else(|| Fault::broken(format!("remittance {id} was recorded and has no outcome")))
}

/// A reference that is known: the same line once more, or another one.
async fn repeated(tx: &Tx, told: &ProviderEvent, (amount, day): (i64, &str)) -> Result<EventOutcome, Problem<Refusal>> {
    let is_same = line(tx, &told.event_id).await?.is_some_and(|row| {
        // What was recorded before days were kept has none.
        let is_of_the_day = row.told_day.is_none_or(|kept| kept == day);
        row.payment_id == told.payment.uuid() && row.amount_minor == amount && is_of_the_day
    });
    if is_same { Ok(EventOutcome::Repeated) } else { Err(Problem::Refused(Refusal::ReferenceTaken)) }
}

/// The day stays beside the line, for whoever sends its reference again.
async fn keep_day(tx: &Tx, reference: &str, day: &str) -> Result<(), Fault> {
    event::Entity::update_many()
        .col_expr(event::Column::ToldDay, Expr::value(day))
        .filter(event::Column::Provider.eq(CASH))
        .filter(event::Column::EventId.eq(reference))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// An operator had typed a transfer wrong that has paid no order: it leaves the books, a record of its own takes it back, and its reference
/// can be recorded anew. Once more is the same answer.
///
/// # Errors
/// [`WithdrawRefusal`]; not found for what was not recorded.
pub async fn withdraw_remittance(
    market: &Market,
    operator: &Operator,
    id: &str,
    reason: &str,
) -> Result<(), Problem<WithdrawRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(WithdrawRefusal::Reason(error)))?;
    // Nothing is recorded under such an id, and not every engine can be asked for it.
    if id.chars().any(char::is_control) {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("withdraw_remittance").await?;
    let payment = PaymentId::from_uuid(line(&tx, id).await?.ok_or(Problem::NotFound)?.payment_id);
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(payment.uuid()).text(id).text(&reason), now).await? {
        return Ok(());
    }
    // Whoever books more of this payment has been waited for.
    steps::hold(&tx, payment).await?;
    let row = line(&tx, id).await?.ok_or(Problem::NotFound)?;
    let taken_back = match EventOutcome::from_code(&row.outcome) {
        Some(EventOutcome::Suspended) => {
            let struck = ledger::rules::wrong_amount_struck(payment.uuid(), row.amount_minor);
            ledger::steps::post(&tx, &struck, tx.currency(), now).await?
        }
        Some(EventOutcome::Unbooked) => true,
        Some(EventOutcome::Paid | EventOutcome::GoesBack) => return Err(Problem::Refused(WithdrawRefusal::Used)),
        _ => false,
    };
    if !taken_back || !take_back(&tx, &row, now).await? {
        return Err(Problem::Refused(WithdrawRefusal::ChangedMeanwhile));
    }
    let detail = format!("{reason} ({id})");
    let deed = Deed { actor: Some(operator.person()), action: "withdraw_remittance", subject: payment.uuid(), detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// What was recorded does not count any more, and a record of the same amount below zero says so. False where somebody was first.
async fn take_back(tx: &Tx, row: &event::Model, now: Timestamp) -> Result<bool, Fault> {
    let withdrawn = event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(EventOutcome::Withdrawn.code()))
        .filter(event::Column::Provider.eq(CASH))
        .filter(event::Column::EventId.eq(row.event_id.as_str()))
        .filter(event::Column::Outcome.eq(row.outcome.as_str()))
        .exec(&**tx)
        .await?;
    if withdrawn.rows_affected != 1 {
        return Ok(false);
    }
    let payment = steps::find(&**tx, PaymentId::from_uuid(row.payment_id)).await?;
    let payment = payment.ok_or_else(|| Fault::broken("a remittance without its payment"))?;
    let kind = ProviderEventKind::Captured(Money::new(row.amount_minor.saturating_neg(), payment.amount.currency()));
    let told = ProviderEvent { event_id: format!(" withdrawn {}", row.event_id), payment: payment.id, kind };
    let outcome = Set(EventOutcome::Withdrawn.code().to_owned());
    let back = event::ActiveModel { outcome, told_day: Set(row.told_day.clone()), ..inbox::row(&payment, &told, now) };
    event::Entity::insert(back).exec_without_returning(&**tx).await?;
    Ok(true)
}

/// An operator decides that the cash of a parcel which was received never comes: the market pays for it, and its shop gets its share.
/// What the courier transfers later is the market's. Once more is the same answer.
///
/// # Errors
/// [`WriteOffRefusal`]; not found for a payment that is not paid in cash.
pub async fn write_off_cash(
    market: &Market,
    operator: &Operator,
    id: PaymentId,
    reason: &str,
) -> Result<(), Problem<WriteOffRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(WriteOffRefusal::Reason(error)))?;
    let now = market.now();
    let tx = market.begin("write_off_cash").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    steps::find(&*tx, id).await?.filter(|payment| payment.is_cash).ok_or(Problem::NotFound)?;
    if !steps::hold_promise(&tx, id).await? {
        return Err(Problem::Refused(WriteOffRefusal::NotOut));
    }
    let orders = order::steps::of_payment(&tx, id).await?;
    let parcel = orders.first().ok_or_else(|| Fault::broken(format!("payment {id} is for no order")))?;
    let until = parcel.shipped_at.map(|at| overdue_from(Timestamp::from_millis(at)));
    if let Some(until) = until.filter(|until| *until > now) {
        return Err(Problem::Refused(WriteOffRefusal::NotOverdue(until)));
    }
    let written_off = order::steps::write_off(&tx, parcel, operator.person(), now).await;
    written_off.map_err(|problem| problem.map(WriteOffRefusal::Move))?;
    let deed = Deed { actor: Some(operator.person()), action: "write_off_cash", subject: id.uuid(), detail: &reason };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}
