//! Asks the provider for what it did not tell, and compares its statement with the books. Every deed in it counts once, so it may
//! stop anywhere and begin again.

#[cfg(test)]
mod tests;

use super::Said;
use futures::FutureExt;
use market::kernel::{Fault, FaultKind, Market, Problem, Span, Timestamp};
use market::payment::{LookUp, PaymentProvider, ProviderError, commands, look_ups};
use market::policy;
use market::reconciliation::{commands as statement, queries};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};

/// Payments that are taken at once, and count as asked about from then on. No more than end a round without an answer: those that
/// did come last in the next one, and keep no other waiting that was only taken with them.
const LOOK_UPS_AT_ONCE: u64 = SILENT_MAX;
/// Such batches in one round: what is left over waits for the next.
const BATCHES_MAX: u32 = 334;
/// So many look-ups in a row without an answer end a round, once all that were taken are asked about: it is the provider that is
/// away, not one payment that it cannot tell of.
const SILENT_MAX: u64 = 3;
/// A statement is read in pieces of this length,
const PIECE: Span = Span::days(1);
/// and where so much happened that one of them is too much to read at once, in pieces down to this one.
const PIECE_MIN: Span = Span::seconds(1);
/// Lines may appear so long after their own date: each reading begins that much before the end of the last.
const OVERLAP: Span = Span::hours(1);
/// Those that appear later still are found where so much is read again: a provider's words may be as late.
const LATE: Span = Span::days(3);

/// What was said of statements, payments and refunds.
static TROUBLE: Said = Said::new();
/// How many payments were stuck in the last round that went through.
static STUCK: AtomicU64 = AtomicU64::new(0);

/// What a round brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Payments and refunds that were settled.
    pub settled: u64,
    /// Payments about which asking ended in a fault that waiting does not cure: they stand in no other's way.
    pub stuck: u64,
}

/// How many payments were stuck in the last round that went through.
pub fn stuck() -> u64 {
    STUCK.load(Ordering::Relaxed)
}

/// One round: reads the statement, asks about what hangs, matches. Where one of the three ends in a fault, the others are done all
/// the same. A provider that does not answer is logged, and asked again in the next round.
///
/// # Errors
/// The first fault of the database; one that it would hide is logged.
pub async fn round(market: &Market, provider: &dyn PaymentProvider) -> Result<Round, Fault> {
    let read = caught(read_statement(market, provider)).await;
    let asked = look_up_all(market, provider).await;
    let matched = caught(match_all(market, provider)).await;
    let read = read.map(|read| say(provider, "read", &read));
    let mut round = Round::default();
    let asked = asked.map(|done| {
        STUCK.store(done.stuck, Ordering::Relaxed);
        round = done;
    });
    first(provider, [("reading the statement", read), ("matching the statement", matched), ("asking about payments", asked)])?;
    Ok(round)
}

/// Reads the statement and matches it, and asks about nothing: a provider whose every word was written down here knows no more.
///
/// # Errors
/// As [`round`].
pub async fn compare(market: &Market, provider: &dyn PaymentProvider) -> Result<(), Fault> {
    let read = caught(read_statement(market, provider)).await;
    let matched = caught(match_all(market, provider)).await;
    let read = read.map(|read| say(provider, "read", &read));
    first(provider, [("reading the statement", read), ("matching the statement", matched)])
}

/// Reads again what was read of the last days: lines that have appeared since, long after their own date, are kept and matched, and those
/// that are known stay as they are. Whether all of it was read; a provider that does not answer is logged.
///
/// # Errors
/// As [`round`].
pub async fn read_again(market: &Market, provider: &dyn PaymentProvider) -> Result<bool, Fault> {
    let read = caught(read_last_days(market, provider)).await;
    let matched = caught(match_all(market, provider)).await;
    let mut is_read = false;
    let read = read.map(|read| {
        say(provider, "read again", &read);
        is_read = read.is_ok();
    });
    first(provider, [("reading the statement again", read), ("matching the statement", matched)])?;
    Ok(is_read)
}

/// The first fault is for whoever asked. One that it would hide is said here, once until it is over.
fn first<const N: usize>(provider: &dyn PaymentProvider, done: [(&'static str, Result<(), Fault>); N]) -> Result<(), Fault> {
    let name = provider.name();
    let mut first = Ok(());
    for (what, result) in done {
        match result {
            Ok(()) => TROUBLE.forget((name, what)),
            Err(fault) if first.is_ok() => first = Err(fault),
            Err(fault) => {
                if TROUBLE.is_news((name, what), &fault.detail) {
                    let why = &fault.detail;
                    tracing::error!(provider.name = name, fault.detail = %why, "{what} of {name} met a fault too: {why}");
                }
            }
        }
    }
    first
}

/// A panic is a fault like others.
async fn caught<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| Err(Fault::broken("a panic, which the log tells of")))
}

/// That a statement was not read is said once, until it is, or until there is another reason.
fn say(provider: &dyn PaymentProvider, how: &str, read: &Result<(), ProviderError>) {
    let name = provider.name();
    match read {
        Ok(()) => TROUBLE.forget((name, how)),
        Err(error) if TROUBLE.is_news((name, how), error.to_string()) => {
            tracing::warn!(provider.name = name, "the statement of {name} was not {how}: {error}");
        }
        Err(_) => {}
    }
}

async fn match_all(market: &Market, provider: &dyn PaymentProvider) -> Result<(), Fault> {
    statement::match_lines(market, provider.name()).await?;
    statement::note_differences(market, provider.name()).await
}

