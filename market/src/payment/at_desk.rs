//! Money that went back at the provider's own desk, as its statement tells. What is of another object than the one that paid waits for
//! nobody any more, and no order gave it: the log says by which line. What is a refund of ours has arrived.

use super::steps;
use super::store::{event, refund};
use super::suspense::take_back_the_word;
use super::told::EventOutcome;
use super::types::{PaymentId, RefundId, RefundState};
use super::unasked::Unasked;
use crate::audit::{self, steps::Deed};
use crate::kernel::{Fault, Money, Timestamp, Tx};
use crate::ledger::{self, Journal};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What was held in suspense leaves the books: the journal that says so; none where it had left before, by whatever way.
pub(crate) async fn strike_held(
    tx: &Tx,
    (id, held): (PaymentId, Money),
    is_foreign: bool,
    line: &str,
    now: Timestamp,
) -> Result<Option<Journal>, Fault> {
    let unasked = if is_foreign { Unasked::Currency } else { Unasked::Amount };
    steps::hold(tx, id).await?;
    let journal = unasked.struck(id.uuid(), held.minor());
    if !ledger::steps::post(tx, &journal, held.currency(), now).await? {
        return Ok(None);
    }
    take_back_the_word(tx, id, held).await?;
    let detail = format!("what was held went back at the provider's own desk ({line})");
    audit::steps::record(tx, &Deed { actor: None, action: "strike_at_desk", subject: id.uuid(), detail: &detail }, now).await?;
    Ok(Some(journal))
}

/// What was told and cannot be booked is off its list, as if an operator had looked into it.
pub(crate) async fn note_unbooked(
    tx: &Tx,
    (provider, event_id, id): (&str, &str, PaymentId),
    line: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let noted = event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(EventOutcome::Noted.code()))
        .filter(event::Column::Provider.eq(provider))
        .filter(event::Column::EventId.eq(event_id))
        .filter(event::Column::Outcome.eq(EventOutcome::Unbooked.code()))
        .exec(&**tx)
        .await?;
    if noted.rows_affected == 1 {
        let detail = format!("it went back at the provider's own desk, {line} of the statement ({event_id})");
        let deed = Deed { actor: None, action: "note_unbooked_amount", subject: id.uuid(), detail: &detail };
        audit::steps::record(tx, &deed, now).await?;
    }
    Ok(())
}

/// A refund of ours that is owed was made there: its buyer has the money. The journal that says so; none where it is not owed any more.
pub(crate) async fn arrived(tx: &Tx, id: RefundId, now: Timestamp) -> Result<Option<Journal>, Fault> {
    let done = refund::Entity::update_many()
        .col_expr(refund::Column::State, Expr::value(RefundState::Done.code()))
        .col_expr(refund::Column::DoneAt, Expr::value(now.millis()))
        .filter(refund::Column::Id.eq(id.uuid()))
        .filter(refund::Column::State.is_in([RefundState::Waiting.code(), RefundState::Refused.code()]))
        .exec(&**tx)
        .await?;
    if done.rows_affected != 1 {
        return Ok(None);
    }
    let row = refund::Entity::find_by_id(id.uuid()).one(&**tx).await?;
    let row = row.ok_or_else(|| Fault::broken("a refund that was just done is gone"))?;
    let amount = row.amount(tx.currency())?;
    let journal = ledger::rules::refund_paid(row.id, row.payment_id, amount.minor());
    if !ledger::steps::post(tx, &journal, amount.currency(), now).await? {
        return Err(Fault::broken(format!("refund {id} has arrived before")));
    }
    Ok(Some(journal))
}
