//! Renders Leptos views on the server, in one go: pages have their data before they are drawn, so there is nothing to stream.

use super::refusals::note_form;
use super::stop::html;
use super::{Document, Visit};
use crate::form::FormState;
use axum::response::Response;
use http::StatusCode;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use market::account::Language;
use std::sync::Arc;

/// Draws a view with the reader's language and the form's state in its context.
pub fn render<V: IntoView>(lang: Language, form: FormState, view: impl FnOnce() -> V) -> String {
    note_form(&form);
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let html = owner.with(|| {
        provide_context(lang);
        provide_context(form);
        view().into_view().to_html()
    });
    owner.unset_with_forced_cleanup();
    html
}

/// A page: the view, which begins at `<body>`, drawn and put into its document.
pub fn page<V: IntoView>(
    visit: &Visit,
    status: StatusCode,
    document: &Document,
    form: FormState,
    view: impl FnOnce() -> V,
) -> Response {
    let body = render(visit.lang, form.for_attempt(visit.mint_attempt()), view);
    html(status, document.around(&visit.app.site, &body))
}

/// JSON that may stand inside of a `<script>`.
#[must_use]
pub fn escape_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
