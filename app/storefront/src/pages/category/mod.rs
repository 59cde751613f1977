//! A category: where it stands, what is under it, and its goods as they are ranked. All goods together, the newest first, are the top
//! of the tree.

mod view;

use super::{after, listed_at, put_forward, subjects};
use crate::frame::{Frame, Reader, Strip};
use crate::kept::{Sketch, kept, key};
use crate::parts::{Group, absolute, groups_of, share_card, shown_as, shown_in};
use app_kit::request::{Answer, Document, PageKey, Shelved, Stop, Visit};
use app_kit::{Say, routes, say};
use axum::extract::Path;
use leptos::prelude::*;
use market::account::Language;
use market::catalog::{Category, ListingCard, queries};
use market::demand::PutForward;
use market::demand::queries::best_sellers;
use market::discovery::{PlaceKind, SearchAnswer, SearchFilter, SearchPage, SearchRequest};
use market::kernel::{Page, PageRequest};
use std::sync::Arc;
use view::List;

/// Divides evenly into two, three, four and six columns.
const GOODS: u64 = 24;
/// One row on a desk, two on a phone.
const BEST: usize = 4;

/// What a list of goods says around its rows.
pub struct Around {
    title: String,
    text: String,
    path: String,
    trail: Vec<(String, String)>,
    below: Vec<(String, String)>,
    /// The category's path, for the strip.
    here: Option<String>,
    /// What its goods can be narrowed down by.
    groups: Vec<Group>,
    /// Its slug; empty for all goods.
    slug: String,
    /// The same goods by their sales.
    most_sold: String,
    /// What most people bought here lately, on the first page.
    best: PutForward,
}

/// Where a page of a list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is the first one.
    First,
    /// Behind others.
    Further,
    /// Behind others that were ranked, while nothing can be ranked: it is not known what belongs here.
    Unknown,
}

/// A page of goods, and what the index says of it: why each of them stands there. Nothing where the newest come first.
pub struct Goods {
    page: Page<ListingCard>,
    found: SearchPage,
    is_ranked: bool,
    stands: Stands,
    /// There is something better in a moment.
    is_passing: bool,
}

/// `GET /c/{slug}`: kept for as long as the index answers from the same, like results of a search. Its order depends on the
/// turn and on goods that are not on the page, and neither tells it of a change.
pub async fn category(visit: Visit, Path(slug): Path<String>) -> Answer {
    let path = listed_at(&routes::category(&slug), &visit);
    let key = PageKey { edition: visit.app.search.edition(), ..key(&visit, path, false) };
    kept(&visit, key, of_slug(&visit, &slug)).await
}

async fn of_slug(visit: &Visit, slug: &str) -> Result<Sketch, Stop> {
    let shelved = visit.app.shelved().await?;
    let found = shelved.tree.find(slug).ok_or_else(Stop::not_found)?;
    let goods = at_path(visit, &found.path).await?;
    let mut around = of_category(&shelved, found, visit.lang);
    if goods.stands == Stands::First {
        around.best = best_sellers(&visit.app.market, &found.path, BEST).await?;
    }
    draw(visit, &shelved, around, goods)
}

/// A page of a category's goods. It goes on in the order in which it was begun, since neither side can go on with the other's key: what was
/// begun as the newest first, while the index was away, is read to its end like this; and what was ranked waits for the index.
async fn at_path(visit: &Visit, path: &str) -> Result<Goods, Stop> {
    let request = PageRequest::after(after(visit), GOODS);
    let is_of_newest = request.after.as_deref().is_some_and(queries::is_key);
    if !is_of_newest && let Some(goods) = ranked(visit, path, &request).await? {
        return Ok(goods);
    }
    if request.after.is_some() && !is_of_newest {
        // It goes on with the same key, once there is something to go on with.
        let page = Page { rows: Vec::new(), next: request.after };
        return Ok(Goods { page, found: SearchPage::default(), is_ranked: true, stands: Stands::Unknown, is_passing: true });
    }
    let page = queries::in_category(&visit.app.market, path, &request).await?;
    Ok(Goods { is_passing: !is_of_newest, ..newest(page, &request) })
}

