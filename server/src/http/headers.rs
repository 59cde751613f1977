//! What every answer says to the browser, and whose word about the client's address is believed.

use app_kit::request::Unpacked;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::net::{IpAddr, SocketAddr};
use tower_http::compression::predicate::Predicate;

/// Scripts from our own files only, never inline; WebAssembly may compile. No other host is ever asked for anything, but the forms
/// that pay may lead to the payment provider's own pages.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The policy of a market whose payment provider has pages at this origin.
pub fn policy(provider_pages: Option<&str>) -> HeaderValue {
    let whole = provider_pages.map(|origin| format!("{POLICY} {origin}"));
    whole.and_then(|text| HeaderValue::from_str(&text).ok()).unwrap_or(HeaderValue::from_static(POLICY))
}

/// Programs and sheets obey the policy of the page that fetches them; what they were told themselves would only weigh.
const OF_PAGES: [&str; 3] = ["text/javascript", "text/css", "application/wasm"];

/// Adds the policy and its companions to every answer that has none of its own.
pub async fn security(policy: HeaderValue, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if OF_PAGES.iter().any(|of_pages| kind.starts_with(of_pages)) {
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        return response;
    }
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(), microphone=(), interest-cohort=()"),
    ];
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Where a proxy of ours stands in front, the client's address is the one that it passes on; nobody else is believed.
pub async fn client_address(proxy: Option<IpAddr>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if let Some(address) = proxy.zip(peer).and_then(|(proxy, peer)| passed_on(proxy, peer, request.headers())) {
        request.extensions_mut().insert(address);
    }
    next.run(request).await
}

/// The last address of the last line: a proxy adds its own behind the client's, to the same line or as one more.
fn passed_on(proxy: IpAddr, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back().filter(|_| peer.to_canonical() == proxy.to_canonical())?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// Files of the site come packed; pictures do not shrink.
#[derive(Clone, Copy)]
pub struct NotPackedYet;

impl Predicate for NotPackedYet {
    fn should_compress<B>(&self, response: &http::Response<B>) -> bool
    where
        B: axum::body::HttpBody,
    {
        !response.headers().contains_key(header::CONTENT_ENCODING) && response.extensions().get::<Unpacked>().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_forwarded_addresses_the_proxys_own_is_believed() {
        let passed = |peer: &str, lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            passed_on("127.0.0.1".parse().unwrap(), peer.parse().unwrap(), &headers).map(|address| address.to_string())
        };
        let client = Some("192.0.2.7".to_owned());
        assert_eq!(passed("127.0.0.1", &["198.51.100.1, 192.0.2.7"]), client);
        assert_eq!(passed("127.0.0.1", &["198.51.100.1", "192.0.2.7"]), client, "as a line of its own");
        assert_eq!(passed("::ffff:127.0.0.1", &["192.0.2.7"]), client, "to a socket for both kinds of addresses");
        assert_eq!(passed("192.0.2.9", &["192.0.2.7"]), None, "who is no proxy");
        assert_eq!([passed("127.0.0.1", &[]), passed("127.0.0.1", &["unknown"])], [None, None]);
    }
}
