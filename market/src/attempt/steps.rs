//! Marks an attempt within a command's transaction.

use super::{Content, store};
use crate::account::PersonId;
use crate::kernel::{Fault, Problem, Timestamp, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Whether the attempt that this transaction is for was made before by this person with the same content: the answer is then the same,
/// and nothing is to be done. A twin that arrives at the same instant waits here for the first; a command that is refused leaves no
/// mark. What is done for no attempt is never repeated.
///
/// # Errors
/// [`Problem::AttemptReused`] where the same id came with something else; faults.
pub(crate) async fn is_repeated<R>(tx: &Tx, actor: PersonId, content: Content, now: Timestamp) -> Result<bool, Problem<R>> {
    let Some(attempt) = tx.attempt() else { return Ok(false) };
    let digest = content.digest();
    let row = store::ActiveModel {
        actor_id: Set(actor.uuid()),
        id: Set(attempt.uuid()),
        command: Set(tx.name().to_owned()),
        digest: Set(digest.clone()),
        made_at: Set(now.millis()),
    };
    let written = store::Entity::insert(row)
        .on_conflict(OnConflict::columns([store::Column::ActorId, store::Column::Id]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    if written == 1 {
        return Ok(false);
    }
    let before = store::Entity::find_by_id((actor.uuid(), attempt.uuid())).one(&**tx).await?;
    let before = before.ok_or_else(|| Fault::broken("an attempt that is there cannot be read"))?;
    if before.command == tx.name() && before.digest == digest { Ok(true) } else { Err(Problem::AttemptReused) }
}