/// The goods of a category as the index ranks them; none while it is being built, or is far behind. Where it does not have yet what was
/// just committed, the order of a moment ago is shown rather than another one, and is not kept: a page that is kept must not be older than
/// what made it be drawn. A further page comes from it however far it is behind, since nobody else can go on.
async fn ranked(visit: &Visit, path: &str, page: &PageRequest) -> Result<Option<Goods>, Stop> {
    let (app, index) = (&visit.app, &visit.app.search);
    let is_current = match app.pages.lists_at() {
        Some(place) => index.reaches(place).await,
        None => false,
    };
    if !is_current && page.after.is_none() && index.health().is_far_behind() {
        return Ok(None);
    }
    let filter = SearchFilter { category: Some(path.to_owned()), ..SearchFilter::default() };
    let request = SearchRequest { filter, page: page.clone(), is_browsing: true, ..SearchRequest::default() };
    let SearchAnswer::Found(found) = index.find(&request).await? else { return Ok(None) };

    let rows = queries::cards_of(&app.market, &found.listings).await?;
    let stands = if found.is_further { Stands::Further } else { Stands::First };
    let page = Page { rows, next: found.next.clone() };
    Ok(Some(Goods { page, found: *found, is_ranked: true, stands, is_passing: !is_current }))
}

/// Goods of which the newest come first. Behind a key that cannot be read that is the first page, and not a further one.
fn newest(page: Page<ListingCard>, request: &PageRequest) -> Goods {
    let is_further = request.after.as_deref().is_some_and(queries::is_key);
    let stands = if is_further { Stands::Further } else { Stands::First };
    Goods { page, found: SearchPage::default(), is_ranked: false, stands, is_passing: false }
}

/// `GET /c`: the newest goods of the whole market.
pub async fn all(visit: Visit) -> Answer {
    let path = listed_at(routes::NEWEST, &visit);
    kept(&visit, key(&visit, path, false), of_all(&visit)).await
}

async fn of_all(visit: &Visit) -> Result<Sketch, Stop> {
    let lang = visit.lang;
    let shelved = visit.app.shelved().await?;
    let request = PageRequest::after(after(visit), GOODS);
    let goods = newest(queries::newest(&visit.app.market, &request).await?, &request);
    let around = Around {
        title: lang.say("All goods", "全部商品").to_owned(),
        text: lang.say("Everything in the market, the newest first.", "集市里的所有商品，新上的在前。").to_owned(),
        path: routes::NEWEST.to_owned(),
        trail: Vec::new(),
        below: named(shelved.tree.roots(), lang),
        here: None,
        groups: Vec::new(),
        slug: String::new(),
        most_sold: routes::most_sold(None),
        best: PutForward::default(),
    };
    draw(visit, &shelved, around, goods)
}

fn of_category(shelved: &Shelved, found: &Category, lang: Language) -> Around {
    let name = found.name(lang);
    Around {
        title: name.to_owned(),
        text: say!(
            lang,
            "{name} from the people who make it. Your money is held until the parcel is in your hands.",
            "{name}，做它的人自己来卖。收到货，货款才付给店家。"
        ),
        path: routes::category(&found.slug),
        trail: named(shelved.tree.trail(&found.path), lang),
        below: named(shelved.tree.children(found), lang),
        here: Some(found.path.clone()),
        groups: groups_of(shelved, &found.path, lang),
        slug: found.slug.clone(),
        most_sold: routes::most_sold(Some(&found.slug)),
        best: PutForward::default(),
    }
}

fn named<'a>(categories: impl Iterator<Item = &'a Category>, lang: Language) -> Vec<(String, String)> {
    categories.map(|category| (category.slug.clone(), category.name(lang).to_owned())).collect()
}

fn draw(visit: &Visit, shelved: &Arc<Shelved>, around: Around, goods: Goods) -> Result<Sketch, Stop> {
    let reader = Reader::anybody(visit.lang);
    let mut document = Document::storefront(visit.lang, around.title.clone());
    let address = absolute(&visit.app, &around.path);
    document.head = share_card("website", &around.title, &around.text, &address, None);
    document.description = Some(around.text.clone());
    document.canonical = Some(address);
    // The later pages of a list change with every new listing: search engines keep the first.
    document.public = goods.stands == Stands::First;
    let strip = Strip::at(shelved, around.here.as_deref());
    let mut shown = subjects(&goods.page.rows, []);
    shown.extend(put_forward(&around.best));
    let (mut counted, is_lasting) = (shown_in(&goods.page.rows, &goods.found.placed), !goods.is_passing);
    if !goods.page.rows.is_empty() {
        counted.extend(shown_as(PlaceKind::Best, &around.best.cards));
    }
    let sketch = Sketch::page(visit, document, shown, move || {
        view! { <Frame reader main_class="wrap page" strip=strip><List around goods/></Frame> }
    })?;
    Ok(sketch.counted(counted, is_lasting))
}
