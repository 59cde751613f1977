//! What is held for an order: what its buyer pays, and what the market's coupon adds to it.

use super::NewOrder;
use crate::kernel::{Fault, Timestamp, Tx};
use crate::ledger::rules::{Sum, capture};
use crate::ledger::{self, Journal};
use crate::order::store::order;
use crate::payment::PaymentId;

/// All of it.
pub(super) const fn whole(row: &order::Model) -> Sum {
    Sum { paid: row.total_minor, added: row.market_discount_minor }
}

/// What is left of it after the refunds before.
pub(crate) const fn left(row: &order::Model) -> Sum {
    Sum { paid: row.total_minor - row.refunded_minor, added: row.market_discount_minor - row.refunded_market_discount_minor }
}

/// The capture of a payment for these orders.
pub(super) fn capture_journal(payment: PaymentId, orders: &[order::Model]) -> Journal {
    let sums: Vec<_> = orders.iter().map(|row| (row.id, whole(row))).collect();
    capture(payment.uuid(), &sums)
}

/// Promises the capture of a payment that was just placed.
pub(crate) async fn promise_capture(tx: &Tx, payment: PaymentId, orders: &[NewOrder], now: Timestamp) -> Result<(), Fault> {
    let Some(first) = orders.first() else { return Err(Fault::broken("a payment for no order")) };
    let sum = |new: &NewOrder| Sum { paid: new.total.minor(), added: new.market_discount.minor() };
    let sums: Vec<_> = orders.iter().map(|new| (new.id.uuid(), sum(new))).collect();
    ledger::steps::promise(tx, &capture(payment.uuid(), &sums), first.total.currency(), now).await?;
    Ok(())
}
