//! What other slices do with orders inside their transaction: place them, pay them, close them, move one.

mod cases;
mod cash;
mod complete;
mod coupons;
mod ends;
mod next_event;
mod sums;

pub(crate) use cases::{close_case, hold, note_refund, open_case};
pub(super) use cash::is_received;
pub(crate) use cash::{cancel_promised, collect, promise, receive, receive_late, write_off};
pub(crate) use complete::complete;
use coupons::give_back_unpaid;
pub(crate) use coupons::give_back_unshipped;
pub(crate) use ends::{put_payment_right, put_release_right, put_shipping_right, tell_of_release};
pub(crate) use next_event::next_event;
use sums::capture_journal;
pub(crate) use sums::{left, promise_capture};

use super::rules;
use super::store::{event, line, order};
use super::types::{Actor, MoveRefusal, OrderEvent, OrderId, OrderState};
use super::views::{LineView, ParcelAddress};
use crate::account::{Buyer, PersonId};
use crate::kernel::{Fault, Money, Problem, Timestamp, Tx, id};
use crate::ledger::{self, JournalKind};
use crate::outbox::{self, Job, Letter};
use crate::payment::PaymentId;
use crate::shop::{self, ShopId};
use crate::timer::rules::remind_at;
use crate::timer::{self, TimerKind};
use crate::{inventory, policy};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// An order to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewOrder {
    pub(crate) id: OrderId,
    pub(crate) number: String,
    pub(crate) payment: PaymentId,
    pub(crate) buyer: PersonId,
    pub(crate) shop: ShopId,
    pub(crate) items: Money,
    pub(crate) freight: Money,
    pub(crate) shop_discount: Money,
    pub(crate) market_discount: Money,
    pub(crate) total: Money,
    pub(crate) fee: Money,
    pub(crate) region_code: String,
    pub(crate) address: ParcelAddress,
    pub(crate) note: String,
    pub(crate) lines: Vec<LineView>,
}

/// Writes orders with their lines and their first event.
pub(crate) async fn insert(tx: &Tx, orders: &[NewOrder], now: Timestamp) -> Result<(), Fault> {
    order::Entity::insert_many(orders.iter().map(|new| order_row(new, now))).exec_without_returning(&**tx).await?;
    let mut rows = Vec::new();
    for new in orders {
        for (position, bought) in (0_i64..).zip(&new.lines) {
            rows.push(line_row(new.id, position, bought, now)?);
        }
    }
    line::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    let placed = orders.iter().map(|new| event_row(new.id, (None, OrderState::Placed), "place", Actor::Buyer(new.buyer), now));
    event::Entity::insert_many(placed).exec_without_returning(&**tx).await?;
    Ok(())
}

fn order_row(new: &NewOrder, now: Timestamp) -> order::ActiveModel {
    order::ActiveModel {
        id: Set(new.id.uuid()),
        number: Set(new.number.clone()),
        payment_id: Set(new.payment.uuid()),
        buyer_id: Set(new.buyer.uuid()),
        shop_id: Set(new.shop.uuid()),
        state: Set(OrderState::Placed.code().to_owned()),
        currency: Set(new.total.currency().code().to_owned()),
        items_minor: Set(new.items.minor()),
        freight_minor: Set(new.freight.minor()),
        total_minor: Set(new.total.minor()),
        fee_minor: Set(new.fee.minor()),
        recipient: Set(new.address.recipient.clone()),
        phone: Set(new.address.phone.clone()),
        region_code: Set(new.region_code.clone()),
        region_names: Set(new.address.region_names.clone()),
        street: Set(new.address.street.clone()),
        note: Set(new.note.clone()),
        courier: Set(None),
        tracking_number: Set(None),
        placed_at: Set(now.millis()),
        paid_at: Set(None),
        ship_by: Set(None),
        shipped_at: Set(None),
        confirm_by: Set(None),
        ended_at: Set(None),
        open_case: Set(None),
        refunded_minor: Set(0),
        refunded_fee_minor: Set(0),
        shop_discount_minor: Set(new.shop_discount.minor()),
        market_discount_minor: Set(new.market_discount.minor()),
        refunded_market_discount_minor: Set(0),
    }
}

fn line_row(order: OrderId, position: i64, bought: &LineView, now: Timestamp) -> Result<line::ActiveModel, Fault> {
    Ok(line::ActiveModel {
        id: Set(id::mint(now)),
        order_id: Set(order.uuid()),
        position: Set(position),
        listing_id: Set(bought.listing.uuid()),
        variant_id: Set(bought.variant.uuid()),
        title: Set(bought.title.clone()),
        choices: Set(serde_json::to_string(&bought.choices).map_err(Fault::broken)?),
        unit: Set(bought.measure.unit.code().to_owned()),
        price_per: Set(bought.measure.price_per),
        price_minor: Set(bought.price.minor()),
        quantity: Set(bought.quantity),
        total_minor: Set(bought.total.minor()),
        picture: Set(bought.picture.clone()),
        discount_minor: Set(bought.discount.minor()),
        is_perishable: Set(bought.is_perishable),
    })
}

