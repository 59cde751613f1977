//! Tells the log of each form that was refused, once: by which name and at which route, and nothing of whoever sent it or of what they
//! typed (decision 0031). It stands within the calm pages, which draw over what a handler stopped at.

use app_kit::request::{StopKind, with_refusal};
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;

/// Answers, and tells what was refused.
pub async fn tell(request: Request, next: Next) -> Response {
    let is_sent = *request.method() == Method::POST;
    // What is sent where there is nothing is no form of ours, and webhooks are none.
    let is_form = |route: &&MatchedPath| is_sent && !route.as_str().starts_with("/webhooks/");
    let Some(route) = request.extensions().get::<MatchedPath>().filter(is_form).cloned() else {
        return next.run(request).await;
    };
    let (response, refused) = with_refusal(next.run(request)).await;
    let stopped = || response.extensions().get::<StopKind>().copied().and_then(name);
    if let Some(kind) = refused.or_else(stopped) {
        let route = route.as_str();
        tracing::info!(refusal.kind = %kind, refusal.route = route, "a form was refused: {kind} at {route}");
    }
    response
}

/// By which name a stop refuses something; none where it does not: whoever has to sign in comes back, and a fault was told of before.
fn name(stop: StopKind) -> Option<String> {
    match stop {
        StopKind::SignIn | StopKind::Unavailable | StopKind::Broken => None,
        StopKind::NotFound | StopKind::Gone | StopKind::Forbidden | StopKind::TooLarge | StopKind::Reused | StopKind::TooMany => {
            Some(format!("Stop.{stop:?}"))
        }
    }
}
