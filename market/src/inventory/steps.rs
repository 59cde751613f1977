//! Opens, counts, holds, sells and frees stock within another slice's transaction.

use super::store::{hold, movement, stock};
use super::types::MovementKind;
use crate::account::PersonId;
use crate::kernel::{Fault, Timestamp, Tx, id};
use crate::order::OrderId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// One line of an order that wants goods put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HoldRequest {
    pub(crate) order: OrderId,
    pub(crate) variant: Uuid,
    pub(crate) quantity: i64,
}

/// There is not so much of this variant (any more).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StockShort {
    pub(crate) variant: Uuid,
}

/// There is not so much of this variant on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShelfShort {
    pub(crate) variant: Uuid,
    /// How much there is, in smallest steps.
    pub(crate) left: i64,
}

struct Move {
    variant: Uuid,
    kind: MovementKind,
    amount: i64,
    subject: Option<Uuid>,
    actor: Option<PersonId>,
}

async fn record(tx: &Tx, moves: Vec<Move>, now: Timestamp) -> Result<(), DbErr> {
    let rows = moves.into_iter().map(|m| movement::ActiveModel {
        id: Set(id::mint(now)),
        variant_id: Set(m.variant),
        kind: Set(m.kind.code().to_owned()),
        amount: Set(m.amount),
        subject: Set(m.subject),
        actor: Set(m.actor.map(PersonId::uuid)),
        moved_at: Set(now.millis()),
    });
    movement::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The first stock of a new variant.
pub(crate) async fn open(tx: &Tx, variant: Uuid, on_hand: i64, actor: PersonId, now: Timestamp) -> Result<(), DbErr> {
    let row = stock::ActiveModel { variant_id: Set(variant), on_hand: Set(on_hand), held: Set(0) };
    stock::Entity::insert(row).exec_without_returning(&**tx).await?;
    record(tx, vec![Move { variant, kind: MovementKind::Opening, amount: on_hand, subject: None, actor: Some(actor) }], now).await
}

/// A count: `seen` becomes `on_hand`. False where the stock is no longer what was seen, or where more of it is held than that.
pub(crate) async fn set_on_hand(
    tx: &Tx,
    variant: Uuid,
    seen: i64,
    on_hand: i64,
    actor: PersonId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    if seen == on_hand {
        return Ok(true);
    }
    let counted = stock::Entity::update_many()
        .col_expr(stock::Column::OnHand, Expr::value(on_hand))
        .filter(stock::Column::VariantId.eq(variant))
        .filter(stock::Column::OnHand.eq(seen))
        .filter(stock::Column::Held.lte(on_hand))
        .exec(&**tx)
        .await?;
    if counted.rows_affected != 1 {
        return Ok(false);
    }
    record(tx, vec![Move { variant, kind: MovementKind::Count, amount: on_hand - seen, subject: None, actor: Some(actor) }], now)
        .await?;
    Ok(true)
}

/// Puts goods aside for all lines, or says which variant is short. The caller rolls back then.
pub(crate) async fn hold(
    tx: &Tx,
    requests: &[HoldRequest],
    expires: Timestamp,
    now: Timestamp,
) -> Result<Result<(), StockShort>, DbErr> {
    let mut requests = requests.to_vec();
    requests.sort_by_key(|request| request.variant);
    let rows = requests.iter().map(|request| hold::ActiveModel {
        id: Set(id::mint(now)),
        order_id: Set(request.order.uuid()),
        variant_id: Set(request.variant),
        quantity: Set(request.quantity),
        state: Set("live".to_owned()),
        expires_at: Set(expires.millis()),
    });
    hold::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    for request in &requests {
        let held = stock::Entity::update_many()
            .col_expr(stock::Column::Held, Expr::col(stock::Column::Held).add(request.quantity))
            .filter(stock::Column::VariantId.eq(request.variant))
            .filter(Expr::col(stock::Column::OnHand).sub(Expr::col(stock::Column::Held)).gte(request.quantity))
            .exec(&**tx)
            .await?;
        if held.rows_affected != 1 {
            return Ok(Err(StockShort { variant: request.variant }));
        }
    }
    Ok(Ok(()))
}

/// Holds what is held for these orders until another time. Their payment's row was moved by this transaction, so that nobody else
/// touches their holds.
pub(crate) async fn hold_until(tx: &Tx, orders: &[OrderId], expires: Timestamp) -> Result<(), DbErr> {
    hold::Entity::update_many()
        .col_expr(hold::Column::ExpiresAt, Expr::value(expires.millis()))
        .filter(hold::Column::OrderId.is_in(orders.iter().map(|order| order.uuid())))
        .filter(hold::Column::State.eq("live"))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What was held for these orders becomes sold. False, and nothing is changed, where any of it is no longer held or expired.
/// The orders' rows must have been moved by this transaction before, so that nobody else touches their holds.
pub(crate) async fn claim(tx: &Tx, orders: &[OrderId], now: Timestamp) -> Result<bool, Fault> {
    let holds = of_orders(tx, orders).await?;
    let usable = |row: &hold::Model| row.state == "live" && row.expires_at > now.millis();
    if holds.is_empty() || !holds.iter().all(usable) {
        return Ok(false);
    }
    end(tx, orders, "claimed").await?;
    let moves = holds.iter().map(|row| Move {
        variant: row.variant_id,
        kind: MovementKind::Sale,
        amount: -row.quantity,
        subject: Some(row.order_id),
        actor: None,
    });
    record(tx, moves.collect(), now).await?;
    for row in &holds {
        let sold = stock::Entity::update_many()
            .col_expr(stock::Column::OnHand, Expr::col(stock::Column::OnHand).sub(row.quantity))
            .col_expr(stock::Column::Held, Expr::col(stock::Column::Held).sub(row.quantity))
            .filter(stock::Column::VariantId.eq(row.variant_id))
            .exec(&**tx)
            .await?;
        if sold.rows_affected != 1 {
            return Err(Fault::broken(format!("the stock of held variant {} is gone", row.variant_id)));
        }
    }
    Ok(true)
}

/// Frees what is held for these orders. Does nothing where nothing is.
pub(crate) async fn release(tx: &Tx, orders: &[OrderId]) -> Result<(), DbErr> {
    let holds = of_orders(tx, orders).await?;
    for row in holds.iter().filter(|row| row.state == "live") {
        stock::Entity::update_many()
            .col_expr(stock::Column::Held, Expr::col(stock::Column::Held).sub(row.quantity))
            .filter(stock::Column::VariantId.eq(row.variant_id))
            .exec(&**tx)
            .await?;
    }
    end(tx, orders, "released").await
}

/// Keeps others off the stock of all that these orders have until this transaction ends, in the order in which a checkout takes it.
pub(crate) async fn hold_stock(tx: &Tx, orders: &[OrderId]) -> Result<(), DbErr> {
    for row in of_orders(tx, orders).await? {
        stock::Entity::update_many()
            .col_expr(stock::Column::Held, Expr::col(stock::Column::Held))
            .filter(stock::Column::VariantId.eq(row.variant_id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

/// Puts whatever is left of the sold goods of a cancelled order back on the shelf.
pub(crate) async fn take_back(tx: &Tx, order: OrderId, now: Timestamp) -> Result<(), DbErr> {
    let returned = movement::Entity::find()
        .filter(movement::Column::Subject.eq(order.uuid()))
        .filter(movement::Column::Kind.eq(MovementKind::Return.code()))
        .all(&**tx)
        .await?;
    let holds = of_orders(tx, &[order]).await?;
    let goods = holds.iter().filter(|row| row.state == "claimed").map(|row| {
        let before: i64 = returned.iter().filter(|back| back.variant_id == row.variant_id).map(|back| back.amount).sum();
        (row.variant_id, row.quantity - before)
    });
    put_back(tx, order, &goods.collect::<Vec<_>>(), now).await
}

/// Puts goods of an order that never left back on the shelf: variants, in their order, and smallest steps.
pub(crate) async fn put_back(tx: &Tx, order: OrderId, goods: &[(Uuid, i64)], now: Timestamp) -> Result<(), DbErr> {
    let goods: Vec<_> = goods.iter().filter(|(_, quantity)| *quantity > 0).collect();
    if goods.is_empty() {
        return Ok(());
    }
    for (variant, quantity) in &goods {
        stock::Entity::update_many()
            .col_expr(stock::Column::OnHand, Expr::col(stock::Column::OnHand).add(*quantity))
            .filter(stock::Column::VariantId.eq(*variant))
            .exec(&**tx)
            .await?;
    }
    let moves = goods.iter().map(|(variant, quantity)| Move {
        variant: *variant,
        kind: MovementKind::Return,
        amount: *quantity,
        subject: Some(order.uuid()),
        actor: None,
    });
    record(tx, moves.collect(), now).await
}

/// Takes goods that a case sends once more off the shelf: variants, in their order, and smallest steps. Where one is short it says how much
/// of it there is, and the caller rolls back.
pub(crate) async fn send_again(
    tx: &Tx,
    case: Uuid,
    goods: &[(Uuid, i64)],
    actor: Option<PersonId>,
    now: Timestamp,
) -> Result<Result<(), ShelfShort>, DbErr> {
    for (variant, quantity) in goods {
        let taken = stock::Entity::update_many()
            .col_expr(stock::Column::OnHand, Expr::col(stock::Column::OnHand).sub(*quantity))
            .filter(stock::Column::VariantId.eq(*variant))
            .filter(Expr::col(stock::Column::OnHand).sub(Expr::col(stock::Column::Held)).gte(*quantity))
            .exec(&**tx)
            .await?;
        if taken.rows_affected != 1 {
            let level = stock::Entity::find_by_id(*variant).one(&**tx).await?;
            let left = level.map_or(0, |level| level.on_hand - level.held);
            return Ok(Err(ShelfShort { variant: *variant, left }));
        }
    }
    let moves = goods.iter().map(|(variant, quantity)| Move {
        variant: *variant,
        kind: MovementKind::Resend,
        amount: -*quantity,
        subject: Some(case),
        actor,
    });
    record(tx, moves.collect(), now).await?;
    Ok(Ok(()))
}

async fn of_orders(tx: &Tx, orders: &[OrderId]) -> Result<Vec<hold::Model>, DbErr> {
    hold::Entity::find()
        .filter(hold::Column::OrderId.is_in(orders.iter().map(|order| order.uuid())))
        .order_by_asc(hold::Column::VariantId)
        .all(&**tx)
        .await
}

async fn end(tx: &Tx, orders: &[OrderId], state: &'static str) -> Result<(), DbErr> {
    hold::Entity::update_many()
        .col_expr(hold::Column::State, Expr::value(state))
        .filter(hold::Column::OrderId.is_in(orders.iter().map(|order| order.uuid())))
        .filter(hold::Column::State.eq("live"))
        .exec(&**tx)
        .await?;
    Ok(())
}
