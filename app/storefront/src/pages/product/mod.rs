//! The product page: photos, price, what there is to choose, how much, what sending it costs, and the promise. Its form puts the
//! goods into the cart; the cart's page answers it, and draws this page again where it has to refuse.

mod choose;
mod facts;
mod meta;
mod photos;
#[cfg(test)]
mod sample;
mod view;

use crate::frame::{Strip, reader};
use app_kit::form::FormState;
use app_kit::request::{Answer, Stop, Visit, page};
use app_kit::routes;
use axum::extract::Path;
use axum::response::IntoResponse;
use http::{StatusCode, header};
use leptos::prelude::*;
use market::catalog::ListingId;
use market::discovery::queries::{self, Gone};
use market::kernel::{Timestamp, slug};
use view::ProductPage;

/// What the page is drawn from beside the product: when, and where the reader is.
#[derive(Clone, Copy)]
struct Moment {
    now: Timestamp,
    /// By when a shop must have shipped what is paid now.
    ships_by: Timestamp,
    province: Option<&'static str>,
}

/// `GET /p/{id}`: a link without its readable tail.
pub async fn by_id(visit: Visit, Path(id): Path<String>) -> Answer {
    product(visit, Path((id, String::new()))).await
}

/// `GET /p/{id}/{slug}`
pub async fn product(visit: Visit, Path((id, tail)): Path<(String, String)>) -> Answer {
    let listing: ListingId = id.parse().map_err(|_| Stop::not_found())?;
    show(&visit, listing, Some(&tail), FormState::default()).await
}

/// The page again, with what was typed and what is wrong with it.
pub(crate) async fn again(visit: &Visit, listing: ListingId, form: FormState) -> Answer {
    show(visit, listing, None, form).await
}

/// `tail` is the readable end of the address that was asked for, where it is to be set right.
async fn show(visit: &Visit, listing: ListingId, tail: Option<&str>, form: FormState) -> Answer {
    let market = &visit.app.market;
    let Some(product) = queries::product(market, listing).await? else {
        return Err(match queries::gone(market, listing).await? {
            Some(Gone::Removed) => Stop::gone(),
            Some(Gone::Hidden) | None => Stop::not_found(),
        });
    };
    let path = routes::product(&listing.to_string(), &product.listing.title);
    if tail.is_some_and(|tail| tail != slug(&product.listing.title)) {
        let place = [(header::LOCATION, routes::percent(&path))];
        return Ok((StatusCode::MOVED_PERMANENTLY, place).into_response());
    }
    let shelved = visit.app.shelf.look(market).await?;
    let reader = reader(visit).await?;
    let document = meta::document(&visit.app, visit.lang, &product, &path);
    let now = market.now();
    let moment = Moment { now, ships_by: now.after(shelved.policy.ship_by), province: visit.province };
    let strip = Strip::at(&shelved, Some(&product.listing.category_path));
    let trail = shelved.tree.trail(&product.listing.category_path);
    let trail = trail.map(|category| (category.slug.clone(), category.name(visit.lang).to_owned())).collect();
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page(visit, status, &document, form, move || view! { <ProductPage reader strip product trail moment path/> }))
}
