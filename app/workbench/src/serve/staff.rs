//! Who asks for a room of a shop, and the frame around it.

use crate::desk::{Desk, Owner, Room};
use app_kit::request::{Stop, Visit};
use market::shop::{ShopStaff, head, queries};

/// Somebody who works in the shop of this handle; to everybody else there is no such page.
///
/// # Errors
/// [`Stop`] that leads to signing in, or not found.
pub(crate) async fn staff_of(visit: &Visit, handle: &str) -> Result<ShopStaff, Stop> {
    let who = visit.signed_in()?;
    queries::staff(&visit.app.market, who, handle).await?.ok_or_else(Stop::not_found)
}

/// The same, with a right that the room asks for.
///
/// # Errors
/// As [`staff_of`]; not found without the right.
pub(crate) async fn staff_with(visit: &Visit, handle: &str, may: fn(&ShopStaff) -> bool) -> Result<ShopStaff, Stop> {
    let staff = staff_of(visit, handle).await?;
    if may(&staff) { Ok(staff) } else { Err(Stop::not_found()) }
}

/// The frame of a shop's room.
///
/// # Errors
/// [`Stop`] at a fault of the database.
pub(crate) async fn desk_of(visit: &Visit, staff: &ShopStaff, room: Room) -> Result<Desk, Stop> {
    let market = &visit.app.market;
    let shop = head::head(market, staff).await?;
    let to_ship = if staff.may_ship() { market::order::queries::count_to_ship(market, staff).await? } else { 0 };
    let rooms = [
        (Room::Today, true),
        (Room::Orders, staff.may_ship()),
        (Room::Cases, staff.may_answer()),
        (Room::Goods, staff.may_list()),
        (Room::Coupons, staff.may_list()),
        (Room::Money, staff.may_see_money()),
        (Room::Settings, true),
    ];
    let open = rooms.into_iter().filter(|(_, may)| *may).map(|(room, _)| room).collect();
    let owner = Owner::Shop { handle: shop.handle, name: shop.name, to_ship, open };
    Ok(Desk { lang: visit.lang, owner, room, path: visit.path.clone() })
}
