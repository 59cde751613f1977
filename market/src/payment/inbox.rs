//! What providers told, between their answer and the work. A provider is answered as soon as its word is written down; a worker takes
//! it at once, or whenever there is one again. The row is the queue: without an outcome it waits, whoever is killed, and the
//! transaction that does the work writes the outcome. Does not know what a word does: `commands` does.

use super::commands;
use super::steps::{self, PaymentRow};
use super::store::event;
use super::told::{EventOutcome, ProviderEvent, ProviderEventKind, StrangeAmount};
use super::types::{PaymentId, RefundId};
use crate::kernel::{Fault, Market, NoRefusal, Problem, Span, Timestamp, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

/// The wait between two attempts doubles up to this. A word is never given up: it is somebody's money.
const WAIT_MAX: Span = Span::hours(1);
/// A word that is due later than this was put back by a clock that ran ahead. The clocks of two processes may differ by a minute.
const TRIED_AHEAD: Span = Span::minutes(61);
/// An error in a row is for a person to read, not a dump.
const ERROR_CHARS_MAX: usize = 300;

/// What became of a word when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is written down, and a worker was woken.
    New,
    /// It was written down before; whether it was worked on is another matter.
    Repeated,
}

/// A word that waits to be worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueEvent {
    /// Who told it.
    pub provider: String,
    /// Under which id.
    pub event_id: String,
    /// About which payment.
    pub payment: PaymentId,
    /// How often it was tried before.
    pub attempts: i64,
}

/// A word that was worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What was told.
    pub told: ProviderEvent,
    /// What it changed.
    pub outcome: EventOutcome,
}

/// Writes down one event of a provider whose signature was checked, and wakes whoever works on it. When this returns, the provider
/// may be answered.
///
/// # Errors
/// Not found for a payment that is not ours, or that another provider takes; faults.
pub async fn note_event(market: &Market, provider: &'static str, told: &ProviderEvent) -> Result<Noted, Problem<NoRefusal>> {
    let now = market.now();
    let tx = market.begin("note_event").await?;
    if !note(&tx, provider, told, now).await? {
        return Ok(Noted::Repeated);
    }
    tx.commit().await?;
    market.words().notify_one();
    Ok(Noted::New)
}

