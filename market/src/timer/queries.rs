//! Which clocks are due.

use super::store;
use super::types::{DueTimer, TimerKind};
use crate::kernel::{Fault, Market};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Up to `most` clocks whose time has come, the longest overdue first.
///
/// # Errors
/// A fault of the database, or a row of an unknown kind.
pub async fn due(market: &Market, most: u64) -> Result<Vec<DueTimer>, Fault> {
    let rows = store::Entity::find()
        .filter(store::Column::State.eq("waiting"))
        .filter(store::Column::DueAt.lte(market.now().millis()))
        .order_by_asc(store::Column::DueAt)
        .limit(most)
        .all(market.db())
        .await?;
    rows.into_iter()
        .map(|row| {
            let kind =
                TimerKind::from_code(&row.kind).ok_or_else(|| Fault::broken(format!("timer of unknown kind {}", row.kind)))?;
            Ok(DueTimer { kind, subject: row.subject })
        })
        .collect()
}
