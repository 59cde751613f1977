//! Forgets what everybody has read.

use super::rules::Ages;
use super::store;
use crate::kernel::{Fault, Market};
use sea_orm::{ConnectionTrait, Statement};

/// Removes what is neither among the newest changes nor young, as far as is known from the looks before; says how many were removed.
/// The newest stay, so that SQLite never gives a number twice.
///
/// # Errors
/// A fault of the database.
pub async fn forget_changes(market: &Market, ages: &mut Ages) -> Result<u64, Fault> {
    let tx = market.begin("forget_changes").await?;
    let backend = tx.get_database_backend();
    let row = tx.query_one_raw(Statement::from_string(backend, store::NEWEST)).await?;
    let newest: Option<i64> = row.map_or(Ok(None), |row| row.try_get("", "newest"))?;
    let Some(newest) = newest else { return Ok(0) };
    let until = ages.forgettable(newest, market.now());
    let removed = tx.execute_raw(Statement::from_sql_and_values(backend, store::FORGET, [until.into()])).await?.rows_affected();
    tx.commit().await?;
    Ok(removed)
}
