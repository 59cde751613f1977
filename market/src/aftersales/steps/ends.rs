//! The end of the time of whoever has to act in a case, where it was written by a clock which ran ahead.

use super::state_of;
use crate::aftersales::rules::time_for;
use crate::aftersales::store::case;
use crate::aftersales::types::CaseId;
use crate::kernel::{Fault, Timestamp, Tx};
use crate::policy::Policy;
use crate::timer::rules::latest;
use crate::timer::{self, TimerKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Lets that time end once all of it is over, as the `longest` policy has it, where a wrong clock has written a later date. Whoever
/// has to act, or may, is told by their own reminder, which is due now and comes once more before the end. False where the case was
/// moved or put right before; the caller rolls back then.
pub(crate) async fn put_case_right(tx: &Tx, id: CaseId, longest: &Policy, now: Timestamp) -> Result<bool, Fault> {
    let Some(row) = case::Entity::find_by_id(id.uuid()).one(&**tx).await? else { return Ok(false) };
    let Some(span) = time_for(state_of(&row)?, longest) else { return Ok(false) };
    let ends = (now.after(span), latest(span, now));
    let moved = case::Entity::update_many()
        .col_expr(case::Column::DueAt, Expr::value(ends.0.millis()))
        .filter(case::Column::Id.eq(row.id))
        .filter(case::Column::State.eq(row.state.as_str()))
        .filter(case::Column::DueAt.gt(ends.1.millis()))
        .exec(&**tx)
        .await?;
    if moved.rows_affected != 1 || !timer::steps::pull_back(tx, TimerKind::Case, row.id, ends).await? {
        return Ok(false);
    }
    timer::steps::restart(tx, TimerKind::RemindCase, row.id, now, now).await?;
    Ok(true)
}