fn event_row(
    order: OrderId,
    (from, to): (Option<OrderState>, OrderState),
    event: &str,
    actor: Actor,
    now: Timestamp,
) -> event::ActiveModel {
    event::ActiveModel {
        id: Set(id::mint(now)),
        order_id: Set(order.uuid()),
        event: Set(event.to_owned()),
        from_state: Set(from.map(|state| state.code().to_owned())),
        to_state: Set(to.code().to_owned()),
        actor_kind: Set(actor.code().to_owned()),
        actor_id: Set(actor.person().map(PersonId::uuid)),
        reason: Set(String::new()),
        happened_at: Set(now.millis()),
    }
}

/// The orders of a payment, in id order.
pub(crate) async fn of_payment(tx: &Tx, payment: PaymentId) -> Result<Vec<order::Model>, Fault> {
    let rows = order::Entity::find()
        .filter(order::Column::PaymentId.eq(payment.uuid()))
        .order_by_asc(order::Column::Id)
        .all(&**tx)
        .await?;
    Ok(rows)
}

/// The payment is here: all its orders are paid, their goods sold. The payment's row was moved by this transaction.
pub(crate) async fn pay(tx: &Tx, payment: PaymentId, amount: Money, now: Timestamp) -> Result<(), Fault> {
    let orders = of_payment(tx, payment).await?;
    ledger::steps::keep(tx, &capture_journal(payment, &orders), amount.currency(), now).await?;
    timer::steps::cancel(tx, TimerKind::ClosePayment, payment.uuid(), now).await?;
    timer::steps::cancel(tx, TimerKind::RemindPayment, payment.uuid(), now).await?;
    pack(tx, payment, &orders, (OrderEvent::Pay, Actor::Provider), now).await
}

/// Lets the shops of a payment pack what was paid, or promised: the time in which they must ship begins, and their goods are sold.
async fn pack(
    tx: &Tx,
    payment: PaymentId,
    orders: &[order::Model],
    (event, actor): (OrderEvent, Actor),
    now: Timestamp,
) -> Result<(), Fault> {
    let policy = policy::steps::in_force(&**tx, now).await?;
    let ship_by = now.after(policy.ship_by);
    let moved = order::Entity::update_many()
        .col_expr(order::Column::State, Expr::value(OrderState::Paid.code()))
        .col_expr(order::Column::PaidAt, Expr::value(now.millis()))
        .col_expr(order::Column::ShipBy, Expr::value(ship_by.millis()))
        .filter(order::Column::PaymentId.eq(payment.uuid()))
        .filter(order::Column::State.eq(OrderState::Placed.code()))
        .exec(&**tx)
        .await?;
    let ids: Vec<OrderId> = orders.iter().map(|row| OrderId::from_uuid(row.id)).collect();
    if moved.rows_affected != u64::try_from(ids.len()).unwrap_or(u64::MAX) {
        return Err(Fault::broken(format!("payment {payment} was waiting, but its orders were not")));
    }
    let packed = ids.iter().map(|id| event_row(*id, (Some(OrderState::Placed), OrderState::Paid), event.code(), actor, now));
    event::Entity::insert_many(packed).exec_without_returning(&**tx).await?;
    for row in orders {
        timer::steps::set(tx, TimerKind::RemindShip, row.id, remind_at(ship_by, policy.reminder, now), now).await?;
        timer::steps::set(tx, TimerKind::ShipLate, row.id, ship_by, now).await?;
        tell_shop(tx, row, &to_ship(tx, row, event, ship_by), now).await?;
    }
    // Last, since whoever wants the same goods waits from here to the end.
    if !inventory::steps::claim(tx, &ids, now).await? {
        return Err(Fault::broken(format!("payment {payment} was waiting, but its holds were not")));
    }
    Ok(())
}

/// What the shop is told that has to ship.
fn to_ship(tx: &Tx, row: &order::Model, event: OrderEvent, ship_by: Timestamp) -> Letter {
    let number = row.number.clone();
    if event == OrderEvent::Promise {
        Letter::OrderPromised { number, ship_by, amount: Money::new(row.total_minor, tx.currency()) }
    } else {
        Letter::OrderPaid { number, ship_by }
    }
}

