//! `GET /metrics`, in the text that Prometheus reads. Only for readers on the same machine: what a market owes is nobody else's
//! business, and a collector that lives elsewhere comes through a tunnel.

use super::crowd::turned_away;
use crate::jobs::last_audit;
use crate::payments::{disbelieved, not_understood, reconcile};
use app_kit::request::App;
use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use search::Search;
use std::fmt::Write;
use std::net::SocketAddr;

/// The type of Prometheus' text.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What the market says of itself. Not found for readers elsewhere, and for those whom a proxy brings.
pub async fn metrics(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    search: Option<Extension<Search>>,
    headers: http::HeaderMap,
) -> Response {
    if !peer.ip().is_loopback() || headers.contains_key("x-forwarded-for") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Ok(counts) = market::audit::queries::counts(&app.market).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (index, room_missing) = (app.search.health(), search.map(|Extension(search)| search.room_missing()));
    let gauge = |number: u64| i64::try_from(number).ok();
    let text = written([
        ("shanhuo_jobs_waiting", "Jobs in the outbox that wait to be done.", Some(counts.jobs_waiting)),
        ("shanhuo_jobs_dead", "Jobs that were given up.", Some(counts.jobs_dead)),
        ("shanhuo_timers_overdue", "Clocks that are due and have not fired.", Some(counts.timers_overdue)),
        ("shanhuo_words_waiting", "What payment providers told that nobody has worked on yet.", Some(counts.words_waiting)),
        ("shanhuo_words_lag_seconds", "How long the oldest of it has waited.", Some(counts.words_lag_millis / 1000)),
        ("shanhuo_suspense_minor", "Money that nobody can explain yet, in minor units.", Some(counts.suspense_minor)),
        ("shanhuo_suspense_foreign", "Amounts in other currencies that nobody can explain yet.", Some(counts.suspense_foreign)),
        ("shanhuo_amounts_unbooked", "Told amounts that cannot be booked and wait for a person.", Some(counts.amounts_unbooked)),
        (
            "shanhuo_reconciliation_differences",
            "What only a provider or only the books tell, unexplained.",
            Some(counts.differences),
        ),
        (
            "shanhuo_reconciliation_differences_seconds",
            "How long the oldest of these stands.",
            Some(counts.differences_millis / 1000),
        ),
        (
            "shanhuo_payments_stuck",
            "Payments that the last round of asking met a fault at, of those that it asked about.",
            gauge(reconcile::stuck()),
        ),
        ("shanhuo_audit_violations", "Violations that the last audit found.", last_audit().map(|audit| audit.0)),
        ("shanhuo_turned_away_total", "Requests that found no place in a crowd.", i64::try_from(turned_away()).ok()),
        (
            "shanhuo_webhooks_disbelieved_total",
            "Webhooks that no provider signed, or not in time.",
            i64::try_from(disbelieved()).ok(),
        ),
        (
            "shanhuo_webhooks_not_understood_total",
            "Webhooks that a provider signed and that say nothing.",
            i64::try_from(not_understood()).ok(),
        ),
        ("shanhuo_audit_seconds", "The market's time of the last audit.", last_audit().map(|audit| audit.1 / 1000)),
        ("shanhuo_search_documents", "Listings and shops that can be found.", gauge(index.documents)),
        ("shanhuo_search_lag_seconds", "Since when the search index does not have all changes.", gauge(index.lag_seconds)),
        ("shanhuo_search_building", "Whether search waits for its index to be built.", Some(i64::from(index.is_building))),
        ("shanhuo_search_room_missing_bytes", "Room that the disk lacks for an index to be built.", room_missing.and_then(gauge)),
    ]);
    ([(header::CONTENT_TYPE, TEXT)], text).into_response()
}

/// Each number by its name and what it says, in the text that Prometheus reads; those that there are none of are left out.
fn written<const N: usize>(numbers: [(&str, &str, Option<i64>); N]) -> String {
    let mut text = String::new();
    for (name, help, value) in numbers {
        if let Some(value) = value {
            let kind = if name.ends_with("_total") { "counter" } else { "gauge" };
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        }
    }
    text
}
