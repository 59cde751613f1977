//! What a provider tells becomes what the market knows. Events come twice, late and out of order; each counts once.

use super::failed;
use super::inbox::{self, Taken};
use super::steps::{self, NewRefund, PaymentRow, RefundSource};
use super::store::{payment, refund};
use super::stuck;
use super::told::{EventOutcome, ProviderEvent, ProviderEventKind, StrangeAmount};
use super::types::{PaymentId, PaymentState, RefundId, RefundState};
use super::unasked::{hold, leave, leave_more};
use crate::audit::{self, steps::Deed};
use crate::kernel::{Fault, Market, Money, NoRefusal, Problem, Timestamp, Tx};
use crate::outbox::{self, Job, Letter};
use crate::{ledger, order};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Why a refund waits for an operator of which the provider gave back another amount.
pub(super) const GAVE_OTHER: &str = "it gave back another amount than was asked for";

/// Takes what a provider answered when it was asked, because its own word had not come, or waits to be worked on: whoever asked waits
/// for the answer. What this completes, gives back or holds without the provider's own word is written down with the reason.
///
/// # Errors
/// Not found for a payment that is not ours, or that another provider takes; faults.
pub async fn record_found(
    market: &Market,
    provider: &'static str,
    found: &ProviderEvent,
) -> Result<EventOutcome, Problem<NoRefusal>> {
    let now = market.now();
    let tx = market.begin("record_found").await?;
    let is_new = inbox::note(&tx, provider, found, now).await?;
    let Some(taken) = take(&tx, provider, &found.event_id, now).await? else { return Ok(EventOutcome::Repeated) };
    if let Some(why) = taken.outcome.healed().filter(|_| is_new) {
        let detail = format!("{why} ({})", found.event_id);
        let deed = Deed { actor: None, action: "heal_payment", subject: taken.told.payment.uuid(), detail: &detail };
        audit::steps::record(&tx, &deed, now).await?;
    }
    tx.commit().await?;
    Ok(taken.outcome)
}

/// Works on an event that was noted, and writes its outcome with what it did; none where it has one.
pub(super) async fn take(tx: &Tx, provider: &str, event_id: &str, now: Timestamp) -> Result<Option<Taken>, Fault> {
    let Some(told) = inbox::claim(tx, provider, event_id).await? else { return Ok(None) };
    let payment = steps::find(&**tx, told.payment).await?.ok_or_else(|| Fault::broken("an event without its payment"))?;
    let outcome = match told.kind {
        ProviderEventKind::Captured(amount) if amount != payment.amount => hold(tx, &payment, &told, amount, now).await?,
        ProviderEventKind::Captured(amount) => capture(tx, &payment, amount, now).await?,
        ProviderEventKind::CapturedStrange(amount) => leave(tx, &payment, &told, amount.minor(), &amount.code()).await?,
        ProviderEventKind::Declined => EventOutcome::Declined,
        ProviderEventKind::Refunded(refund) => refunded(tx, &payment, &told, refund, now).await?,
        ProviderEventKind::RefundedOther(refund, amount) => refunded_other(tx, &payment, &told, (refund, amount), now).await?,
        ProviderEventKind::RefundFailed(refund) => failed::fail(tx, &told, refund, now).await?,
    };
    let outcome = match told.kind {
        ProviderEventKind::Captured(amount) if outcome == EventOutcome::Repeated => {
            leave_more(tx, &payment, &told, amount).await?
        }
        _ => outcome,
    };
    inbox::end(tx, provider, event_id, outcome).await?;
    Ok(Some(Taken { told, outcome }))
}

