//! The site as `cargo dev site` assembled it: bundles, sheets, regions, static files, each with its compressed twins. Owns which
//! address a logical name has and how a file is answered; not which page asks for what.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use bytes::Bytes;
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Names below this folder carry the hash of their content.
const HASHED_FOLDER: &str = "pkg/";
/// One hour: what has no hash in its name may change with the next version.
const PLAIN_CACHE: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const HASHED_CACHE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Assembled;

/// A file's content and the hash of it.
struct Content {
    bytes: Cow<'static, [u8]>,
    sha256: [u8; 32],
}

/// Where files come from: the executable itself, or a test.
type Source = fn(&str) -> Option<Content>;

fn assembled(path: &str) -> Option<Content> {
    Assembled::get(path).map(|file| Content { sha256: file.metadata.sha256_hash(), bytes: file.data })
}

/// The plain bytes of a file of the site, for the server's own use.
pub fn read(path: &str) -> Option<Vec<u8>> {
    assembled(path).map(|content| content.bytes.into_owned())
}

/// The site, and the addresses of its hashed files.
pub struct Site {
    names: BTreeMap<String, String>,
    source: Source,
}

/// One file, ready to be answered.
pub struct SiteFile {
    pub bytes: Cow<'static, [u8]>,
    pub content_type: &'static str,
    /// `br`, `gzip`, or none for the plain bytes.
    pub encoding: Option<Encoding>,
    /// Changes with the content and with the encoding.
    pub etag: String,
    /// The name carries the hash of the content, so it may be kept for ever.
    pub immutable: bool,
    /// There are compressed twins: caches must tell readers apart by what they accept.
    pub varies: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    const BEST_FIRST: [Self; 2] = [Self::Brotli, Self::Gzip];

    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }
}

impl Site {
    /// The assembled site. Without one, as in tests, it has no names and no files.
    pub fn load() -> Self {
        let site = Self::from_source(assembled);
        if site.names.is_empty() {
            tracing::warn!("there is no assembled site: pages come without styles and scripts (`cargo dev site` makes it)");
        }
        site
    }

    fn from_source(source: Source) -> Self {
        let names = source("names.json").and_then(|file| serde_json::from_slice(&file.bytes).ok());
        Self { names: names.unwrap_or_default(), source }
    }

    /// All addresses by logical name, for the documents.
    pub fn names(&self) -> app_kit::request::SiteNames {
        app_kit::request::SiteNames(self.names.clone().into_iter().collect())
    }

    /// The file at a path, in the smallest encoding that the reader accepts (the value of `Accept-Encoding`).
    pub fn file(&self, path: &str, accepted: &str) -> Option<SiteFile> {
        let path = path.trim_start_matches('/');
        let ending = path.rsplit('.').next().unwrap_or_default();
        let is_twin = Encoding::BEST_FIRST.iter().any(|encoding| encoding.ending() == ending);
        if path == "names.json" || is_twin {
            return None;
        }
        let plain = (self.source)(path)?;
        let twin = |encoding: Encoding| (self.source)(&format!("{path}.{}", encoding.ending()));
        let varies = twin(Encoding::Brotli).is_some() || twin(Encoding::Gzip).is_some();
        let best = Encoding::BEST_FIRST.into_iter().filter(|encoding| accepts(accepted, encoding.name()));
        let chosen = best.filter_map(|encoding| Some((encoding, twin(encoding)?))).next();
        let hash: String = plain.sha256.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let (encoding, bytes) = match chosen {
            Some((encoding, content)) => (Some(encoding), content.bytes),
            None => (None, plain.bytes),
        };
        Some(SiteFile {
            bytes,
            content_type: content_type(ending),
            encoding,
            etag: format!("\"{hash}{}\"", encoding.map(|encoding| format!("-{}", encoding.ending())).unwrap_or_default()),
            immutable: path.starts_with(HASHED_FOLDER),
            varies,
        })
    }

    /// The answer for a path; none where the site has no such file.
    pub fn respond(&self, path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
        let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let file = self.file(path, text(header::ACCEPT_ENCODING))?;
        let known = text(header::IF_NONE_MATCH).split(',').map(|etag| etag.trim().trim_start_matches("W/"));
        let unchanged = known.into_iter().any(|etag| etag == file.etag || etag == "*");
        Some(file.into_response(unchanged))
    }
}

