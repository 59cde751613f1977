//! Why a handler gives no page of its own. The calm page for it is made in one place, outside of all handlers.

use super::refusals::note;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header};
use market::kernel::{Fault, FaultKind, Problem};
use std::fmt::Debug;

/// A handler's answer: a response, or a reason to stop.
pub type Answer = Result<Response, Stop>;

/// The kinds of calm pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopKind {
    /// Signing in is needed first.
    SignIn,
    /// No such thing, or not for this person.
    NotFound,
    /// It was here and will not come back.
    Gone,
    /// The request came from another site, or from somebody without the right.
    Forbidden,
    /// More bytes than the form takes.
    TooLarge,
    /// The form was sent before with something else in it, or bears no id of its sending.
    Reused,
    /// Too many attempts.
    TooMany,
    /// The database or a provider is away; waiting helps.
    Unavailable,
    /// A bug; a person has to look.
    Broken,
}

/// A reason to stop, with what goes along.
#[derive(Debug)]
pub struct Stop {
    /// Which page.
    pub kind: StopKind,
    /// Where to go back to after signing in.
    pub back: Option<String>,
}

impl Stop {
    /// No such thing.
    #[must_use]
    pub const fn not_found() -> Self {
        Self { kind: StopKind::NotFound, back: None }
    }
    /// It was here and will not come back.
    #[must_use]
    pub const fn gone() -> Self {
        Self { kind: StopKind::Gone, back: None }
    }
    /// Not your right.
    #[must_use]
    pub const fn forbidden() -> Self {
        Self { kind: StopKind::Forbidden, back: None }
    }
    /// This sending of the form was used up.
    #[must_use]
    pub const fn reused() -> Self {
        Self { kind: StopKind::Reused, back: None }
    }
    /// Sign in first, then come back to this local path.
    #[must_use]
    pub fn sign_in(back: impl Into<String>) -> Self {
        Self { kind: StopKind::SignIn, back: Some(back.into()) }
    }
}

impl From<Fault> for Stop {
    /// The edge: a fault is logged here, once, under a reference that the reader is shown too.
    fn from(fault: Fault) -> Self {
        let kind = match fault.kind {
            FaultKind::Unavailable => StopKind::Unavailable,
            FaultKind::Broken => StopKind::Broken,
        };
        tracing::error!(fault.kind = ?fault.kind, fault.detail = %fault.detail, "a request stopped at a fault: {}", fault.detail);
        Self { kind, back: None }
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match (self.kind, self.back) {
            (StopKind::SignIn, Some(back)) => see_other(&crate::routes::sign_in_and_back(&back)),
            (kind, _) => kind.into_response(),
        }
    }
}

/// Sends the browser on after a POST; it asks for the next page with GET.
#[must_use]
pub fn see_other(path: &str) -> Response {
    if HeaderValue::from_str(path).is_ok() { Redirect::to(path).into_response() } else { Redirect::to("/").into_response() }
}

/// Parts a problem: what the rules refuse is handed on, everything else stops the handler. The log is told of a refusal when the request is
/// answered.
///
/// # Errors
/// [`Stop`] for what is not found or failed.
pub fn refused<T, R: Debug>(result: Result<T, Problem<R>>) -> Result<Result<T, R>, Stop> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Problem::Refused(refusal)) => {
            note(&refusal);
            Ok(Err(refusal))
        }
        Err(Problem::NotFound) => Err(Stop::not_found()),
        Err(Problem::AttemptReused) => Err(Stop::reused()),
        Err(Problem::Fault(fault)) => Err(fault.into()),
    }
}

/// An HTML page with a status.
pub(super) fn html(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], body).into_response()
}
