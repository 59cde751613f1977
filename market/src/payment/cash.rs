//! Cash that couriers collect at the door: what they still have, and what they transferred to the market's bank account. A
//! remittance is an event of the provider [`CASH`] like any other, so that a wrong amount, a late one and a repeat end where they
//! always do.

use super::commands;
use super::inbox::{self, Taken};
use super::remittance::{CashOut, Remittance, RemittanceRefusal as Refusal};
use super::store::{CASH_OUT, event};
use super::types::{CASH, EventOutcome, PaymentId, ProviderEvent, ProviderEventKind, ReportKind, ReportLine};
use crate::account::Operator;
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Money, Problem, Timestamp, Tx, clean_line};
use crate::order::OrderState;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement};
use uuid::Uuid;

/// Rows of the list that the page shows, the oldest.
const ROWS_SHOWN: i64 = 100;
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
    inbox::note(&tx, CASH, &told, now).await.map_err(|problem| problem.map(|never| match never {}))?;
    let taken = commands::take(&tx, CASH, &told.event_id, now).await?;
    let Some(Taken { outcome, .. }) = taken else { return repeated(&tx, &told, remittance.amount).await };
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

/// Parcels whose cash is out, the oldest first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn cash_out(market: &Market, _operator: &Operator) -> Result<Vec<CashOut>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        number: String,
        shop_name: String,
        amount_minor: i64,
        courier: Option<String>,
        tracking_number: Option<String>,
        state: String,
        shipped_at: i64,
    }
    let statement = Statement::from_sql_and_values(market.backend(), CASH_OUT, [ROWS_SHOWN.into()]);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let out = |row: Row| {
        Ok(CashOut {
            payment: PaymentId::from_uuid(row.id),
            number: row.number,
            shop_name: row.shop_name,
            amount: Money::new(row.amount_minor, market.currency()),
            courier: row.courier.unwrap_or_default(),
            tracking_number: row.tracking_number.unwrap_or_default(),
            state: OrderState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("order state {}", row.state)))?,
            since: Timestamp::from_millis(row.shipped_at),
        })
    };
    rows.into_iter().map(out).collect()
}

/// What was recorded of a payment in cash, as its provider tells it.
///
/// # Errors
/// A fault of the database.
pub async fn recorded(market: &Market, payment: PaymentId) -> Result<Vec<ProviderEvent>, Fault> {
    let rows = event::Entity::find()
        .filter(event::Column::Provider.eq(CASH))
        .filter(event::Column::PaymentId.eq(payment.uuid()))
        .order_by_asc(event::Column::ReceivedAt)
        .all(market.db())
        .await?;
    let told = |row: event::Model| ProviderEvent {
        event_id: row.event_id,
        payment,
        kind: ProviderEventKind::Captured(Money::new(row.amount_minor, market.currency())),
    };
    Ok(rows.into_iter().map(told).collect())
}

/// What was recorded from `since` on and before `until`: the statement of the market's own list.
///
/// # Errors
/// A fault of the database.
pub async fn statement(market: &Market, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, Fault> {
    let rows = event::Entity::find()
        .filter(event::Column::Provider.eq(CASH))
        .filter(event::Column::ReceivedAt.gte(since.millis()))
        .filter(event::Column::ReceivedAt.lt(until.millis()))
        .order_by_asc(event::Column::ReceivedAt)
        .order_by_asc(event::Column::EventId)
        .all(market.db())
        .await?;
    let line = |row: event::Model| ReportLine {
        id: row.event_id,
        kind: ReportKind::Captured,
        reference: None,
        payment: Some(PaymentId::from_uuid(row.payment_id)),
        refund: None,
        amount: Money::new(row.amount_minor, market.currency()),
        at: Timestamp::from_millis(row.received_at),
    };
    Ok(rows.into_iter().map(line).collect())
}
