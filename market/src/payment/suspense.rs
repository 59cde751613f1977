//! What became of an amount that was not asked for: an operator gives it back, or, where the provider's own statement says that it
//! took something else, lets the statement count. One of the two, once. What could not be booked an operator looks into and writes
//! down.

use super::commands::{capture, go_back};
use super::inbox;
use super::steps::{self, NewRefund, PaymentRow, RefundSource};
use super::store::{event, suspense};
use super::told::{EventOutcome, ProviderEvent, ProviderEventKind};
use super::types::{PaymentId, RefundId, SuspenseRefusal as Refusal, UnbookedRefusal};
use super::unasked::{FROM_STATEMENT, Unasked, leave_unheard};
use crate::account::Operator;
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Currency, Fault, Market, Money, Problem, Timestamp, Tx, clean_line};
use crate::ledger::{self, Journal};
use crate::outbox::{self, Job, Letter};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Gives a wrong amount back through the provider, and tells the buyer. Once more is the same answer.
///
/// # Errors
/// [`Refusal`]; not found where nothing is in suspense for this payment.
pub async fn give_back_wrong_amount(
    market: &Market,
    operator: &Operator,
    id: PaymentId,
    reason: &str,
) -> Result<(), Problem<Refusal>> {
    give_back(market, operator, (id, Unasked::Amount), reason).await
}

/// The same for money in another currency than was asked for: it goes back in that currency.
///
/// # Errors
/// As [`give_back_wrong_amount`].
pub async fn give_back_foreign_amount(
    market: &Market,
    operator: &Operator,
    id: PaymentId,
    reason: &str,
) -> Result<(), Problem<Refusal>> {
    give_back(market, operator, (id, Unasked::Currency), reason).await
}

async fn give_back(
    market: &Market,
    operator: &Operator,
    (id, unasked): (PaymentId, Unasked),
    reason: &str,
) -> Result<(), Problem<Refusal>> {
    let reason = words(reason)?;
    let now = market.now();
    let action = match unasked {
        Unasked::Amount => "give_back_wrong_amount",
        Unasked::Currency => "give_back_foreign_amount",
    };
    let tx = market.begin(action).await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(());
    }
    let Found { payment, amount, is_in_statement } = find(&tx, id, unasked).await?;
    if !is_in_statement {
        refuse_what_never_came(&tx, &payment, unasked, amount).await?;
    }
    take_out(&tx, &unasked.back(id.uuid(), amount.minor()), amount.currency(), now).await?;
    // After this point, giving back must succeed.
    let refund = NewRefund {
        id: RefundId::mint(now),
        payment: id,
        order: None,
        case: None,
        amount,
        fee_minor: 0,
        market_discount_minor: 0,
        source: RefundSource::Suspense,
        reason: "wrong_amount",
    };
    steps::refund(&tx, &refund, now).await?;
    let letter = Letter::WrongAmountBack { amount };
    outbox::steps::enqueue(&tx, &Job::Notify { person: payment.buyer, letter }, now).await?;
    let deed = Deed { actor: Some(operator.person()), action, subject: id.uuid(), detail: &reason };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// What the statement has in its place was never with the provider: giving it back would give other money.
async fn refuse_what_never_came(tx: &Tx, payment: &PaymentRow, unasked: Unasked, amount: Money) -> Result<(), Problem<Refusal>> {
    let (line, refusal) = match unasked {
        Unasked::Amount => (true_line(tx, payment, amount).await?, Refusal::NeverCame),
        Unasked::Currency => (own_line(tx, payment).await?, Refusal::InOwnCurrency),
    };
    if line.is_some() { Err(Problem::Refused(refusal)) } else { Ok(()) }
}

/// Lets the provider's statement count: the amount that it does not have leaves the books, and the one that it has pays the orders, or
/// goes back where it is another one still or comes too late, once a payment: a second one waits for a person. Where what it has is in the books already, the wrong amount is struck and
/// nothing else is to be done. Once more is the same answer: none where it was done before.
///
/// # Errors
/// [`Refusal`]; not found where nothing is in suspense for this payment.
pub async fn correct_wrong_amount(
    market: &Market,
    operator: &Operator,
    id: PaymentId,
    reason: &str,
) -> Result<Option<EventOutcome>, Problem<Refusal>> {
    correct(market, operator, (id, Unasked::Amount), reason).await
}

