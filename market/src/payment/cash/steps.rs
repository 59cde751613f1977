//! What a courier transfers in parts.

use super::rules::parts_of_whole;
use crate::kernel::{Fault, Money, Timestamp, Tx};
use crate::ledger;
use crate::payment::commands::capture;
use crate::payment::steps::{self, PaymentRow};
use crate::payment::store::{event, suspense};
use crate::payment::{EventOutcome, PaymentState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A transfer that waits for a person: in suspense, or in no book, under its id.
struct Waiting {
    unbooked: Option<String>,
    amount: Money,
}

/// With this part the cash of a parcel is whole, which waits for it, whatever was recorded of it before and taken back: what is in
/// suspense of it leaves, what was in no book is a part of it, and its order is paid. None where they are no whole. The payment's row is
/// held by this transaction.
pub(in crate::payment) async fn complete(
    tx: &Tx,
    payment: &PaymentRow,
    last: Money,
    now: Timestamp,
) -> Result<Option<EventOutcome>, Fault> {
    let is_awaited = steps::find(&**tx, payment.id).await?.is_some_and(|row| row.state == PaymentState::Waiting);
    if !is_awaited {
        return Ok(None);
    }
    let waiting = waiting(tx, payment).await?;
    let amounts: Vec<Money> = waiting.iter().map(|transfer| transfer.amount).collect();
    let parts = parts_of_whole(payment.amount, last, &amounts).and_then(|parts| waiting.get(parts));
    let Some(parts) = parts else { return Ok(None) };
    for part in parts {
        match &part.unbooked {
            Some(id) => count(tx, payment, id).await?,
            None => leave_suspense(tx, payment, part.amount, now).await?,
        }
    }
    Ok(Some(capture(tx, payment, payment.amount, now).await?))
}

/// What came of this payment and waits: what is in suspense, and what is in no book, in the order of the ids. Those rows are written as they
/// are, so that nobody looks into one of them meanwhile. There are as many as somebody has typed.
async fn waiting(tx: &Tx, payment: &PaymentRow) -> Result<Vec<Waiting>, Fault> {
    let own = payment.amount.currency();
    let held = suspense::still_held(&**tx, payment.id.uuid()).await?;
    event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::col(event::Column::Outcome))
        .filter(event::Column::PaymentId.eq(payment.id.uuid()))
        .filter(event::Column::Outcome.eq(EventOutcome::Unbooked.code()))
        .exec(&**tx)
        .await?;
    let mut unbooked = event::Entity::find()
        .filter(event::Column::PaymentId.eq(payment.id.uuid()))
        .filter(event::Column::Outcome.eq(EventOutcome::Unbooked.code()))
        .filter(event::Column::AmountMinor.gt(0_i64))
        .all(&**tx)
        .await?;
    unbooked.sort_by(|one, other| one.event_id.cmp(&other.event_id));
    let in_suspense = held.map(|amount| Waiting { unbooked: None, amount });
    let in_no_book =
        unbooked.into_iter().map(|row| Waiting { unbooked: Some(row.event_id), amount: Money::new(row.amount_minor, own) });
    Ok(in_suspense.into_iter().chain(in_no_book).collect())
}

/// What was in no book is a part of what is captured.
async fn count(tx: &Tx, payment: &PaymentRow, id: &str) -> Result<(), Fault> {
    let counted = event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(EventOutcome::Part.code()))
        .filter(event::Column::Provider.eq(payment.provider.as_str()))
        .filter(event::Column::EventId.eq(id))
        .filter(event::Column::Outcome.eq(EventOutcome::Unbooked.code()))
        .exec(&**tx)
        .await?;
    if counted.rows_affected == 1 { Ok(()) } else { Err(Fault::broken(format!("transfer {id} is held and was changed"))) }
}

/// The rest of the cash joins what is in suspense of it, and the whole leaves from there: it is captured.
async fn leave_suspense(tx: &Tx, payment: &PaymentRow, held: Money, now: Timestamp) -> Result<(), Fault> {
    let (id, whole) = (payment.id.uuid(), payment.amount);
    let rest = whole.minus(held).map_err(Fault::broken)?;
    let (comes, leaves) = (ledger::rules::cash_part(id, rest.minor()), ledger::rules::wrong_amount_struck(id, whole.minor()));
    for journal in [comes, leaves] {
        if !ledger::steps::post(tx, &journal, whole.currency(), now).await? {
            return Err(Fault::broken(format!("the cash of payment {} was made whole before", payment.id)));
        }
    }
    Ok(())
}
