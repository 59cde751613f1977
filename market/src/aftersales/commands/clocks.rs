//! The clocks of a case.

use super::hold;
use crate::aftersales::rules::when_over;
use crate::aftersales::steps::{Deed, claim, follow, remind, state_of};
use crate::aftersales::store::{case, lacks_address};
use crate::aftersales::types::{Actor, CaseId, Party};
use crate::kernel::{Fault, Market, Problem, Span, Timestamp, Tx};
use crate::policy;
use crate::timer::rules::end_once_reminded;
use crate::timer::{self, TimerKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Operators who are late are reminded again after so long.
const AGAIN: Span = Span::days(1);

/// Whoever had to act did not: the case goes on without them. Where they were not reminded, since nobody was there to do it, they are
/// now, and have time once more. Does nothing where the clock is not due or was stopped.
///
/// # Errors
/// A fault.
pub async fn case_clock(market: &Market, id: CaseId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("case_clock").await?;
    let row = hold(&tx, id).await?;
    let Some(due) = row.due_at.map(Timestamp::from_millis).filter(|due| *due <= now) else { return Ok(()) };
    let state = state_of(&row)?;
    let Some(event) = when_over(state, lacks_address(&*tx, row.id).await?) else {
        return operators_are_late(tx, &row, due, now).await;
    };
    if remind_if_due(&tx, &row, now).await? {
        tx.commit().await?;
        return Ok(());
    }
    let actor = Actor { party: Party::Timer, person: None };
    let deed = Deed { row: &row, event, actor, words: "", amount: None };
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

async fn operators_are_late(tx: Tx, row: &case::Model, was_due: Timestamp, now: Timestamp) -> Result<(), Fault> {
    if !timer::steps::fire(&tx, TimerKind::Case, row.id, now).await? {
        return Ok(());
    }
    let due = now.after(AGAIN);
    ends_at(&tx, row, due).await?;
    // That end is the next reminder; there is none before it.
    timer::steps::restart(&tx, TimerKind::Case, row.id, due, now).await?;
    timer::steps::cancel(&tx, TimerKind::RemindCase, row.id, now).await?;
    remind(&tx, row, was_due, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes down until when whoever has to act in a case has time.
async fn ends_at(tx: &Tx, row: &case::Model, due: Timestamp) -> Result<(), Fault> {
    case::Entity::update_many()
        .col_expr(case::Column::DueAt, Expr::value(due.millis()))
        .filter(case::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Reminds whoever has to act, or may. Does nothing where the clock is not due or was stopped.
///
/// # Errors
/// A fault.
pub async fn remind_case(market: &Market, id: CaseId) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("remind_case").await?;
    let row = hold(&tx, id).await?;
    if remind_if_due(&tx, &row, now).await? {
        tx.commit().await?;
    }
    Ok(())
}

/// Sends the reminder of a case that is due, and puts the end of the time off where it comes late. False where none is due. An
/// operator's lateness decides nothing, so that there is nothing to put off. One that came at the beginning of a time, as a word of it,
/// comes once more as usual. So does one that was set before an operator lowered `reminder_hours`, at the time that they say now: it
/// cannot be told from the other, and a letter more is better than one too few.
async fn remind_if_due(tx: &Tx, row: &case::Model, now: Timestamp) -> Result<bool, Fault> {
    let (Some(at), Some(due)) =
        (timer::steps::overdue(tx, TimerKind::RemindCase, row.id, now).await?, row.due_at.map(Timestamp::from_millis))
    else {
        return Ok(false);
    };
    timer::steps::fire(tx, TimerKind::RemindCase, row.id, now).await?;
    let is_ours = when_over(state_of(row)?, false).is_none();
    if is_ours && due <= now {
        // The end itself is the next reminder, and due as well.
        return Ok(true);
    }
    let end = if is_ours { due } else { end_once_reminded(due, at, now) };
    if end != due {
        ends_at(tx, row, end).await?;
        timer::steps::restart(tx, TimerKind::Case, row.id, end, now).await?;
    }
    remind(tx, row, end, now).await?;
    let usual = end.before(policy::steps::in_force(&**tx, now).await?.reminder);
    if now < usual {
        timer::steps::restart(tx, TimerKind::RemindCase, row.id, usual, now).await?;
    }
    Ok(true)
}
