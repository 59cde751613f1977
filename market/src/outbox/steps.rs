//! Enqueues jobs within another slice's transaction, and ends one together with what it did.

use super::store;
use super::types::{Job, JobId};
use crate::kernel::{Fault, Span, Timestamp, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Until what was kept outside of the database is looked after. A form that is sent again is a new upload.
const KEPT_UNSHOWN: Span = Span::days(1);

/// Writes the job; it is done after the commit, or never where the transaction does not commit.
pub(crate) async fn enqueue(tx: &Tx, job: &Job, now: Timestamp) -> Result<JobId, Fault> {
    enqueue_for(tx, job, now, now).await
}

/// The same, and it is not done before it is due.
pub(crate) async fn enqueue_for(tx: &Tx, job: &Job, due: Timestamp, now: Timestamp) -> Result<JobId, Fault> {
    let id = JobId::mint(now);
    let row = store::ActiveModel {
        id: Set(id.uuid()),
        kind: Set(job.kind().to_owned()),
        payload: Set(serde_json::to_string(job).map_err(Fault::broken)?),
        state: Set("waiting".to_owned()),
        attempts: Set(0),
        due_at: Set(due.millis()),
        made_at: Set(now.millis()),
        done_at: Set(None),
        last_error: Set(None),
    };
    store::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(id)
}

/// Sees to it that something which is about to be kept outside of the database is looked after: in a day, by a job that is written down
/// before. What belongs to nobody by then is forgotten, whatever came between: a refusal, a fault, the end of the process, or nothing.
pub(crate) async fn look_after(tx: &Tx, job: &Job, now: Timestamp) -> Result<JobId, Fault> {
    enqueue_for(tx, job, now.after(KEPT_UNSHOWN), now).await
}

/// Ends a job whose work is in this very transaction; false where it has ended before.
pub(crate) async fn finish(tx: &Tx, job: JobId, now: Timestamp) -> Result<bool, Fault> {
    let ended = store::Entity::update_many()
        .col_expr(store::Column::State, Expr::value("done"))
        .col_expr(store::Column::Payload, Expr::value("{}"))
        .col_expr(store::Column::DoneAt, Expr::value(now.millis()))
        .filter(store::Column::Id.eq(job.uuid()))
        .filter(store::Column::State.eq("waiting"))
        .exec(&**tx)
        .await?;
    Ok(ended.rows_affected == 1)
}
