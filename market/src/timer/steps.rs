//! Sets, fires and cancels clocks within another slice's transaction.

use super::store;
use super::types::TimerKind;
use crate::kernel::{Timestamp, Tx};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter};
use uuid::Uuid;

/// Starts a clock. The database refuses a second one of the same kind and subject.
pub(crate) async fn set(tx: &Tx, kind: TimerKind, subject: Uuid, due: Timestamp, now: Timestamp) -> Result<(), DbErr> {
    let row = store::ActiveModel {
        id: Set(crate::kernel::id::mint(now)),
        kind: Set(kind.code().to_owned()),
        subject: Set(subject),
        due_at: Set(due.millis()),
        state: Set("waiting".to_owned()),
        ended_at: Set(None),
    };
    store::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Starts a clock, or the same clock again, with another time.
pub(crate) async fn restart(tx: &Tx, kind: TimerKind, subject: Uuid, due: Timestamp, now: Timestamp) -> Result<(), DbErr> {
    let again = store::Entity::update_many()
        .col_expr(store::Column::State, Expr::value("waiting"))
        .col_expr(store::Column::DueAt, Expr::value(due.millis()))
        .col_expr(store::Column::EndedAt, Expr::value(None::<i64>))
        .filter(store::Column::Kind.eq(kind.code()))
        .filter(store::Column::Subject.eq(subject))
        .exec(&**tx)
        .await?;
    if again.rows_affected == 0 { set(tx, kind, subject, due, now).await } else { Ok(()) }
}

/// Lets the waiting clocks of some subjects fire at `due` at the soonest. `subjects` selects their ids.
pub(crate) async fn put_off(tx: &Tx, kind: TimerKind, subjects: SelectStatement, due: Timestamp) -> Result<(), DbErr> {
    store::Entity::update_many()
        .col_expr(store::Column::DueAt, Expr::value(due.millis()))
        .filter(store::Column::Kind.eq(kind.code()))
        .filter(store::Column::Subject.in_subquery(subjects))
        .filter(store::Column::State.eq("waiting"))
        .filter(store::Column::DueAt.lt(due.millis()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Starts the clocks of some subjects again, all of them with one time. Does nothing for those that never had one.
pub(crate) async fn restart_all(tx: &Tx, kind: TimerKind, subjects: SelectStatement, due: Timestamp) -> Result<(), DbErr> {
    store::Entity::update_many()
        .col_expr(store::Column::State, Expr::value("waiting"))
        .col_expr(store::Column::DueAt, Expr::value(due.millis()))
        .col_expr(store::Column::EndedAt, Expr::value(None::<i64>))
        .filter(store::Column::Kind.eq(kind.code()))
        .filter(store::Column::Subject.in_subquery(subjects))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Lets a waiting clock fire at `due` that was to fire after `latest`. False where none was.
pub(crate) async fn pull_back(
    tx: &Tx,
    kind: TimerKind,
    subject: Uuid,
    (due, latest): (Timestamp, Timestamp),
) -> Result<bool, DbErr> {
    let pulled = store::Entity::update_many()
        .col_expr(store::Column::DueAt, Expr::value(due.millis()))
        .filter(store::Column::Kind.eq(kind.code()))
        .filter(store::Column::Subject.eq(subject))
        .filter(store::Column::State.eq("waiting"))
        .filter(store::Column::DueAt.gt(latest.millis()))
        .exec(&**tx)
        .await?;
    Ok(pulled.rows_affected == 1)
}

/// When a clock was to fire that is due; none where it is not, was fired before, or was cancelled.
pub(crate) async fn overdue(tx: &Tx, kind: TimerKind, subject: Uuid, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    let row = store::Entity::find()
        .filter(store::Column::Kind.eq(kind.code()))
        .filter(store::Column::Subject.eq(subject))
        .filter(store::Column::State.eq("waiting"))
        .filter(store::Column::DueAt.lte(now.millis()))
        .one(&**tx)
        .await?;
    Ok(row.map(|row| Timestamp::from_millis(row.due_at)))
}

/// Lets a clock that was stopped at `since` go on at `from`, earlier or later, with what was left of it then, or overdue by as much. Does
/// nothing where it was not stopped then: it had fired before, or lost its reason.
pub(crate) async fn resume(tx: &Tx, kind: TimerKind, subject: Uuid, since: Timestamp, from: Timestamp) -> Result<(), DbErr> {
    let moved = from.millis().saturating_sub(since.millis());
    store::Entity::update_many()
        .col_expr(store::Column::State, Expr::value("waiting"))
        .col_expr(store::Column::DueAt, Expr::col(store::Column::DueAt).add(moved))
        .col_expr(store::Column::EndedAt, Expr::value(None::<i64>))
        .filter(store::Column::Kind.eq(kind.code()))
        .filter(store::Column::Subject.eq(subject))
        .filter(store::Column::State.eq("cancelled"))
        .filter(store::Column::EndedAt.eq(since.millis()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Marks a clock as fired; false where it is not due, was fired before, or was cancelled.
pub(crate) async fn fire(tx: &Tx, kind: TimerKind, subject: Uuid, now: Timestamp) -> Result<bool, DbErr> {
    end(tx, kind, subject, "fired", now, Some(now)).await
}

/// Stops a clock that lost its reason; false where there is none waiting.
pub(crate) async fn cancel(tx: &Tx, kind: TimerKind, subject: Uuid, now: Timestamp) -> Result<bool, DbErr> {
    end(tx, kind, subject, "cancelled", now, None).await
}

async fn end(
    tx: &Tx,
    kind: TimerKind,
    subject: Uuid,
    state: &'static str,
    now: Timestamp,
    due_by: Option<Timestamp>,
) -> Result<bool, DbErr> {
    let mut update = store::Entity::update_many()
        .col_expr(store::Column::State, Expr::value(state))
        .col_expr(store::Column::EndedAt, Expr::value(now.millis()))
        .filter(store::Column::Kind.eq(kind.code()))
        .filter(store::Column::Subject.eq(subject))
        .filter(store::Column::State.eq("waiting"));
    if let Some(due_by) = due_by {
        update = update.filter(store::Column::DueAt.lte(due_by.millis()));
    }
    Ok(update.exec(&**tx).await?.rows_affected == 1)
}
