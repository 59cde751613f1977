//! A thin client of Stripe's API: forms out, JSON in, everything bounded. Tries again what may be tried again under the same key.

use super::answers::{ErrorAnswer, is_id};
use super::secret::Secret;
use crate::payments::http;
use app_kit::routes::percent;
use market::payment::ProviderError;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Response, StatusCode};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The version whose shapes `answers` knows; Stripe keeps answering in it.
const API_VERSION: &str = "2025-03-31.basil";
/// A hundred lines of a statement with their sources are about 400 KB.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How often a call is made before it is given up until the next job.
const ATTEMPTS: u32 = 3;
/// A word of a refusal that goes into a log.
const WORD_CHARS_MAX: usize = 60;

/// How long a call may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// One attempt.
    pub attempt: Duration,
    /// Before the second attempt; twice as long before the third.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { attempt: Duration::from_secs(8), pause: Duration::from_millis(250) }
    }
}

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer, or one that says nothing: trying again is safe and may help.
    Unreachable(String),
    /// A no.
    Refused(String),
    /// A no from before, which will be said again under this key for a day, whatever has become of its cause.
    RefusedBefore(String),
    /// Our key is not taken: what is asked for may be granted once that is mended.
    Denied(String),
    /// There is no such thing.
    NotFound,
    /// More than is read at once.
    TooMuch,
    /// It failed over there, and will be answered so under this key for a day, whether or not it had an effect.
    Remembered,
}

impl From<Failure> for ProviderError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unreachable(why) | Failure::Denied(why) => Self::Unreachable(why),
            Failure::Refused(why) | Failure::RefusedBefore(why) => Self::Refused(why),
            Failure::NotFound => Self::Refused("it knows no such thing".to_owned()),
            Failure::TooMuch => Self::TooMuch,
            Failure::Remembered => Self::Unreachable("it failed, and remembers that".to_owned()),
        }
    }
}

/// An answer, and whether it is the one that was given before under this key.
#[derive(Debug)]
pub struct Answer<T> {
    pub value: T,
    pub is_replayed: bool,
}

/// The client.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    headers: HeaderMap,
    patience: Patience,
}

impl Client {
    /// A client of the service at this address.
    ///
    /// # Errors
    /// A sentence; never the key.
    pub fn new(base: &str, key: &Secret, patience: Patience) -> Result<Self, String> {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", key.expose()))
            .map_err(|_| "The key cannot stand in a header.".to_owned())?;
        bearer.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer);
        headers.insert("stripe-version", HeaderValue::from_static(API_VERSION));
        let http = http::client(patience.attempt.min(Duration::from_secs(4)), patience.attempt)?;
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), headers, patience })
    }

    /// Reads.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, Failure> {
        let path = if query.is_empty() { path.to_owned() } else { format!("{path}?{}", form(query)) };
        Ok(self.patiently(&Call { method: Method::GET, path, key: None, body: String::new() }).await?.value)
    }

    /// Writes. The same key with the same fields has its effect once.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn post<T: DeserializeOwned>(&self, path: &str, key: &str, fields: &[(&str, &str)]) -> Result<Answer<T>, Failure> {
        let call = Call { method: Method::POST, path: path.to_owned(), key: Some(key.to_owned()), body: form(fields) };
        self.patiently(&call).await
    }

    async fn patiently<T: DeserializeOwned>(&self, call: &Call) -> Result<Answer<T>, Failure> {
        let mut attempt = 1;
        loop {
            match self.once(call).await {
                Err(Failure::Unreachable(_)) if attempt < ATTEMPTS => tokio::time::sleep(self.patience.pause * attempt).await,
                done => return done,
            }
            attempt += 1;
        }
    }

    async fn once<T: DeserializeOwned>(&self, call: &Call) -> Result<Answer<T>, Failure> {
        let mut request =
            self.http.request(call.method.clone(), format!("{}{}", self.base, call.path)).headers(self.headers.clone());
        if let Some(key) = &call.key {
            request = request
                .header("idempotency-key", key)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(call.body.clone());
        }
        let response = request.send().await.map_err(|error| Failure::Unreachable(reason(&error).to_owned()))?;
        let status = response.status();
        let is_replayed = response.headers().get("idempotent-replayed").is_some_and(|value| value == "true");
        let body = bounded(response).await?;
        if status.is_success() {
            let value =
                serde_json::from_slice(&body).map_err(|_| Failure::Unreachable("its answer is not understood".to_owned()))?;
            return Ok(Answer { value, is_replayed });
        }
        Err(refusal(status, is_replayed, &body))
    }
}

