//! What people do with their address book. Its commands wait for each other by the person's row: there is one default, and a limit.

use super::store;
use super::types::{AddressFieldError, AddressId, RegionDirectory, TypedAddress};
use super::{rules, steps};
use crate::account::{Buyer, steps::lock};
use crate::kernel::limits::ADDRESSES_MAX;
use crate::kernel::{Fault, Market, NoRefusal, Problem, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// Why an address is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveAddressRefusal {
    /// What is wrong, in the order of the form.
    Fields(Vec<AddressFieldError>),
    /// The book is full.
    BookFull,
}

async fn count(tx: &Tx, buyer: &Buyer) -> Result<u64, Fault> {
    let own = store::Entity::find().filter(store::Column::PersonId.eq(buyer.person().uuid()));
    Ok(own.filter(store::Column::RemovedAt.is_null()).count(&**tx).await?)
}

/// Keeps an address. The id is made by the form: the same id once more changes that address. The first one is the default.
///
/// # Errors
/// [`SaveAddressRefusal`]; not found for another person's id.
pub async fn save_address(
    market: &Market,
    buyer: &Buyer,
    id: AddressId,
    typed: &TypedAddress,
    regions: &dyn RegionDirectory,
) -> Result<(), Problem<SaveAddressRefusal>> {
    let checked = rules::address(typed, regions).map_err(|errors| Problem::Refused(SaveAddressRefusal::Fields(errors)))?;
    let now = market.now();
    let tx = market.begin("save_address").await?;
    lock(&tx, buyer.person()).await?;
    let known = steps::of_buyer(&tx, buyer, id).await?;
    let before = count(&tx, buyer).await?;
    if known.is_none() && before >= ADDRESSES_MAX {
        return Err(Problem::Refused(SaveAddressRefusal::BookFull));
    }
    let row = store::ActiveModel {
        id: Set(id.uuid()),
        person_id: Set(buyer.person().uuid()),
        recipient: Set(checked.recipient),
        phone: Set(checked.phone),
        region_code: Set(checked.region_code),
        region_names: Set(checked.region_names),
        street: Set(checked.street),
        is_default: Set(before == 0),
        created_at: Set(now.millis()),
        removed_at: Set(None),
    };
    if known.is_some() {
        let mut changed = row;
        changed.is_default = sea_orm::ActiveValue::NotSet;
        changed.created_at = sea_orm::ActiveValue::NotSet;
        store::Entity::update(changed).exec(&*tx).await?;
    } else {
        let made = store::Entity::insert(row)
            .on_conflict(OnConflict::column(store::Column::Id).do_nothing().to_owned())
            .exec_without_returning(&*tx)
            .await?;
        if made == 0 {
            return Err(Problem::NotFound);
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Takes an address out of the book; orders keep their own copy. Once more is the same answer. Where it was the default, the newest
/// of the others is from now on.
///
/// # Errors
/// A fault.
pub async fn remove_address(market: &Market, buyer: &Buyer, id: AddressId) -> Result<(), Problem<NoRefusal>> {
    let tx = market.begin("remove_address").await?;
    lock(&tx, buyer.person()).await?;
    let was_default = steps::of_buyer(&tx, buyer, id).await?.is_some_and(|address| address.is_default);
    store::Entity::update_many()
        .col_expr(store::Column::RemovedAt, Expr::value(market.now().millis()))
        .col_expr(store::Column::IsDefault, Expr::value(false))
        .filter(store::Column::Id.eq(id.uuid()))
        .filter(store::Column::PersonId.eq(buyer.person().uuid()))
        .filter(store::Column::RemovedAt.is_null())
        .exec(&*tx)
        .await?;
    if was_default {
        let own = store::Entity::find().filter(store::Column::PersonId.eq(buyer.person().uuid()));
        let kept = own.filter(store::Column::RemovedAt.is_null());
        let newest = kept.order_by_desc(store::Column::CreatedAt).order_by_desc(store::Column::Id);
        if let Some(next) = newest.limit(1).one(&*tx).await? {
            set_default(&tx, AddressId::from_uuid(next.id)).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Makes an address the one that is offered first.
///
/// # Errors
/// Not found for another person's address.
pub async fn make_default(market: &Market, buyer: &Buyer, id: AddressId) -> Result<(), Problem<NoRefusal>> {
    let tx = market.begin("make_default").await?;
    lock(&tx, buyer.person()).await?;
    steps::of_buyer(&tx, buyer, id).await?.ok_or(Problem::NotFound)?;
    store::Entity::update_many()
        .col_expr(store::Column::IsDefault, Expr::value(false))
        .filter(store::Column::PersonId.eq(buyer.person().uuid()))
        .filter(store::Column::IsDefault.eq(true))
        .exec(&*tx)
        .await?;
    set_default(&tx, id).await?;
    tx.commit().await?;
    Ok(())
}

async fn set_default(tx: &Tx, id: AddressId) -> Result<(), DbErr> {
    store::Entity::update_many()
        .col_expr(store::Column::IsDefault, Expr::value(true))
        .filter(store::Column::Id.eq(id.uuid()))
        .exec(&**tx)
        .await?;
    Ok(())
}
