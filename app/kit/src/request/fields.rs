//! A form's fields as they came: text, in order, nothing interpreted yet.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use market::kernel::limits::FORM_BYTES_MAX;

/// The fields of a urlencoded form. Bytes that are no text become the replacement character; rules refuse them like any other.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a urlencoded text.
    #[must_use]
    pub fn parse(encoded: &[u8]) -> Self {
        let pairs = encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let mut halves = pair.splitn(2, |byte| *byte == b'=');
                    (decode(halves.next().unwrap_or_default()), decode(halves.next().unwrap_or_default()))
                })
                .collect(),
        )
    }

    /// Fields that came in another way, such as the parts of a form with files.
    #[must_use]
    pub const fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// A field's text; empty where it is missing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
    /// All texts of a field that may come several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
    /// Whether the field came at all (a checked box, a pressed button).
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }
    /// Reads a field as an id, a number, …; none where it is missing or something else.
    #[must_use]
    pub fn read<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).trim().parse().ok()
    }
    /// All fields, for showing them again.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
    /// The form as it was typed, to be shown again with what is wrong.
    #[must_use]
    pub fn again(&self) -> crate::form::FormState {
        crate::form::FormState::filled(self.0.iter().cloned())
    }
}

fn decode(encoded: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter().copied();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digits = (ahead.next().and_then(hex), ahead.next().and_then(hex));
                if let (Some(high), Some(low)) = digits {
                    bytes.push(high * 16 + low);
                    rest = ahead;
                } else {
                    bytes.push(b'%');
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;
    async fn from_request(request: Request, _state: &S) -> Result<Self, Response> {
        let kind = request.headers().get(http::header::CONTENT_TYPE);
        if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/")) {
            // No form of ours is sent in parts without a file, and those that are take no place in the crowd.
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        match axum::body::to_bytes(request.into_body(), FORM_BYTES_MAX).await {
            Ok(bytes) => Ok(Self::parse(&bytes)),
            Err(_) => Err(super::StopKind::TooLarge.into_response()),
        }
    }
}

impl IntoResponse for super::StopKind {
    fn into_response(self) -> Response {
        let status = match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Reused => StatusCode::CONFLICT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let fields = Fields::parse("a=%E8%85%8A%E8%82%89+x&b=&a=2&%zz=%4&c=%00".as_bytes());
        assert_eq!(fields.get("a"), "腊肉 x");
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["腊肉 x", "2"]);
        assert_eq!(fields.get("b"), "");
        assert!(fields.has("b") && !fields.has("d"));
        assert_eq!(fields.get("%zz"), "%4");
        assert_eq!(fields.get("c"), "\0");
    }
}
