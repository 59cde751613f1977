//! A statement is read whole, in pieces and again, and no payment that cannot be told of keeps another waiting.

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
