//! Every request that may change something must come from our own pages. Browsers say where it came from; forms of other sites
//! cannot lie about that.

use app_kit::request::StopKind;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, header};

/// Paths that other machines call; each checks a signature of its own.
const FOR_MACHINES: [&str; 1] = ["/webhooks/"];

/// Refuses what another site sent.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let machine = FOR_MACHINES.iter().any(|prefix| request.uri().path().starts_with(prefix));
    if safe || machine || is_ours(request.headers()) { next.run(request).await } else { StopKind::Forbidden.into_response() }
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    // Browsers before 2023 do not say `Sec-Fetch-Site`, but every one of them sends `Origin` or `Referer` with a POST.
    let from = text(header::ORIGIN).or_else(|| text(header::REFERER));
    let (Some(from), Some(host)) = (from, text(header::HOST)) else { return false };
    let authority = from.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_post() {
        let cases = [
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "cross-site"), ("origin", "https://shop.test"), ("host", "shop.test")], false),
            (vec![("sec-fetch-site", "same-site")], false),
            (vec![("origin", "https://shop.test"), ("host", "shop.test")], true),
            (vec![("origin", "https://evil.test"), ("host", "shop.test")], false),
            (vec![("origin", "null"), ("host", "shop.test")], false),
            (vec![("referer", "http://shop.test:3000/cart"), ("host", "shop.test:3000")], true),
            (vec![("referer", "http://shop.test.evil/"), ("host", "shop.test")], false),
            (vec![("host", "shop.test")], false),
        ];
        for (pairs, expected) in cases {
            let headers: HeaderMap = pairs
                .iter()
                .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().expect("a value")))
                .collect();
            assert_eq!(is_ours(&headers), expected, "{pairs:?}");
        }
    }
}
