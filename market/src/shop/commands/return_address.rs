//! A shop says where goods go that come back.

use crate::aftersales;
use crate::kernel::{Market, Problem};
use crate::shop::form::{ReturnAddressError, TypedReturnAddress};
use crate::shop::store::return_address::{ActiveModel, Column as C, Entity};
use crate::shop::{ShopStaff, rules};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Sets where goods go that come back. Buyers see it who send some back, and nobody else. Where the shop had said nothing before, whoever
/// waited for it has all of their time to send them from now on.
///
/// # Errors
/// All that is wrong with it; not found where the person does not own the shop.
pub async fn set_return_address(
    market: &Market,
    owner: &ShopStaff,
    typed: &TypedReturnAddress,
) -> Result<(), Problem<Vec<ReturnAddressError>>> {
    if !owner.may_manage() {
        return Err(Problem::NotFound);
    }
    let checked = rules::return_address(typed).map_err(Problem::Refused)?;
    let now = market.now();
    let tx = market.begin("set_return_address").await?;
    let row = ActiveModel {
        shop_id: Set(owner.shop().uuid()),
        recipient: Set(checked.recipient),
        phone: Set(checked.phone),
        place: Set(checked.place),
        changed_by: Set(owner.person().uuid()),
        changed_at: Set(now.millis()),
    };
    // Of two that come at one instant the database lets one be the first; the other waits for it, and finds its row.
    let unless_there = OnConflict::column(C::ShopId).do_nothing().to_owned();
    let is_first = Entity::insert(row.clone()).on_conflict(unless_there).exec_without_returning(&*tx).await? == 1;
    if is_first {
        aftersales::steps::restart_returns(&tx, owner.shop(), now).await?;
    } else {
        Entity::update(row).exec(&*tx).await?;
    }
    tx.commit().await?;
    Ok(())
}