/// Nobody paid: all orders of the payment end, their goods are free again. The payment's row was moved by this transaction.
pub(crate) async fn close(tx: &Tx, payment: PaymentId, actor: Actor, now: Timestamp) -> Result<(), Fault> {
    let orders = of_payment(tx, payment).await?;
    order::Entity::update_many()
        .col_expr(order::Column::State, Expr::value(OrderState::Cancelled.code()))
        .col_expr(order::Column::EndedAt, Expr::value(now.millis()))
        .filter(order::Column::PaymentId.eq(payment.uuid()))
        .filter(order::Column::State.eq(OrderState::Placed.code()))
        .exec(&**tx)
        .await?;
    let ids: Vec<OrderId> = orders.iter().map(|row| OrderId::from_uuid(row.id)).collect();
    give_back_unpaid(tx, &orders, now).await?;
    inventory::steps::release(tx, &ids).await?;
    let currency = tx.currency();
    ledger::steps::void(tx, JournalKind::Capture, payment.uuid(), currency, now).await?;
    timer::steps::cancel(tx, TimerKind::ClosePayment, payment.uuid(), now).await?;
    timer::steps::cancel(tx, TimerKind::RemindPayment, payment.uuid(), now).await?;
    let closed = ids
        .iter()
        .map(|id| event_row(*id, (Some(OrderState::Placed), OrderState::Cancelled), OrderEvent::CloseUnpaid.code(), actor, now));
    event::Entity::insert_many(closed).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Moves one order by an event, if nobody else moved it first, and writes down who did.
pub(crate) async fn advance(
    tx: &Tx,
    row: &order::Model,
    event: OrderEvent,
    actor: Actor,
    now: Timestamp,
) -> Result<OrderState, Problem<MoveRefusal>> {
    let seen = OrderState::from_code(&row.state).ok_or_else(|| Fault::broken(format!("order state {}", row.state)))?;
    let next = rules::on(seen, event).map_err(Problem::Refused)?;
    if row.open_case.is_some() && event.waits_for_cases() {
        return Err(Problem::Refused(MoveRefusal::CaseOpen));
    }
    let mut update = order::Entity::update_many()
        .col_expr(order::Column::State, Expr::value(next.code()))
        .filter(order::Column::Id.eq(row.id))
        .filter(order::Column::State.eq(seen.code()));
    if event.waits_for_cases() {
        update = update.filter(order::Column::OpenCase.is_null());
    }
    if matches!(next, OrderState::Completed | OrderState::Cancelled) {
        update = update.col_expr(order::Column::EndedAt, Expr::value(now.millis()));
    }
    if update.exec(&**tx).await?.rows_affected != 1 {
        return Err(Problem::Refused(MoveRefusal::ChangedMeanwhile));
    }
    let noted = event_row(OrderId::from_uuid(row.id), (Some(seen), next), event.code(), actor, now);
    let noted = event::ActiveModel { id: Set(next_event(tx, row.id, now).await?), ..noted };
    event::Entity::insert(noted).exec_without_returning(&**tx).await?;
    Ok(next)
}

/// A buyer's order.
pub(crate) async fn of_buyer(tx: &Tx, buyer: &Buyer, id: OrderId) -> Result<Option<order::Model>, Fault> {
    let rows = order::Entity::find_by_id(id.uuid()).filter(order::Column::BuyerId.eq(buyer.person().uuid()));
    Ok(rows.one(&**tx).await?)
}

/// The order of a case.
pub(crate) async fn find(tx: &Tx, id: OrderId) -> Result<order::Model, Fault> {
    let row = order::Entity::find_by_id(id.uuid()).one(&**tx).await?;
    row.ok_or_else(|| Fault::broken(format!("order {id} is gone")))
}

/// Its lines, in their order.
pub(crate) async fn lines(db: &impl ConnectionTrait, id: OrderId) -> Result<Vec<line::Model>, Fault> {
    let rows = line::Entity::find().filter(line::Column::OrderId.eq(id.uuid())).order_by_asc(line::Column::Position);
    Ok(rows.all(db).await?)
}

/// A letter to everybody who owns the order's shop.
pub(crate) async fn tell_shop(tx: &Tx, row: &order::Model, letter: &Letter, now: Timestamp) -> Result<(), Fault> {
    for person in shop::steps::owners(tx, ShopId::from_uuid(row.shop_id)).await? {
        outbox::steps::enqueue(tx, &Job::Notify { person, letter: letter.clone() }, now).await?;
    }
    Ok(())
}

/// A letter to the order's buyer.
pub(crate) async fn tell_buyer(tx: &Tx, row: &order::Model, letter: Letter, now: Timestamp) -> Result<(), Fault> {
    outbox::steps::enqueue(tx, &Job::Notify { person: PersonId::from_uuid(row.buyer_id), letter }, now).await?;
    Ok(())
}
