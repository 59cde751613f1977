//! A payment company that fails: calls end before or after their effect, webhooks get lost, come twice, late and in any order. What
//! it did it knows: its own books are what the market's are held against.

mod books;

use super::trouble::{Fate, Other, Trouble};
use crate::payments::signed;
use async_trait::async_trait;
use books::{Books, Intent, Refund, reference};
use market::kernel::{Clock, Money, Span, Timestamp};
use market::payment::{
    PaymentId, PaymentProvider, ProviderError, ProviderEvent, ProviderEventKind, RefundDue, RefundId, ReportLine, StartPayment,
    Started, WebhookRefusal,
};
use market::testkit::TestClock;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard};

pub const NAME: &str = "company";
pub const SIGNATURE_HEADER: &str = "company-signature";
const SECRET: &[u8] = b"only the company and the market know this";
/// A signature is believed for so long.
const TOLERANCE: Span = Span::minutes(5);
/// A webhook is given up after so many attempts.
const ATTEMPTS_MAX: u32 = 8;

/// The company; cheap to clone.
#[derive(Clone)]
pub struct Company {
    trouble: Trouble,
    clock: Arc<TestClock>,
    books: Arc<Mutex<Books>>,
}

/// Word that waits to be brought.
#[derive(Clone)]
pub struct Webhook {
    pub body: String,
    due: Timestamp,
    attempts: u32,
}

#[derive(Serialize, Deserialize)]
struct Body {
    id: String,
    payment: PaymentId,
    kind: String,
    amount_minor: i64,
    refund: Option<RefundId>,
}

impl Company {
    pub fn new(trouble: Trouble, clock: Arc<TestClock>) -> Self {
        Self { trouble, clock, books: Arc::default() }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().expect("nobody panicked with it")
    }

    /// A buyer pays on its page, in time or not; false where there is no page, or where they have paid.
    pub fn pay(&self, payment: PaymentId) -> bool {
        let now = self.clock.now();
        let amount = {
            let mut books = self.books();
            let Some(intent) = books.intents.get_mut(&payment).filter(|intent| intent.paid_at.is_none()) else { return false };
            intent.paid_at = Some(now);
            intent.amount
        };
        let body =
            Body { id: captured_id(payment), payment, kind: "captured".to_owned(), amount_minor: amount.minor(), refund: None };
        self.tell(&body);
        true
    }

    /// A buyer's bank says no.
    pub fn decline(&self, payment: PaymentId) {
        let id = format!("evt_{payment}_declined_{}", self.clock.now().millis());
        self.tell(&Body { id, payment, kind: "declined".to_owned(), amount_minor: 0, refund: None });
    }

    /// Word goes out: at once or late, and now and then never.
    fn tell(&self, body: &Body) {
        if self.trouble.one_in(6) {
            return self.trouble.note("word lost", &body.id);
        }
        let late = self.trouble.pick(&[0, 0, 0, 1, 20, 45, 1_500]).unwrap_or(0);
        let due = self.clock.now().after(Span::minutes(late));
        let body = serde_json::to_string(body).expect("a body");
        self.books().webhooks.push(Webhook { body, due, attempts: 0 });
    }

    /// What is to be brought now, in any order.
    pub fn take_due(&self) -> Vec<Webhook> {
        let now = self.clock.now();
        let (mut due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.books().webhooks).into_iter().partition(|webhook| webhook.due <= now);
        self.books().webhooks = later;
        for place in (1..due.len()).rev() {
            due.swap(place, self.trouble.roll(place + 1));
        }
        due
    }

    /// Nobody has said that this arrived: it comes again, later each time, until the company gives up.
    pub fn bring_again(&self, mut webhook: Webhook) {
        webhook.attempts += 1;
        if webhook.attempts < ATTEMPTS_MAX {
            webhook.due = self.clock.now().after(Span::minutes(1 << webhook.attempts));
            self.books().webhooks.push(webhook);
        }
    }

    /// Whether it was ever asked for a payment.
    pub fn has_begun(&self) -> bool {
        !self.books().intents.is_empty()
    }

    /// The date of the last line of its statement.
    pub fn latest(&self) -> Option<Timestamp> {
        self.books().lines().into_iter().map(|line| line.at).max()
    }

    /// What waits to be brought.
    pub fn waiting(&self) -> usize {
        self.books().webhooks.len()
    }

    /// The header of a body, signed at this time.
    pub fn sign(&self, at: Timestamp, body: &str) -> String {
        signed::sign(SECRET, at.millis(), body.as_bytes())
    }

    /// The body that would say that somebody has paid.
    pub fn forge(&self, payment: PaymentId) -> String {
        let amount = self.books().intents.get(&payment).map_or(1, |intent| intent.amount.minor());
        let body = Body { id: captured_id(payment), payment, kind: "captured".to_owned(), amount_minor: amount, refund: None };
        serde_json::to_string(&body).expect("a body")
    }

