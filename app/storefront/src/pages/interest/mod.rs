//! What a person wants to find again: favourites and followed shops, kept by the market for whoever is signed in; and what was looked
//! at lately, kept by the browser.

mod favourites;
mod following;
mod recent;
mod wish;

pub use wish::grant;

use app_kit::request::App;
use app_kit::routes as paths;
use axum::Router;
use axum::routing::get;

/// These pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::MY_FAVOURITES, get(favourites::list).post(favourites::post))
        .route(paths::MY_SHOPS, get(following::list).post(following::post))
        .route(paths::RECENT, get(recent::page_of_browser).post(recent::goods))
}
