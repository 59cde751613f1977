//! `GET /bench/constant/{bytes}`: a constant body, through the same layers as every page, to hold pages against. Only with
//! `SHANHUO_BENCH=1`.

use app_kit::request::App;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use http::header;

/// A page of a megabyte is none.
const BYTES_MAX: usize = 1 << 20;

/// The route, where measuring is asked for.
pub fn routes() -> Router<App> {
    if std::env::var("SHANHUO_BENCH").is_ok_and(|value| value == "1") {
        Router::new().route("/bench/constant/{bytes}", get(constant))
    } else {
        Router::new()
    }
}

async fn constant(Path(bytes): Path<usize>) -> ([(header::HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], "x".repeat(bytes.min(BYTES_MAX)))
}
