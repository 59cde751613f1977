//! What happens when more people come than the market can serve: as many as keep it busy are worked for, some wait for a moment, and
//! the rest is turned away with a calm page and a time to come back. Otherwise everybody would wait until everybody had waited in
//! vain.

use super::headers::Unpacked;
use app_kit::request::{App, StopKind, Visit};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use market::account::Language;
use market::kernel::limits::FORM_BYTES_MAX;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};

/// Pages that are made at a time: several for each connection that reads, so that neither those nor the cores are ever idle.
const PAGES_MAX: usize = 32;
/// Forms that are worked on at a time: enough that the database always has its next command. SQLite's writers go one after the other
/// and each form has up to four commits, so that even a disk which makes only twenty a second is done with all of them within the
/// five seconds after which a connection is given up.
const FORMS_MAX: usize = 16;
/// Of these, as many may be of people who are not about to pay. Who has come so far goes first: to turn them away would waste what was
/// done for them before.
const EARLY_FORMS_MAX: usize = 10;
/// Words of payment providers. They have places of their own, since money that has moved must be heard of in any crowd.
const WORDS_MAX: usize = 16;
/// Who may wait for a place, of each kind: a request that waits costs some ten kilobytes.
const WAITING_MAX: usize = 256;
/// How long they wait: a moment's rush passes unnoticed, and nobody looks at an empty page for long.
const PATIENCE: Duration = Duration::from_secs(1);
/// This spreads those who come back.
const COME_BACK_SECONDS: HeaderValue = HeaderValue::from_static("5");
/// The way to pay, and what follows.
const LATE_PATHS: [&str; 3] = ["/checkout", "/pay/", "/sandbox/pay/"];
/// Files, and what watches the process.
const FREE_PATHS: [&str; 6] = ["/pkg/", "/photos/", "/regions/", "/healthz", "/readyz", "/metrics"];

static TURNED_AWAY: AtomicU64 = AtomicU64::new(0);

/// Requests that were turned away since the start.
pub fn turned_away() -> u64 {
    TURNED_AWAY.load(Ordering::Relaxed)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    EarlyForm,
    LateForm,
    Word,
}

impl Kind {
    /// None for what takes no place: files, and uploads, whose bytes trickle in for minutes and end in one short command.
    fn of(method: &Method, path: &str, headers: &HeaderMap) -> Option<Self> {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| path.starts_with(prefix));
        let is_upload = headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"multipart/"));
        match *method {
            _ if begins(&FREE_PATHS) || is_upload => None,
            Method::GET | Method::HEAD | Method::OPTIONS => Some(Self::Page),
            _ if begins(&["/webhooks/"]) => Some(Self::Word),
            _ if begins(&LATE_PATHS) => Some(Self::LateForm),
            _ => Some(Self::EarlyForm),
        }
    }
}

/// Who is let in.
pub struct Crowd {
    app: App,
    rooms: Rooms,
    /// The calm page in both languages: drawing it for everybody who is turned away would cost what is short.
    pages: OnceCell<[(Language, Bytes); 2]>,
}

impl Crowd {
    pub fn new(app: App) -> Arc<Self> {
        Arc::new(Self { app, rooms: Rooms::default(), pages: OnceCell::new() })
    }

    async fn away(&self, parts: &Parts) -> Response {
        TURNED_AWAY.fetch_add(1, Ordering::Relaxed);
        let lang = Visit::stranger(parts, &self.app).lang;
        let pages = self.pages.get_or_init(|| async { [self.draw(Language::En).await, self.draw(Language::Zh).await] }).await;
        let page = pages.iter().find(|(of, _)| *of == lang).map(|(_, page)| page.clone()).unwrap_or_default();
        let head = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::RETRY_AFTER, COME_BACK_SECONDS),
        ];
        let mut response = (StatusCode::SERVICE_UNAVAILABLE, head, page).into_response();
        response.extensions_mut().insert(Unpacked);
        response
    }

    async fn draw(&self, lang: Language) -> (Language, Bytes) {
        let (parts, ()) = Request::new(()).into_parts();
        let visit = Visit { lang, ..Visit::stranger(&parts, &self.app) };
        let page = app_storefront::calm_page(&visit, StopKind::Unavailable);
        (lang, to_bytes(page.into_body(), usize::MAX).await.unwrap_or_default())
    }
}