    /// Does something, unless the call fails before it; says what was done, unless it fails after.
    fn call<T>(
        &self,
        what: &'static str,
        about: &dyn std::fmt::Display,
        deed: impl FnOnce() -> Result<T, ProviderError>,
    ) -> Result<T, ProviderError> {
        let fate = self.trouble.fate(Other::Company);
        self.trouble.note(what, &format!("{about} {fate:?}"));
        let failed = |why: &str| Err(ProviderError::Unreachable(why.to_owned()));
        match fate {
            Fate::Before => failed("no connection"),
            Fate::Fine | Fate::Twice | Fate::Late => deed(),
            Fate::After => deed().and_then(|_| failed("no answer within its time")),
        }
    }
}

#[async_trait]
impl PaymentProvider for Company {
    fn name(&self) -> &'static str {
        NAME
    }

    fn signature_header(&self) -> &'static str {
        SIGNATURE_HEADER
    }

    fn page_origin(&self) -> Option<&str> {
        None
    }

    async fn start(&self, request: &StartPayment) -> Result<Started, ProviderError> {
        self.call("company starts", &request.payment, || {
            self.books().intents.entry(request.payment).or_insert(Intent { amount: request.amount, paid_at: None });
            Ok(Started { redirect_url: "/".to_owned(), reference: Some(reference(request.payment)) })
        })
    }

    async fn refund(&self, due: &RefundDue) -> Result<Vec<ProviderEvent>, ProviderError> {
        self.call("company refunds", &due.refund, || {
            if self.books().refunds.contains_key(&due.refund) {
                return Ok(Vec::new());
            }
            let (taken, asked, given) = self.books().of(due.payment);
            assert!(due.amount.minor() <= taken - asked, "{} is to give back more than was taken", due.payment);
            // What its desk gave past everybody is not there any more.
            let is_gone = due.amount.minor() > taken - asked - given;
            if is_gone || self.trouble.one_in(4) {
                self.trouble.note("company refuses", &due.refund.to_string());
                return Err(ProviderError::Refused("the card is closed".to_owned()));
            }
            let refund = Refund { payment: due.payment, amount: due.amount, made_at: self.clock.now() };
            self.books().refunds.insert(due.refund, refund);
            let (kind, amount_minor) = ("refunded".to_owned(), due.amount.minor());
            self.tell(&Body { id: refunded_id(due.refund), payment: due.payment, kind, amount_minor, refund: Some(due.refund) });
            Ok(Vec::new())
        })
    }

    async fn look_up(&self, payment: PaymentId, _: Option<&str>) -> Result<Vec<ProviderEvent>, ProviderError> {
        self.call("company is asked", &payment, || {
            let books = self.books();
            let mut events = Vec::new();
            if let Some(intent) = books.intents.get(&payment).filter(|intent| intent.paid_at.is_some()) {
                let kind = ProviderEventKind::Captured(intent.amount);
                events.push(ProviderEvent { event_id: captured_id(payment), payment, kind });
            }
            for (refund, _) in books.refunds.iter().filter(|(_, made)| made.payment == payment) {
                let kind = ProviderEventKind::Refunded(*refund);
                events.push(ProviderEvent { event_id: refunded_id(*refund), payment, kind });
            }
            Ok(events)
        })
    }

    async fn report(&self, since: Timestamp, until: Timestamp) -> Result<Vec<ReportLine>, ProviderError> {
        self.call("company reports", &until.millis(), || {
            let lines = self.books().lines();
            Ok(lines.into_iter().filter(|line| line.at >= since && line.at < until).collect())
        })
    }

    fn read_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<Option<ProviderEvent>, WebhookRefusal> {
        let at = signed::signed_at(SECRET, signature, body)?;
        if now.millis().abs_diff(at) > TOLERANCE.millis().unsigned_abs() {
            return Err(WebhookRefusal::OutOfTime);
        }
        let body: Body = serde_json::from_slice(body).map_err(|_| WebhookRefusal::NotUnderstood)?;
        let kind = match body.kind.as_str() {
            "captured" => ProviderEventKind::Captured(Money::fen(body.amount_minor)),
            "refunded" => ProviderEventKind::Refunded(body.refund.ok_or(WebhookRefusal::NotUnderstood)?),
            _ => ProviderEventKind::Declined,
        };
        Ok(Some(ProviderEvent { event_id: body.id, payment: body.payment, kind }))
    }
}

fn captured_id(payment: PaymentId) -> String {
    format!("evt_{payment}_captured")
}

fn refunded_id(refund: RefundId) -> String {
    format!("evt_{refund}")
}
