//! `/robots.txt`: what search engines may read.

use app_kit::routes;
use axum::response::{IntoResponse, Response};
use http::header;

/// Pages of one person, and searches, whose number has no end.
const PRIVATE: [&str; 11] = [
    routes::SEARCH,
    routes::CART,
    routes::CHECKOUT,
    "/pay/",
    routes::ME,
    routes::SIGN_IN,
    routes::SIGN_UP,
    routes::SHIP_TO,
    routes::SELL,
    routes::COURIER,
    routes::ADMIN,
];

/// `GET /robots.txt`
pub async fn robots() -> Response {
    let mut text = String::from("User-agent: *\n");
    for path in PRIVATE {
        text.push_str("Disallow: ");
        text.push_str(path);
        text.push('\n');
    }
    let day = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (day, text).into_response()
}