/// Lets in whoever finds a place in time. A form's bytes are read before: who sends them slowly keeps nobody out.
pub async fn let_in(State(crowd): State<Arc<Crowd>>, request: Request, next: Next) -> Response {
    let Some(kind) = Kind::of(request.method(), request.uri().path(), request.headers()) else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, FORM_BYTES_MAX).await else { return StopKind::TooLarge.into_response() };
    let Some(_place) = crowd.rooms.enter(kind).await else { return crowd.away(&parts).await };
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// Places, and who waits for one: in the order in which they came.
struct Room {
    places: Semaphore,
    waiting: Semaphore,
}

impl Room {
    fn new(places: usize, waiting: usize) -> Self {
        Self { places: Semaphore::new(places), waiting: Semaphore::new(waiting) }
    }

    async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(place) = self.places.try_acquire() {
            return Some(place);
        }
        let _waits = self.waiting.try_acquire().ok()?;
        tokio::time::timeout(PATIENCE, self.places.acquire()).await.ok()?.ok()
    }
}

struct Rooms {
    pages: Room,
    early_forms: Room,
    forms: Room,
    words: Room,
}

impl Default for Rooms {
    fn default() -> Self {
        let room = |places| Room::new(places, WAITING_MAX);
        Self { pages: room(PAGES_MAX), early_forms: room(EARLY_FORMS_MAX), forms: room(FORMS_MAX), words: room(WORDS_MAX) }
    }
}

/// A place among all of a kind, and one among the early ones.
type Place<'a> = (SemaphorePermit<'a>, Option<SemaphorePermit<'a>>);

impl Rooms {
    async fn enter(&self, kind: Kind) -> Option<Place<'_>> {
        match kind {
            Kind::Page => Some((self.pages.enter().await?, None)),
            Kind::Word => Some((self.words.enter().await?, None)),
            Kind::LateForm => Some((self.forms.enter().await?, None)),
            Kind::EarlyForm => {
                let early = self.early_forms.enter().await?;
                Some((self.forms.enter().await?, Some(early)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::Poll;

    #[test]
    fn every_request_has_its_kind() {
        let plain = HeaderMap::new();
        let cases = [
            (Method::GET, "/", Some(Kind::Page)),
            (Method::GET, "/checkout", Some(Kind::Page)),
            (Method::POST, "/cart/add", Some(Kind::EarlyForm)),
            (Method::POST, "/sign-in", Some(Kind::EarlyForm)),
            (Method::POST, "/checkout", Some(Kind::LateForm)),
            (Method::POST, "/pay/pay_1", Some(Kind::LateForm)),
            (Method::POST, "/webhooks/stripe", Some(Kind::Word)),
            (Method::GET, "/healthz", None),
            (Method::GET, "/pkg/storefront.0123.css", None),
        ];
        for (method, path, expected) in cases {
            assert_eq!(Kind::of(&method, path, &plain), expected, "{method} {path}");
        }
        let upload = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"))]);
        assert_eq!(Kind::of(&Method::POST, "/sell/rosy/photos", &upload), None);
    }

    /// Those who get in without waiting.
    async fn at_once(rooms: &Rooms, kind: Kind) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        while let Poll::Ready(Some(place)) = futures::poll!(pin!(rooms.enter(kind))) {
            places.push(place);
        }
        places
    }

    #[tokio::test]
    async fn a_crowd_at_the_carts_keeps_nobody_from_paying() {
        let rooms = Rooms::default();
        let early = at_once(&rooms, Kind::EarlyForm).await;
        assert_eq!(early.len(), EARLY_FORMS_MAX);
        assert_eq!(at_once(&rooms, Kind::LateForm).await.len(), FORMS_MAX - EARLY_FORMS_MAX);
        assert_eq!(at_once(&rooms, Kind::Page).await.len(), PAGES_MAX, "others have places of their own");
        assert_eq!(at_once(&rooms, Kind::Word).await.len(), WORDS_MAX);
        drop(early);
        assert_eq!(at_once(&rooms, Kind::EarlyForm).await.len(), EARLY_FORMS_MAX, "a place is free when its form is done");
    }

    #[tokio::test]
    async fn some_wait_for_a_place_and_the_rest_is_turned_away() {
        let room = Room::new(1, 1);
        let first = room.enter().await;
        let mut second = pin!(room.enter());
        assert!(futures::poll!(&mut second).is_pending(), "it waits");
        assert!(room.enter().await.is_none(), "there is no room to wait in");
        drop(first);
        assert!(second.await.is_some(), "the place is the next one's");
    }
}
