//! What Stripe tells by itself: the signature, and the few events that matter. An event's id is made of the object that it is about
//! and of what became of it, so that a webhook and a look-up tell the same under the same id, in whatever order they come.

use super::answers::{Charge, Event, Id, Intent, Refund, Session};
use super::client::plain;
use super::secret::Secret;
use crate::payments::signed;
use market::kernel::{Currency, Money, Timestamp};
use market::payment::{PaymentId, ProviderEvent, ProviderEventKind, RefundId, StrangeAmount, WebhookRefusal};
use serde::de::DeserializeOwned;

/// A signature is believed for so many seconds before and after it was made.
const TOLERANCE_SECONDS: i64 = 300;

/// Reads a webhook; none for events that do not matter here, or are about what was not made by us.
///
/// # Errors
/// [`WebhookRefusal`].
pub fn read(secret: &Secret, signature: &str, body: &[u8], now: Timestamp) -> Result<Option<ProviderEvent>, WebhookRefusal> {
    let at = signed::signed_at(secret.expose().as_bytes(), signature, body)?;
    if (now.millis() / 1_000).abs_diff(at) > TOLERANCE_SECONDS.unsigned_abs() {
        return Err(WebhookRefusal::OutOfTime);
    }
    let event: Event = serde_json::from_slice(body).map_err(|_| WebhookRefusal::NotUnderstood)?;
    let object = event.data.object;
    match event.kind.as_str() {
        "payment_intent.succeeded" => captured(&about::<Intent>(object)?),
        "payment_intent.payment_failed" => Ok(declined(&about::<Intent>(object)?, event.id.as_str())),
        "checkout.session.expired" => Ok(expired(&about::<Session>(object)?)),
        "charge.refunded" => Ok(newest_refund(&about::<Charge>(object)?)),
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => Ok(ended(&about::<Refund>(object)?)),
        _ => Ok(None),
    }
}

fn about<T: DeserializeOwned>(object: serde_json::Value) -> Result<T, WebhookRefusal> {
    serde_json::from_value(object).map_err(|_| WebhookRefusal::NotUnderstood)
}

fn told(event_id: String, payment: PaymentId, kind: ProviderEventKind) -> ProviderEvent {
    ProviderEvent { event_id, payment, kind }
}

/// The money of an intent that has succeeded: what was received, not what was asked for. Another amount is another event, and so is
/// another currency, so that a lie does not stand in the way of the truth.
///
/// # Errors
/// Not understood without an amount.
pub fn captured(intent: &Intent) -> Result<Option<ProviderEvent>, WebhookRefusal> {
    let Some(payment) = intent.metadata.as_ref().and_then(|ours| ours.payment()) else { return Ok(None) };
    let minor = intent.received().ok_or(WebhookRefusal::NotUnderstood)?;
    let code = intent.currency.as_deref().unwrap_or_default().to_ascii_lowercase();
    let id = format!("{}:captured:{minor}:{}", intent.id, plain(&code));
    Ok(Some(told(id, payment, ProviderEventKind::captured(minor, &code))))
}

/// An attempt that failed; `otherwise` names it where no charge does.
pub fn declined(intent: &Intent, otherwise: &str) -> Option<ProviderEvent> {
    let payment = intent.metadata.as_ref()?.payment()?;
    let attempt = intent.last_payment_error.as_ref().and_then(|error| error.charge.as_ref()).map_or(otherwise, Id::as_str);
    Some(told(format!("{attempt}:declined"), payment, ProviderEventKind::Declined))
}

fn expired(session: &Session) -> Option<ProviderEvent> {
    let payment = session.metadata.as_ref()?.payment()?;
    Some(told(format!("{}:expired", session.id), payment, ProviderEventKind::Declined))
}

/// The end of a refund, if it has one: it has reached the buyer, or never will. Stripe may say the second after the first.
pub fn ended(refund: &Refund) -> Option<ProviderEvent> {
    if refund.is_alive() {
        return refunded(refund);
    }
    let (payment, id) = refund.metadata.as_ref().and_then(|ours| ours.payment().zip(ours.refund()))?;
    Some(failed(refund, payment, id))
}

/// A refund that failed or was canceled, with Stripe's words for it in the event's id.
pub fn failed(refund: &Refund, payment: PaymentId, id: RefundId) -> ProviderEvent {
    let words = [refund.status.as_deref(), refund.failure_reason.as_deref()];
    let words: Vec<String> = words.into_iter().flatten().map(plain).collect();
    told(format!("{}:{}", refund.id, words.join(":")), payment, ProviderEventKind::RefundFailed(id))
}

/// One that has reached the buyer. Another amount than we asked for is another event, as with captures; one that is missing is none.
fn refunded(refund: &Refund) -> Option<ProviderEvent> {
    let ours = refund.metadata.as_ref().filter(|_| refund.has_arrived())?;
    let (payment, id) = ours.payment().zip(ours.refund())?;
    if ours.amount() == refund.amount {
        return Some(told(format!("{}:refunded", refund.id), payment, ProviderEventKind::Refunded(id)));
    }
    let (minor, code) = (refund.amount.unwrap_or(0), refund.currency.as_deref().unwrap_or_default().to_ascii_lowercase());
    let kind = ProviderEventKind::RefundedOther(id, StrangeAmount::new(minor, &code));
    Some(told(format!("{}:refunded:{minor}:{}", refund.id, plain(&code)), payment, kind))
}

/// Stripe names the newest refund first. Where it names none, the refund's own events do.
fn newest_refund(charge: &Charge) -> Option<ProviderEvent> {
    ended(charge.refunds.as_ref()?.data.first()?)
}

/// An amount in one of our currencies; Stripe writes their codes in small letters.
pub fn money(minor: i64, currency: Option<&str>) -> Option<Money> {
    let currency = Currency::from_code(&currency?.to_ascii_uppercase())?;
    Some(Money::new(minor, currency))
}