/// The same for money in another currency than was asked for. Where what the statement has in the payment's own is in the books
/// already, nothing else is to be done.
///
/// # Errors
/// As [`correct_wrong_amount`].
pub async fn correct_foreign_amount(
    market: &Market,
    operator: &Operator,
    id: PaymentId,
    reason: &str,
) -> Result<Option<EventOutcome>, Problem<Refusal>> {
    correct(market, operator, (id, Unasked::Currency), reason).await
}

async fn correct(
    market: &Market,
    operator: &Operator,
    (id, unasked): (PaymentId, Unasked),
    reason: &str,
) -> Result<Option<EventOutcome>, Problem<Refusal>> {
    let reason = words(reason)?;
    let now = market.now();
    let action = match unasked {
        Unasked::Amount => "correct_wrong_amount",
        Unasked::Currency => "correct_foreign_amount",
    };
    let tx = market.begin(action).await?;
    if attempt::steps::is_repeated(&tx, operator.person(), Content::of(id.uuid()).text(&reason), now).await? {
        return Ok(None);
    }
    let found = find(&tx, id, unasked).await?;
    if found.is_in_statement {
        return Err(Problem::Refused(Refusal::InStatement));
    }
    let (payment, held) = (&found.payment, found.amount);
    let line = match unasked {
        Unasked::Amount => match true_line(&tx, payment, held).await? {
            None => suspense::other_line(&*tx, (payment.provider.as_str(), id.uuid()), held).await?,
            found => found,
        },
        Unasked::Currency => own_line(&tx, payment).await?,
    };
    let Some(line) = line else { return Err(Problem::Refused(nothing_else(&tx, id, unasked).await?)) };
    let amount = Money::new(line.amount_minor, payment.amount.currency());
    // The truth may have been told too, and the line not be tied to that booking yet.
    let is_booked = line.journal_id.is_some() || suspense::is_booked(&*tx, id.uuid(), Unasked::Amount.came(), amount).await?;
    take_out(&tx, &unasked.struck(id.uuid(), held.minor()), held.currency(), now).await?;
    // After this point, correcting must succeed.
    take_back_the_word(&tx, id, held).await?;
    let outcome = if is_booked { EventOutcome::Corrected } else { count(&tx, payment, &line, now).await? };
    let detail = format!("{reason} ({}: {})", line.line_id, outcome.code());
    let deed = Deed { actor: Some(operator.person()), action, subject: id.uuid(), detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(Some(outcome))
}

/// An operator has looked into an amount that a provider told under this id and that cannot be booked: it is off the list, and the log
/// keeps what was found. Once more is the same answer.
///
/// # Errors
/// [`UnbookedRefusal`]; not found for what was not told.
pub async fn note_unbooked_amount(
    market: &Market,
    operator: &Operator,
    (provider, event_id): (&str, &str),
    reason: &str,
) -> Result<(), Problem<UnbookedRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(UnbookedRefusal::Reason(error)))?;
    // Nothing is told under such an id, and not every engine can be asked for it.
    if provider.chars().chain(event_id.chars()).any(char::is_control) {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("note_unbooked_amount").await?;
    let told = event::Entity::find_by_id((provider.to_owned(), event_id.to_owned())).one(&*tx).await?;
    let payment = told.ok_or(Problem::NotFound)?.payment_id;
    let content = Content::of(payment).text(provider).text(event_id).text(&reason);
    if attempt::steps::is_repeated(&tx, operator.person(), content, now).await? {
        return Ok(());
    }
    let noted = event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(EventOutcome::Noted.code()))
        .filter(event::Column::Provider.eq(provider))
        .filter(event::Column::EventId.eq(event_id))
        .filter(event::Column::Outcome.eq(EventOutcome::Unbooked.code()))
        .exec(&*tx)
        .await?;
    if noted.rows_affected != 1 {
        return Err(Problem::Refused(UnbookedRefusal::ChangedMeanwhile));
    }
    let detail = format!("{reason} ({event_id})");
    let deed = Deed { actor: Some(operator.person()), action: "note_unbooked_amount", subject: payment, detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

fn words(reason: &str) -> Result<String, Problem<Refusal>> {
    clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Reason(error)))
}

