//! What happens to an order, and in its cases, one after the other.

use crate::kernel::{Fault, Timestamp, Tx, id};
use crate::order::store::event;
use uuid::Uuid;

/// The id of what happens now to an order that this transaction holds, or in its case: behind all that happened before, whatever the clock
/// says. The auditor asks what was done while a case was open (decision 0030).
pub(crate) async fn next_event(tx: &Tx, order: Uuid, now: Timestamp) -> Result<Uuid, Fault> {
    Ok(id::mint_behind(event::last(tx, order).await?, now))
}
