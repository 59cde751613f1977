//! Amounts that were not asked for. What can be booked is held in suspense, in the currency that it was told in; what cannot be is
//! written down as it was told. Either waits for a person (`suspense`) and pays nothing: the right amount still pays.

use super::cash;
use super::steps::{self, PaymentRow};
use super::store::{self, event, suspense};
use super::told::{EventOutcome, ProviderEvent, ProviderEventKind};
use crate::kernel::limits::BOOKED_MINOR_MAX;
use crate::kernel::{Fault, Money, Timestamp, Tx};
use crate::ledger::{self, Journal, JournalKind, rules};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Select};
use uuid::Uuid;

/// The ids of what an operator took from a provider's statement begin with this: they name a line, and no object of the provider's.
pub(super) const FROM_STATEMENT: &str = "statement ";

/// What was not asked for: of each kind, a payment has one amount in suspense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unasked {
    /// Another amount.
    Amount,
    /// Another currency, whatever the amount.
    Currency,
}

impl Unasked {
    /// The kind of the journal that books its coming.
    pub(super) const fn came(self) -> JournalKind {
        match self {
            Self::Amount => JournalKind::WrongAmount,
            Self::Currency => JournalKind::ForeignAmount,
        }
    }
    /// The kind of the journal that books its leaving.
    pub(super) const fn left(self) -> JournalKind {
        match self {
            Self::Amount => JournalKind::WrongAmountOut,
            Self::Currency => JournalKind::ForeignAmountOut,
        }
    }
    fn held(self, payment: Uuid, amount: i64) -> Journal {
        match self {
            Self::Amount => rules::wrong_amount(payment, amount),
            Self::Currency => rules::foreign_amount(payment, amount),
        }
    }
    /// It goes back to its buyer.
    pub(super) fn back(self, payment: Uuid, amount: i64) -> Journal {
        match self {
            Self::Amount => rules::wrong_amount_back(payment, amount),
            Self::Currency => rules::foreign_amount_back(payment, amount),
        }
    }
    /// The provider never had it.
    pub(super) fn struck(self, payment: Uuid, amount: i64) -> Journal {
        match self {
            Self::Amount => rules::wrong_amount_struck(payment, amount),
            Self::Currency => rules::foreign_amount_struck(payment, amount),
        }
    }
}

/// Books what was not asked for into suspense, once however often it is told. A further amount, of which the books can know nothing,
/// is left unbooked. In cash every reference is a line of the bank's own, and the same amount once more is more money; what is the whole
/// together with others that wait pays.
pub(super) async fn hold(
    tx: &Tx,
    payment: &PaymentRow,
    told: &ProviderEvent,
    amount: Money,
    now: Timestamp,
) -> Result<EventOutcome, Fault> {
    if !(1..=BOOKED_MINOR_MAX).contains(&amount.minor()) {
        return leave(tx, payment, told, amount.minor(), amount.currency().code()).await;
    }
    steps::hold(tx, payment.id).await?;
    let is_ours = amount.currency() == payment.amount.currency();
    if is_ours && !payment.is_cash {
        let is_known =
            is_on_its_way_back(tx, told, amount).await? || is_left(tx, told, amount.minor(), amount.currency().code()).await?;
        if is_known {
            return Ok(EventOutcome::Repeated);
        }
    }
    if is_ours
        && payment.is_cash
        && let Some(outcome) = cash::steps::complete(tx, payment, amount, now).await?
    {
        return Ok(outcome);
    }
    let unasked = if is_ours { Unasked::Amount } else { Unasked::Currency };
    if ledger::steps::post(tx, &unasked.held(payment.id.uuid(), amount.minor()), amount.currency(), now).await? {
        let (minor, code) = (amount.minor(), amount.currency().code());
        tracing::error!(payment.id = %payment.id, event.id = %told.event_id, "payment {} was told {minor} in the smallest unit of {code}, which nobody asked for: it is held in suspense", payment.id);
        return Ok(EventOutcome::Suspended);
    }
    let held = suspense::held(&**tx, payment.id.uuid(), unasked.came()).await?;
    let is_held = held.map(|held| held.money()).transpose()? == Some(amount);
    if is_held && !payment.is_cash {
        return Ok(EventOutcome::Repeated);
    }
    leave(tx, payment, told, amount.minor(), amount.currency().code()).await
}

/// Whether an operator took this very amount from the provider's statement, in the place of one that it never had: it is in the books
/// already. A row of the market's own currency may be older than the words as they were told.
async fn is_on_its_way_back(tx: &Tx, told: &ProviderEvent, amount: Money) -> Result<bool, Fault> {
    let before = event::Entity::find()
        .filter(event::Column::PaymentId.eq(told.payment.uuid()))
        .filter(event::Column::EventId.ne(told.event_id.as_str()))
        .filter(event::Column::AmountMinor.eq(amount.minor()))
        .filter(event::Column::Outcome.eq(EventOutcome::GoesBack.code()))
        .one(&**tx)
        .await?;
    Ok(before.is_some())
}

/// Money was told of which nothing was booked now: of an object of which as much was told before it is the same money, of another one it is
/// more, which no book knows, and is left for a person. So is an amount that was never told: another one of this payment goes back already,
/// and the books have room for one.
pub(super) async fn leave_more(
    tx: &Tx,
    payment: &PaymentRow,
    told: &ProviderEvent,
    amount: Money,
) -> Result<EventOutcome, Fault> {
    // Whoever works on another word of this payment is waited for.
    steps::hold(tx, payment.id).await?;
    if payment.is_cash || is_other_money(tx, payment, told, amount).await? {
        return leave(tx, payment, told, amount.minor(), amount.currency().code()).await;
    }
    Ok(EventOutcome::Repeated)
}

