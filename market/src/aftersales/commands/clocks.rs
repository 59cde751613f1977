//! The clocks of a case.

use crate::aftersales::rules::when_over;
use crate::aftersales::steps::{Deed, claim, follow, remind, run_clock, state_of};
use crate::aftersales::store::case;
use crate::aftersales::types::{Actor, CaseId, Party};
use crate::kernel::{Fault, Market, Problem, Span, Timestamp, Tx};
use crate::policy;
use crate::timer::{self, TimerKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Operators who are late are reminded again after so long.
const AGAIN: Span = Span::days(1);

async fn find(tx: &Tx, id: CaseId) -> Result<case::Model, Fault> {
    case::Entity::find_by_id(id.uuid()).one(&**tx).await?.ok_or_else(|| Fault::broken("a clock without its case"))
}

/// Whoever had to act did not: the case goes on without them. Does nothing where the clock is not due or was stopped.
///
/// # Errors
/// A fault.
pub async fn case_clock(market: &Market, id: CaseId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("case_clock").await?;
    let row = find(&tx, id).await?;
    let is_due = row.due_at.is_some_and(|due| due <= now.millis());
    let Some(event) = when_over(state_of(&row)?).filter(|_| is_due) else {
        return if is_due { operators_are_late(tx, &row, now).await } else { Ok(()) };
    };
    let actor = Actor { party: Party::Timer, person: None };
    let deed = Deed { row: &row, event, actor, words: "", amount: None };
    // The case first, then its clock: the same order in which people take them, so that the two cannot deadlock.
    let next = match claim(&tx, &deed).await {
        Ok(Some(next)) => next,
        Ok(None) | Err(Problem::Refused(_) | Problem::NotFound | Problem::AttemptReused) => return Ok(()),
        Err(Problem::Fault(fault)) => return Err(fault),
    };
    if !timer::steps::fire(&tx, TimerKind::Case, row.id, now).await? {
        return Ok(());
    }
    follow(&tx, &deed, next, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn operators_are_late(tx: Tx, row: &case::Model, now: Timestamp) -> Result<(), Fault> {
    if !timer::steps::fire(&tx, TimerKind::Case, row.id, now).await? {
        return Ok(());
    }
    let due = now.after(AGAIN);
    case::Entity::update_many()
        .col_expr(case::Column::DueAt, Expr::value(due.millis()))
        .filter(case::Column::Id.eq(row.id))
        .filter(case::Column::State.eq(row.state.as_str()))
        .exec(&*tx)
        .await?;
    let policy = policy::steps::in_force(&*tx, now).await?;
    run_clock(&tx, row.id, (state_of(row)?, Some(due)), &policy, now).await?;
    remind(&tx, row, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Reminds whoever has to act. Does nothing where the clock is not due or was stopped.
///
/// # Errors
/// A fault.
pub async fn remind_case(market: &Market, id: CaseId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("remind_case").await?;
    let row = find(&tx, id).await?;
    if !timer::steps::fire(&tx, TimerKind::RemindCase, row.id, now).await? {
        return Ok(());
    }
    remind(&tx, &row, now).await?;
    tx.commit().await?;
    Ok(())
}
