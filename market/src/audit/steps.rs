//! Records a deed within another slice's transaction.

use super::store;
use crate::account::PersonId;
use crate::kernel::{Timestamp, Tx};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};
use uuid::Uuid;

/// What was done: by whom (nobody: the command line), to what, with which words of theirs. Never sealed values.
pub(crate) struct Deed<'a> {
    pub(crate) actor: Option<PersonId>,
    pub(crate) action: &'static str,
    pub(crate) subject: Uuid,
    pub(crate) detail: &'a str,
}

/// Writes the deed down.
pub(crate) async fn record(tx: &Tx, deed: &Deed<'_>, now: Timestamp) -> Result<(), DbErr> {
    let row = store::ActiveModel {
        id: Set(crate::kernel::id::mint(now)),
        actor_id: Set(deed.actor.map(PersonId::uuid)),
        action: Set(deed.action.to_owned()),
        subject: Set(Some(deed.subject)),
        detail: Set(deed.detail.to_owned()),
        happened_at: Set(now.millis()),
    };
    store::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
