//! What was typed into the checkout when the session had ended: kept in the browser, unreadable to scripts, until the buyer has
//! signed in again. Never in an address, since notes are personal.

use crate::parts::COUPON;
use app_kit::form::FormState;
use app_kit::request::{Fields, cookie, set_cookie};
use app_kit::routes::percent;
use axum::response::Response;
use http::HeaderMap;

/// The cookie's name.
pub const COOKIE: &str = "checkout";
/// As long as somebody needs to sign in.
const SECONDS: i64 = 60 * 60;
/// Browsers keep 4 KB a cookie.
const BYTES_MAX: usize = 3_500;

/// Lets the browser keep the chosen address, a typed code and the notes.
pub fn keep(response: &mut Response, fields: &Fields, secure: bool) {
    let is_kept = |name: &str| name == "address" || name == COUPON || name.starts_with("note-");
    let kept = fields.pairs().iter().filter(|(name, value)| is_kept(name) && !value.is_empty());
    let mut encoded = String::new();
    for (name, value) in kept {
        let pair = format!("{}={}&", percent(name), percent(value));
        if encoded.len() + pair.len() <= BYTES_MAX {
            encoded.push_str(&pair);
        }
    }
    set_cookie(response, COOKIE, &encoded, SECONDS, secure);
}

/// What the browser kept.
pub fn of(headers: &HeaderMap) -> Option<FormState> {
    cookie(headers, COOKIE).map(|encoded| Fields::parse(encoded.as_bytes()).again())
}
