//! What `/rules` shows, and what the form that changes a rule says beforehand.

use super::rules::{ANNOUNCED_MAX, ChangeRuleRefusal, check_time};
use super::store;
use super::types::{Policy, PolicyChange, RuleName};
use crate::kernel::{Fault, Market, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Changes of one rule that are read: all that are announced, and the one in force behind them.
const CHANGES_OF_RULE: u64 = 2 * ANNOUNCED_MAX;

/// The numbers in force now.
///
/// # Errors
/// A fault of the database.
pub async fn in_force(market: &Market) -> Result<Policy, Fault> {
    Ok(super::steps::in_force(market.db(), market.now()).await?)
}

/// The numbers that were in force at an instant: dates that were counted and shown then do not move with a rule that changes later.
///
/// # Errors
/// A fault of the database.
pub async fn in_force_at(market: &Market, at: Timestamp) -> Result<Policy, Fault> {
    Ok(super::steps::in_force(market.db(), at).await?)
}

/// When the next announced number comes into force; none where none is announced.
///
/// # Errors
/// A fault of the database.
pub async fn next_in_force(market: &Market) -> Result<Option<Timestamp>, Fault> {
    let announced = store::Entity::find().filter(store::Column::InForceFrom.gt(market.now().millis()));
    let next = announced.order_by_asc(store::Column::InForceFrom).one(market.db()).await?;
    Ok(next.map(|row| Timestamp::from_millis(row.in_force_from)))
}

/// Why another number of this rule may not count from then on, whatever the number is; none where it may.
///
/// # Errors
/// A fault of the database.
pub async fn refused_time(market: &Market, rule: RuleName, in_force_from: Timestamp) -> Result<Option<ChangeRuleRefusal>, Fault> {
    let now = market.now();
    let announced = store::announced_beside(market.db(), rule, in_force_from, now).await?;
    Ok(check_time(in_force_from, announced, now).err())
}

/// Every rule with the value in force and, after it, those that are announced.
///
/// # Errors
/// A fault of the database.
pub async fn published(market: &Market) -> Result<Vec<PolicyChange>, Fault> {
    let now = market.now().millis();
    let mut changes = Vec::new();
    for rule in RuleName::ALL {
        let rows = store::Entity::find()
            .filter(store::Column::Name.eq(rule.code()))
            .order_by_desc(store::Column::InForceFrom)
            .limit(CHANGES_OF_RULE)
            .all(market.db())
            .await?;
        let current = rows.iter().find(|row| row.in_force_from <= now);
        changes.push(PolicyChange {
            rule,
            value: current.map_or_else(|| rule.default_value(), |row| rule.counted(row.value)),
            in_force_from: current.map(|row| Timestamp::from_millis(row.in_force_from)),
        });
        changes.extend(rows.iter().rev().filter(|row| row.in_force_from > now).map(|row| PolicyChange {
            rule,
            value: rule.counted(row.value),
            in_force_from: Some(Timestamp::from_millis(row.in_force_from)),
        }));
    }
    Ok(changes)
}
