//! The clocks of an order and of its payment.

use super::steps::{self, advance, complete, tell_buyer, tell_of_release, tell_shop};
use crate::kernel::{Fault, Market, Problem, Timestamp, Tx};
use crate::order::store::order;
use crate::order::types::{Actor, OrderEvent, OrderId, OrderState};
use crate::outbox::{self, Job, Letter};
use crate::payment::{self, PaymentId, PaymentState};
use crate::policy;
use crate::timer::rules::end_once_reminded;
use crate::timer::{self, TimerKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A clock: nobody confirmed in time, so the order counts as received, and is completed once its money is here. Does nothing where
/// the clock is not due or was stopped. A buyer who was not reminded, since nobody was there to do it, is now, and has time once more.
///
/// # Errors
/// A fault.
pub async fn auto_confirm(market: &Market, id: OrderId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("auto_confirm").await?;
    // The promise, the order, then its clocks: the same order in which a confirmation takes them, so that the two cannot deadlock.
    let payment = PaymentId::from_uuid(steps::find(&tx, id).await?.payment_id);
    let is_promised = payment::steps::hold_promise(&tx, payment).await?;
    let row = steps::hold(&tx, id).await?;
    if remind_to_confirm(&tx, &row, now).await? {
        tx.commit().await?;
        return Ok(());
    }
    let event = if is_promised { OrderEvent::Deliver } else { OrderEvent::AutoConfirm };
    let moved = match advance(&tx, &row, event, Actor::Timer, now).await {
        Ok(_) => true,
        Err(Problem::Fault(fault)) => return Err(fault),
        // The order ended by another way in the meantime: the clock fires and has nothing to do.
        Err(Problem::Refused(_) | Problem::NotFound | Problem::AttemptReused) => false,
    };
    if !timer::steps::fire(&tx, TimerKind::ConfirmOrder, id.uuid(), now).await? {
        return Ok(());
    }
    if moved && !is_promised {
        complete(&tx, id, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A clock: nobody paid in time. Does nothing where the clock is not due or was stopped.
///
/// # Errors
/// A fault.
pub async fn close_payment(market: &Market, id: PaymentId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("close_payment").await?;
    // The payment first, then its clock: the same order in which a capture takes them, so that the two cannot deadlock.
    let closed = payment::steps::settle(&tx, id, PaymentState::Closed, None, now).await?;
    if !timer::steps::fire(&tx, TimerKind::ClosePayment, id.uuid(), now).await? {
        return Ok(());
    }
    if closed {
        steps::close(&tx, id, Actor::Timer, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A clock: tells the buyer that the goods of an unpaid checkout are free again soon. Does nothing where the clock is not due or was
/// stopped, or where it is too late to pay.
///
/// # Errors
/// A fault.
pub async fn remind_to_pay(market: &Market, id: PaymentId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("remind_to_pay").await?;
    if !timer::steps::fire(&tx, TimerKind::RemindPayment, id.uuid(), now).await? {
        return Ok(());
    }
    // Whoever has paid something else already is not asked for all of it.
    let is_held = payment::steps::holds_other_amount(&*tx, id).await?;
    let payment = payment::steps::find(&*tx, id).await?.filter(|_| !is_held);
    if let Some(unpaid) = payment.filter(|row| row.state == PaymentState::Waiting && row.expires_at > now) {
        let numbers = steps::of_payment(&tx, id).await?.into_iter().map(|row| row.number).collect();
        let letter = Letter::PaySoon { numbers, amount: unpaid.amount, expires_at: unpaid.expires_at };
        outbox::steps::enqueue(&tx, &Job::Notify { person: unpaid.buyer, letter }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A clock: tells the buyer that the order will count as received soon, or was not shipped in time; or the shop that it has to ship soon.
/// Does nothing where the clock is not due, was stopped, or nobody waits any more.
///
/// # Errors
/// A fault.
pub async fn remind(market: &Market, kind: TimerKind, id: OrderId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("remind").await?;
    // The order, then its clock: the same order in which people take them, so that the two cannot deadlock.
    let row = steps::hold(&tx, id).await?;
    if kind == TimerKind::RemindConfirm {
        remind_to_confirm(&tx, &row, now).await?;
        tx.commit().await?;
        return Ok(());
    }
    if !timer::steps::fire(&tx, kind, row.id, now).await? {
        return Ok(());
    }
    let is_due = OrderState::from_code(&row.state) == Some(OrderState::Paid);
    let (number, ship_by) = (row.number.clone(), row.ship_by.map(Timestamp::from_millis).filter(|_| is_due));
    match ship_by {
        Some(ship_by) if ship_by > now => tell_shop(&tx, &row, &Letter::ShipSoon { number, ship_by }, now).await?,
        Some(ship_by) if kind == TimerKind::ShipLate => {
            tell_buyer(&tx, &row, Letter::ShipLate { number, ship_by }, now).await?;
        }
        _ => {}
    }
    tx.commit().await?;
    Ok(())
}

/// Tells the buyer that the order, which this transaction holds, will count as received soon, and puts that off where the reminder comes
/// late. False where none is due, or nobody can confirm any more.
async fn remind_to_confirm(tx: &Tx, row: &order::Model, now: Timestamp) -> Result<bool, Fault> {
    let Some(at) = timer::steps::overdue(tx, TimerKind::RemindConfirm, row.id, now).await? else { return Ok(false) };
    timer::steps::fire(tx, TimerKind::RemindConfirm, row.id, now).await?;
    let is_under_way = matches!(OrderState::from_code(&row.state), Some(OrderState::Shipped | OrderState::Delivered));
    let Some(by) = row.confirm_by.map(Timestamp::from_millis).filter(|_| is_under_way) else { return Ok(false) };
    // A time that was over when a case came ends with the case: its end moved on by more than the reminder.
    let at = at.max(by.before(policy::steps::in_force(&**tx, now).await?.reminder));
    let confirm_by = end_once_reminded(by, at, now);
    if confirm_by != by {
        order::Entity::update_many()
            .col_expr(order::Column::ConfirmBy, Expr::value(confirm_by.millis()))
            .filter(order::Column::Id.eq(row.id))
            .exec(&**tx)
            .await?;
        timer::steps::restart(tx, TimerKind::ConfirmOrder, row.id, confirm_by, now).await?;
    }
    tell_of_release(tx, row, confirm_by, now).await?;
    Ok(true)
}
