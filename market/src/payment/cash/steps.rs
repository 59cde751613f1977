//! What a courier transfers in two parts.

use crate::kernel::{Fault, Money, Timestamp, Tx};
use crate::ledger;
use crate::payment::commands::capture;
use crate::payment::steps::{self, PaymentRow};
use crate::payment::store::suspense;
use crate::payment::{EventOutcome, PaymentState};

/// With this part the cash of a parcel is whole, which waits for it: what is in suspense of it leaves, and its order is paid. None where
/// the two are no whole. The payment's row is held by this transaction.
pub(in crate::payment) async fn complete(
    tx: &Tx,
    payment: &PaymentRow,
    part: Money,
    now: Timestamp,
) -> Result<Option<EventOutcome>, Fault> {
    let (id, whole) = (payment.id.uuid(), payment.amount);
    let waits = steps::find(&**tx, payment.id).await?.is_some_and(|row| row.state == PaymentState::Waiting);
    let held = suspense::still_held(&**tx, id).await?;
    let is_whole = held.is_some_and(|held| held.plus(part).is_ok_and(|sum| sum == whole));
    if !waits || !is_whole {
        return Ok(None);
    }
    let (comes, leaves) = (ledger::rules::cash_part(id, part.minor()), ledger::rules::wrong_amount_struck(id, whole.minor()));
    for journal in [comes, leaves] {
        if !ledger::steps::post(tx, &journal, whole.currency(), now).await? {
            return Err(Fault::broken(format!("the cash of payment {} was made whole before", payment.id)));
        }
    }
    Ok(Some(capture(tx, payment, whole, now).await?))
}
