//! What other slices tell within their transaction.

use super::store;
use crate::catalog::ListingId;
use crate::kernel::{Fault, Tx};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

/// These listings are found by something else now, though none of their own rows changed.
pub(crate) async fn tell_listings(tx: &Tx, listings: &[ListingId]) -> Result<(), Fault> {
    if listings.is_empty() {
        return Ok(());
    }
    let ids: Vec<Value> = listings.iter().map(|listing| listing.uuid().into()).collect();
    let sql = store::tell_listings(ids.len());
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, ids)).await?;
    Ok(())
}

/// Lists stand in another order now, by something of which no row's own change tells.
pub(crate) async fn tell_lists(tx: &Tx) -> Result<(), Fault> {
    tx.execute_raw(Statement::from_string(tx.get_database_backend(), store::TELL_LISTS)).await?;
    Ok(())
}

/// Something that any page may show is another now.
pub(crate) async fn tell_market(tx: &Tx) -> Result<(), Fault> {
    tx.execute_raw(Statement::from_string(tx.get_database_backend(), store::TELL_MARKET)).await?;
    Ok(())
}

/// Whose goods these shops' are, since when, and how much of them was sold, is another now; none of their own rows changed.
pub(crate) async fn tell_shops_of_holder(tx: &Tx, shop: Uuid) -> Result<(), Fault> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::TELL_SHOPS_OF_HOLDER, [shop.into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}
