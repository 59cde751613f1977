//! `/me/orders/{order}/case` and `/me/cases/{case}`: a buyer asks for money back, and what becomes of it.

mod ask;
mod ask_form;
mod ask_view;
mod ask_wanted;
mod case;
mod view;

pub use ask_form::can_ask;

use app_kit::cases::CASE_BYTES_MAX;
use app_kit::request::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

/// The pages of cases; a case takes photos, and so more bytes than others.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/me/cases/{case}", get(case::case).post(case::post))
        .layer(DefaultBodyLimit::max(CASE_BYTES_MAX))
        .route("/me/cases/{case}/evidence/{photo}", get(case::photo))
        .route("/me/orders/{order}/case", get(ask::form).post(ask::post))
}
