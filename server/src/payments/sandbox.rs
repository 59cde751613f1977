//! The sandbox provider: behaves like a payment company, on money that does not exist. Its page is elsewhere than ours, its
//! webhooks are signed and come late, twice, or before the browser does. Only in demo and test markets.

use super::{http, sandbox_store as store, signed};
use async_trait::async_trait;
use market::kernel::{Currency, Fault, Market, Money, Span, Timestamp};
use market::payment::{
    PaymentId, PaymentProvider, ProviderError, ProviderEvent, ProviderEventKind, RefundDue, RefundId, ReportKind, ReportLine,
    StartPayment, Started, WebhookRefusal,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The header that carries a webhook's signature.
const SIGNATURE_HEADER: &str = "webhook-signature";
/// How long a webhook may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// A signature is believed for so long before and after it was made.
const TOLERANCE: Span = Span::minutes(5);

/// The provider.
#[derive(Clone)]
pub struct Sandbox {
    market: Market,
    secret: Vec<u8>,
    /// Where our own webhook door is, as the provider reaches it.
    webhook_url: String,
    client: reqwest::Client,
}

/// How the word of a payment reaches the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// At once, while the browser is on its way back.
    Now,
    /// Twice, as providers promise only "at least once".
    Twice,
    /// After a minute.
    Late,
}

impl Word {
    /// The word of a form's code; at once where it is none.
    pub fn from_code(code: &str) -> Self {
        match code {
            "twice" => Self::Twice,
            "late" => Self::Late,
            _ => Self::Now,
        }
    }
}

/// The body of a webhook.
#[derive(Debug, Serialize, Deserialize)]
struct Event {
    id: String,
    payment: PaymentId,
    kind: String,
    amount_minor: i64,
    currency: String,
    refund: Option<RefundId>,
}

impl Sandbox {
    /// A provider whose books lie in the market's own database, for want of another company.
    ///
    /// # Errors
    /// A sentence, when there is no way to send webhooks.
    pub fn new(market: Market, webhook_url: String) -> Result<Self, String> {
        let secret = market.keyring().blind_index("sandbox webhooks", b"secret");
        Ok(Self { market, secret, webhook_url, client: http::client(PATIENCE, PATIENCE)? })
    }

    /// Whose payments it takes.
    pub(super) const fn market(&self) -> &Market {
        &self.market
    }

    pub(super) fn sign(&self, at: Timestamp, body: &[u8]) -> String {
        signed::sign(&self.secret, at.millis(), body)
    }

    /// The buyer pays on the sandbox's page.
    ///
    /// # Errors
    /// A fault of the sandbox's books.
    pub async fn pay(&self, intent: &store::Intent, word: Word) -> Result<(), Fault> {
        if !store::settle(&self.market, &intent.id, "paid").await? {
            return Ok(());
        }
        let event = Event { id: captured_id(intent), ..self.event(intent, "captured", intent.amount_minor, None) };
        let (delay, times) = match word {
            Word::Now => (Span::seconds(0), 1),
            Word::Twice => (Span::seconds(0), 2),
            Word::Late => (Span::minutes(1), 1),
        };
        self.send_later(&event, delay, times).await
    }

    /// The buyer's bank says no; the intent stays open.
    ///
    /// # Errors
    /// A fault of the sandbox's books.
    pub async fn decline(&self, intent: &store::Intent) -> Result<(), Fault> {
        let event = self.event(intent, "declined", 0, None);
        self.send_later(&event, Span::seconds(0), 1).await
    }

    fn event(&self, intent: &store::Intent, kind: &str, amount_minor: i64, refund: Option<RefundId>) -> Event {
        Event {
            id: format!("evt_{}", market::kernel::id::mint(self.market.now()).simple()),
            payment: PaymentId::from_uuid(intent.payment),
            kind: kind.to_owned(),
            amount_minor,
            currency: intent.currency.clone(),
            refund,
        }
    }

    async fn send_later(&self, event: &Event, delay: Span, times: i64) -> Result<(), Fault> {
        let body = serde_json::to_string(event).map_err(Fault::broken)?;
        store::queue_webhook(&self.market, &event.id, &body, self.market.now().after(delay), times).await
    }

    /// Delivers the webhooks that are due; says how many. What is not answered with 200 comes again.
    ///
    /// # Errors
    /// A fault of the sandbox's books.
    pub async fn deliver_due(&self) -> Result<usize, Fault> {
        let due = store::due_webhooks(&self.market).await?;
        let count = due.len();
        for webhook in due {
            let signature = self.sign(self.market.now(), webhook.body.as_bytes());
            let sent =
                self.client.post(&self.webhook_url).header(SIGNATURE_HEADER, signature).body(webhook.body.clone()).send().await;
            let taken = sent.is_ok_and(|answer| answer.status().is_success());
            store::after_delivery(&self.market, &webhook, taken).await?;
        }
        Ok(count)
    }
}

