//! Addresses within another slice's transaction.

use super::store;
use super::types::{Address, AddressId};
use crate::account::Buyer;
use crate::kernel::Tx;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// The buyer's address with this id, unless they removed it.
pub(crate) async fn of_buyer(tx: &Tx, buyer: &Buyer, id: AddressId) -> Result<Option<Address>, DbErr> {
    let row = store::Entity::find_by_id(id.uuid())
        .filter(store::Column::PersonId.eq(buyer.person().uuid()))
        .filter(store::Column::RemovedAt.is_null())
        .one(&**tx)
        .await?;
    Ok(row.map(store::read))
}