impl SiteFile {
    fn into_response(self, unchanged: bool) -> Response<Body> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, if self.immutable { HASHED_CACHE } else { PLAIN_CACHE });
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.varies {
            headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(header::ETAG, etag);
        }
        if unchanged {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(encoding) = self.encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        }
        let bytes = match self.bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        (headers, bytes).into_response()
    }
}

/// Whether `Accept-Encoding` names this encoding with a weight above zero.
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|choice| {
        let mut parts = choice.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32)));
        named && !refused
    })
}

fn content_type(ending: &str) -> &'static str {
    match ending {
        "avif" => "image/avif",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str) -> Option<Content> {
        let bytes: &'static [u8] = match path {
            "names.json" => br#"{"storefront.css": "/pkg/storefront.0a.css"}"#,
            "pkg/storefront.0a.css" => b"a{}",
            "pkg/storefront.0a.css.br" => b"brotli",
            "pkg/storefront.0a.css.gz" => b"gzip",
            "icon.png" => b"png",
            _ => return None,
        };
        Some(Content { bytes: Cow::Borrowed(bytes), sha256: [7; 32] })
    }

    fn site() -> Site {
        Site::from_source(source)
    }

    fn answer(path: &str, headers: &[(header::HeaderName, &'static str)]) -> Option<Response<Body>> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        site().respond(path, &headers)
    }

    fn said(response: &Response<Body>, name: header::HeaderName) -> &str {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[test]
    fn a_logical_name_has_an_address() {
        assert_eq!(site().names.get("storefront.css").map(String::as_str), Some("/pkg/storefront.0a.css"));
    }

    #[test]
    fn the_smallest_encoding_that_the_reader_accepts_is_sent() {
        let cases = [
            ("gzip, deflate, br, zstd", Some(Encoding::Brotli)),
            ("gzip;q=1.0, BR;q=0.5", Some(Encoding::Brotli)),
            ("gzip, br;q=0", Some(Encoding::Gzip)),
            ("gzip;q=0.000, brotli", None),
            ("", None),
        ];
        for (accepted, encoding) in cases {
            assert_eq!(site().file("/pkg/storefront.0a.css", accepted).and_then(|file| file.encoding), encoding, "{accepted}");
        }
    }

    #[test]
    fn a_hashed_file_is_kept_for_ever_and_a_plain_one_for_an_hour() {
        let sheet = answer("/pkg/storefront.0a.css", &[(header::ACCEPT_ENCODING, "br")]).expect("a sheet");
        assert_eq!(said(&sheet, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        assert_eq!(said(&sheet, header::VARY), "Accept-Encoding");
        assert_eq!(said(&sheet, header::CONTENT_ENCODING), "br");
        assert_eq!(said(&sheet, header::CONTENT_TYPE), "text/css; charset=utf-8");
        assert_eq!(said(&sheet, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        let icon = answer("/icon.png", &[(header::ACCEPT_ENCODING, "br")]).expect("an icon");
        assert_eq!(said(&icon, header::CACHE_CONTROL), "public, max-age=3600");
        assert_eq!(said(&icon, header::CONTENT_ENCODING), "");
        assert_eq!(said(&icon, header::VARY), "");
    }

    #[test]
    fn what_the_reader_has_already_is_not_sent_again() {
        let etag = "\"070707070707070707070707-gz\"";
        let first = answer("/pkg/storefront.0a.css", &[(header::ACCEPT_ENCODING, "gzip")]).expect("a sheet");
        assert_eq!(said(&first, header::ETAG), etag);
        let known = [(header::ACCEPT_ENCODING, "gzip"), (header::IF_NONE_MATCH, "\"x\", W/\"070707070707070707070707-gz\"")];
        let second = answer("/pkg/storefront.0a.css", &known).expect("an answer");
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(said(&second, header::ETAG), etag);
        let plain = [(header::IF_NONE_MATCH, "\"070707070707070707070707-gz\"")];
        assert_eq!(answer("/pkg/storefront.0a.css", &plain).map(|answer| answer.status()), Some(StatusCode::OK));
    }

    #[test]
    fn what_only_the_server_needs_is_not_served() {
        for path in ["/names.json", "/pkg/storefront.0a.css.br", "/missing.js", "/"] {
            assert!(answer(path, &[]).is_none(), "{path}");
        }
    }
}
