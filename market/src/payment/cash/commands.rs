//! What an operator does about cash.

use super::types::{Remittance, RemittanceRefusal as Refusal};
use crate::account::Operator;
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Market, Money, Problem, Tx, clean_line};
use crate::payment::commands;
use crate::payment::store::event;
use crate::payment::{CASH, EventOutcome, ProviderEvent, ProviderEventKind};
use sea_orm::EntityTrait;

/// Characters of a courier's reference.
const REFERENCE_MAX: usize = 64;

/// An operator has found what a courier transferred for a parcel on the bank's list. The same line once more is the same answer.
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
    if remittance.amount.minor() <= 0 {
        return Err(Problem::Refused(Refusal::Amount));
    }
    let now = market.now();
    let told =
        ProviderEvent { event_id: reference, payment: remittance.payment, kind: ProviderEventKind::Captured(remittance.amount) };
    let tx = market.begin("record_remittance").await?;
    let outcome = commands::take(&tx, CASH, &told, now).await.map_err(|problem| problem.map(|never| match never {}))?;
    let Some(outcome) = outcome else { return repeated(&tx, &told, remittance.amount).await };
    let amount = remittance.amount.minor();
    let detail = format!("{} {amount} of {day} ({})", told.event_id, outcome.code());
    let deed =
        Deed { actor: Some(operator.person()), action: "record_remittance", subject: remittance.payment.uuid(), detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// A reference that is known: the same line once more, or another parcel's.
async fn repeated(tx: &Tx, told: &ProviderEvent, amount: Money) -> Result<EventOutcome, Problem<Refusal>> {
    let row = event::Entity::find_by_id((CASH.to_owned(), told.event_id.clone())).one(&**tx).await?;
    let is_same = row.is_some_and(|row| row.payment_id == told.payment.uuid() && row.amount_minor == amount.minor());
    if is_same { Ok(EventOutcome::Repeated) } else { Err(Problem::Refused(Refusal::ReferenceTaken)) }
}
