//! Shops as everybody sees them, and the shops of one person.

use crate::account::SignedIn;
use crate::kernel::{Fault, Market, Timestamp};
use crate::shop::rules::handle_of_address;
use crate::shop::store::shop;
use crate::shop::types::{Role, ShopId, Verification};
use crate::shop::view::{MyShop, ShopFront};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use uuid::Uuid;

/// Shops of one person that are listed.
const MY_SHOPS_MAX: i64 = 50;

fn front(row: shop::Model) -> ShopFront {
    ShopFront {
        id: ShopId::from_uuid(row.id),
        handle: row.handle,
        name: row.name,
        story: row.story,
        place: row.place,
        ships_from: row.ships_from,
        is_verified: row.verification == Verification::Approved.code(),
        opened_at: Timestamp::from_millis(row.opened_at),
    }
}

/// The shop of a handle, as it stands in an address: nobody is asked for what cannot be one.
///
/// # Errors
/// A fault of the database.
pub async fn shop_front(market: &Market, handle: &str) -> Result<Option<ShopFront>, Fault> {
    let Some(handle) = handle_of_address(handle) else { return Ok(None) };
    let row = shop::Entity::find().filter(shop::Column::Handle.eq(handle.as_str())).one(market.db()).await?;
    Ok(row.map(front))
}

/// The shops in which the person works today, the longest first.
///
/// # Errors
/// A fault of the database, or a row that nobody can read.
pub async fn my_shops(market: &Market, signed_in: &SignedIn) -> Result<Vec<MyShop>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        handle: String,
        name: String,
        role: String,
        verification: String,
    }
    let statement = Statement::from_sql_and_values(
        market.db().get_database_backend(),
        "SELECT s.id, s.handle, s.name, t.role, s.verification FROM shop_staff t JOIN shop s ON s.id = t.shop_id \
         WHERE t.person_id = $1 AND t.ended_at IS NULL ORDER BY t.since, s.id LIMIT $2",
        [signed_in.person().uuid().into(), MY_SHOPS_MAX.into()],
    );
    let unreadable = || Fault::broken("a row of shop or shop_staff has an unknown role or state");
    Row::find_by_statement(statement)
        .all(market.db())
        .await?
        .into_iter()
        .map(|row| {
            Ok(MyShop {
                id: ShopId::from_uuid(row.id),
                handle: row.handle,
                name: row.name,
                role: Role::from_code(&row.role).ok_or_else(unreadable)?,
                verification: Verification::from_code(&row.verification).ok_or_else(unreadable)?,
            })
        })
        .collect()
}
