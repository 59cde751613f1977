//! An operator changes a number of the market, from a date on.

use super::store;
use super::types::RuleName;
use crate::account::Operator;
use crate::kernel::{Market, Problem, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, sea_query::OnConflict};

/// Why a rule is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRuleRefusal {
    /// Outside of what makes sense for this rule.
    OutOfRange {
        /// The least.
        from: i64,
        /// The most.
        to: i64,
    },
    /// A rule never changes for the past.
    InThePast,
}

/// Sets `rule` to `value` from `in_force_from` on. Setting it again for the same date replaces the announcement.
///
/// # Errors
/// [`ChangeRuleRefusal`], or a fault.
pub async fn change_rule(
    market: &Market,
    operator: &Operator,
    rule: RuleName,
    value: i64,
    in_force_from: Timestamp,
) -> Result<(), Problem<ChangeRuleRefusal>> {
    let (from, to) = rule.range();
    if !(from..=to).contains(&value) {
        return Err(Problem::Refused(ChangeRuleRefusal::OutOfRange { from, to }));
    }
    if in_force_from < market.now() {
        return Err(Problem::Refused(ChangeRuleRefusal::InThePast));
    }
    let tx = market.begin("change_rule").await?;
    let row = store::ActiveModel {
        name: Set(rule.code().to_owned()),
        in_force_from: Set(in_force_from.millis()),
        value: Set(value),
        set_by: Set(Some(operator.person().uuid())),
        set_at: Set(market.now().millis()),
    };
    store::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([store::Column::Name, store::Column::InForceFrom])
                .update_columns([store::Column::Value, store::Column::SetBy, store::Column::SetAt])
                .to_owned(),
        )
        .exec_without_returning(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
