//! One file a page: its handler fetches, its view shows, its POST handler calls one command.

mod addresses;
mod calm;
pub mod cart;
mod cases;
mod category;
mod checkout;
mod home;
mod interest;
mod me;
mod orders;
mod pay;
mod product;
mod robots;
mod rules;
mod search;
mod ship_to;
mod shop;
mod sign_in;

use app_kit::request::{App, Visit};
use app_kit::routes as paths;
use axum::Router;
use axum::routing::{get, post};
use market::catalog::ListingCard;
use market::change::Subject;
use market::demand::PutForward;
use market::discovery::ShopCard;

pub use calm::calm_page;

/// All buyers' pages.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(browsing())
        .merge(cases::routes())
        .merge(interest::routes())
        .route(paths::CART, get(cart::cart).post(cart::post))
        .route(paths::CART_ADD, post(cart::add))
        .route(paths::CHECKOUT, get(checkout::checkout).post(checkout::post))
        .route("/pay/{payment}", get(pay::pay).post(pay::post))
        .route(paths::MY_ORDERS, get(orders::orders))
        .route("/me/orders/{order}", get(orders::order).post(orders::post))
        .route(paths::SIGN_IN, get(sign_in::form).post(sign_in::post))
        .route(paths::SIGN_UP, get(sign_in::form).post(sign_in::post))
        .route(paths::SIGN_OUT, post(sign_in::sign_out))
        .route(paths::ME, get(me::me).post(me::post))
        .route(paths::MY_ADDRESSES, get(addresses::list).post(addresses::post))
        .route("/me/addresses/new", get(addresses::fresh).post(addresses::save_fresh))
        .route("/me/addresses/{address}", get(addresses::change).post(addresses::save_changed))
}

/// Whether a page at this path is kept for many: where it has to be made, it takes a place itself.
#[must_use]
pub fn is_kept(path: &str) -> bool {
    matches!(path, paths::HOME | paths::NEWEST | paths::SEARCH) || ["/c/", "/s/", "/p/"].iter().any(|kind| path.starts_with(kind))
}

/// What everybody may look at.
fn browsing() -> Router<App> {
    Router::new()
        .route(paths::HOME, get(home::home))
        .route(paths::NEWEST, get(category::all))
        .route("/c/{slug}", get(category::category))
        .route("/s/{handle}", get(shop::shop))
        .route("/p/{id}", get(product::by_id))
        .route("/p/{id}/{slug}", get(product::product))
        .route(paths::SEARCH, get(search::search))
        .route(paths::SUGGEST, get(search::suggest))
        .route(paths::SHIP_TO, get(ship_to::ship_to).post(ship_to::choose))
        .route(paths::RULES, get(rules::rules))
        .route(paths::RANKING_CHANGES, get(rules::history))
        .route(paths::EXPOSURE, get(rules::exposure))
        .route(paths::ROBOTS, get(robots::robots))
}

/// What a page with these goods on it depends on: each of them, and which goods there are.
fn subjects<const N: usize>(goods: &[ListingCard], more: [Subject; N]) -> Vec<Subject> {
    let listings = goods.iter().map(|card| Subject::Listing(card.listing));
    listings.chain(more).chain([Subject::Lists]).collect()
}

/// What a page depends on that shows these shops: the goods that lend each its picture. Everything else of a shop is told of
/// with the lists.
fn covers<'a>(shops: impl IntoIterator<Item = &'a ShopCard>) -> impl Iterator<Item = Subject> {
    shops.into_iter().filter_map(|shop| shop.cover_of).map(Subject::Listing)
}

/// What a page depends on that puts these goods forward: also on those that it leaves out for now.
fn put_forward(goods: &PutForward) -> impl Iterator<Item = Subject> {
    goods.kept.iter().map(|listing| Subject::Listing(*listing))
}

/// The address of a list as it goes on from the reader's key.
fn listed_at(path: &str, visit: &Visit) -> String {
    after(visit).map_or_else(|| path.to_owned(), |key| format!("{path}?after={}", paths::percent(&key)))
}

/// The key behind which a list goes on.
fn after(visit: &Visit) -> Option<String> {
    let query = visit.query();
    let key = query.get("after");
    (!key.is_empty()).then(|| key.to_owned())
}
