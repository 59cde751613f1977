//! The numbers in force, for other slices' decisions.

use super::store;
use super::types::{Policy, RuleName};
use crate::kernel::Timestamp;
use sea_orm::{ConnectionTrait, DbErr};

/// The policy at `now`.
pub(crate) async fn in_force(db: &impl ConnectionTrait, now: Timestamp) -> Result<Policy, DbErr> {
    let set = store::newest(db, now).await?;
    Ok(Policy::from_values(|rule: RuleName| {
        let value = set.iter().find(|row| row.name == rule.code()).and_then(|row| row.value);
        value.map_or_else(|| rule.default_value(), |value| rule.counted(value))
    }))
}

/// The greatest numbers that there ever were, or that are announced: nobody was promised a longer time, whatever they are now.
pub(crate) async fn longest(db: &impl ConnectionTrait) -> Result<Policy, DbErr> {
    let set = store::greatest(db).await?;
    Ok(Policy::from_values(|rule: RuleName| {
        let value = set.iter().find(|row| row.name == rule.code()).and_then(|row| row.value);
        // As it was set: a version before may have allowed more.
        value.map_or_else(|| rule.default_value(), |value| value.max(rule.default_value()))
    }))
}