/// Up to `most` words that are due, the longest overdue first. The condition is a literal, as in the index over them. What was never tried
/// is due in any case, and whatever waits longer than words do: it came by a clock that ran ahead and was put right.
///
/// # Errors
/// A fault of the database.
pub async fn due_events(market: &Market, most: u64) -> Result<Vec<DueEvent>, Fault> {
    let now = market.now();
    let due = event::Column::DueAt.lte(now.millis()).or(event::Column::Attempts.eq(0_i64));
    let rows = event::Entity::find()
        .filter(Expr::cust("outcome = ''"))
        .filter(due.or(event::Column::DueAt.gt(now.after(TRIED_AHEAD).millis())))
        .order_by_asc(event::Column::DueAt)
        .order_by_asc(event::Column::EventId)
        .limit(most)
        .all(market.db())
        .await?;
    let due = |row: event::Model| DueEvent {
        provider: row.provider,
        event_id: row.event_id,
        payment: PaymentId::from_uuid(row.payment_id),
        attempts: row.attempts,
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Works on a word. None where it was worked on before, or is by now: whoever else had it in hand was first.
///
/// # Errors
/// A fault; nothing was changed then, and the word waits still.
pub async fn take_event(market: &Market, provider: &str, event_id: &str) -> Result<Option<Taken>, Fault> {
    let now = market.now();
    let tx = market.begin("take_event").await?;
    let Some(taken) = commands::take(&tx, provider, event_id, now).await? else { return Ok(None) };
    tx.commit().await?;
    Ok(Some(taken))
}

/// A word could not be worked on: it is tried again after a while, which doubles.
///
/// # Errors
/// A fault of the database.
pub async fn put_back_event(market: &Market, due: &DueEvent, error: &str) -> Result<(), Fault> {
    let wait = Span::seconds(1 << due.attempts.clamp(0, 12)).min(WAIT_MAX);
    let short: String = error.chars().take(ERROR_CHARS_MAX).collect();
    let tx = market.begin("put_back_event").await?;
    event::Entity::update_many()
        .col_expr(event::Column::Attempts, Expr::value(due.attempts.saturating_add(1)))
        .col_expr(event::Column::DueAt, Expr::value(market.now().after(wait).millis()))
        .col_expr(event::Column::LastError, Expr::value(short))
        .filter(event::Column::Provider.eq(due.provider.as_str()))
        .filter(event::Column::EventId.eq(due.event_id.as_str()))
        .filter(event::Column::Outcome.eq(""))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes a word down and works on it at once, as two transactions like everywhere: for whoever tells from within this process and
/// has no worker beside them, such as the demo's past.
///
/// # Errors
/// As [`note_event`].
pub async fn hear_event(
    market: &Market,
    provider: &'static str,
    told: &ProviderEvent,
) -> Result<EventOutcome, Problem<NoRefusal>> {
    note_event(market, provider, told).await?;
    let taken = take_event(market, provider, &told.event_id).await?;
    Ok(taken.map_or(EventOutcome::Repeated, |taken| taken.outcome))
}

/// Writes a word down within a transaction; false where it was told before. A twin that arrives at the same instant waits here for
/// the first.
pub(super) async fn note(
    tx: &Tx,
    provider: &'static str,
    told: &ProviderEvent,
    now: Timestamp,
) -> Result<bool, Problem<NoRefusal>> {
    let payment = steps::find(&**tx, told.payment).await?.filter(|row| row.provider == provider).ok_or(Problem::NotFound)?;
    let written = event::Entity::insert(row(&payment, told, now))
        .on_conflict(OnConflict::columns([event::Column::Provider, event::Column::EventId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(written == 1)
}

/// A word as it is written down: without an outcome, and due.
pub(super) fn row(payment: &PaymentRow, told: &ProviderEvent, now: Timestamp) -> event::ActiveModel {
    let (amount, refund) = match told.kind {
        ProviderEventKind::Captured(amount) => (Some((amount.minor(), amount.currency().code().to_owned())), None),
        ProviderEventKind::CapturedStrange(amount) => (Some((amount.minor(), amount.code())), None),
        ProviderEventKind::Declined => (None, None),
        ProviderEventKind::RefundedOther(refund, amount) => (Some((amount.minor(), amount.code())), Some(refund)),
        ProviderEventKind::Refunded(refund) | ProviderEventKind::RefundFailed(refund) => (None, Some(refund)),
    };
    let (minor, code) = amount.unzip();
    let ours = minor.filter(|_| code.as_deref() == Some(payment.amount.currency().code()));
    event::ActiveModel {
        provider: Set(payment.provider.clone()),
        event_id: Set(told.event_id.clone()),
        payment_id: Set(told.payment.uuid()),
        kind: Set(told.kind.code().to_owned()),
        amount_minor: Set(ours.unwrap_or(0)),
        outcome: Set(String::new()),
        received_at: Set(now.millis()),
        told_minor: Set(minor),
        told_currency: Set(code),
        refund_id: Set(refund.map(RefundId::uuid)),
        due_at: Set(Some(now.millis())),
        attempts: Set(0),
        last_error: Set(None),
        told_day: Set(None),
    }
}

/// Takes a word into the hands of this transaction: none where it has its outcome. Its row is written as it is, so that whoever else
/// takes it waits here, and then finds the outcome.
pub(super) async fn claim(tx: &Tx, provider: &str, event_id: &str) -> Result<Option<ProviderEvent>, Fault> {
    let claimed = event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(""))
        .filter(event::Column::Provider.eq(provider))
        .filter(event::Column::EventId.eq(event_id))
        .filter(event::Column::Outcome.eq(""))
        .exec(&**tx)
        .await?;
    if claimed.rows_affected != 1 {
        return Ok(None);
    }
    let found = event::Entity::find_by_id((provider.to_owned(), event_id.to_owned())).one(&**tx).await?;
    found.map(read).transpose()
}

/// What was told, word for word.
fn read(row: event::Model) -> Result<ProviderEvent, Fault> {
    let (amount, refund) = (row.told_minor.zip(row.told_currency.as_deref()), row.refund_id.map(RefundId::from_uuid));
    let kind = match row.kind.as_str() {
        "captured" => amount.map(|(minor, code)| ProviderEventKind::captured(minor, code)),
        "declined" => Some(ProviderEventKind::Declined),
        "refunded" => refund.map(ProviderEventKind::Refunded),
        "refunded_other" => {
            refund.zip(amount).map(|(id, (minor, code))| ProviderEventKind::RefundedOther(id, StrangeAmount::new(minor, code)))
        }
        "refund_failed" => refund.map(ProviderEventKind::RefundFailed),
        _ => None,
    };
    let kind = kind.ok_or_else(|| Fault::broken(format!("event {} of {} cannot be read", row.event_id, row.provider)))?;
    Ok(ProviderEvent { event_id: row.event_id, payment: PaymentId::from_uuid(row.payment_id), kind })
}

/// Writes the outcome of a word that this transaction has in hand.
pub(super) async fn end(tx: &Tx, provider: &str, event_id: &str, outcome: EventOutcome) -> Result<(), Fault> {
    event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(outcome.code()))
        .filter(event::Column::Provider.eq(provider))
        .filter(event::Column::EventId.eq(event_id))
        .exec(&**tx)
        .await?;
    Ok(())
}
