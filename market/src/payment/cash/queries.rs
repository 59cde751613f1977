//! What operators, and the statement of the market's own list, read of cash.

use super::types::{CashOut, IdleRemittance};
use crate::account::Operator;
use crate::kernel::{Fault, Market, Money, Timestamp};
use crate::order::OrderState;
use crate::payment::store::{CASH_IDLE, CASH_LOST, CASH_OUT, event};
use crate::payment::{CASH, EventOutcome, PaymentId, ProviderEvent, ProviderEventKind, ReportKind, ReportLine};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement};
use uuid::Uuid;

/// Rows of each list that the page shows.
const ROWS_SHOWN: i64 = 100;

/// Parcels whose cash is out, the oldest first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn cash_out(market: &Market, _operator: &Operator) -> Result<Vec<CashOut>, Fault> {
    parcels(market, CASH_OUT).await
}

/// Parcels whose cash was written off and did not come since, the last one first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn cash_lost(market: &Market, _operator: &Operator) -> Result<Vec<CashOut>, Fault> {
    parcels(market, CASH_LOST).await
}

async fn parcels(market: &Market, sql: &str) -> Result<Vec<CashOut>, Fault> {
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
        written_off_at: Option<i64>,
    }
    let statement = Statement::from_sql_and_values(market.backend(), sql, [ROWS_SHOWN.into()]);
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
            written_off_at: row.written_off_at.map(Timestamp::from_millis),
        })
    };
    rows.into_iter().map(out).collect()
}

/// Transfers that were recorded and have paid no order, the newest first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn idle_remittances(market: &Market, _operator: &Operator) -> Result<Vec<IdleRemittance>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        event_id: String,
        number: String,
        amount_minor: i64,
        told_day: Option<String>,
        outcome: String,
        received_at: i64,
    }
    let statement = Statement::from_sql_and_values(market.backend(), CASH_IDLE, [ROWS_SHOWN.into()]);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let idle = |row: Row| IdleRemittance {
        id: row.event_id,
        number: row.number,
        amount: Money::new(row.amount_minor, market.currency()),
        day: row.told_day.unwrap_or_default(),
        is_held: row.outcome == EventOutcome::Suspended.code(),
        since: Timestamp::from_millis(row.received_at),
    };
    Ok(rows.into_iter().map(idle).collect())
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
