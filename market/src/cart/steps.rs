//! Carts within another slice's transaction.

use super::rules;
use super::store::{cart, line};
use super::types::{CartLineId, CartOwner, CartView, Wanted};
use crate::catalog::{self, VariantId};
use crate::kernel::limits::CART_LINES_MAX;
use crate::kernel::{MoneyError, Problem, Timestamp, Tx, id};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};
use uuid::Uuid;

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The cart that is this owner's.
pub(super) fn is_of(owner: &CartOwner) -> Expr {
    match owner {
        CartOwner::Person(buyer) => cart::Column::PersonId.eq(buyer.person().uuid()),
        CartOwner::Guest(token) => cart::Column::GuestDigest.eq(digest(token.text())),
    }
}

/// The cart of this owner, where there is one. Only to look at: whoever writes has it from [`lock`] or [`open`].
pub(crate) async fn find(db: &impl ConnectionTrait, owner: &CartOwner) -> Result<Option<Uuid>, DbErr> {
    Ok(cart::Entity::find().filter(is_of(owner)).one(db).await?.map(|row| row.id))
}

/// The cart of this owner, locked until the transaction ends: two who write to one cart queue here, and the second reads what the
/// first has left. Who needs two carts locks the guest's first.
pub(crate) async fn lock(tx: &Tx, owner: &CartOwner, now: Timestamp) -> Result<Option<Uuid>, DbErr> {
    cart::Entity::update_many()
        .col_expr(cart::Column::UpdatedAt, Expr::value(now.millis()))
        .filter(is_of(owner))
        .exec(&**tx)
        .await?;
    find(&**tx, owner).await
}

/// The cart of this owner, made where there is none, and locked as [`lock`] does it.
pub(crate) async fn open(tx: &Tx, owner: &CartOwner, now: Timestamp) -> Result<Uuid, DbErr> {
    let (person, guest, unique) = match owner {
        CartOwner::Person(buyer) => (Some(buyer.person().uuid()), None, cart::Column::PersonId),
        CartOwner::Guest(token) => (None, Some(digest(token.text())), cart::Column::GuestDigest),
    };
    let row = cart::ActiveModel {
        id: Set(id::mint(now)),
        person_id: Set(person),
        guest_digest: Set(guest),
        updated_at: Set(now.millis()),
    };
    // Writing to the row that is there, instead of doing nothing, is what locks it.
    let there = OnConflict::column(unique).update_column(cart::Column::UpdatedAt).to_owned();
    cart::Entity::insert(row).on_conflict(there).exec_without_returning(&**tx).await?;
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

/// A whole cart, as it is now.
///
/// # Errors
/// [`MoneyError`] for sums out of range.
pub(crate) async fn whole(tx: &Tx, cart: Uuid) -> Result<CartView, Problem<MoneyError>> {
    let lines = lines(&**tx, cart).await?;
    let variants: Vec<VariantId> = lines.iter().map(|line| line.variant).collect();
    let offers = if variants.is_empty() { Vec::new() } else { catalog::steps::offers(tx, &variants).await? };
    rules::view(&lines, &offers, tx.currency()).map_err(Problem::Refused)
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

/// What a line says.
#[derive(Clone, Copy)]
pub(crate) struct LineContent {
    pub(crate) variant: VariantId,
    /// Smallest steps.
    pub(crate) quantity: i64,
    /// The price that the buyer saw, in minor units.
    pub(crate) seen_minor: i64,
}

/// Writes a line with exactly this quantity, whether it was there or not. A new one stands last.
pub(crate) async fn put(tx: &Tx, cart: Uuid, content: LineContent, now: Timestamp) -> Result<(), DbErr> {
    let row = line::ActiveModel {
        id: Set(id::mint(now)),
        cart_id: Set(cart),
        variant_id: Set(content.variant.uuid()),
        quantity: Set(content.quantity),
        seen_minor: Set(content.seen_minor),
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
