//! How the company answers: keys, faults, pages of lists.

use super::books::{Answered, refuse};
use super::{Fault, KEY, Kept, Simulator, State};
use axum::body::{Body, Bytes};
use axum::extract::{Query, State as Extracted};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// A key is forgotten after so many seconds.
const KEY_SECONDS: i64 = 86_400;

type Fields = BTreeMap<String, String>;

/// Every call comes here.
pub async fn answer(
    Extracted(simulator): Extracted<Simulator>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let text = String::from_utf8_lossy(&body).into_owned();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let key = header("idempotency-key");
    let (fault, answered, replayed) = {
        let mut state = simulator.state();
        state.calls.push(format!("{method} {}", uri.path()));
        if header("authorization") != format!("Bearer {KEY}") || header("stripe-version").is_empty() {
            (Fault::None, refuse(401, "", ""), false)
        } else {
            let drawn = state.seed.as_mut().map_or(Fault::None, super::Seed::fault);
            let fault = state.faults.pop_front().unwrap_or(drawn);
            let (answered, replayed) = state.call(&method, &uri, &key, &text, fault);
            (fault, answered, replayed)
        }
    };
    // On its own, since whoever hangs up does not stop the work.
    let company = simulator.clone();
    let ended = tokio::spawn(async move {
        if let Fault::Slow(millis) = fault {
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
        if let Some(kept) = company.state().keys.get_mut(&key) {
            kept.in_flight = false;
        }
    });
    ended.await.expect("no panic");
    simulator.called.notify_one();
    respond(fault, answered, replayed)
}

fn respond(fault: Fault, (status, body): Answered, replayed: bool) -> Response<Body> {
    let text = body.to_string();
    let (status, text) = match fault {
        Fault::Malformed if status == 200 => (status, text.chars().take(text.len() / 2).collect()),
        Fault::Empty if status == 200 => (status, "{}".to_owned()),
        Fault::BrokenOff if status == 200 => (status, "{\"data\":[],\"has_more\":true}".to_owned()),
        Fault::Huge => (status, format!("{{\"id\":\"{}\"}}", "x".repeat(6_000_000))),
        Fault::Redirect => (302, String::new()),
        _ => (status, text),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    let headers = response.headers_mut();
    headers.insert("location", "http://127.0.0.1:9/steal".parse().expect("a value"));
    if replayed {
        headers.insert("idempotent-replayed", "true".parse().expect("a value"));
    }
    response
}

impl State {
    /// One call with its key, and whether the answer was given before.
    fn call(&mut self, method: &Method, uri: &Uri, key: &str, text: &str, fault: Fault) -> (Answered, bool) {
        match fault {
            Fault::Conflict => return (refuse(409, "idempotency_key_in_use", ""), false),
            Fault::TooMany => return (refuse(429, "rate_limit", ""), false),
            Fault::Gateway => return ((503, json!("<html>upstream</html>")), false),
            _ => {}
        }
        let now = self.now();
        let named = !key.is_empty() && method == Method::POST;
        if let Some(kept) = self.keys.get(key).filter(|kept| named && now - kept.at < KEY_SECONDS) {
            return match kept {
                kept if kept.in_flight => (refuse(409, "idempotency_key_in_use", ""), false),
                kept if kept.fields != format!("{} {text}", uri.path()) => (refuse(400, "idempotency_error", ""), false),
                kept => ((kept.status, serde_json::from_str(&kept.body).expect("what was kept")), true),
            };
        }
        let failed = || (500, json!({ "error": { "type": "api_error" } }));
        let answered = match fault {
            Fault::ErrorBefore => failed(),
            _ => self.act(method, uri, text),
        };
        let answered = if fault == Fault::ErrorAfter { failed() } else { answered };
        if named {
            let (status, body) = (answered.0, answered.1.to_string());
            let kept = Kept { at: now, fields: format!("{} {text}", uri.path()), status, body, in_flight: true };
            self.keys.insert(key.to_owned(), kept);
        }
        (answered, false)
    }

    fn act(&mut self, method: &Method, uri: &Uri, text: &str) -> Answered {
        let now = self.now();
        let is_post = method == Method::POST;
        let fields = if is_post { fields(&format!("/?{text}").parse().expect("a form")) } else { fields(uri) };
        let path: Vec<&str> = uri.path().trim_start_matches("/v1/").split('/').collect();
        match (is_post, path.as_slice()) {
            (true, ["checkout", "sessions"]) => self.books.open_session(&fields, now),
            (true, ["payment_intents"]) => self.books.open_intent(&fields, now),
            (true, ["refunds"]) => self.books.refund(&fields, now),
            (false, ["payment_intents", "search"]) => self.search(&fields),
            (false, ["refunds"]) => {
                let of = fields.get("payment_intent").cloned();
                let all =
                    self.books.all("re_").into_iter().filter(|refund| of.is_none() || refund["payment_intent"] == json!(of));
                listed(page(all, &fields))
            }
            (false, ["balance_transactions"]) => self.statement(&fields),
            (false, ["checkout", "sessions", id] | ["payment_intents" | "refunds" | "charges", id]) => self.one(id, &fields),
            _ => refuse(404, "resource_missing", "path"),
        }
    }

    fn one(&self, id: &str, fields: &Fields) -> Answered {
        let Some(mut object) = self.books.one(id) else { return refuse(404, "resource_missing", "id") };
        let intent = object["payment_intent"].as_str().and_then(|intent| self.books.one(intent));
        if let Some(intent) = intent.filter(|_| fields.get("expand[]").is_some_and(|what| what == "payment_intent")) {
            object["payment_intent"] = intent;
        }
        (200, object)
    }

    fn search(&self, fields: &Fields) -> Answered {
        let query = fields.get("query").cloned().unwrap_or_default();
        let payment = query.rsplit(':').next().unwrap_or_default().trim_matches('\'').to_owned();
        let all = self.books.all("pi_").into_iter().filter(|intent| intent["metadata"]["payment"] == json!(payment));
        (200, json!({ "object": "search_result", "data": all.collect::<Vec<_>>(), "has_more": false }))
    }

    fn statement(&self, fields: &Fields) -> Answered {
        let number = |name: &str, otherwise: i64| fields.get(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
        let while_open = number("created[gte]", 0)..number("created[lt]", i64::MAX);
        let all = self.books.all("txn_").into_iter();
        let (mut rows, has_more) =
            page(all.filter(|row| row["created"].as_i64().is_some_and(|at| while_open.contains(&at))), fields);
        for row in &mut rows {
            let source = row["source"].as_str().and_then(|id| self.books.one(id));
            if let Some(source) = source.filter(|_| fields.get("expand[]").is_some_and(|what| what == "data.source")) {
                row["source"] = source;
            }
        }
        listed((rows, has_more))
    }
}

/// The page of a list, the newest first, that was asked for, and whether there is more.
fn page(all: impl Iterator<Item = Value>, fields: &Fields) -> (Vec<Value>, bool) {
    let after = fields.get("starting_after").map(String::as_str);
    let mut rows: Vec<Value> =
        all.filter(|row| after.is_none_or(|after| row["id"].as_str().is_some_and(|id| id < after))).collect();
    let most: usize = fields.get("limit").and_then(|text| text.parse().ok()).unwrap_or(10).clamp(1, 100);
    let has_more = rows.len() > most;
    rows.truncate(most);
    (rows, has_more)
}

fn listed((rows, has_more): (Vec<Value>, bool)) -> Answered {
    (200, json!({ "object": "list", "data": rows, "has_more": has_more }))
}

fn fields(uri: &Uri) -> Fields {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).expect("a form");
    pairs.0.into_iter().collect()
}
