//! What buyers and jobs read of payments.

use super::steps;
use super::store::{event, payment as paid, refund};
use super::types::{PaymentId, PaymentView, RefundDue, RefundId};
use crate::account::Buyer;
use crate::kernel::{Fault, Market, Money};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

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
    let orders = crate::order::queries::of_payment(market, id).await?;
    Ok(Some(PaymentView {
        id,
        state: row.state,
        amount: row.amount,
        created_at: row.created_at,
        expires_at: row.expires_at,
        declined: last.is_some_and(|event| event.kind == "declined"),
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
        reference: from.and_then(|payment| payment.reference),
        amount: Money::new(row.amount_minor, market.currency()),
        is_done: row.state == "done",
    }))
}
