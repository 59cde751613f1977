//! What people and clocks do with an order.

mod clocks;

pub use clocks::{auto_confirm, close_payment, remind, remind_to_pay};

use super::rules;
use super::steps::{self, advance, cancel_promised, complete, tell_buyer, tell_shop};
use super::store::order;
use super::types::{Actor, MoveRefusal, OrderEvent, OrderId, OrderState, ShipRefusal};
use crate::account::Buyer;
use crate::attempt::{self, Content};
use crate::kernel::{Market, Money, Problem, Timestamp, Tx};
use crate::outbox::Letter;
use crate::payment::steps::{NewRefund, RefundSource};
use crate::payment::{self, PaymentId, PaymentState, RefundId};
use crate::shop::ShopStaff;
use crate::timer::rules::remind_at;
use crate::timer::{self, TimerKind};
use crate::{inventory, ledger, policy};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The shop gives the parcel to a courier. The same once more is the same answer.
///
/// # Errors
/// [`ShipRefusal`]; not found for another shop's order or staff without the right.
pub async fn ship_order(
    market: &Market,
    staff: &ShopStaff,
    id: OrderId,
    courier: &str,
    tracking_number: &str,
) -> Result<(), Problem<ShipRefusal>> {
    let (code, _, name) = rules::courier(courier).ok_or(Problem::Refused(ShipRefusal::Courier))?;
    let tracking_number =
        rules::tracking_number(tracking_number).map_err(|error| Problem::Refused(ShipRefusal::TrackingNumber(error)))?;
    if !staff.may_ship() {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("ship_order").await?;
    let found = order::Entity::find_by_id(id.uuid()).filter(order::Column::ShopId.eq(staff.shop().uuid())).one(&*tx).await?;
    let row = found.ok_or(Problem::NotFound)?;
    let content = Content::of(id.uuid()).text(code).text(&tracking_number);
    if attempt::steps::is_repeated(&tx, staff.person(), content, now).await? {
        return Ok(());
    }
    let same = row.courier.as_deref() == Some(code) && row.tracking_number.as_deref() == Some(tracking_number.as_str());
    if row.state == OrderState::Shipped.code() && same {
        return Ok(());
    }
    advance(&tx, &row, OrderEvent::Ship, Actor::Shop(staff.person()), now)
        .await
        .map_err(|problem| problem.map(ShipRefusal::Move))?;
    let policy = policy::steps::in_force(&*tx, now).await?;
    let confirm_by = now.after(policy.auto_confirm);
    order::Entity::update_many()
        .col_expr(order::Column::Courier, Expr::value(code))
        .col_expr(order::Column::TrackingNumber, Expr::value(tracking_number.as_str()))
        .col_expr(order::Column::ShippedAt, Expr::value(now.millis()))
        .col_expr(order::Column::ConfirmBy, Expr::value(confirm_by.millis()))
        .filter(order::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    timer::steps::set(&tx, TimerKind::ConfirmOrder, row.id, confirm_by, now).await?;
    timer::steps::set(&tx, TimerKind::RemindConfirm, row.id, remind_at(confirm_by, policy.reminder, now), now).await?;
    for kind in [TimerKind::RemindShip, TimerKind::ShipLate] {
        timer::steps::cancel(&tx, kind, row.id, now).await?;
    }
    let letter = Letter::OrderShipped { number: row.number.clone(), courier: name.to_owned(), tracking_number, confirm_by };
    tell_buyer(&tx, &row, letter, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The buyer has the parcel: the money is the shop's. Once more is the same answer.
///
/// # Errors
/// [`MoveRefusal`]; not found for another buyer's order.
pub async fn confirm_receipt(market: &Market, buyer: &Buyer, id: OrderId) -> Result<(), Problem<MoveRefusal>> {
    let now = market.now();
    let tx = market.begin("confirm_receipt").await?;
    if attempt::steps::is_repeated(&tx, buyer.person(), Content::of(id.uuid()), now).await? {
        return Ok(());
    }
    let row = steps::of_buyer(&tx, buyer, id).await?.ok_or(Problem::NotFound)?;
    if payment::steps::hold_promise(&tx, PaymentId::from_uuid(row.payment_id)).await? {
        return receive_promised(tx, buyer, id, now).await;
    }
    if row.state == OrderState::Completed.code() {
        return Ok(());
    }
    advance(&tx, &row, OrderEvent::Confirm, Actor::Buyer(buyer.person()), now).await?;
    timer::steps::cancel(&tx, TimerKind::ConfirmOrder, row.id, now).await?;
    complete(&tx, id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The buyer has a parcel whose cash has not reached the market: the order waits for that alone.
async fn receive_promised(tx: Tx, buyer: &Buyer, id: OrderId, now: Timestamp) -> Result<(), Problem<MoveRefusal>> {
    let row = steps::find(&tx, id).await?;
    match OrderState::from_code(&row.state) {
        // The market paid for cash that never came.
        Some(OrderState::Completed) => return Ok(()),
        Some(OrderState::Delivered) => steps::receive_late(&tx, &row, buyer.person(), now).await?,
        _ => steps::receive(&tx, &row, Actor::Buyer(buyer.person()), now).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// The buyer changes their mind before the parcel left: what was paid goes back in full. Once more is the same answer.
///
/// # Errors
/// [`MoveRefusal`]; not found for another buyer's order.
pub async fn cancel_unshipped(market: &Market, buyer: &Buyer, id: OrderId) -> Result<(), Problem<MoveRefusal>> {
    let now = market.now();
    let tx = market.begin("cancel_unshipped").await?;
    if attempt::steps::is_repeated(&tx, buyer.person(), Content::of(id.uuid()), now).await? {
        return Ok(());
    }
    let row = steps::of_buyer(&tx, buyer, id).await?.ok_or(Problem::NotFound)?;
    if row.state == OrderState::Cancelled.code() {
        return Ok(());
    }
    let paid_by = PaymentId::from_uuid(row.payment_id);
    if payment::steps::settle_promise(&tx, paid_by, PaymentState::Closed, now).await? {
        cancel_promised(&tx, &row, (OrderEvent::Cancel, Actor::Buyer(buyer.person())), now).await?;
        tx.commit().await?;
        return Ok(());
    }
    advance(&tx, &row, OrderEvent::Cancel, Actor::Buyer(buyer.person()), now).await?;
    // It is held from here on. Until then a case may have given some of it back.
    let row = steps::find(&tx, id).await?;
    steps::give_back_unshipped(&tx, &row, now).await?;
    inventory::steps::take_back(&tx, id, now).await?;
    let left = steps::left(&row);
    let journal = ledger::rules::order_refund(row.id, row.payment_id, left);
    ledger::steps::post(&tx, &journal, tx.currency(), now).await?;
    let refund = NewRefund {
        id: RefundId::mint(now),
        payment: paid_by,
        order: Some(id),
        case: None,
        amount: Money::new(left.paid, tx.currency()),
        fee_minor: row.fee_minor - row.refunded_fee_minor,
        market_discount_minor: left.added,
        source: RefundSource::Escrow,
        reason: "cancelled",
    };
    steps::note_refund(&tx, &row, left, refund.fee_minor).await?;
    payment::steps::refund(&tx, &refund, now).await?;
    let letter = Letter::OrderCancelled { number: row.number.clone() };
    tell_shop(&tx, &row, &letter, now).await?;
    tell_buyer(&tx, &row, letter, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The buyer gives up an unpaid checkout. Once more is the same answer.
///
/// # Errors
/// [`MoveRefusal::ChangedMeanwhile`] where it was paid; not found for another buyer's payment.
pub async fn cancel_unpaid(market: &Market, buyer: &Buyer, id: PaymentId) -> Result<(), Problem<MoveRefusal>> {
    let now = market.now();
    let tx = market.begin("cancel_unpaid").await?;
    if attempt::steps::is_repeated(&tx, buyer.person(), Content::of(id.uuid()), now).await? {
        return Ok(());
    }
    let payment = payment::steps::find(&*tx, id).await?.filter(|row| row.buyer == buyer.person()).ok_or(Problem::NotFound)?;
    if payment.state == PaymentState::Closed {
        return Ok(());
    }
    if !payment::steps::settle(&tx, id, PaymentState::Closed, None, now).await? {
        return Err(Problem::Refused(MoveRefusal::ChangedMeanwhile));
    }
    steps::close(&tx, id, Actor::Buyer(buyer.person()), now).await?;
    tx.commit().await?;
    Ok(())
}
