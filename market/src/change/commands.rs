//! Forgets what everybody has read.

use super::store;
use crate::kernel::{Fault, Market};
use sea_orm::{ConnectionTrait, Statement};

/// Changes that are kept: what an index that was away for a day still finds. Whoever is further behind begins anew.
const KEPT: i64 = 200_000;

/// Removes all but the newest changes; says how many were removed. The newest stay, so that SQLite never gives a number twice.
///
/// # Errors
/// A fault of the database.
pub async fn forget_changes(market: &Market) -> Result<u64, Fault> {
    let tx = market.begin("forget_changes").await?;
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::FORGET, [KEPT.into()]);
    let removed = tx.execute_raw(statement).await?.rows_affected();
    tx.commit().await?;
    Ok(removed)
}
