//! An operator changes a number of the market, from a date on.

use super::rules::{ChangeRuleRefusal, check_time, check_value};
use super::store;
use super::types::RuleName;
use crate::account::{Operator, PersonId};
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::{Market, Problem, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, sea_query::OnConflict};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// By what the log knows that a rule was changed.
const CHANGE_RULE: &str = "change_rule";

/// Sets `rule` to `value` from `in_force_from` on. Setting it again for the same instant replaces the announcement; the same sending once
/// more is the same answer, also when its day has begun.
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
    announce(market, Some(operator.person()), (rule, value), in_force_from).await
}

/// The same from the command line: whoever runs it holds the database anyway. Never called from a page.
///
/// # Errors
/// [`ChangeRuleRefusal`], or a fault.
pub async fn change_rule_at_terminal(
    market: &Market,
    rule: RuleName,
    value: i64,
    in_force_from: Timestamp,
) -> Result<(), Problem<ChangeRuleRefusal>> {
    announce(market, None, (rule, value), in_force_from).await
}

async fn announce(
    market: &Market,
    actor: Option<PersonId>,
    (rule, value): (RuleName, i64),
    in_force_from: Timestamp,
) -> Result<(), Problem<ChangeRuleRefusal>> {
    check_value(rule, value).map_err(Problem::Refused)?;
    let now = market.now();
    let tx = market.begin(CHANGE_RULE).await?;
    let content = Content::of(subject(rule)).number(Some(value)).number(Some(in_force_from.millis()));
    if let Some(actor) = actor
        && attempt::steps::is_repeated(&tx, actor, content, now).await?
    {
        return Ok(());
    }
    let announced = store::announced_beside(&*tx, rule, in_force_from, now).await?;
    check_time(in_force_from, announced, now).map_err(Problem::Refused)?;
    let row = store::ActiveModel {
        name: Set(rule.code().to_owned()),
        in_force_from: Set(in_force_from.millis()),
        value: Set(value),
        set_by: Set(actor.map(PersonId::uuid)),
        set_at: Set(now.millis()),
    };
    store::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([store::Column::Name, store::Column::InForceFrom])
                .update_columns([store::Column::Value, store::Column::SetBy, store::Column::SetAt])
                .to_owned(),
        )
        .exec_without_returning(&*tx)
        .await?;
    let detail = detail(rule, value, in_force_from);
    audit::steps::record(&tx, &Deed { actor, action: CHANGE_RULE, subject: subject(rule), detail: &detail }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A rule has a name and no id; log and attempts know it by this one.
fn subject(rule: RuleName) -> Uuid {
    let digest = Sha256::new().chain_update("market_rule").chain_update([0]).chain_update(rule.code()).finalize();
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// What the log says of a change, in UTC.
fn detail(rule: RuleName, value: i64, in_force_from: Timestamp) -> String {
    let at = in_force_from.civil(0);
    let (year, month, day, hour, minute) = (at.year, at.month, at.day, at.hour, at.minute);
    format!("{} is {value} from {year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}Z on", rule.code())
}