/// A payment that cannot be asked about stands in no other's way, even where it makes our code panic. It is logged once. Whatever
/// ends the round ends it after all that were taken: they count as asked about.
async fn look_up_all(market: &Market, provider: &dyn PaymentProvider) -> Result<Round, Fault> {
    let (mut round, mut silent) = (Round::default(), 0);
    for _ in 0..BATCHES_MAX {
        let taken = look_ups::take_look_ups(market, provider.name(), LOOK_UPS_AT_ONCE).await?;
        if taken.is_empty() {
            break;
        }
        let mut away = Ok(());
        for look_up in &taken {
            let id = look_up.payment;
            match caught(ask(market, provider, look_up)).await {
                Ok(Ok(settled)) => {
                    TROUBLE.forget(id.uuid());
                    (round.settled, silent) = (round.settled + settled, 0);
                }
                Ok(Err(error)) => {
                    if TROUBLE.is_news(id.uuid(), error.to_string()) {
                        tracing::warn!(payment.id = %id, "payment {id} could not be looked up: {error}");
                    }
                    silent += u64::from(matches!(error, ProviderError::Unreachable(_)));
                }
                Err(fault) if fault.kind == FaultKind::Unavailable => away = away.and(Err(fault)),
                Err(fault) => {
                    round.stuck += 1;
                    if TROUBLE.is_news(id.uuid(), &fault.detail) {
                        let why = &fault.detail;
                        tracing::error!(payment.id = %id, fault.detail = %why, "payment {id} cannot be settled by asking: {why}");
                    }
                }
            }
        }
        away?;
        if silent >= SILENT_MAX {
            break;
        }
    }
    Ok(round)
}

/// Begins where lines prove that the statement was read, and not where the mark lies: it may have been set by a clock that ran ahead of the
/// provider's, and there would be lines between the two. Otherwise nothing was told there, so that it is one piece with what follows.
async fn read_statement(market: &Market, provider: &dyn PaymentProvider) -> Result<Result<(), ProviderError>, Fault> {
    let now = market.now();
    let mark = queries::read_from(market, provider.name()).await?;
    let from = queries::proven_until(market, provider.name()).await?.min(mark).before(OVERLAP);
    read_pieces(market, provider, (from, if mark > now { from } else { mark }), now).await
}

async fn read_last_days(market: &Market, provider: &dyn PaymentProvider) -> Result<Result<(), ProviderError>, Fault> {
    let now = market.now();
    // Never beyond where reading ended: what was not read yet must not be taken for read.
    let end = queries::read_from(market, provider.name()).await?.min(now);
    let from = now.before(LATE);
    read_pieces(market, provider, (from, from), end).await
}

/// Reads the statement in pieces up to an end; until when nothing was told is one piece with the first.
async fn read_pieces(
    market: &Market,
    provider: &dyn PaymentProvider,
    (mut from, mut quiet_until): (Timestamp, Timestamp),
    end: Timestamp,
) -> Result<Result<(), ProviderError>, Fault> {
    let mut piece = PIECE;
    while from < end {
        let until = from.max(quiet_until).after(piece).min(end);
        match provider.report(from, until).await {
            Ok(lines) => {
                statement::store_report(market, provider.name(), &lines, until).await?;
                (from, piece) = (until, PIECE.min(Span::millis_of(piece.millis().saturating_mul(2))));
            }
            Err(ProviderError::TooMuch) if piece > PIECE_MIN => {
                (quiet_until, piece) = (from, PIECE_MIN.max(Span::millis_of(piece.millis() / 2)));
            }
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(()))
}

/// Asks about one payment, takes what is found as if it had been told, and asks again for the refunds that wait still. A word
/// that cannot be kept, or a refund that cannot, stands in no other's way; the first fault is told in the end.
async fn ask(market: &Market, provider: &dyn PaymentProvider, look_up: &LookUp) -> Result<Result<u64, ProviderError>, Fault> {
    let found = match provider.look_up(look_up.payment, look_up.reference.as_deref()).await {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let (mut settled, mut met) = (0, Ok(()));
    for event in found {
        let outcome = match commands::record_found(market, provider.name(), &event).await {
            Ok(outcome) => outcome,
            Err(Problem::Fault(fault)) => {
                met = met.and(Err(fault));
                continue;
            }
            Err(Problem::NotFound | Problem::AttemptReused) => continue,
        };
        if outcome.is_new() {
            settled += 1;
            tracing::info!(payment.id = %event.payment, event.id = %event.event_id, event.outcome = outcome.code(), "payment {} was found {} at the provider: {}", event.payment, event.kind.code(), outcome.code());
        }
    }
    let long_ago = market.now().before(policy::queries::in_force(market).await?.reconcile);
    for due in look_ups::waiting_refunds(market, provider.name(), look_up, long_ago).await? {
        match super::give_back(market, provider, &due).await {
            Err(fault) => met = met.and(Err(fault)),
            Ok(Ok(())) => {
                TROUBLE.forget(due.refund.uuid());
                tracing::info!(refund.id = %due.refund, "refund {} waited too long and was asked for again", due.refund);
            }
            // Its job tries on. A provider that is away for everybody ends the round at the next payment.
            Ok(Err(error)) if TROUBLE.is_news(due.refund.uuid(), error.to_string()) => {
                tracing::warn!(refund.id = %due.refund, "refund {} was asked for in vain: {error}", due.refund);
            }
            Ok(Err(_)) => {}
        }
    }
    met.map(|()| Ok(settled))
}