/// Notes the provider's own id of a payment that waits, to ask for it later. The last one counts: it is where the buyer is.
///
/// # Errors
/// A fault of the database.
pub async fn note_reference(market: &Market, id: PaymentId, reference: Option<&str>) -> Result<(), Fault> {
    let Some(reference) = reference else { return Ok(()) };
    let tx = market.begin("note_reference").await?;
    payment::Entity::update_many()
        .col_expr(payment::Column::Reference, Expr::value(reference))
        .filter(payment::Column::Id.eq(id.uuid()))
        .filter(payment::Column::State.eq(PaymentState::Waiting.code()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The amount that was asked for is here: in time it pays the orders, later it goes back.
pub(super) async fn capture(tx: &Tx, payment: &PaymentRow, amount: Money, now: Timestamp) -> Result<EventOutcome, Fault> {
    if payment.is_cash && steps::settle_promise(tx, payment.id, PaymentState::Captured, now).await? {
        order::steps::collect(tx, payment.id, amount, now).await?;
        return Ok(EventOutcome::Paid);
    }
    if steps::settle(tx, payment.id, PaymentState::Captured, Some(now), now).await? {
        order::steps::pay(tx, payment.id, amount, now).await?;
        return Ok(EventOutcome::Paid);
    }
    // Not waiting any more, or its time is over although nobody closed it yet: an expired hold is never claimed.
    if steps::settle(tx, payment.id, PaymentState::Closed, None, now).await? {
        order::steps::close(tx, payment.id, order::Actor::Timer, now).await?;
    }
    // The update above waited for whoever settled the payment, so this reads what they decided.
    let settled = steps::find(&**tx, payment.id).await?.map(|row| row.state);
    if settled == Some(PaymentState::Captured) {
        return Ok(EventOutcome::Repeated);
    }
    go_back(tx, payment, amount, now).await
}

/// Money that pays nothing goes back the way it came, and its buyer is told. A payment is captured once: the same money told under
/// another event's id must not go back twice, and what is more than that waits for a person.
pub(super) async fn go_back(tx: &Tx, payment: &PaymentRow, amount: Money, now: Timestamp) -> Result<EventOutcome, Fault> {
    let journal = ledger::rules::late_capture(payment.id.uuid(), amount.minor());
    if !ledger::steps::post(tx, &journal, amount.currency(), now).await? {
        return Ok(EventOutcome::Repeated);
    }
    let refund = NewRefund {
        id: RefundId::mint(now),
        payment: payment.id,
        order: None,
        case: None,
        amount,
        fee_minor: 0,
        market_discount_minor: 0,
        source: RefundSource::Late,
        reason: "late",
    };
    steps::refund(tx, &refund, now).await?;
    let numbers = order::steps::of_payment(tx, payment.id).await?.into_iter().map(|row| row.number).collect();
    // Of another amount nobody can say that it came too late: its orders may wait for theirs still.
    let is_late = amount == payment.amount;
    let late = Letter::LatePaymentBack { payment: payment.id, numbers, amount };
    let letter = if is_late { late } else { Letter::WrongAmountBack { amount } };
    outbox::steps::enqueue(tx, &Job::Notify { person: payment.buyer, letter }, now).await?;
    Ok(EventOutcome::GoesBack)
}

/// The buyer has the money. What a provider refused before may arrive after all.
async fn refunded(
    tx: &Tx,
    payment: &PaymentRow,
    told: &ProviderEvent,
    id: RefundId,
    now: Timestamp,
) -> Result<EventOutcome, Fault> {
    if !failed::may_have_arrived(tx, told, id).await? {
        return Ok(EventOutcome::Repeated);
    }
    let done = refund::Entity::update_many()
        .col_expr(refund::Column::State, Expr::value(RefundState::Done.code()))
        .col_expr(refund::Column::DoneAt, Expr::value(now.millis()))
        .filter(refund::Column::Id.eq(id.uuid()))
        .filter(refund::Column::PaymentId.eq(payment.id.uuid()))
        .filter(refund::Column::State.is_in([RefundState::Waiting.code(), RefundState::Refused.code()]))
        .exec(&**tx)
        .await?;
    let row = refund::Entity::find_by_id(id.uuid()).one(&**tx).await?;
    if done.rows_affected != 1 {
        // Nothing is booked: the line of the provider's statement stays alone, and is shown with its age until a person has looked.
        if row.is_some_and(|row| row.state == RefundState::ByHand.code()) {
            tracing::error!(refund.id = %id, "refund {id} was paid by hand, and the provider gave it back too");
        }
        return Ok(EventOutcome::Repeated);
    }
    let row = row.ok_or_else(|| Fault::broken("a refund that was just done is gone"))?;
    let amount = row.amount(payment.amount.currency())?;
    let journal = ledger::rules::refund_paid(id.uuid(), payment.id.uuid(), amount.minor());
    ledger::steps::post(tx, &journal, amount.currency(), now).await?;
    Ok(EventOutcome::Refunded)
}

/// The provider says that it gave back another amount than it was asked for. Where that is what is owed all the same, the buyer has the
/// money. Else nothing is booked: the amount waits for a person, and so does the refund, for which nobody asks again without one.
async fn refunded_other(
    tx: &Tx,
    payment: &PaymentRow,
    told: &ProviderEvent,
    (id, amount): (RefundId, StrangeAmount),
    now: Timestamp,
) -> Result<EventOutcome, Fault> {
    let row = refund::Entity::find_by_id(id.uuid()).one(&**tx).await?.filter(|row| row.payment_id == payment.id.uuid());
    let owed = row.map(|row| row.amount(payment.amount.currency())).transpose()?;
    if owed.is_some_and(|owed| (owed.minor(), owed.currency().code()) == (amount.minor(), amount.code().as_str())) {
        return refunded(tx, payment, told, id, now).await;
    }
    if owed.is_some() {
        stuck::refuse(tx, id, RefundState::Waiting, GAVE_OTHER, now).await?;
    }
    leave(tx, payment, told, amount.minor(), &amount.code()).await
}
