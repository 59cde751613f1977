//! `GET /photos/{name}`: a name tells its content by a hash, so that a browser never asks twice.

use super::Photos;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// A year, which is the longest that caches believe.
const CACHE: &str = "public, max-age=31536000, immutable";
/// A file opened on its own runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'";
/// Hexadecimal digits of a name.
const HEX_CHARS: usize = 32;

/// Answers with a rendered photo, or with nothing but its status.
pub async fn serve(State(photos): State<Photos>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some((hash, kind)) = read_name(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{hash}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    // Names tell contents: who has the tag has the file.
    if known.is_some_and(|known| known.contains(&tag)) {
        return dress((StatusCode::NOT_MODIFIED, Body::empty()).into_response(), kind, &tag);
    }
    match photos.store.get(&name).await {
        Ok(Some(bytes)) => dress(Body::from(bytes).into_response(), kind, &tag),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(photo.name = name, "a photo cannot be read: {error}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The hash and the media type of a name that this market makes; none for any other text.
fn read_name(name: &str) -> Option<(&str, &'static str)> {
    let (hash, extension) = name.split_once('.')?;
    let is_hex = hash.len() == HEX_CHARS && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let kind = match extension {
        "webp" => "image/webp",
        "jpg" => "image/jpeg",
        _ => return None,
    };
    is_hex.then_some((hash, kind))
}

fn dress(mut response: Response, kind: &'static str, tag: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::read_name;

    #[test]
    fn only_names_that_we_make_are_looked_up() {
        let hash = "0123456789abcdef0123456789abcdef";
        assert_eq!(read_name(&format!("{hash}.webp")), Some((hash, "image/webp")));
        assert_eq!(read_name(&format!("{hash}.jpg")), Some((hash, "image/jpeg")));
        for name in [
            "",
            ".webp",
            "waiting/shp_1/pho_2",
            &format!("evidence/{hash}.jpg"),
            "../market.sqlite",
            &format!("{hash}.png"),
            &format!("{hash}.webp.jpg"),
            &format!("{}.webp", hash.to_uppercase()),
            &format!("{hash}0.webp"),
            &format!("{}/.webp", &hash[1..]),
        ] {
            assert_eq!(read_name(name), None, "{name}");
        }
    }
}
