//! From the socket to a handler and back: the routes of all pages, and what holds for each of them.

mod calm;
mod constant;
mod crowd;
mod headers;
mod health;
mod language;
mod metrics;
mod refusals;
mod same_origin;
#[cfg(test)]
mod tests;

pub use crowd::PAGES_MAX;

use crate::payments::{Sandbox, sandbox_routes, webhook};
use crate::photos::{Photos, serve};
use crate::site::Site;
use app_kit::request::{App, StopKind};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderMap, Uri};
use market::kernel::limits::FORM_BYTES_MAX;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::timeout::RequestBodyTimeoutLayer;

/// Dynamic pages are packed at a low level: above it the time costs more than the bytes save.
const BROTLI_LEVEL: i32 = 4;
/// A body of which nothing comes for so long is given up, with what has been read of it. A bad link in the mountains is silent for less.
const SILENCE_MAX: Duration = if cfg!(test) { Duration::from_millis(200) } else { Duration::from_secs(60) };

/// Every route of the market with every layer around it.
pub fn router(app: App, site: Site, sandbox: Option<Sandbox>, photos: Photos, proxy: Option<IpAddr>) -> Router {
    let site = Arc::new(site);
    let packing = CompressionLayer::new()
        .br(true)
        .gzip(true)
        .quality(tower_http::CompressionLevel::Precise(BROTLI_LEVEL))
        .compress_when(DefaultPredicate::new().and(headers::NotPackedYet));
    let policy = headers::policy(app.payments.page_origin());
    Router::new()
        .merge(app_storefront::routes())
        .merge(app_workbench::routes())
        .route(app_kit::routes::LANGUAGE, post(language::choose))
        .merge(sandbox.map(sandbox_routes).unwrap_or_default())
        .merge(constant::routes())
        .route("/webhooks/{provider}", post(webhook))
        .route("/photos/{name}", get(serve).with_state(photos))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::metrics))
        .fallback(move |uri: Uri, headers: HeaderMap| file_or_calm(site.clone(), uri, headers))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(CatchPanicLayer::custom(calm::after_panic))
        .layer(from_fn_with_state(crowd::Crowd::new(app.clone()), crowd::let_in))
        .layer(from_fn(refusals::tell))
        .layer(from_fn_with_state(app.clone(), calm::calm_pages))
        .layer(from_fn(same_origin::same_origin))
        .layer(from_fn(move |request, next| headers::security(policy.clone(), request, next)))
        .layer(from_fn(move |request, next| headers::client_address(proxy, request, next)))
        .layer(packing)
        .layer(RequestBodyTimeoutLayer::new(SILENCE_MAX))
        .with_state(app)
}

/// A file of the site, or the calm page that says there is nothing.
async fn file_or_calm(site: Arc<Site>, uri: Uri, headers: HeaderMap) -> Response {
    site.respond(uri.path(), &headers).unwrap_or_else(|| StopKind::NotFound.into_response())
}
