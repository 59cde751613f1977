//! Where goods go that come back.

use crate::kernel::{Fault, Market};
use crate::shop::store::return_address::Entity;
use crate::shop::{ReturnAddress, ShopId, ShopStaff};
use sea_orm::EntityTrait;

/// The shop's address for returns, for its staff; none where it has set none.
///
/// # Errors
/// A fault of the database.
pub async fn return_address(market: &Market, staff: &ShopStaff) -> Result<Option<ReturnAddress>, Fault> {
    return_address_of(market, staff.shop()).await
}

/// The same, for somebody who may see it already: a buyer who sends something back.
pub(crate) async fn return_address_of(market: &Market, shop: ShopId) -> Result<Option<ReturnAddress>, Fault> {
    let row = Entity::find_by_id(shop.uuid()).one(market.db()).await?;
    Ok(row.map(|row| ReturnAddress { recipient: row.recipient, phone: row.phone, place: row.place }))
}
