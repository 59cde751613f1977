//! Which clocks are due.

use super::store;
use super::types::{DueTimer, TimerKind};
use crate::kernel::{Fault, Market, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

/// Up to `most` clocks whose time has come, the longest overdue first.
///
/// # Errors
/// A fault of the database.
pub async fn due(market: &Market, most: u64) -> Result<Vec<DueTimer>, Fault> {
    due_after(market, None, most).await
}

/// The same behind one of them. A row of a kind that this version does not know is none: another version will fire it.
///
/// # Errors
/// A fault of the database.
pub async fn due_after(market: &Market, after: Option<DueTimer>, most: u64) -> Result<Vec<DueTimer>, Fault> {
    use store::Column::{DueAt, Id, Kind, State};
    let mut due = store::Entity::find()
        .filter(State.eq("waiting"))
        .filter(DueAt.lte(market.now().millis()))
        .filter(Kind.is_in(TimerKind::ALL.map(TimerKind::code)));
    if let Some(DueTimer { id, due: at, .. }) = after {
        let at = at.millis();
        due = due.filter(DueAt.gt(at).or(DueAt.eq(at).and(Id.gt(id))));
    }
    let rows = due.order_by_asc(DueAt).order_by_asc(Id).limit(most).all(market.db()).await?;
    let known = rows.into_iter().filter_map(|row| {
        let kind = TimerKind::from_code(&row.kind)?;
        Some(DueTimer { id: row.id, kind, subject: row.subject, due: Timestamp::from_millis(row.due_at) })
    });
    Ok(known.collect())
}
