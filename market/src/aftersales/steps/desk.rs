//! Money of an order that went back at the payment provider's own desk, without any case: cut over its lines and taken from its sources
//! like a case's.

use super::settle::{Back, give_back};
use super::{components, freight};
use crate::account::PersonId;
use crate::aftersales::rules::{all_of, split};
use crate::kernel::{Fault, Money, Timestamp, Tx};
use crate::ledger::Journal;
use crate::order::{self, OrderId, OrderState};
use crate::outbox::Letter;
use crate::timer::{self, TimerKind};
use uuid::Uuid;

/// Takes `amount` from all that is left of an order. The order's row is held by this transaction, no case stands beside it, and there is
/// so much. The journal, whose subject is `line`, is the caller's to book. Both sides are told.
pub(crate) async fn refund_at_desk(
    tx: &Tx,
    id: OrderId,
    amount: i64,
    (line, operator): (Uuid, PersonId),
    now: Timestamp,
) -> Result<Journal, Fault> {
    let row = order::steps::find(tx, id).await?;
    let lines = components(tx, id).await?;
    let everything: Vec<(i64, i64)> =
        (0_i64..).zip(&lines).map(|(at, line)| (at, line.quantity - line.refunded_quantity)).collect();
    let freight = (row.freight_minor, freight(&**tx, row.id).await?);
    let parts = all_of(&lines, freight, &everything).and_then(|whole| split(&whole, amount));
    let parts = parts.map_err(|error| Fault::broken(format!("order {id}: {error}")))?;
    let back = Back {
        order: id,
        parts: &parts,
        subject: line,
        case: None,
        reason: "desk",
        actor: order::Actor::Operator(operator),
        is_restocked: row.state == OrderState::Paid.code(),
        is_given: true,
    };
    let journal = give_back(tx, &back, now).await?;
    if row.refunded_minor + amount == row.total_minor {
        for kind in [TimerKind::ConfirmOrder, TimerKind::RemindConfirm, TimerKind::RemindShip, TimerKind::ShipLate] {
            timer::steps::cancel(tx, kind, row.id, now).await?;
        }
    }
    let letter = Letter::RefundAtDesk { number: row.number.clone(), amount: Money::new(amount, tx.currency()) };
    order::steps::tell_shop(tx, &row, &letter, now).await?;
    order::steps::tell_buyer(tx, &row, letter, now).await?;
    Ok(journal)
}