struct Call {
    method: Method,
    path: String,
    key: Option<String>,
    body: String,
}

/// The whole answer, unless it is larger than any that we ask for.
async fn bounded(mut response: Response) -> Result<Vec<u8>, Failure> {
    let too_large = || Failure::Unreachable(format!("its answer is larger than {ANSWER_BYTES_MAX} bytes"));
    if response.content_length().is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > ANSWER_BYTES_MAX)) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| Failure::Unreachable(reason(&error).to_owned()))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn refusal(status: StatusCode, is_replayed: bool, body: &[u8]) -> Failure {
    let told: ErrorAnswer = serde_json::from_slice(body).unwrap_or_default();
    let words = [told.error.kind, told.error.code, told.error.param];
    let words: Vec<String> = words.iter().flatten().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
    let said = format!("{} {}", status.as_u16(), words.join(" ")).trim_end().to_owned();
    match status {
        StatusCode::NOT_FOUND if !is_replayed => Failure::NotFound,
        StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Failure::Unreachable(said),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Failure::Denied(said),
        _ if status.is_server_error() && is_replayed => Failure::Remembered,
        _ if status.is_client_error() && is_replayed => Failure::RefusedBefore(said),
        _ if status.is_client_error() => Failure::Refused(said),
        _ => Failure::Unreachable(said),
    }
}

/// A list that says that there is more, and does not go on: whoever took it for all of it would miss something.
pub fn broken_off() -> Failure {
    Failure::Unreachable("its list breaks off".to_owned())
}

/// An id of theirs within a path.
///
/// # Errors
/// [`Failure::Refused`] for what is none: it could lead elsewhere.
pub fn path_part(id: &str) -> Result<&str, Failure> {
    if is_id(id) { Ok(id) } else { Err(Failure::Refused("it gave an id that is none".to_owned())) }
}

/// A word of theirs as far as it is a code: nothing that could be a key, a name or a second line of the log.
pub fn plain(word: &str) -> String {
    let is_code = |letter: &char| letter.is_ascii_lowercase() || matches!(letter, '_' | '[' | ']' | '.');
    word.chars().filter(is_code).take(WORD_CHARS_MAX).collect()
}

/// What went wrong below HTTP, without the address.
fn reason(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_encoded_whole() {
        let fields = [("metadata[payment]", "pmt_1"), ("name", "山货 & more=?")];
        assert_eq!(form(&fields), "metadata%5Bpayment%5D=pmt_1&name=%E5%B1%B1%E8%B4%A7%20%26%20more%3D%3F");
    }

    #[test]
    fn a_refusal_keeps_codes_and_nothing_else() {
        let body = br#"{"error":{"type":"invalid_request_error","code":"Sk_live_SECRET 9\nline","message":"Invalid API Key sk_live_9"}}"#;
        let failure = refusal(StatusCode::UNAUTHORIZED, false, body);
        assert_eq!(failure, Failure::Denied("401 invalid_request_error k_live_line".to_owned()));
        assert_eq!(refusal(StatusCode::BAD_GATEWAY, false, b"<html>"), Failure::Unreachable("502".to_owned()));
        assert_eq!(refusal(StatusCode::INTERNAL_SERVER_ERROR, true, b"{}"), Failure::Remembered);
        assert_eq!(refusal(StatusCode::FOUND, false, b""), Failure::Unreachable("302".to_owned()));
    }

    #[test]
    fn a_no_that_a_key_remembers_is_told_from_a_new_one() {
        for status in [StatusCode::BAD_REQUEST, StatusCode::PAYMENT_REQUIRED, StatusCode::NOT_FOUND] {
            assert_eq!(refusal(status, true, b"{}"), Failure::RefusedBefore(status.as_u16().to_string()));
        }
        assert_eq!(refusal(StatusCode::BAD_REQUEST, false, b"{}"), Failure::Refused("400".to_owned()));
        assert_eq!(refusal(StatusCode::NOT_FOUND, false, b"{}"), Failure::NotFound);
        for in_flight in [true, false] {
            assert_eq!(refusal(StatusCode::CONFLICT, in_flight, b"{}"), Failure::Unreachable("409".to_owned()));
        }
    }
}
