//! The ends of an order's times: who is told, and what becomes of those that were written by a clock which ran ahead.

use super::{find, lines, of_payment, tell_buyer, tell_shop};
use crate::kernel::{Fault, Span, Timestamp, Tx};
use crate::order::rules::remind_to_pay_at;
use crate::order::store::order;
use crate::order::types::{OrderId, OrderState};
use crate::outbox::Letter;
use crate::payment::{self, PaymentId};
use crate::timer::rules::{latest, remind_at};
use crate::timer::{self, TimerKind};
use crate::{inventory, policy};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Tells the buyer when an order counts as received, and how long those of its goods that spoil can be asked about from then on, by
/// the rule that is known for that day. Whoever waits for a parcel that is late has to know it before.
pub(crate) async fn tell_of_release(tx: &Tx, row: &order::Model, confirm_by: Timestamp, now: Timestamp) -> Result<(), Fault> {
    let mut perishable = None;
    if lines(&**tx, OrderId::from_uuid(row.id)).await?.iter().any(|line| line.is_perishable) {
        perishable = Some(policy::steps::in_force(&**tx, confirm_by).await?.perishable);
    }
    tell_buyer(tx, row, Letter::ConfirmSoon { number: row.number.clone(), confirm_by, perishable }, now).await
}

/// Lets the money of an order be released once `span` is over, where a clock that ran ahead has written a later date. The buyer is
/// told, and reminded as usual. False where it was confirmed, stopped or put right before; the caller rolls back then.
pub(crate) async fn put_release_right(tx: &Tx, id: OrderId, span: Span, now: Timestamp) -> Result<bool, Fault> {
    let ends = (now.after(span), latest(span, now));
    let moved = order::Entity::update_many()
        .col_expr(order::Column::ConfirmBy, Expr::value(ends.0.millis()))
        .filter(order::Column::Id.eq(id.uuid()))
        .filter(order::Column::OpenCase.is_null())
        .filter(order::Column::ConfirmBy.gt(ends.1.millis()))
        .exec(&**tx)
        .await?;
    if moved.rows_affected != 1 || !timer::steps::pull_back(tx, TimerKind::ConfirmOrder, id.uuid(), ends).await? {
        return Ok(false);
    }
    restart_reminder(tx, TimerKind::RemindConfirm, id, ends.0, now).await?;
    tell_of_release(tx, &find(tx, id).await?, ends.0, now).await?;
    Ok(true)
}

/// The same of the time in which the shop has to ship it: the shop is told.
pub(crate) async fn put_shipping_right(tx: &Tx, id: OrderId, span: Span, now: Timestamp) -> Result<bool, Fault> {
    let ends = (now.after(span), latest(span, now));
    let moved = order::Entity::update_many()
        .col_expr(order::Column::ShipBy, Expr::value(ends.0.millis()))
        .filter(order::Column::Id.eq(id.uuid()))
        // Of one that was cancelled the clocks run on, and nobody is told.
        .filter(order::Column::State.eq(OrderState::Paid.code()))
        .filter(order::Column::OpenCase.is_null())
        .filter(order::Column::ShipBy.gt(ends.1.millis()))
        .exec(&**tx)
        .await?;
    if moved.rows_affected != 1 || !timer::steps::pull_back(tx, TimerKind::ShipLate, id.uuid(), ends).await? {
        return Ok(false);
    }
    restart_reminder(tx, TimerKind::RemindShip, id, ends.0, now).await?;
    let row = find(tx, id).await?;
    tell_shop(tx, &row, &Letter::ShipSoon { number: row.number.clone(), ship_by: ends.0 }, now).await?;
    Ok(true)
}

/// The same of the time in which a checkout is to be paid and its goods are held: the buyer is told of it by the reminder, as usual.
/// The payment first, then its clocks, then what is held, as a capture takes them, so that the two cannot deadlock.
pub(crate) async fn put_payment_right(tx: &Tx, id: PaymentId, span: Span, now: Timestamp) -> Result<bool, Fault> {
    let ends = (now.after(span), latest(span, now));
    if !payment::steps::expire_at(tx, id, ends).await?
        || !timer::steps::pull_back(tx, TimerKind::ClosePayment, id.uuid(), ends).await?
    {
        return Ok(false);
    }
    match remind_to_pay_at(ends.0, now) {
        Some(at) => timer::steps::restart(tx, TimerKind::RemindPayment, id.uuid(), at, now).await?,
        None => {
            timer::steps::cancel(tx, TimerKind::RemindPayment, id.uuid(), now).await?;
        }
    }
    let orders: Vec<OrderId> = of_payment(tx, id).await?.into_iter().map(|row| OrderId::from_uuid(row.id)).collect();
    inventory::steps::hold_until(tx, &orders, ends.0).await?;
    Ok(true)
}

/// Whoever was reminded of the wrong end is reminded of the right one too.
async fn restart_reminder(tx: &Tx, kind: TimerKind, id: OrderId, due: Timestamp, now: Timestamp) -> Result<(), Fault> {
    let reminder = policy::steps::in_force(&**tx, now).await?.reminder;
    timer::steps::restart(tx, kind, id.uuid(), remind_at(due, reminder, now), now).await?;
    Ok(())
}
