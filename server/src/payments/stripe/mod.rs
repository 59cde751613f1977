//! Stripe: hosted pages for cards, Alipay and WeChat Pay, refunds, signed webhooks, the balance report. A client of our own, since
//! a dozen calls do not need a thousand types; everything that comes from there is checked or bounded before it is believed.

mod answers;
mod client;
mod refunds;
mod secret;
mod statement;
#[cfg(test)]
mod tests;
mod webhook;

pub use client::Patience;
pub use secret::Secret;

use answers::{Expandable, Intent, List, Session};
use async_trait::async_trait;
use client::{Answer, Client, Failure, path_part};
use market::kernel::{Span, Timestamp};
use market::payment::{
    PaymentId, PaymentProvider, ProviderError, ProviderEvent, RefundDue, ReportLine, StartPayment, Started, WebhookRefusal,
};

/// Where Stripe's API is.
pub const API_URL: &str = "https://api.stripe.com";
/// Where its hosted pages are.
const PAGES_URL: &str = "https://checkout.stripe.com";
/// Keys that a call may use up: one, and two more after failures that Stripe remembers for a day.
const KEYS_MAX: usize = 3;
/// Stripe's pages stay open for half an hour at least, so they end that long after the goods are free again, and a little longer: who opens
/// one in the last instant waits for the answer, and two clocks differ. Money that comes after the hold goes back.
const PAGE_STAYS: Span = Span::minutes(32);
/// And for a day at most, counted from when they are opened: a moment after the orders were placed. The policy's longest hold is shorter by
/// more than they stay, so that no page ends before the time that its buyer reads.
const PAGE_STAYS_MAX: Span = Span::minutes(24 * 60 - 1);

/// The provider.
#[derive(Clone)]
pub struct Stripe {
    client: Client,
    webhook_secret: Secret,
    pages: String,
}

impl Stripe {
    /// Stripe, or what answers like it, at this address.
    ///
    /// # Errors
    /// A sentence for the person at the terminal; never a key.
    pub fn new(url: &str, key: &Secret, webhook_secret: Secret, patience: Patience) -> Result<Self, String> {
        let origin = checked_origin(url)?;
        let pages = if origin == API_URL { PAGES_URL.to_owned() } else { origin };
        Ok(Self { client: Client::new(url, key, patience)?, webhook_secret, pages })
    }

    /// Opens a hosted page under the first key that is not spoilt by a failure or by a page that has expired.
    async fn open_page(&self, request: &StartPayment) -> Result<Session, Failure> {
        let fields = page_fields(request);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for number in 0..KEYS_MAX {
            let key = numbered(&request.payment.to_string(), number);
            match self.client.post("/v1/checkout/sessions", &key, &fields).await {
                Err(Failure::Remembered) => {}
                Ok(Answer { value, is_replayed: true }) => {
                    let session: Session = value;
                    let now: Session = self.client.get(&format!("/v1/checkout/sessions/{}", session.id), &[]).await?;
                    if now.status.as_deref() != Some("expired") {
                        return Ok(now);
                    }
                }
                Ok(Answer { value, .. }) => return Ok(value),
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::Remembered)
    }

    /// The intent of a payment: by the session or the intent that was noted, else by our own id in its metadata.
    async fn intent_of(&self, payment: PaymentId, reference: Option<&str>) -> Result<Option<Intent>, Failure> {
        let found = match reference {
            Some(id) if id.starts_with("pi_") => self.intent(id).await?,
            Some(id) => self.intent_of_session(id).await?,
            None => self.search(payment).await?,
        };
        let Some(intent) = found else { return Ok(None) };
        if intent.metadata.as_ref().and_then(|ours| ours.payment()) != Some(payment) {
            return Err(Failure::Refused("it answers with another payment than was asked about".to_owned()));
        }
        Ok(Some(intent))
    }

    async fn intent(&self, id: &str) -> Result<Option<Intent>, Failure> {
        found(self.client.get(&format!("/v1/payment_intents/{}", path_part(id)?), &[]).await)
    }

    async fn intent_of_session(&self, id: &str) -> Result<Option<Intent>, Failure> {
        let path = format!("/v1/checkout/sessions/{}", path_part(id)?);
        let session: Option<Session> = found(self.client.get(&path, &[("expand[]", "payment_intent")]).await)?;
        match session.and_then(|session| session.payment_intent) {
            Some(Expandable::Whole(intent)) => Ok(Some(*intent)),
            Some(Expandable::Id(id)) => self.intent(&id).await,
            None => Ok(None),
        }
    }

    async fn search(&self, payment: PaymentId) -> Result<Option<Intent>, Failure> {
        let query = format!("metadata['payment']:'{payment}'");
        let page: Option<List<Intent>> = found(self.client.get("/v1/payment_intents/search", &[("query", &query)]).await)?;
        let mut intents = page.map(|page| page.data).unwrap_or_default();
        let paid = intents.iter().position(|intent| intent.status.as_deref() == Some("succeeded"));
        Ok(if intents.is_empty() { None } else { Some(intents.swap_remove(paid.unwrap_or(0))) })
    }
}

#[async_trait]
impl PaymentProvider for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn signature_header(&self) -> &'static str {
        "stripe-signature"
    }

    fn page_origin(&self) -> Option<&str> {
        Some(&self.pages)
    }

    async fn start(&self, request: &StartPayment) -> Result<Started, ProviderError> {
        let session = self.open_page(request).await?;
        if session.status.as_deref() == Some("complete") {
            return Ok(Started { redirect_url: came_back(request), reference: Some(session.id.to_string()) });
        }
        let refused = |why: &str| Err(ProviderError::Refused(why.to_owned()));
        let asked = session.amount_total.zip(session.currency.as_deref());
        if asked.is_some_and(|(minor, currency)| webhook::money(minor, Some(currency)) != Some(request.amount)) {
            return refused("its page asks for another amount");
        }
        match session.url {
            Some(url) if url.starts_with(&format!("{}/", self.pages)) => {
                Ok(Started { redirect_url: url, reference: Some(session.id.to_string()) })
            }
            _ => refused("its page is not where its pages are"),
        }
    }

    async fn refund(&self, due: &RefundDue) -> Result<Vec<ProviderEvent>, ProviderError> {
        let intent = self.intent_of(due.payment, due.reference.as_deref()).await?;
        let intent = intent.ok_or_else(|| ProviderError::Refused("it knows no such payment".to_owned()))?;
        // It gives back in whatever currency it took: the same number of another currency is another amount.
        if intent.currency.as_deref().is_some_and(|code| !code.eq_ignore_ascii_case(due.amount.currency().code())) {
            return Err(ProviderError::Refused("it took this payment in another currency than is to go back".to_owned()));
        }
        Ok(self.give_back(due, &intent).await?)
    }

    async fn look_up(&self, payment: PaymentId, reference: Option<&str>) -> Result<Vec<ProviderEvent>, ProviderError> {
        let Some(intent) = self.intent_of(payment, reference).await? else { return Ok(Vec::new()) };
        let odd = |_: WebhookRefusal| ProviderError::Refused("what it knows of this payment is not understood".to_owned());
        let mut events = Vec::new();
        match intent.status.as_deref() {
            Some("succeeded") => events.extend(webhook::captured(&intent).map_err(odd)?),
            Some("requires_payment_method") if intent.last_payment_error.is_some() => {
                events.extend(webhook::declined(&intent, intent.id.as_str()));
            }
            _ => return Ok(events),
        }
        let made = self.refunds_of(&intent).await?;
        events.extend(made.iter().filter(|refund| !refunds::is_replaced(refund, &made)).filter_map(webhook::ended));
        Ok(events)
    }

    async fn report(&self, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, ProviderError> {
        Ok(statement::read(&self.client, since, until).await?)
    }

    fn read_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<Option<ProviderEvent>, WebhookRefusal> {
        webhook::read(&self.webhook_secret, signature, body, now)
    }
}