/// What is, or was, in suspense.
struct Found {
    payment: PaymentRow,
    amount: Money,
    /// Whether a line of the provider's statement is that very amount.
    is_in_statement: bool,
}

/// From here on nobody ties a line to what is found, and nobody books more of this payment.
async fn find(tx: &Tx, id: PaymentId, unasked: Unasked) -> Result<Found, Problem<Refusal>> {
    let payment = steps::find(&**tx, id).await?.ok_or(Problem::NotFound)?;
    suspense::hold_mark(&**tx, &payment.provider).await?;
    steps::hold(tx, id).await?;
    let held = suspense::held(&**tx, id.uuid(), unasked.came()).await?.ok_or(Problem::NotFound)?;
    Ok(Found { payment, amount: held.money()?, is_in_statement: held.matched > 0 })
}

/// What the provider's statement has of a payment in its own currency.
async fn own_line(tx: &Tx, payment: &PaymentRow) -> Result<Option<suspense::Line>, Fault> {
    suspense::own_line(&**tx, (payment.provider.as_str(), payment.id.uuid()), payment.amount.currency()).await
}

/// What the provider's statement has of the very object of which another amount was told.
async fn true_line(tx: &Tx, payment: &PaymentRow, but: Money) -> Result<Option<suspense::Line>, Fault> {
    suspense::true_line(&**tx, (payment.provider.as_str(), payment.id.uuid()), but).await
}

/// Why there is nothing to correct by.
async fn nothing_else(tx: &Tx, id: PaymentId, unasked: Unasked) -> Result<Refusal, Fault> {
    let is_out = ledger::steps::is_posted(tx, unasked.left(), id.uuid()).await?;
    Ok(if is_out { Refusal::AlreadyOut } else { Refusal::NoOtherLine })
}

/// Of the two ways out an amount takes one, once: the journal is the same for both, and the database refuses a second.
async fn take_out(tx: &Tx, journal: &Journal, currency: Currency, now: Timestamp) -> Result<(), Problem<Refusal>> {
    if ledger::steps::post(tx, journal, currency, now).await? { Ok(()) } else { Err(Problem::Refused(Refusal::AlreadyOut)) }
}

/// What the provider had told of an amount that it never had does not count any more.
pub(super) async fn take_back_the_word(tx: &Tx, id: PaymentId, held: Money) -> Result<(), Fault> {
    let told = event::Entity::update_many()
        .col_expr(event::Column::Outcome, Expr::value(EventOutcome::Corrected.code()))
        .filter(event::Column::PaymentId.eq(id.uuid()))
        .filter(event::Column::Outcome.eq(EventOutcome::Suspended.code()));
    // A row of the market's own currency may be older than the words as they were told.
    let told = if held.currency() == tx.currency() {
        told.filter(event::Column::AmountMinor.eq(held.minor()))
    } else {
        told.filter(event::Column::ToldMinor.eq(held.minor())).filter(event::Column::ToldCurrency.eq(held.currency().code()))
    };
    told.exec(&**tx).await?;
    Ok(())
}

/// What the statement told counts like an event of the provider, under the line's own id: once, whatever else it corrects. It pays the
/// orders or goes back, or waits for a person where another amount of this payment goes back already.
async fn count(tx: &Tx, payment: &PaymentRow, line: &suspense::Line, now: Timestamp) -> Result<EventOutcome, Fault> {
    let amount = Money::new(line.amount_minor, payment.amount.currency());
    let kind = ProviderEventKind::Captured(amount);
    let told = ProviderEvent { event_id: format!("{FROM_STATEMENT}{}", line.line_id), payment: payment.id, kind };
    let outcome = if amount == payment.amount {
        capture(tx, payment, amount, now).await?
    } else {
        go_back(tx, payment, amount, now).await?
    };
    let outcome = match outcome {
        EventOutcome::Repeated => leave_unheard(tx, payment, &told, amount, line.reference.as_deref()).await?,
        outcome => outcome,
    };
    let row = event::ActiveModel { outcome: Set(outcome.code().to_owned()), ..inbox::row(payment, &told, now) };
    event::Entity::insert(row)
        .on_conflict(OnConflict::columns([event::Column::Provider, event::Column::EventId]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(outcome)
}
