//! Enqueues jobs within another slice's transaction.

use super::store;
use super::types::{Job, JobId};
use crate::kernel::{Fault, Timestamp, Tx};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Writes the job; it is done after the commit, or never where the transaction does not commit.
pub(crate) async fn enqueue(tx: &Tx, job: &Job, now: Timestamp) -> Result<JobId, Fault> {
    let id = JobId::mint(now);
    let row = store::ActiveModel {
        id: Set(id.uuid()),
        kind: Set(job.kind().to_owned()),
        payload: Set(serde_json::to_string(job).map_err(Fault::broken)?),
        state: Set("waiting".to_owned()),
        attempts: Set(0),
        due_at: Set(now.millis()),
        made_at: Set(now.millis()),
        done_at: Set(None),
        last_error: Set(None),
    };
    store::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(id)
}
