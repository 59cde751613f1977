//! For whoever watches the process: does it live, can it serve.

use app_kit::request::App;
use axum::extract::State;
use http::StatusCode;
use sea_orm::ConnectionTrait;

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database answers too.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.market.db().execute_unprepared("SELECT 1").await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