/// The origin of an address that a key may be sent to: https, or http on this machine.
fn checked_origin(url: &str) -> Result<String, String> {
    let refused = || format!("{url} is no address for a payment provider: it must begin with https://, or be on this machine.");
    let parsed = reqwest::Url::parse(url).map_err(|_| refused())?;
    let host = parsed.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    let is_plain = parsed.username().is_empty() && parsed.password().is_none() && parsed.query().is_none();
    match parsed.scheme() {
        "https" if is_plain => Ok(parsed.origin().ascii_serialization()),
        "http" if is_plain && is_here => Ok(parsed.origin().ascii_serialization()),
        _ => Err(refused()),
    }
}

/// Where the buyer comes back to after paying.
fn came_back(request: &StartPayment) -> String {
    format!("{}?back", request.return_url)
}

/// The fields of a hosted page. They follow from the payment alone: under one key, other fields are refused.
fn page_fields(request: &StartPayment) -> Vec<(&'static str, String)> {
    let payment = request.payment.to_string();
    let ends = request.expires_at.after(PAGE_STAYS).min(request.placed_at.after(PAGE_STAYS_MAX));
    vec![
        ("mode", "payment".to_owned()),
        ("client_reference_id", payment.clone()),
        ("success_url", came_back(request)),
        ("cancel_url", came_back(request)),
        ("expires_at", (ends.millis() / 1_000).to_string()),
        ("payment_method_types[0]", "card".to_owned()),
        ("payment_method_types[1]", "alipay".to_owned()),
        ("payment_method_types[2]", "wechat_pay".to_owned()),
        ("payment_method_options[wechat_pay][client]", "web".to_owned()),
        ("line_items[0][quantity]", "1".to_owned()),
        ("line_items[0][price_data][currency]", request.amount.currency().code().to_ascii_lowercase()),
        ("line_items[0][price_data][unit_amount]", request.amount.minor().to_string()),
        ("line_items[0][price_data][product_data][name]", "Shanhuo 山货".to_owned()),
        ("metadata[payment]", payment.clone()),
        ("payment_intent_data[metadata][payment]", payment),
    ]
}

/// Our id is the key; after a failure that is remembered, the same with a number.
fn numbered(id: &str, number: usize) -> String {
    if number == 0 { id.to_owned() } else { format!("{id}-{number}") }
}

fn found<T>(answer: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Failure::NotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}
