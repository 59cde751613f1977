//! What happens when more people come than the market can serve: as many as keep it busy are worked for, some wait for a moment, and
//! the rest is turned away with a calm page and a time to come back. Otherwise everybody would wait until everybody had waited in
//! vain. Strangers who ask for a page that is kept come in without a place, since it costs nothing to answer from memory: they take
//! one where the page has to be made.

use app_kit::request::{App, EntersLate, NoPlace, Place, Room, StopKind, Unpacked, Visit, language, may_be_known};
use app_kit::routes;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use market::account::Language;
use market::kernel::limits::FORM_BYTES_MAX;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::OnceCell;

/// Pages that are made at a time: several for each connection that reads, so that neither those nor the cores are ever idle.
pub const PAGES_MAX: usize = 32;
/// Forms that are worked on at a time: enough that the database always has its next command. SQLite's writers go one after the other
/// and each form has up to four commits, so that even a disk which makes only twenty a second is done with all of them within the
/// five seconds after which a connection is given up.
const FORMS_MAX: usize = 16;
/// Of these, as many may be of people who are not about to pay. Who has come so far goes first: to turn them away would waste what was
/// done for them before.
const EARLY_FORMS_MAX: usize = 10;
/// Proposals while somebody types, which are asked for with every few letters and missed by nobody: they may not take the places of pages,
/// however fast somebody types or whoever pretends to.
const PROPOSALS_MAX: usize = 8;
/// Words of payment providers. They have places of their own, since money that has moved must be heard of in any crowd.
const WORDS_MAX: usize = 16;
/// This spreads those who come back.
const COME_BACK_SECONDS: HeaderValue = HeaderValue::from_static("5");
/// The way to pay, and what follows.
const LATE_PATHS: [&str; 3] = ["/checkout", "/pay/", "/sandbox/pay/"];
/// Files, and what watches the process.
const FREE_PATHS: [&str; 6] = ["/pkg/", "/photos/", "/regions/", "/healthz", "/readyz", "/metrics"];

/// Where photos are sent to. Other forms do not read parts.
const UPLOAD_PATHS: [&str; 3] = ["/sell/", "/me/cases/", "/admin/cases/"];

static TURNED_AWAY: AtomicU64 = AtomicU64::new(0);

/// Requests that were turned away since the start.
pub fn turned_away() -> u64 {
    TURNED_AWAY.load(Ordering::Relaxed)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Proposals,
    EarlyForm,
    LateForm,
    Word,
}

impl Kind {
    /// None for what takes no place: files, and uploads, whose bytes trickle in for minutes and end in one short command.
    fn of(method: &Method, path: &str, headers: &HeaderMap) -> Option<Self> {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| path.starts_with(prefix));
        let is_of_parts =
            headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"multipart/form-data"));
        let is_upload = is_of_parts && *method == Method::POST && begins(&UPLOAD_PATHS);
        match *method {
            _ if begins(&FREE_PATHS) || is_upload => None,
            Method::GET | Method::HEAD | Method::OPTIONS if path == routes::SUGGEST => Some(Self::Proposals),
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

    async fn away(&self, lang: Language) -> Response {
        TURNED_AWAY.fetch_add(1, Ordering::Relaxed);
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
    let (mut parts, body) = request.into_parts();
    let lang = language(&parts.headers);
    let is_kept = kind == Kind::Page && app_storefront::is_kept(parts.uri.path());
    if is_kept && !may_be_known(&parts.headers, crowd.app.secure) {
        parts.extensions.insert(EntersLate);
        let response = next.run(Request::from_parts(parts, body)).await;
        return if response.extensions().get::<NoPlace>().is_some() { crowd.away(lang).await } else { response };
    }
    let bytes = match read(body).await {
        Ok(bytes) => bytes,
        Err(error) => return unread(&error),
    };
    let Some(_places) = crowd.rooms.enter(&crowd.app.room, kind).await else { return crowd.away(lang).await };
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// All bytes of a form.
async fn read(body: Body) -> Result<Bytes, BytesRejection> {
    let mut request = Request::new(body);
    DefaultBodyLimit::max(FORM_BYTES_MAX).apply(&mut request);
    Bytes::from_request(request, &()).await
}

/// That there are too many. Where they only broke off, or nothing came any more, no form was refused and nobody is there to read a page.
fn unread(error: &BytesRejection) -> Response {
    match error {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => StopKind::TooLarge.into_response(),
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Places of proposals, of forms and of payment providers; those of pages are the application's.
struct Rooms {
    proposals: Room,
    early_forms: Room,
    forms: Room,
    words: Room,
}

impl Default for Rooms {
    fn default() -> Self {
        Self {
            proposals: Room::new(PROPOSALS_MAX),
            early_forms: Room::new(EARLY_FORMS_MAX),
            forms: Room::new(FORMS_MAX),
            words: Room::new(WORDS_MAX),
        }
    }
}

/// A place among all of a kind, and one among the early ones.
type Places<'a> = (Place<'a>, Option<Place<'a>>);

impl Rooms {
    async fn enter<'a>(&'a self, pages: &'a Room, kind: Kind) -> Option<Places<'a>> {
        match kind {
            Kind::Page => Some((pages.enter().await?, None)),
            Kind::Proposals => Some((self.proposals.enter().await?, None)),
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
            (Method::GET, "/search", Some(Kind::Page)),
            (Method::GET, "/search/suggest", Some(Kind::Proposals)),
            (Method::HEAD, "/search/suggest", Some(Kind::Proposals)),
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
        // Nobody gets past the others by calling it an upload.
        assert_eq!(Kind::of(&Method::GET, "/search", &upload), Some(Kind::Page));
        assert_eq!(Kind::of(&Method::POST, "/cart/add", &upload), Some(Kind::EarlyForm));
    }

    /// Those who get in without waiting.
    async fn at_once<'a>(rooms: &'a Rooms, pages: &'a Room, kind: Kind) -> Vec<Places<'a>> {
        let mut places = Vec::new();
        while let Poll::Ready(Some(place)) = futures::poll!(pin!(rooms.enter(pages, kind))) {
            places.push(place);
        }
        places
    }

    #[tokio::test]
    async fn whoever_has_all_proposals_made_keeps_nobody_from_pages() {
        let (rooms, pages) = (Rooms::default(), Room::new(PAGES_MAX));
        let proposals = at_once(&rooms, &pages, Kind::Proposals).await;
        assert_eq!(proposals.len(), PROPOSALS_MAX);
        assert_eq!(at_once(&rooms, &pages, Kind::Page).await.len(), PAGES_MAX);
    }

    #[tokio::test]
    async fn a_crowd_at_the_carts_keeps_nobody_from_paying() {
        let (rooms, pages) = (Rooms::default(), Room::new(PAGES_MAX));
        let early = at_once(&rooms, &pages, Kind::EarlyForm).await;
        assert_eq!(early.len(), EARLY_FORMS_MAX);
        assert_eq!(at_once(&rooms, &pages, Kind::LateForm).await.len(), FORMS_MAX - EARLY_FORMS_MAX);
        assert_eq!(at_once(&rooms, &pages, Kind::Page).await.len(), PAGES_MAX, "others have places of their own");
        assert_eq!(at_once(&rooms, &pages, Kind::Word).await.len(), WORDS_MAX);
        drop(early);
        assert_eq!(
            at_once(&rooms, &pages, Kind::EarlyForm).await.len(),
            EARLY_FORMS_MAX,
            "a place is free when its form is done"
        );
    }
}
