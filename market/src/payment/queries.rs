//! What buyers, operators and jobs read of payments.

use super::failed;
use super::steps;
use super::store::{event, payment as paid, refund, suspense};
use super::types::{PaymentId, PaymentView, RefundDue, RefundId, RefundState, StuckRefund};
use crate::account::{Buyer, Operator};
use crate::kernel::{Fault, Market, Money, Span, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement};
use uuid::Uuid;

/// A refund that was asked for is in its place within days; a person looks at what takes longer.
const SILENT_TOO_LONG: Span = Span::days(3);
/// Rows of the list that the page shows, the oldest.
const STUCK_SHOWN: i64 = 100;

/// A buyer's payment.
///
/// # Errors
/// A fault of the database.
pub async fn payment(market: &Market, buyer: &Buyer, id: PaymentId) -> Result<Option<PaymentView>, Fault> {
    let Some(row) = steps::find(market.db(), id).await?.filter(|row| row.buyer == buyer.person()) else { return Ok(None) };
    let last = event::Entity::find()
        .filter(event::Column::PaymentId.eq(id.uuid()))
        .order_by_desc(event::Column::ReceivedAt)
        .one(market.db())
        .await?;
    let other_amount = suspense::still_held(market.db(), id.uuid()).await?.map(|minor| Money::new(minor, market.currency()));
    let orders = crate::order::queries::of_payment(market, id).await?;
    Ok(Some(PaymentView {
        id,
        state: row.state,
        amount: row.amount,
        created_at: row.created_at,
        expires_at: row.expires_at,
        is_cash: row.is_cash,
        declined: last.is_some_and(|event| event.kind == "declined"),
        other_amount,
        orders,
    }))
}

/// A refund that a job is to ask the provider for.
///
/// # Errors
/// A fault of the database.
pub async fn refund_due(market: &Market, id: RefundId) -> Result<Option<RefundDue>, Fault> {
    let Some(row) = refund::Entity::find_by_id(id.uuid()).one(market.db()).await? else { return Ok(None) };
    let from = paid::Entity::find_by_id(row.payment_id).one(market.db()).await?;
    Ok(Some(RefundDue {
        refund: id,
        payment: PaymentId::from_uuid(row.payment_id),
        provider: from.as_ref().map(|payment| payment.provider.clone()).unwrap_or_default(),
        reference: from.and_then(|payment| payment.reference),
        amount: Money::new(row.amount_minor, market.currency()),
        is_done: row.state != RefundState::Waiting.code(),
        failed: failed::known(market.db(), row.payment_id, row.id).await?,
    }))
}

const STUCK: &str = "SELECT r.id, r.payment_id, p.reference, o.number, r.amount_minor, r.refused_because, r.created_at, \
    (SELECT COUNT(*) FROM ledger_journal j WHERE j.kind = 'refund_failed' AND j.phase = 'posted' AND j.subject = r.id) AS times_back FROM refund r \
    JOIN payment p ON p.id = r.payment_id LEFT JOIN orders o ON o.id = r.order_id \
    WHERE r.state = 'refused' OR (r.state = 'waiting' AND r.created_at < $1) ORDER BY r.created_at, r.id LIMIT $2";

/// Refunds that the provider refuses, or has not made for days, the oldest first, for an operator.
///
/// # Errors
/// A fault of the database.
pub async fn stuck_refunds(market: &Market, _operator: &Operator) -> Result<Vec<StuckRefund>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        payment_id: Uuid,
        reference: Option<String>,
        number: Option<String>,
        amount_minor: i64,
        refused_because: Option<String>,
        created_at: i64,
        times_back: i64,
    }
    let values = [market.now().before(SILENT_TOO_LONG).millis().into(), STUCK_SHOWN.into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(market.backend(), STUCK, values)).all(market.db()).await?;
    let stuck = |row: Row| StuckRefund {
        id: RefundId::from_uuid(row.id),
        payment: PaymentId::from_uuid(row.payment_id),
        reference: row.reference,
        number: row.number,
        amount: Money::new(row.amount_minor, market.currency()),
        because: row.refused_because,
        came_back: row.times_back > 0,
        since: Timestamp::from_millis(row.created_at),
    };
    Ok(rows.into_iter().map(stuck).collect())
}
