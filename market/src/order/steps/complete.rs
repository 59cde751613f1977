//! The end of an order that was received.

use super::{find, left, tell_shop};
use crate::kernel::{Fault, Timestamp, Tx};
use crate::order::types::OrderId;
use crate::outbox::Letter;
use crate::{demand, ledger};

/// Releases the money of an order that was moved to completed by this transaction, and counts what was sold. What is left of it is
/// read here: whoever moved it had read it before, and a case may have given some of it back until it was theirs.
pub(crate) async fn complete(tx: &Tx, id: OrderId, now: Timestamp) -> Result<(), Fault> {
    let row = find(tx, id).await?;
    let (left, fee) = (left(&row), row.fee_minor - row.refunded_fee_minor);
    let journal = ledger::rules::release(row.id, row.shop_id, left.whole(), fee);
    if !ledger::steps::post(tx, &journal, tx.currency(), now).await? {
        return Err(Fault::broken(format!("order {} was released before", row.id)));
    }
    demand::steps::count_sales(tx, id).await?;
    tell_shop(tx, &row, &Letter::OrderCompleted { number: row.number.clone() }, now).await
}
