//! Payment providers, as adapters of the market's port, and the door through which they tell us what happened.

mod cash;
mod http;
pub mod reconcile;
mod said;
mod sandbox;
mod sandbox_here;
mod sandbox_pages;
mod sandbox_store;
mod seldom;
pub mod signed;
pub mod stripe;
#[cfg(test)]
mod tests;

pub use cash::Cash;
pub use said::Said;
pub use sandbox::Sandbox;
pub use sandbox_pages::routes as sandbox_routes;

use ::http::{HeaderMap, StatusCode};
use app_kit::request::App;
use axum::body::Bytes;
use axum::extract::{Path, State};
use market::kernel::{Fault, Market, Problem};
use market::payment::inbox::{self, Noted};
use market::payment::{CASH, PaymentProvider, ProviderError, RefundDue, RefundId, WebhookRefusal, commands, queries, stuck};
use seldom::Seldom;
use serde::Deserialize;

/// Webhooks that nobody signed, or not in time: anybody may send as many as they like.
static DISBELIEVED: Seldom = Seldom::new();
/// Signed ones of payments that are not here.
static UNKNOWN: Seldom = Seldom::new();

/// Signed ones that are not understood: each comes again for days.
static NOT_UNDERSTOOD: Said = Said::new();

/// Webhooks that were not believed since the start.
pub fn disbelieved() -> u64 {
    DISBELIEVED.total()
}

/// Signed webhooks that were not understood since the start, each time that they came.
pub fn not_understood() -> u64 {
    NOT_UNDERSTOOD.total()
}

/// `POST /webhooks/{provider}`. Answers 200 as soon as the event is written down, or was before: paying orders is a job's work.
pub async fn webhook(State(app): State<App>, Path(provider): Path<String>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if provider != app.payments.name() {
        return StatusCode::NOT_FOUND;
    }
    let signature = headers.get(app.payments.signature_header()).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let event = match app.payments.read_webhook(signature, &body, app.market.now()) {
        Ok(Some(event)) => event,
        Ok(None) => return StatusCode::OK,
        Err(refusal @ (WebhookRefusal::BadSignature | WebhookRefusal::OutOfTime)) => {
            if let Some(times) = DISBELIEVED.again(app.market.now()) {
                tracing::warn!(provider.name = %provider, "a webhook was not believed, {times} since this was said last: {refusal}");
            }
            return StatusCode::UNAUTHORIZED;
        }
        Err(refusal @ WebhookRefusal::NotUnderstood) => {
            if NOT_UNDERSTOOD.is_news(known_by(&body), ()) {
                tracing::warn!(provider.name = %provider, "a webhook was not understood: {refusal}");
            }
            return StatusCode::UNPROCESSABLE_ENTITY;
        }
    };
    match inbox::note_event(&app.market, app.payments.name(), &event).await {
        Ok(noted) => {
            let again = if noted == Noted::Repeated { " again" } else { "" };
            tracing::debug!(payment.id = %event.payment, event.id = %event.event_id, "payment {} was told {}{again}", event.payment, event.kind.code());
            StatusCode::OK
        }
        Err(Problem::Fault(fault)) => {
            tracing::error!(payment.id = %event.payment, fault.detail = %fault.detail, "a webhook could not be written down: {}", fault.detail);
            StatusCode::SERVICE_UNAVAILABLE
        }
        // It is told again for days, and may be faster than its order.
        Err(_) => {
            if let Some(times) = UNKNOWN.again(app.market.now()) {
                let payment = event.payment;
                tracing::warn!(payment.id = %payment, "a webhook of a payment that is not here, {times} since this was said last: {payment}");
            }
            StatusCode::NOT_FOUND
        }
    }
}

/// What an event is known by when it comes again: its id, since the rest may be otherwise by then; all of it, where it has none.
fn known_by(body: &[u8]) -> Result<String, &[u8]> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    serde_json::from_slice(body).map(|named: Named| named.id).map_err(|_| body)
}

/// A job: asks the provider to give money back. The provider tells by webhook when it has arrived.
///
/// # Errors
/// What went wrong; the job is tried again.
pub async fn refund_job(app: &App, refund: uuid::Uuid) -> Result<(), String> {
    let id = RefundId::from_uuid(refund);
    let Some(due) = queries::refund_due(&app.market, id).await.map_err(|fault| fault.to_string())? else {
        return Err("there is no such refund".to_owned());
    };
    if due.is_done {
        return Ok(());
    }
    let in_cash = Cash::new(app.market.clone());
    let provider: &dyn PaymentProvider = if due.provider == CASH { &in_cash } else { &*app.payments };
    give_back(&app.market, provider, &due).await.map_err(|fault| fault.to_string())?.map_err(|error| error.to_string())
}

/// Asks a provider to give money back. What it refuses for good, or says to have failed, is handed to the operators, and is no error any
/// more.
///
/// # Errors
/// A fault of the database; within, a provider that is to be asked again.
pub async fn give_back(
    market: &Market,
    provider: &dyn PaymentProvider,
    due: &RefundDue,
) -> Result<Result<(), ProviderError>, Fault> {
    match provider.refund(due).await {
        Err(ProviderError::Refused(because)) => {
            tracing::error!(refund.id = %due.refund, "refund {} is refused by {}: {because}", due.refund, provider.name());
            stuck::refuse_refund(market, due, &because).await?;
            Ok(Ok(()))
        }
        Err(error) => Ok(Err(error)),
        Ok(failed) => {
            if failed.is_empty() {
                stuck::await_refund(market, due).await?;
            }
            for event in &failed {
                if let Err(Problem::Fault(fault)) = commands::record_found(market, provider.name(), event).await {
                    return Err(fault);
                }
            }
            Ok(Ok(()))
        }
    }
}
