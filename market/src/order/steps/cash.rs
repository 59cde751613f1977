//! An order that is paid in cash at the door. Its goods leave on a promise; its money is booked when it has reached the market, and
//! released when it is here and the order is received, whichever comes last.

use super::sums::whole;
use super::{advance, capture_journal, complete, give_back_unpaid, of_payment, pack, tell_buyer, tell_shop};
use crate::account::PersonId;
use crate::inventory;
use crate::kernel::{Fault, Money, Problem, Timestamp, Tx};
use crate::ledger::{self, JournalKind};
use crate::order::store::{event, order};
use crate::order::types::{Actor, MoveRefusal, OrderEvent, OrderId, OrderState};
use crate::outbox::Letter;
use crate::payment::PaymentId;
use crate::timer::{self, TimerKind};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The orders of a payment that was just placed and promised: their shops pack them at once, and their goods are sold.
pub(crate) async fn promise(tx: &Tx, payment: PaymentId, buyer: PersonId, now: Timestamp) -> Result<(), Fault> {
    let orders = of_payment(tx, payment).await?;
    pack(tx, payment, &orders, (OrderEvent::Promise, Actor::Buyer(buyer)), now).await
}

/// An order whose cash is not here was received, by its buyer's word: no clock runs any more, it waits for the cash alone.
pub(crate) async fn receive(tx: &Tx, row: &order::Model, actor: Actor, now: Timestamp) -> Result<(), Problem<MoveRefusal>> {
    advance(tx, row, OrderEvent::Deliver, actor, now).await?;
    timer::steps::cancel(tx, TimerKind::ConfirmOrder, row.id, now).await?;
    timer::steps::cancel(tx, TimerKind::RemindConfirm, row.id, now).await?;
    Ok(())
}

/// The buyer says that they have a parcel that the clock had counted as received: from here on it does not come back. Once more is the
/// same answer.
pub(crate) async fn receive_late(
    tx: &Tx,
    row: &order::Model,
    buyer: PersonId,
    now: Timestamp,
) -> Result<(), Problem<MoveRefusal>> {
    if !is_received(tx, row).await? {
        advance(tx, row, OrderEvent::Receive, Actor::Buyer(buyer), now).await?;
    }
    Ok(())
}

/// The cash of a payment is here: it is held for its orders, and those that were received before are completed with it. Where the
/// market had paid for it, it is the market's. The payment's row was moved by this transaction.
pub(crate) async fn collect(tx: &Tx, payment: PaymentId, amount: Money, now: Timestamp) -> Result<(), Fault> {
    let orders = of_payment(tx, payment).await?;
    ledger::steps::keep(tx, &capture_journal(payment, &orders), amount.currency(), now).await?;
    for row in &orders {
        // Nothing else completes an order before its cash.
        if OrderState::from_code(&row.state) == Some(OrderState::Completed) {
            let found = ledger::rules::cash_found(payment.uuid(), row.id, whole(row));
            ledger::steps::post(tx, &found, amount.currency(), now).await?;
            continue;
        }
        let letter = Letter::CashArrived { number: row.number.clone(), amount: Money::new(row.total_minor, tx.currency()) };
        tell_shop(tx, row, &letter, now).await?;
        if OrderState::from_code(&row.state) == Some(OrderState::Delivered) {
            let (event, actor) = if is_received(tx, row).await? {
                (OrderEvent::Confirm, Actor::Buyer(PersonId::from_uuid(row.buyer_id)))
            } else {
                (OrderEvent::AutoConfirm, Actor::Timer)
            };
            advance(tx, row, event, actor, now).await.map_err(|problem| match problem {
                Problem::Fault(fault) => fault,
                other => Fault::broken(format!("order {} was received and cannot be completed: {other}", row.id)),
            })?;
            complete(tx, OrderId::from_uuid(row.id), now).await?;
        }
    }
    Ok(())
}

/// The cash of an order never comes: the market pays for it, and it is released like any other. Its payment stays promised: the courier
/// owes the cash still. The payment's row is held by this transaction.
pub(crate) async fn write_off(
    tx: &Tx,
    row: &order::Model,
    operator: PersonId,
    now: Timestamp,
) -> Result<(), Problem<MoveRefusal>> {
    advance(tx, row, OrderEvent::WriteOff, Actor::Operator(operator), now).await?;
    let lost = ledger::rules::cash_lost(row.payment_id, row.id, whole(row));
    if !ledger::steps::post(tx, &lost, tx.currency(), now).await? {
        return Err(Problem::Fault(Fault::broken(format!("the cash of order {} was written off before", row.id))));
    }
    complete(tx, OrderId::from_uuid(row.id), now).await?;
    Ok(())
}

/// Whether the buyer has said that they have it.
pub(in crate::order) async fn is_received(tx: &Tx, row: &order::Model) -> Result<bool, Fault> {
    let said = event::Entity::find()
        .filter(event::Column::OrderId.eq(row.id))
        .filter(event::Column::Event.is_in([OrderEvent::Deliver.code(), OrderEvent::Receive.code()]))
        .filter(event::Column::ActorKind.eq("buyer"))
        .one(&**tx)
        .await?;
    Ok(said.is_some())
}

/// An order ends whose payment was promised and is closed by this transaction: its goods are back on the shelf, and no money moves.
pub(crate) async fn cancel_promised(
    tx: &Tx,
    row: &order::Model,
    (event, actor): (OrderEvent, Actor),
    now: Timestamp,
) -> Result<(), Problem<MoveRefusal>> {
    advance(tx, row, event, actor, now).await?;
    timer::steps::cancel(tx, TimerKind::ConfirmOrder, row.id, now).await?;
    give_back_unpaid(tx, std::slice::from_ref(row), now).await?;
    inventory::steps::take_back(tx, OrderId::from_uuid(row.id), now).await.map_err(Fault::from)?;
    ledger::steps::void(tx, JournalKind::Capture, row.payment_id, tx.currency(), now).await?;
    let letter = Letter::PromiseEnded { number: row.number.clone(), came_back: event == OrderEvent::ComeBack };
    tell_shop(tx, row, &letter, now).await?;
    tell_buyer(tx, row, letter, now).await?;
    Ok(())
}
