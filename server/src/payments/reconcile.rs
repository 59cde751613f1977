//! Asks the provider for what it did not tell, and compares its statement with the books. Every deed in it counts once, so it may
//! stop anywhere and begin again.

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

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use market::payment::{PaymentId, ProviderEvent, RefundDue, ReportKind, ReportLine, StartPayment, Started, WebhookRefusal};
    use market::testkit::{PROVIDER, TestMarket, captured_event};
    use std::sync::atomic::{AtomicI64, AtomicUsize};

    /// A provider with a line for every minute, that tells at most so many at once.
    struct Talkative {
        since: Timestamp,
        most: i64,
        /// So many of its first lines do not stand in its statement yet.
        belated: AtomicI64,
        /// How often it was asked for its statement.
        asked: AtomicUsize,
        /// The only payment that it tells of.
        knows: Option<ProviderEvent>,
    }

    impl Talkative {
        fn new(since: Timestamp, most: i64) -> Self {
            Self { since, most, belated: AtomicI64::new(0), asked: AtomicUsize::new(0), knows: None }
        }

        fn lines(&self, since: Timestamp, until: Timestamp) -> impl Iterator<Item = i64> {
            let minute = |at: Timestamp| (at.millis() - self.since.millis() + 59_999) / 60_000;
            minute(since).max(0)..minute(until)
        }
    }

    #[async_trait]
    impl PaymentProvider for Talkative {
        fn name(&self) -> &'static str {
            PROVIDER
        }

        fn signature_header(&self) -> &'static str {
            "signature"
        }

        fn page_origin(&self) -> Option<&str> {
            None
        }

        async fn start(&self, _: &StartPayment) -> Result<Started, ProviderError> {
            Err(ProviderError::Unreachable(String::new()))
        }

        async fn refund(&self, _: &RefundDue) -> Result<Vec<ProviderEvent>, ProviderError> {
            Err(ProviderError::Unreachable(String::new()))
        }

        async fn look_up(&self, payment: PaymentId, _: Option<&str>) -> Result<Vec<ProviderEvent>, ProviderError> {
            let known = self.knows.iter().find(|event| event.payment == payment);
            known.map(|event| vec![event.clone()]).ok_or_else(|| ProviderError::Unreachable(String::new()))
        }

        async fn report(&self, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, ProviderError> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            let belated = self.belated.load(Ordering::Relaxed);
            if i64::try_from(self.lines(since, until).count()).is_ok_and(|lines| lines > self.most) {
                return Err(ProviderError::TooMuch);
            }
            let line = |minute: i64| ReportLine {
                id: format!("line {minute}"),
                kind: ReportKind::Fee,
                reference: None,
                payment: None,
                refund: None,
                amount: market::kernel::Money::fen(-1),
                at: self.since.after(Span::minutes(minute)),
            };
            Ok(self.lines(since, until).filter(|minute| *minute >= belated).map(line).collect())
        }

        fn read_webhook(&self, _: &str, _: &[u8], _: Timestamp) -> Result<Option<ProviderEvent>, WebhookRefusal> {
            Err(WebhookRefusal::NotUnderstood)
        }
    }

    #[tokio::test]
    async fn payments_about_which_nothing_is_answered_are_asked_about_after_the_others() {
        let kit = TestMarket::sqlite().await;
        let owner = kit.person("Rosy").create().await;
        let staff = kit.shop("rosy", &owner).approved().create().await;
        let goods = kit.listing(&staff).price_fen(12_800).stock(100).create().await.variant();
        let buyer = kit.person("Ben").create().await;
        let mut placed = Vec::new();
        for _ in 0..=SILENT_MAX {
            placed.push(kit.placed(&buyer, &[(goods, 1)]).await.payment);
            kit.clock.advance(Span::seconds(1));
        }
        // Of those that were never asked about, the one with the highest id comes last.
        let good = placed.iter().copied().max_by_key(|payment| payment.uuid()).expect("payments");
        let knows = Some(captured_event(good, "pi_1:captured", kit.amount_of(good).await));
        let provider = Talkative { knows, ..Talkative::new(kit.market.now(), 10_000) };
        let mut settled = 0;
        for _ in 0..2 {
            kit.clock.advance(Span::minutes(10));
            settled += round(&kit.market, &provider).await.expect("a round").settled;
        }
        assert_eq!(settled, 1);
        kit.audited().await;
    }

    #[tokio::test]
    async fn a_statement_that_is_too_long_for_a_day_is_read_in_shorter_pieces() {
        let kit = TestMarket::sqlite().await;
        let provider = Talkative::new(kit.market.now(), 100);
        compare(&kit.market, &provider).await.expect("a first look");
        kit.clock.advance(Span::hours(30));
        compare(&kit.market, &provider).await.expect("a statement");
        assert_eq!(queries::read_from(&kit.market, PROVIDER).await.expect("a mark"), kit.market.now());
        let olga = kit.person("Olga").operator().create().await.operator().expect("an operator");
        let told = queries::reconciliation(&kit.market, &olga, PROVIDER).await.expect("a statement");
        assert_eq!(told.fees.minor(), -30 * 60, "every line, once");
    }

    #[tokio::test]
    async fn lines_that_appear_days_after_their_date_are_found_and_count_once() {
        let kit = TestMarket::sqlite().await;
        let provider = Talkative::new(kit.market.now(), 10_000);
        provider.belated.store(60, Ordering::Relaxed);
        compare(&kit.market, &provider).await.expect("a first look");
        kit.clock.advance(Span::hours(50));
        let olga = kit.operator().await;
        let told = async || queries::reconciliation(&kit.market, &olga, PROVIDER).await.expect("a statement").fees.minor();
        compare(&kit.market, &provider).await.expect("a statement");
        provider.belated.store(0, Ordering::Relaxed);
        compare(&kit.market, &provider).await.expect("a statement");
        assert_eq!(told().await, -49 * 60, "the first hour appeared too late for this");
        let asked = provider.asked.load(Ordering::Relaxed);
        for _ in 0..2 {
            assert!(read_again(&kit.market, &provider).await.expect("a statement"));
            assert_eq!(told().await, -50 * 60, "every line, once");
        }
        assert_eq!(provider.asked.load(Ordering::Relaxed) - asked, 2 * 3, "a request a day");
        assert_eq!(queries::read_from(&kit.market, PROVIDER).await.expect("a mark"), kit.market.now());
    }

    #[tokio::test]
    async fn reading_again_hides_nothing_that_was_not_read() {
        let kit = TestMarket::sqlite().await;
        let provider = Talkative::new(kit.market.now(), 100_000);
        compare(&kit.market, &provider).await.expect("a first look");
        let began = kit.market.now();
        kit.clock.advance(Span::days(7));
        assert!(read_again(&kit.market, &provider).await.expect("nothing to read"));
        assert_eq!(queries::read_from(&kit.market, PROVIDER).await.expect("a mark"), began, "there is a week between");
    }

    #[tokio::test]
    async fn a_second_with_too_much_ends_the_reading_and_not_the_market() {
        let kit = TestMarket::sqlite().await;
        let provider = Talkative::new(kit.market.now(), 0);
        kit.clock.advance(Span::hours(1));
        compare(&kit.market, &provider).await.expect("no statement, and no fault");
        assert!(queries::read_from(&kit.market, PROVIDER).await.expect("a mark") < kit.market.now());
    }
}