/// The same of what an operator took from the statement: it is more where nobody has told of such an amount. What was told and
/// never came is no such amount; what was told and is in no book waits for a person already, or was looked into, unless the line names
/// another object, of which that was not told.
pub(super) async fn leave_unheard(
    tx: &Tx,
    payment: &PaymentRow,
    told: &ProviderEvent,
    amount: Money,
    object: Option<&str>,
) -> Result<EventOutcome, Fault> {
    let booked = counted(payment, amount).filter(event::Column::Outcome.ne(EventOutcome::Corrected.code()));
    let waits = of_amount(payment, amount)
        .filter(event::Column::Outcome.is_in([EventOutcome::Unbooked.code(), EventOutcome::Noted.code()]))
        .filter(store::begins_with(FROM_STATEMENT).not());
    let waits = match object {
        Some(object) => waits.filter(store::is_about(object)),
        None => waits,
    };
    if booked.one(&**tx).await?.is_none() && waits.one(&**tx).await?.is_none() {
        return leave(tx, payment, told, amount.minor(), amount.currency().code()).await;
    }
    Ok(EventOutcome::Repeated)
}

/// Whether nothing that was told of this amount and counted is this money: all of it was about other objects of the provider's, such as
/// another intent, or there is none. What an operator took from the statement names no object: whatever is told of it first is that money.
async fn is_other_money(tx: &Tx, payment: &PaymentRow, told: &ProviderEvent, amount: Money) -> Result<bool, Fault> {
    let known = counted(payment, amount).filter(store::begins_with(FROM_STATEMENT).not());
    if known.clone().one(&**tx).await?.is_none() {
        return Ok(counted(payment, amount).one(&**tx).await?.is_none());
    }
    Ok(known.filter(store::is_about(told.object())).one(&**tx).await?.is_none())
}

/// What was told of this very amount and counted; what this transaction has in hand has no outcome yet, and is none of it.
fn counted(payment: &PaymentRow, amount: Money) -> Select<event::Entity> {
    let outcomes =
        [EventOutcome::Paid, EventOutcome::GoesBack, EventOutcome::Suspended, EventOutcome::Corrected, EventOutcome::Repeated];
    of_amount(payment, amount).filter(event::Column::Outcome.is_in(outcomes.map(EventOutcome::code)))
}

/// What was told of this very amount.
fn of_amount(payment: &PaymentRow, amount: Money) -> Select<event::Entity> {
    let same = event::Entity::find()
        .filter(event::Column::PaymentId.eq(payment.id.uuid()))
        .filter(event::Column::Kind.eq(ProviderEventKind::Captured(amount).code()));
    // A row of the market's own currency may be older than the words as they were told.
    if amount.currency() == payment.amount.currency() {
        return same.filter(event::Column::AmountMinor.eq(amount.minor()));
    }
    same.filter(event::Column::ToldMinor.eq(amount.minor())).filter(event::Column::ToldCurrency.eq(amount.currency().code()))
}

/// Leaves an amount that cannot be booked for a person to look into: once, under whatever ids it is told of one object, unless it is
/// cash, of which every reference is a line of the bank's own.
pub(super) async fn leave(
    tx: &Tx,
    payment: &PaymentRow,
    told: &ProviderEvent,
    minor: i64,
    code: &str,
) -> Result<EventOutcome, Fault> {
    if !payment.is_cash && is_left(tx, told, minor, code).await? {
        return Ok(EventOutcome::Repeated);
    }
    tracing::error!(payment.id = %told.payment, event.id = %told.event_id, "payment {} was told an amount that cannot be booked, {minor} in the smallest unit of {code}: it waits for a person", told.payment);
    Ok(EventOutcome::Unbooked)
}

/// Whether the same was told of this object under another id, or by the statement, and waits for a person or was looked into. Where the
/// statement's line names no object, whatever is told of it first is that money.
async fn is_left(tx: &Tx, told: &ProviderEvent, minor: i64, code: &str) -> Result<bool, Fault> {
    let same = event::Entity::find()
        .filter(event::Column::PaymentId.eq(told.payment.uuid()))
        .filter(event::Column::EventId.ne(told.event_id.as_str()))
        .filter(event::Column::ToldMinor.eq(minor))
        .filter(event::Column::ToldCurrency.eq(code));
    let (unbooked, noted, repeated) = (EventOutcome::Unbooked.code(), EventOutcome::Noted.code(), EventOutcome::Repeated.code());
    let waits = same.clone().filter(event::Column::Outcome.is_in([unbooked, noted]));
    if waits.filter(store::is_about(told.object())).one(&**tx).await?.is_some() {
        return Ok(true);
    }
    // A line of the statement is never another line.
    if told.event_id.starts_with(FROM_STATEMENT) {
        return Ok(false);
    }
    let stated = suspense::stated(&**tx, told, (minor, code)).await?;
    if stated.iter().any(|line| line.reference.as_deref() == Some(told.object())) {
        return Ok(true);
    }
    if !stated.iter().any(|line| line.reference.is_none()) {
        return Ok(false);
    }
    let known = same
        .filter(event::Column::Kind.eq(told.kind.code()))
        .filter(event::Column::Outcome.is_in([unbooked, noted, repeated]))
        .filter(store::begins_with(FROM_STATEMENT).not());
    if known.clone().one(&**tx).await?.is_none() {
        return Ok(true);
    }
    Ok(known.filter(store::is_about(told.object())).one(&**tx).await?.is_some())
}
