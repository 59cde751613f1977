//! Refunds that the provider refuses for good, at once or later (`failed`). They stay owed; an operator has them asked for again, or pays
//! them from the market's own bank account. What had reached the buyer and came back is only paid so: the same way once more leads
//! nowhere else, and the books know one arrival of a refund.

use super::commands::GAVE_OTHER;
use super::failed;
use super::store::refund;
use super::types::{RefundDue, RefundId, RefundState, StuckRefusal as Refusal};
use crate::account::{self, Operator, PersonId};
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Problem, Span, Timestamp, Tx, clean_line};
use crate::ledger::{self, JournalKind};
use crate::order::{self, OrderId};
use crate::outbox::{self, Job, Letter};
use crate::payment::{PaymentId, steps};
use crate::reconciliation;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// Characters of a provider's words that are kept.
const WORDS_MAX: usize = 300;

/// The provider refuses, and asking again does not help: operators and the buyer are told. Does nothing where the refund does not
/// wait any more, or was made for another one who asked, or refused, since it was read.
///
/// # Errors
/// A fault of the database.
pub async fn refuse_refund(market: &Market, due: &RefundDue, because: &str) -> Result<(), Fault> {
    let now = market.now();
    let tx = market.begin("refuse_refund").await?;
    let read_at = match due.refused_at {
        Some(at) => refund::Column::RefusedAt.eq(at.millis()),
        None => refund::Column::RefusedAt.is_null(),
    };
    // Holds the row: whoever says that it was made waits until this ends.
    let unchanged = refund::Entity::update_many()
        .col_expr(refund::Column::State, Expr::col(refund::Column::State))
        .filter(refund::Column::Id.eq(due.refund.uuid()))
        .filter(read_at)
        .exec(&*tx)
        .await?;
    if unchanged.rows_affected == 1 && refuse(&tx, due.refund, RefundState::Waiting, because, now).await?.is_some() {
        tx.commit().await?;
    }
    Ok(())
}

/// Leaves a refund to the operators, who are told like the buyer; none where it does not stand where it is to be taken from.
pub(super) async fn refuse(
    tx: &Tx,
    id: RefundId,
    from: RefundState,
    because: &str,
    now: Timestamp,
) -> Result<Option<refund::Model>, Fault> {
    let because: String = because.chars().take(WORDS_MAX).collect();
    let refused = refund::Entity::update_many()
        .col_expr(refund::Column::State, Expr::value(RefundState::Refused.code()))
        .col_expr(refund::Column::RefusedBecause, Expr::value(because.as_str()))
        .col_expr(refund::Column::RefusedAt, Expr::value(now.millis()))
        .col_expr(refund::Column::DoneAt, Expr::value(None::<i64>))
        .filter(refund::Column::Id.eq(id.uuid()))
        .filter(refund::Column::State.eq(from.code()))
        .exec(&**tx)
        .await?;
    if refused.rows_affected != 1 {
        return Ok(None);
    }
    let Some(row) = refund::Entity::find_by_id(id.uuid()).one(&**tx).await? else { return Ok(None) };
    let (amount, number) = (row.amount(tx.currency())?, number(tx, &row).await?);
    for person in account::steps::operators(tx).await? {
        let letter = Letter::RefundRefused { amount, number: number.clone(), because: because.clone() };
        outbox::steps::enqueue(tx, &Job::Notify { person, letter }, now).await?;
    }
    tell_buyer(tx, &row, Letter::RefundDelayed { amount, number }, now).await?;
    audit::steps::record(tx, &Deed { actor: None, action: "refuse_refund", subject: row.id, detail: &because }, now).await?;
    Ok(Some(row))
}

