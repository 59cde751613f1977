//! The numbers in force, for other slices' decisions.

use super::store;
use super::types::{Policy, RuleName};
use crate::kernel::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Rows of `market_rule` that are read at most: a few rules, each changed a few times a year.
const CHANGES_MAX: u64 = 1_000;

/// The policy at `now`.
pub(crate) async fn in_force(db: &impl ConnectionTrait, now: Timestamp) -> Result<Policy, DbErr> {
    let rows = store::Entity::find()
        .filter(store::Column::InForceFrom.lte(now.millis()))
        .order_by_desc(store::Column::InForceFrom)
        .limit(CHANGES_MAX)
        .all(db)
        .await?;
    Ok(Policy::from_values(|rule: RuleName| {
        rows.iter().find(|row| row.name == rule.code()).map_or_else(|| rule.default_value(), |row| row.value)
    }))
}
