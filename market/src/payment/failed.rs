//! Refunds that a provider took on and that did not reach their buyers, or came back from there. What it says of one refund of its own
//! comes more than once and in any order: that it failed is the end of it, whatever was said before. Whoever asks again gets another
//! one of the provider's, so that word about the first must not be taken for word about the second.

use super::store::{event, refund};
use super::stuck;
use super::told::{EventOutcome, ProviderEvent, ProviderEventKind, object_of};
use super::types::{RefundId, RefundState};
use crate::kernel::{Fault, Timestamp, Tx};
use crate::ledger::{self, JournalKind};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The provider says for good that a refund failed. It waits for an operator like one that was refused at once; where the books say that
/// the buyer had it, the provider has it again and it is owed as before.
pub(super) async fn fail(tx: &Tx, told: &ProviderEvent, id: RefundId, now: Timestamp) -> Result<EventOutcome, Fault> {
    hold(tx, id).await?;
    let row = refund::Entity::find_by_id(id.uuid()).one(&**tx).await?;
    if row.is_none_or(|row| row.payment_id != told.payment.uuid()) {
        return Ok(EventOutcome::Repeated);
    }
    let others = other_words(tx, told, id).await?;
    let failed = ProviderEventKind::RefundFailed(id).code();
    if others.iter().any(|word| word.kind == failed && !word.outcome.is_empty()) {
        return Ok(EventOutcome::Repeated);
    }
    let had_arrived = others.iter().any(|word| word.outcome == EventOutcome::Refunded.code());
    let from = if had_arrived { RefundState::Done } else { RefundState::Waiting };
    let because = told.event_id.replace(':', " ");
    let Some(row) = stuck::refuse(tx, id, from, &because, now).await? else { return Ok(EventOutcome::Repeated) };
    if had_arrived {
        let amount = row.amount(tx.currency())?;
        let journal = ledger::rules::refund_failed(row.id, row.payment_id, amount.minor());
        if !ledger::steps::post(tx, &journal, amount.currency(), now).await? {
            return Err(Fault::broken(format!("refund {id} came back before")));
        }
    }
    tracing::error!(refund.id = %id, "refund {id} did not stay with its buyer, or never came there: {because}");
    Ok(EventOutcome::RefundFailed)
}

/// Whether word that a refund has reached its buyer is to be believed. Not where the provider has said of the same refund of its own that
/// it failed; and not of another one, where money that had arrived came back: the books know one arrival of a refund.
pub(super) async fn may_have_arrived(tx: &Tx, told: &ProviderEvent, id: RefundId) -> Result<bool, Fault> {
    hold(tx, id).await?;
    let failed = ProviderEventKind::RefundFailed(id).code();
    if other_words(tx, told, id).await?.iter().any(|word| word.kind == failed) {
        return Ok(false);
    }
    let came_back = ledger::steps::is_posted(tx, JournalKind::RefundFailed, id.uuid()).await?;
    if came_back {
        // Nothing is booked: the line of the provider's statement stays alone, and is shown with its age until a person has looked.
        tracing::error!(refund.id = %id, "refund {id} came back, and the provider says that it gave it once more");
    }
    Ok(!came_back)
}

/// Keeps others off a refund until this transaction ends: of two words about it the second finds what the first made of it.
async fn hold(tx: &Tx, id: RefundId) -> Result<(), Fault> {
    let same = Expr::col(refund::Column::State);
    let held = refund::Entity::update_many().col_expr(refund::Column::State, same).filter(refund::Column::Id.eq(id.uuid()));
    held.exec(&**tx).await?;
    Ok(())
}

/// What else was told of the provider's own refund that a word is about.
async fn other_words(tx: &Tx, told: &ProviderEvent, id: RefundId) -> Result<Vec<event::Model>, Fault> {
    let rows = event::Entity::find()
        .filter(event::Column::PaymentId.eq(told.payment.uuid()))
        .filter(event::Column::RefundId.eq(id.uuid()))
        .filter(event::Column::EventId.ne(told.event_id.as_str()))
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().filter(|row| object_of(&row.event_id) == told.object()).collect())
}

/// The provider's own refunds for one of ours of which it said that they failed, and that was worked on: whoever asks again knows of
/// them.
pub(super) async fn known(db: &impl ConnectionTrait, payment: Uuid, refund: Uuid) -> Result<Vec<String>, Fault> {
    let rows = event::Entity::find()
        .filter(event::Column::PaymentId.eq(payment))
        .filter(event::Column::RefundId.eq(refund))
        .filter(event::Column::Kind.eq(ProviderEventKind::RefundFailed(RefundId::from_uuid(refund)).code()))
        .filter(event::Column::Outcome.ne(""))
        .all(db)
        .await?;
    Ok(rows.iter().map(|row| object_of(&row.event_id).to_owned()).collect())
}