/// The provider says that it has made a refund, as far as whoever asked it knew of it. Where another one who asked was refused
/// meanwhile, it is no operator's any more and waits to arrive; where another one comes to say so only now, that is out of date. Where
/// one has paid it by hand by then, the log says so. What has failed since, or was made of another amount, stays theirs.
///
/// # Errors
/// A fault of the database.
pub async fn await_refund(market: &Market, due: &RefundDue) -> Result<(), Fault> {
    let (id, now) = (due.refund, market.now());
    let tx = market.begin("await_refund").await?;
    // First, as it waits for whoever is about to refuse it: what they have made of it is found below.
    if outdate_refusals(&tx, due, now).await? {
        tx.commit().await?;
        return Ok(());
    }
    let waits = refund::Entity::update_many()
        .col_expr(refund::Column::State, Expr::value(RefundState::Waiting.code()))
        .filter(refund::Column::Id.eq(id.uuid()))
        .filter(refund::Column::State.eq(RefundState::Refused.code()))
        .filter(refund::Column::RefusedBecause.ne(GAVE_OTHER))
        .exec(&*tx)
        .await?;
    if waits.rows_affected != 1 {
        let row = refund::Entity::find_by_id(id.uuid()).one(&*tx).await?;
        if row.is_some_and(|row| row.state == RefundState::ByHand.code()) {
            tracing::error!(refund.id = %id, "refund {id} was paid by hand, and the provider has made it too");
        }
        return Ok(());
    }
    if failed::known(&*tx, due.payment.uuid(), id.uuid()).await?.iter().any(|object| !due.failed.contains(object)) {
        return Ok(());
    }
    let detail = "the provider made it for one who asked, after it had refused it to another";
    audit::steps::record(&tx, &Deed { actor: None, action: "await_refund", subject: id.uuid(), detail }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever read a refund that waits before now, and was refused, refuses it no more; whether it waits.
async fn outdate_refusals(tx: &Tx, due: &RefundDue, now: Timestamp) -> Result<bool, Fault> {
    // Clocks of two who ask differ, and one may stand.
    let at = due.refused_at.map_or(now, |read_at| now.max(read_at.after(Span::millis_of(1))));
    let outdated = refund::Entity::update_many()
        .col_expr(refund::Column::RefusedAt, Expr::value(at.millis()))
        .filter(refund::Column::Id.eq(due.refund.uuid()))
        .filter(refund::Column::State.eq(RefundState::Waiting.code()))
        .exec(&**tx)
        .await?;
    Ok(outdated.rows_affected == 1)
}

/// An operator has the provider asked once more. Once more is the same answer.
///
/// # Errors
/// [`Refusal`]; not found for an unknown refund.
pub async fn retry_refund(market: &Market, operator: &Operator, id: RefundId, reason: &str) -> Result<(), Problem<Refusal>> {
    let reason = words(reason)?;
    let now = market.now();
    let tx = market.begin("retry_refund").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    let row = take(&tx, id, RefundState::Waiting, now).await?;
    if ledger::steps::is_posted(&tx, JournalKind::RefundFailed, row.id).await? {
        return Err(Problem::Refused(Refusal::CameBack));
    }
    refuse_what_the_desk_gave(&tx, row.id).await?;
    // After this point, asking again must succeed.
    outbox::steps::enqueue(&tx, &Job::Refund { refund: row.id }, now).await?;
    let deed = Deed { actor: Some(operator.person()), action: "retry_refund", subject: row.id, detail: &reason };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// An operator has paid the buyer by a transfer from the market's own bank account: nothing is owed any more. Once more is the same
/// answer.
///
/// # Errors
/// [`Refusal`]; not found for an unknown refund.
pub async fn settle_refund_by_hand(
    market: &Market,
    operator: &Operator,
    id: RefundId,
    reason: &str,
) -> Result<(), Problem<Refusal>> {
    let reason = words(reason)?;
    let now = market.now();
    let tx = market.begin("settle_refund_by_hand").await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    let row = take(&tx, id, RefundState::ByHand, now).await?;
    refuse_what_the_desk_gave(&tx, row.id).await?;
    // After this point, settling must succeed.
    let amount = row.amount(tx.currency())?;
    let journal = ledger::rules::refund_by_hand(row.id, row.payment_id, amount.minor());
    if !ledger::steps::post(&tx, &journal, amount.currency(), now).await? {
        return Err(Problem::Fault(Fault::broken(format!("refund {id} was paid by hand before"))));
    }
    let number = number(&tx, &row).await?;
    tell_buyer(&tx, &row, Letter::RefundByHand { amount, number }, now).await?;
    let deed = Deed { actor: Some(operator.person()), action: "settle_refund_by_hand", subject: row.id, detail: &reason };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever gives money back once more first says what the line of the provider's own desk was.
async fn refuse_what_the_desk_gave(tx: &Tx, refund: Uuid) -> Result<(), Problem<Refusal>> {
    let is_given = reconciliation::steps::is_given_at_desk(tx, refund).await?;
    if is_given { Err(Problem::Refused(Refusal::GivenAtDesk)) } else { Ok(()) }
}

/// Moves a refused refund on, if nobody else moved it first.
async fn take(tx: &Tx, id: RefundId, to: RefundState, now: Timestamp) -> Result<refund::Model, Problem<Refusal>> {
    let moved = refund::Entity::update_many()
        .col_expr(refund::Column::State, Expr::value(to.code()))
        .col_expr(refund::Column::DoneAt, Expr::value(to.is_over().then(|| now.millis())))
        .filter(refund::Column::Id.eq(id.uuid()))
        .filter(refund::Column::State.eq(RefundState::Refused.code()))
        .exec(&**tx)
        .await?;
    let row = refund::Entity::find_by_id(id.uuid()).one(&**tx).await?.ok_or(Problem::NotFound)?;
    if moved.rows_affected == 1 { Ok(row) } else { Err(Problem::Refused(Refusal::ChangedMeanwhile)) }
}

fn words(reason: &str) -> Result<String, Problem<Refusal>> {
    clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Reason(error)))
}

/// The number of the order that the money goes back of.
async fn number(tx: &Tx, row: &refund::Model) -> Result<Option<String>, Fault> {
    let Some(order) = row.order_id else { return Ok(None) };
    Ok(Some(order::steps::find(tx, OrderId::from_uuid(order)).await?.number))
}

async fn tell_buyer(tx: &Tx, row: &refund::Model, letter: Letter, now: Timestamp) -> Result<(), Fault> {
    let payment = steps::find(&**tx, PaymentId::from_uuid(row.payment_id)).await?;
    let person: PersonId = payment.ok_or_else(|| Fault::broken("a refund without its payment"))?.buyer;
    outbox::steps::enqueue(tx, &Job::Notify { person, letter }, now).await?;
    Ok(())
}
