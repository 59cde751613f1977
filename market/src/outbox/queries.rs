//! How much is waiting, for health and metrics.

use super::store;
use crate::kernel::{Fault, Market};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Jobs that wait and jobs that were given up.
///
/// # Errors
/// A fault of the database.
pub async fn backlog(market: &Market) -> Result<(u64, u64), Fault> {
    let count = |state: &'static str| store::Entity::find().filter(store::Column::State.eq(state)).count(market.db());
    Ok((count("waiting").await?, count("dead").await?))
}
