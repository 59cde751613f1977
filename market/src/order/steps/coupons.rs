//! Coupons come back to a buyer of whose orders nothing came.

use super::of_payment;
use crate::coupon;
use crate::coupon::steps::LiveUse;
use crate::kernel::{Fault, Timestamp, Tx};
use crate::order::store::order;
use crate::order::types::OrderState;
use crate::payment::PaymentId;

/// Nobody pays these orders of one payment: whatever coupons it has are the buyer's again. Before their goods are put back.
pub(super) async fn give_back_unpaid(tx: &Tx, orders: &[order::Model], now: Timestamp) -> Result<(), Fault> {
    let Some(with) = orders.iter().find(|row| has_any(row)) else { return Ok(()) };
    let payment = PaymentId::from_uuid(with.payment_id);
    let all = coupon::steps::hold_uses(tx, payment).await?;
    coupon::steps::give_back(tx, payment, &all, now).await
}

/// An order was paid, and ends by this transaction before it was shipped: each coupon is the buyer's again that has taken something off
/// this order and off no other that goes on or has gone out. Before its goods are put back.
pub(crate) async fn give_back_unshipped(tx: &Tx, row: &order::Model, now: Timestamp) -> Result<(), Fault> {
    if row.shipped_at.is_some() || !has_any(row) {
        return Ok(());
    }
    let payment = PaymentId::from_uuid(row.payment_id);
    let live = coupon::steps::hold_uses(tx, payment).await?;
    if live.is_empty() {
        return Ok(());
    }
    let mut others = of_payment(tx, payment).await?;
    others.retain(|other| other.id != row.id && !is_over(other));
    let free: Vec<LiveUse> = live.into_iter().filter(|live| !others.iter().any(|other| has(other, *live))).collect();
    coupon::steps::give_back(tx, payment, &free, now).await
}

/// Whether a coupon has taken anything off an order.
const fn has_any(row: &order::Model) -> bool {
    row.shop_discount_minor > 0 || row.market_discount_minor > 0
}

/// Whether this one has.
fn has(row: &order::Model, live: LiveUse) -> bool {
    live.shop.map_or(row.market_discount_minor > 0, |shop| row.shop_id == shop.uuid())
}

/// Whether an order has ended without having been shipped.
fn is_over(row: &order::Model) -> bool {
    row.state == OrderState::Cancelled.code() && row.shipped_at.is_none()
}
