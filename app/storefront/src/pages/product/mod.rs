//! The product page: photos, price, what there is to choose, how much, what sending it costs, and the promise. Its form puts the
//! goods into the cart; the cart's page answers it, and draws this page again where it has to refuse.

mod choose;
mod facts;
mod meta;
mod photos;
#[cfg(test)]
mod sample;
mod view;

use super::put_forward;
use crate::frame::{Reader, Strip, reader};
use crate::kept::{Sketch, kept_and_marked, key};
use crate::parts::{heart, heart_for, opened};
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, MARK, Stop, Visit, page};
use app_kit::routes;
use axum::extract::Path;
use axum::response::IntoResponse;
use http::{StatusCode, header};
use leptos::prelude::*;
use market::catalog::ListingId;
use market::change::Subject;
use market::demand::PutForward;
use market::demand::queries::companions;
use market::discovery::Product;
use market::discovery::queries::{self, Gone};
use market::kernel::{Span, Timestamp, slug};
use view::ProductPage;

/// Goods that are shown as bought together with these.
const COMPANIONS: usize = 4;

/// What the page is drawn from beside the product: when, and where the reader is.
#[derive(Clone, Copy)]
struct Moment {
    now: Timestamp,
    /// By when a shop must have shipped what is paid now.
    ships_by: Timestamp,
    /// How long goods that spoil can be complained of.
    perishable: Span,
    province: Option<&'static str>,
}

/// `GET /p/{id}`: a link without its readable tail.
pub async fn by_id(visit: Visit, Path(id): Path<String>) -> Answer {
    product(visit, Path((id, String::new()))).await
}

/// `GET /p/{id}/{slug}`
pub async fn product(visit: Visit, Path((id, tail)): Path<(String, String)>) -> Answer {
    let listing: ListingId = id.parse().map_err(|_| Stop::not_found())?;
    let path = routes::percent(&format!("/p/{listing}/{tail}"));
    let (key, heart) = (key(&visit, path.clone(), true), heart_for(&visit, listing, &path));
    let answer = kept_and_marked(&visit, key, sketch(&visit, listing, &tail), heart).await?;
    let is_seen = matches!(answer.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) && !visit.asking.is_robot;
    if let Some(row) = opened(&visit, listing).filter(|_| is_seen) {
        visit.app.tally.opened(row, visit.app.market.now());
    }
    Ok(answer)
}

/// The page again, with what was typed and what is wrong with it.
pub(crate) async fn again(visit: &Visit, listing: ListingId, form: FormState) -> Answer {
    let found = find(visit, listing).await?;
    let reader = reader(visit).await?;
    let document = found.document(visit);
    let heart = heart_for(visit, listing, &routes::percent(&found.path)).await?;
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page(visit, status, &document, form, move || found.view(reader, heart)))
}

/// The page for many, or the way to its right address where `tail`, the readable end of it, is another one.
async fn sketch(visit: &Visit, listing: ListingId, tail: &str) -> Result<Sketch, Stop> {
    let found = find(visit, listing).await?;
    if tail != slug(&found.product.listing.title) {
        // Browsers keep such an answer for ever unless they are told to ask: goods that are given their first name again would
        // lead from either address to the other.
        let place = [(header::LOCATION, routes::percent(&found.path)), (header::CACHE_CONTROL, "no-cache".to_owned())];
        return Ok(Sketch::Other((StatusCode::MOVED_PERMANENTLY, place).into_response()));
    }
    let mut subjects = vec![Subject::Listing(listing), Subject::Shop(found.product.listing.shop)];
    subjects.extend(put_forward(&found.companions));
    subjects.extend(found.companions.cards.iter().map(|card| Subject::Shop(card.shop)));
    let of_strangers = heart(visit.lang, listing, false, &routes::percent(&found.path));
    let (document, reader) = (found.document(visit), Reader::anybody(visit.lang));
    Ok(Sketch::page(visit, document, subjects, move || found.view(reader, MARK.clone()))?.marked(of_strangers))
}

/// What the page is drawn from.
struct Found {
    product: Product,
    companions: PutForward,
    path: String,
    moment: Moment,
    strip: Strip,
    trail: Vec<(String, String)>,
}

async fn find(visit: &Visit, listing: ListingId) -> Result<Found, Stop> {
    let market = &visit.app.market;
    let Some(product) = queries::product(market, listing).await? else {
        return Err(match queries::gone(market, listing).await? {
            Some(Gone::Removed) => Stop::gone(),
            Some(Gone::Hidden) | None => Stop::not_found(),
        });
    };
    let companions = if product.has_companions { companions(market, listing, COMPANIONS).await? } else { PutForward::default() };
    let path = routes::product(&listing.to_string(), &product.listing.title);
    let shelved = visit.app.shelved().await?;
    let now = market.now();
    let policy = &shelved.policy;
    let moment = Moment { now, ships_by: now.after(policy.ship_by), perishable: policy.perishable, province: visit.province };
    let strip = Strip::at(&shelved, Some(&product.listing.category_path));
    let trail = shelved.tree.trail(&product.listing.category_path);
    let trail = trail.map(|category| (category.slug.clone(), category.name(visit.lang).to_owned())).collect();
    Ok(Found { product, companions, path, moment, strip, trail })
}

impl Found {
    fn document(&self, visit: &Visit) -> Document {
        meta::document(&visit.app, visit.lang, &self.product, &self.path)
    }

    /// `heart` is markup of ours: the reader's own, or the mark at which it is put in.
    fn view(self, reader: Reader, heart: String) -> impl IntoView {
        let Self { product, companions, path, moment, strip, trail } = self;
        let companions = companions.cards;
        view! { <ProductPage reader strip product companions heart trail moment path/> }
    }
}