#[async_trait]
impl PaymentProvider for Sandbox {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    fn signature_header(&self) -> &'static str {
        SIGNATURE_HEADER
    }

    fn page_origin(&self) -> Option<&str> {
        None
    }

    async fn start(&self, request: &StartPayment) -> Result<Started, ProviderError> {
        let intent = store::open_intent(&self.market, request).await.map_err(|fault| ProviderError::Unreachable(fault.detail))?;
        Ok(Started { redirect_url: format!("/sandbox/pay/{intent}"), reference: Some(intent) })
    }

    async fn refund(&self, due: &RefundDue) -> Result<Vec<ProviderEvent>, ProviderError> {
        let found = store::intent_of_payment(&self.market, due.payment).await.map_err(unreachable)?;
        let intent = found.ok_or_else(|| ProviderError::Refused("there is no such payment".to_owned()))?;
        if intent.currency != due.amount.currency().code() {
            return Err(ProviderError::Refused("it was paid in another currency".to_owned()));
        }
        store::add_refund(&self.market, due).await.map_err(unreachable)?;
        // The same refund asked for twice is one refund and one event.
        let event =
            Event { id: refunded_id(due.refund), ..self.event(&intent, "refunded", due.amount.minor(), Some(due.refund)) };
        self.send_later(&event, Span::seconds(0), 1).await.map_err(unreachable)?;
        Ok(Vec::new())
    }

    async fn look_up(&self, payment: PaymentId, _reference: Option<&str>) -> Result<Vec<ProviderEvent>, ProviderError> {
        let Some(intent) = store::intent_of_payment(&self.market, payment).await.map_err(unreachable)? else {
            return Ok(Vec::new());
        };
        let currency = currency(&intent.currency)?;
        let told = |event_id, kind| ProviderEvent { event_id, payment, kind };
        let mut events = Vec::new();
        if intent.state == "paid" {
            let amount = Money::new(intent.amount_minor, currency);
            events.push(told(captured_id(&intent), ProviderEventKind::Captured(amount)));
        }
        for refund in store::refunds_of(&self.market, payment).await.map_err(unreachable)? {
            let refund = RefundId::from_uuid(refund.refund_id);
            events.push(told(refunded_id(refund), ProviderEventKind::Refunded(refund)));
        }
        Ok(events)
    }

    async fn report(&self, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, ProviderError> {
        let moves = store::moves(&self.market, since, until).await.map_err(unreachable)?;
        moves.into_iter().map(report_line).collect()
    }

    fn read_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<Option<ProviderEvent>, WebhookRefusal> {
        let at = signed::signed_at(&self.secret, signature, body)?;
        if now.millis().abs_diff(at) > TOLERANCE.millis().unsigned_abs() {
            return Err(WebhookRefusal::OutOfTime);
        }
        let event: Event = serde_json::from_slice(body).map_err(|_| WebhookRefusal::NotUnderstood)?;
        let kind = match event.kind.as_str() {
            "captured" => ProviderEventKind::captured(event.amount_minor, &event.currency),
            "declined" => ProviderEventKind::Declined,
            "refunded" => ProviderEventKind::Refunded(event.refund.ok_or(WebhookRefusal::NotUnderstood)?),
            _ => return Ok(None),
        };
        Ok(Some(ProviderEvent { event_id: event.id, payment: event.payment, kind }))
    }
}

fn unreachable(fault: Fault) -> ProviderError {
    ProviderError::Unreachable(fault.detail)
}

fn currency(code: &str) -> Result<Currency, ProviderError> {
    Currency::from_code(code).ok_or_else(|| ProviderError::Refused(format!("the sandbox keeps books in {code}")))
}

/// An intent is paid once, so its event's id follows from it.
fn captured_id(intent: &store::Intent) -> String {
    format!("evt_{}_captured", intent.id)
}

fn refunded_id(refund: RefundId) -> String {
    format!("evt_{refund}")
}

fn report_line(row: store::Move) -> Result<ReportLine, ProviderError> {
    let amount = Money::new(row.amount_minor, currency(&row.currency)?);
    Ok(ReportLine {
        id: row.refund_id.map_or_else(|| row.intent.clone(), |refund| RefundId::from_uuid(refund).to_string()),
        kind: if row.refund_id.is_some() { ReportKind::Refunded } else { ReportKind::Captured },
        reference: Some(row.intent),
        payment: Some(PaymentId::from_uuid(row.payment_id)),
        refund: row.refund_id.map(RefundId::from_uuid),
        amount,
        at: Timestamp::from_millis(row.moved_at),
    })
}
