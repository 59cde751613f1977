//! Who works where, and what pages show of shops and of the identities behind them.

mod cash;
mod desk;
mod fronts;
mod identities;
mod returns;

pub use cash::taking_cash;
pub use desk::{colleagues, identity_case};
pub use fronts::{my_shops, shop_front};
pub use identities::{identity_queue, identity_status};
pub use returns::return_address;
pub(crate) use returns::return_address_of;

use super::rules::handle_of_address;
use super::staff::ShopStaff;
use super::types::{Role, ShopId};
use crate::account::SignedIn;
use crate::kernel::{Fault, Market};
use sea_orm::{FromQueryResult, Statement};
use uuid::Uuid;

/// The person as somebody who works in the shop of this handle today; none for everybody else, and for a shop that is not there, or
/// cannot be.
///
/// # Errors
/// A fault of the database.
pub async fn staff(market: &Market, signed_in: &SignedIn, handle: &str) -> Result<Option<ShopStaff>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        shop_id: Uuid,
        role: String,
    }
    let Some(handle) = handle_of_address(handle) else { return Ok(None) };
    let statement = Statement::from_sql_and_values(
        market.db().get_database_backend(),
        "SELECT t.shop_id, t.role FROM shop_staff t JOIN shop s ON s.id = t.shop_id \
         WHERE s.handle = $1 AND t.person_id = $2 AND t.ended_at IS NULL",
        [handle.as_str().into(), signed_in.person().uuid().into()],
    );
    let Some(row) = Row::find_by_statement(statement).one(market.db()).await? else { return Ok(None) };
    let role = Role::from_code(&row.role).ok_or_else(|| Fault::broken("a row of shop_staff has an unknown role"))?;
    Ok(Some(ShopStaff { shop: ShopId::from_uuid(row.shop_id), person: signed_in.person(), role }))
}
