//! What stands at the head of a shop's workbench.

use super::staff::ShopStaff;
use super::store;
use crate::kernel::{Fault, Market};
use sea_orm::{FromQueryResult, Statement};

/// The shop of somebody who works in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopHead {
    /// Its address.
    pub handle: String,
    /// Its public name.
    pub name: String,
    /// Whether the operator has looked at the identity and found it good.
    pub is_approved: bool,
    /// Whether the operator has looked at it and found it wrong.
    pub is_rejected: bool,
}

/// The head of the workbench of this shop.
///
/// # Errors
/// A fault of the database; also where the shop is gone, which no shop of a [`ShopStaff`] is.
pub async fn head(market: &Market, staff: &ShopStaff) -> Result<ShopHead, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        handle: String,
        name: String,
        verification: String,
    }
    let statement = Statement::from_sql_and_values(market.backend(), store::HEAD, [staff.shop().uuid().into()]);
    let row = Row::find_by_statement(statement).one(market.db()).await?.ok_or_else(|| Fault::broken("staff without a shop"))?;
    Ok(ShopHead {
        handle: row.handle,
        name: row.name,
        is_approved: row.verification == "approved",
        is_rejected: row.verification == "rejected",
    })
}
