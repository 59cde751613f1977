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
