//! Turns a reason to stop into its calm page, in one place for all handlers.

use app_kit::request::{App, StopKind, Visit};
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header;
use std::any::Any;

/// Draws the calm page where a handler stopped without one.
pub async fn calm_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let for_people = parts
        .headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_none_or(|accept| accept.contains("text/html") || accept == "*/*");
    let asked = parts.clone();
    parts.extensions.insert(asked.uri.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let stop = response.extensions().get::<StopKind>().copied();
    match stop {
        Some(kind) if for_people => {
            let mut asked = asked;
            let visit = match kind {
                StopKind::Unavailable | StopKind::Broken => Visit::stranger(&asked, &app),
                _ => match Visit::from_request_parts(&mut asked, &app).await {
                    Ok(visit) => visit,
                    Err(_) => Visit::stranger(&asked, &app),
                },
            };
            let mut page = app_storefront::calm_page(&visit, kind);
            if kind == StopKind::Unavailable {
                page.headers_mut().insert(header::RETRY_AFTER, http::HeaderValue::from_static("10"));
            }
            page
        }
        _ => response,
    }
}

/// A handler that panicked is a bug of ours; the reader gets the calm page and the log gets the reason.
pub fn after_panic(reason: Box<dyn Any + Send + 'static>) -> Response {
    let words = reason.downcast_ref::<String>().map(String::as_str).or_else(|| reason.downcast_ref::<&str>().copied());
    tracing::error!(panic.reason = words.unwrap_or("unknown"), "a handler panicked");
    StopKind::Broken.into_response()
}
