//! What a case does to its order: it stops the release, it ends, money goes back.

use super::find;
use crate::kernel::{Fault, Problem, Span, Timestamp, Tx};
use crate::ledger::rules::Sum;
use crate::order::store::order;
use crate::order::types::{OrderId, OrderState};
use crate::timer::{self, TimerKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

/// Keeps others off an order until this transaction ends, and reads it: nobody moves it meanwhile, opens a case beside it, or gives
/// back any of it.
pub(crate) async fn hold(tx: &Tx, id: OrderId) -> Result<order::Model, Fault> {
    order::Entity::update_many()
        .col_expr(order::Column::State, Expr::col(order::Column::State))
        .filter(order::Column::Id.eq(id.uuid()))
        .exec(&**tx)
        .await?;
    find(tx, id).await
}

/// Adds to what went back of an order, to its buyer and to the market; the database refuses more than there is.
pub(crate) async fn note_refund(tx: &Tx, row: &order::Model, back: Sum, fee: i64) -> Result<(), Fault> {
    let to_market = Expr::col(order::Column::RefundedMarketDiscountMinor).add(back.added);
    let noted = order::Entity::update_many()
        .col_expr(order::Column::RefundedMinor, Expr::col(order::Column::RefundedMinor).add(back.paid))
        .col_expr(order::Column::RefundedFeeMinor, Expr::col(order::Column::RefundedFeeMinor).add(fee))
        .col_expr(order::Column::RefundedMarketDiscountMinor, to_market)
        .filter(order::Column::Id.eq(row.id))
        .filter(order::Column::RefundedMinor.eq(row.refunded_minor))
        .exec(&**tx)
        .await?;
    if noted.rows_affected != 1 {
        return Err(Fault::broken(format!("what went back of order {} changed within a refund", row.id)));
    }
    Ok(())
}

/// Lets a case stand beside an order in one of these states, and stops its clocks: nobody may act meanwhile. What was left of the one
/// that would release its money; none where there was none. Refused where another case is open or the order has moved.
pub(crate) async fn open_case(tx: &Tx, row: &order::Model, case: uuid::Uuid, now: Timestamp) -> Result<Option<i64>, Problem<()>> {
    let mut opening = order::Entity::update_many().col_expr(order::Column::OpenCase, Expr::value(case));
    // The date of an order that was confirmed by the clock stays: it says why its money was released.
    if is_under_way(row) {
        opening = opening.col_expr(order::Column::ConfirmBy, Expr::value(None::<i64>));
    }
    let opened = opening
        .filter(order::Column::Id.eq(row.id))
        .filter(order::Column::State.eq(row.state.as_str()))
        .filter(order::Column::OpenCase.is_null())
        .exec(&**tx)
        .await?;
    if opened.rows_affected != 1 {
        return Err(Problem::Refused(()));
    }
    let ran = timer::steps::cancel(tx, TimerKind::ConfirmOrder, row.id, now).await?;
    for kind in [TimerKind::RemindConfirm, TimerKind::RemindShip, TimerKind::ShipLate] {
        timer::steps::cancel(tx, kind, row.id, now).await?;
    }
    Ok(row.confirm_by.filter(|_| ran).map(|by| by.saturating_sub(now.millis()).clamp(0, i64::MAX)))
}

/// The case is over: what waited for it goes on where it stood, unless the order has ended with the case. `stood` is since when,
/// and what was left of the clock that releases the money; the time to ship moves on by as long, and each reminder with its time.
pub(crate) async fn close_case(tx: &Tx, order: OrderId, stood: (Timestamp, Option<i64>), now: Timestamp) -> Result<(), Fault> {
    let (since, release_left) = stood;
    let row = find(tx, order).await?;
    let confirm_by = release_left.filter(|_| is_under_way(&row)).map(|left| now.after(Span::millis_of(left)));
    let stood_for = Span::millis_of(now.millis().saturating_sub(since.millis()).clamp(0, i64::MAX));
    let ship_by = row.ship_by.filter(|_| is_to_ship(&row)).map(|by| Timestamp::from_millis(by).after(stood_for));
    let mut closing = order::Entity::update_many().col_expr(order::Column::OpenCase, Expr::value(None::<uuid::Uuid>));
    if let Some(by) = confirm_by {
        closing = closing.col_expr(order::Column::ConfirmBy, Expr::value(by.millis()));
    }
    if let Some(by) = ship_by {
        closing = closing.col_expr(order::Column::ShipBy, Expr::value(by.millis()));
    }
    closing.filter(order::Column::Id.eq(row.id)).exec(&**tx).await?;
    // Each reminder goes on where its time does: else one could come after it, where the clock was put back meanwhile.
    if let Some(by) = confirm_by {
        timer::steps::restart(tx, TimerKind::ConfirmOrder, row.id, by, now).await?;
        timer::steps::resume(tx, TimerKind::RemindConfirm, row.id, since, now).await?;
    }
    if ship_by.is_some() {
        for kind in [TimerKind::RemindShip, TimerKind::ShipLate] {
            timer::steps::resume(tx, kind, row.id, since, since.after(stood_for)).await?;
        }
    }
    Ok(())
}

/// Whether the shop still has the goods, and has to ship them.
fn is_to_ship(row: &order::Model) -> bool {
    OrderState::from_code(&row.state) == Some(OrderState::Paid)
}

/// Whether the parcel is with a courier or at the door, and its money held.
fn is_under_way(row: &order::Model) -> bool {
    matches!(OrderState::from_code(&row.state), Some(OrderState::Shipped | OrderState::Delivered))
}
