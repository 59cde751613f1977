//! Carts within another slice's transaction.

use super::store::{cart, line};
use super::types::{CartLineId, CartOwner, Wanted};
use crate::account::Buyer;
use crate::catalog::VariantId;
use crate::kernel::limits::CART_LINES_MAX;
use crate::kernel::{Timestamp, Tx, id};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::Uuid;

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The cart of this owner, where there is one.
pub(crate) async fn find(db: &impl ConnectionTrait, owner: &CartOwner) -> Result<Option<Uuid>, DbErr> {
    let carts = cart::Entity::find();
    let carts = match owner {
        CartOwner::Person(buyer) => carts.filter(cart::Column::PersonId.eq(buyer.person().uuid())),
        CartOwner::Guest(token) => carts.filter(cart::Column::GuestDigest.eq(digest(token.text()))),
    };
    Ok(carts.one(db).await?.map(|row| row.id))
}

/// The person's cart, locked until the transaction ends, so that two tabs that check out the same cart queue here.
pub(crate) async fn lock(tx: &Tx, buyer: &Buyer, now: Timestamp) -> Result<Option<Uuid>, DbErr> {
    cart::Entity::update_many()
        .col_expr(cart::Column::UpdatedAt, Expr::value(now.millis()))
        .filter(cart::Column::PersonId.eq(buyer.person().uuid()))
        .exec(&**tx)
        .await?;
    find(&**tx, &CartOwner::Person(*buyer)).await
}

/// The cart of this owner, made where there is none.
pub(crate) async fn open(tx: &Tx, owner: &CartOwner, now: Timestamp) -> Result<Uuid, DbErr> {
    let (person, guest) = match owner {
        CartOwner::Person(buyer) => (Some(buyer.person().uuid()), None),
        CartOwner::Guest(token) => (None, Some(digest(token.text()))),
    };
    let row = cart::ActiveModel {
        id: Set(id::mint(now)),
        person_id: Set(person),
        guest_digest: Set(guest),
        updated_at: Set(now.millis()),
    };
    cart::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(&**tx).await?;
    find(&**tx, owner).await?.ok_or_else(|| DbErr::RecordNotFound("a cart that was just made".to_owned()))
}

/// The lines of a cart, oldest first.
pub(crate) async fn lines(db: &impl ConnectionTrait, cart: Uuid) -> Result<Vec<Wanted>, DbErr> {
    let rows = line::Entity::find()
        .filter(line::Column::CartId.eq(cart))
        .order_by_asc(line::Column::AddedAt)
        .order_by_asc(line::Column::Id)
        .limit(CART_LINES_MAX)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Wanted {
            line: CartLineId::from_uuid(row.id),
            variant: VariantId::from_uuid(row.variant_id),
            quantity: row.quantity,
            seen_minor: row.seen_minor,
        })
        .collect())
}

/// Takes lines out of a cart.
pub(crate) async fn remove(tx: &Tx, cart: Uuid, gone: &[CartLineId]) -> Result<(), DbErr> {
    line::Entity::delete_many()
        .filter(line::Column::CartId.eq(cart))
        .filter(line::Column::Id.is_in(gone.iter().map(|line| line.uuid())))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// When a new line is said to have been added: after every line that lies there. Two come in one instant where a guest's cart is
/// taken over or the clock goes back, and their order is what the buyer reads and what an order's lines keep.
async fn after_all(db: &impl ConnectionTrait, cart: Uuid, now: Timestamp) -> Result<i64, DbErr> {
    let latest: Option<i64> = line::Entity::find()
        .select_only()
        .column_as(line::Column::AddedAt.max(), "latest")
        .filter(line::Column::CartId.eq(cart))
        .into_tuple::<Option<i64>>()
        .one(db)
        .await?
        .flatten();
    Ok(latest.map_or(now.millis(), |latest| now.millis().max(latest.saturating_add(1))))
}

/// Writes a line with exactly this quantity, whether it was there or not. A new one stands last.
pub(crate) async fn put(
    tx: &Tx,
    cart: Uuid,
    variant: VariantId,
    quantity: i64,
    seen_minor: i64,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = line::ActiveModel {
        id: Set(id::mint(now)),
        cart_id: Set(cart),
        variant_id: Set(variant.uuid()),
        quantity: Set(quantity),
        seen_minor: Set(seen_minor),
        added_at: Set(after_all(&**tx, cart, now).await?),
    };
    line::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([line::Column::CartId, line::Column::VariantId])
                .update_columns([line::Column::Quantity, line::Column::SeenMinor])
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
