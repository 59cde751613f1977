//! How a page that many share is answered: from memory, where it is kept and still true, else drawn and kept.
//!
//! It is answered at every address that asks for it: whatever its key leaves out of an address (where somebody came from, such as
//! `utm_source`, `gclid` or our own mark, and anything else that the page does not read) is nowhere drawn. Known names of trackers are not
//! told apart from unknown ones, since no list of them is ever complete. A page that would draw such a thing must have it in its key, or it
//! would be shown to everybody; and as nothing of it comes back in an answer, none can be forged by it.

use crate::frame::{Reader, reader};
use crate::parts::Marker;
use app_kit::form::FormState;
use app_kit::request::{Answer, Awaited, Document, Drawing, Drawn, KeptPage, NoPlace, PageKey, Stop, Visit, render};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use leptos::prelude::*;
use market::change::Subject;
use market::discovery::Shown;
use std::sync::Arc;

/// What came of drawing.
pub enum Sketch {
    /// A page that may be kept. Boxed, because a document is large.
    Page(Box<Drawn>),
    /// Something else, such as a way to another address; made anew each time.
    Other(Response),
}

impl Sketch {
    /// A page whose frame was given [`Reader::anybody`]. Links to goods in places that are counted have their marks.
    pub fn page<V: IntoView>(
        visit: &Visit,
        document: Document,
        subjects: Vec<Subject>,
        view: impl FnOnce() -> V,
    ) -> Result<Self, Stop> {
        let marker = Marker::of(visit);
        let body = render(visit.lang, FormState::default(), move || {
            provide_context(marker);
            view()
        });
        let drawn = Drawn { document, body, mark: String::new(), subjects, shown: Vec::new(), is_passing: false };
        Ok(Self::Page(Box::new(drawn)))
    }

    /// The same, with what stands at the page's mark for somebody unknown.
    pub fn marked(self, mark: String) -> Self {
        match self {
            Self::Page(drawn) => Self::Page(Box::new(Drawn { mark, ..*drawn })),
            Self::Other(response) => Self::Other(response),
        }
    }

    /// The same with lists of goods of which these are counted whenever it is looked at. Where it is the next best, because something is
    /// away for a moment, it is not kept.
    pub fn counted(self, shown: Vec<Shown>, is_lasting: bool) -> Self {
        match self {
            Self::Page(drawn) => Self::Page(Box::new(Drawn { shown, is_passing: !is_lasting, ..*drawn })),
            other => other,
        }
    }
}

/// The key of a page at this path; with the reader's province where the page quotes freight.
pub fn key(visit: &Visit, path: String, quotes_freight: bool) -> PageKey {
    PageKey { path, lang: visit.lang, province: visit.province.filter(|_| quotes_freight), edition: None }
}

/// What is answered with.
enum Drew {
    Page(Arc<KeptPage>),
    Other(Response),
}

/// The page of `key`: of all who ask for it at once one draws it, and the others wait. Where nothing comes of it that all can be answered
/// with, each of them draws.
async fn drew(visit: &Visit, key: &PageKey, draw: impl Future<Output = Result<Sketch, Stop>>) -> Result<Drew, Stop> {
    let app = &visit.app;
    let drawing = match app.pages.wait_for(&app.market, key, !visit.enters_late).await {
        Awaited::Drawn(page) => return Ok(Drew::Page(page)),
        Awaited::Away => return Ok(no_place()),
        Awaited::ToDraw(drawing) => drawing,
    };
    let drew = draw_now(visit, key, drawing.as_ref(), draw).await;
    if let Some(drawing) = drawing {
        drawing.ends(match &drew {
            Ok(Drew::Page(page)) => Some(page),
            Ok(Drew::Other(_)) | Err(_) => None,
        });
    }
    drew
}

/// What came of drawing, among those for whom a page is made: who was let in as a reader of kept pages takes a place only here, and may
/// find that the page was drawn while it waited. It belongs to what was read of changes after that.
async fn draw_now(
    visit: &Visit,
    key: &PageKey,
    drawing: Option<&Drawing<'_>>,
    draw: impl Future<Output = Result<Sketch, Stop>>,
) -> Result<Drew, Stop> {
    let app = &visit.app;
    let place = if visit.enters_late { app.room.enter().await } else { None };
    if visit.enters_late && place.is_none() {
        return Ok(no_place());
    }
    if let Some(drawing) = drawing {
        drawing.begins();
    }
    let made = app.pages.catch_up(&app.market).await?;
    let now = app.market.now();
    if let Some(page) = app.pages.find(key, now) {
        return Ok(Drew::Page(page));
    }
    match draw.await? {
        Sketch::Other(response) => Ok(Drew::Other(response)),
        Sketch::Page(drawn) => {
            let of_strangers = Reader::stranger(visit.lang, &key.path).filling();
            Ok(Drew::Page(app.pages.keep(key.clone(), (made, now), *drawn, &app.site, &of_strangers)))
        }
    }
}

/// Found no place among those for whom a page is made.
fn no_place() -> Drew {
    let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
    response.extensions_mut().insert(NoPlace);
    Drew::Other(response)
}

/// Answers with the page of `key`, which `draw` makes where it has to be made. No query for a stranger where it has not; for
/// others, who they are and what is in their cart.
pub async fn kept(visit: &Visit, key: PageKey, draw: impl Future<Output = Result<Sketch, Stop>>) -> Answer {
    kept_and_marked(visit, key, draw, async { Ok(String::new()) }).await
}

/// The same for a page that has a mark: what stands there for somebody who is signed in is asked for by one query more.
pub async fn kept_and_marked(
    visit: &Visit,
    key: PageKey,
    draw: impl Future<Output = Result<Sketch, Stop>>,
    mark: impl Future<Output = Result<String, Stop>>,
) -> Answer {
    let pages = &visit.app.pages;
    pages.catch_up(&visit.app.market).await?;
    let now = visit.app.market.now();
    let page = match pages.find(&key, now) {
        Some(page) => page,
        None => match drew(visit, &key, draw).await? {
            Drew::Page(page) => page,
            Drew::Other(response) => return Ok(response),
        },
    };
    if !visit.asking.is_robot {
        visit.app.tally.shown(page.shown(), now);
    }
    if visit.who.is_none() && visit.guest.is_none() {
        return Ok(page.for_strangers(&visit.asking).await);
    }
    let mark = if visit.who.is_some() { Some(mark.await?) } else { None };
    let you = reader(visit).await?.at(&key.path).filling();
    Ok(page.personal(&you, mark.as_deref(), &visit.asking))
}
