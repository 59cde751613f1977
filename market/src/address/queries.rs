//! A person's address book.

use super::store;
use super::types::{Address, AddressId};
use crate::account::Buyer;
use crate::kernel::limits::ADDRESSES_MAX;
use crate::kernel::{Fault, Market};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// All addresses, the default one first, then the newest.
///
/// # Errors
/// A fault of the database.
pub async fn addresses(market: &Market, buyer: &Buyer) -> Result<Vec<Address>, Fault> {
    let rows = store::Entity::find()
        .filter(store::Column::PersonId.eq(buyer.person().uuid()))
        .filter(store::Column::RemovedAt.is_null())
        .order_by_desc(store::Column::IsDefault)
        .order_by_desc(store::Column::CreatedAt)
        .limit(ADDRESSES_MAX)
        .all(market.db())
        .await?;
    Ok(rows.into_iter().map(store::read).collect())
}

/// One address.
///
/// # Errors
/// A fault of the database.
pub async fn address(market: &Market, buyer: &Buyer, id: AddressId) -> Result<Option<Address>, Fault> {
    Ok(addresses(market, buyer).await?.into_iter().find(|address| address.id == id))
}
