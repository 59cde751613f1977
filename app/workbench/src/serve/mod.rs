//! The server's side of the workbench: one file a page with its handlers. GET fetches and draws; POST calls one command and
//! sends the browser on, or draws the page again with what was typed and what is wrong.

mod attribute;
mod cases;
mod cash;
mod categories;
mod coupons;
mod deeds;
mod disputes;
mod done;
mod fields;
mod freight;
mod identities;
mod insights;
mod listing;
mod listings;
mod money;
mod open_shop;
mod orders;
mod payout_card;
mod payouts;
mod reconciliation;
mod rules;
mod search;
mod settings;
mod shops;
mod staff;
mod today;

use crate::desk::{Desk, DeskFrame, Owner, Room};
use app_kit::cases::CASE_BYTES_MAX;
use app_kit::form::FormState;
use app_kit::provinces::province;
use app_kit::request::{Answer, App, Document, Visit, render};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use http::{StatusCode, header};
use leptos::prelude::*;

/// All pages of the workbench.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sell", get(shops::shops))
        .route("/sell/open", get(open_shop::form).post(open_shop::post))
        .route("/sell/open/handle", get(open_shop::handle))
        .route("/sell/{shop}", get(today::today))
        .route("/sell/{shop}/settings", get(settings::settings).post(settings::post))
        .route("/sell/{shop}/settings/freight/{template}", get(freight::form).post(freight::post))
        .route("/sell/{shop}/orders", get(orders::orders))
        .route("/sell/{shop}/orders/{order}", get(orders::order).post(orders::ship))
        .route("/sell/{shop}/listings", get(listings::listings))
        .route("/sell/{shop}/listings/new", get(listing::new))
        .route("/sell/{shop}/coupons", get(coupons::of_shop).post(coupons::post_of_shop))
        .route("/sell/{shop}/insights", get(insights::insights))
        .route("/sell/{shop}/money", get(money::money))
        .route("/sell/{shop}/money/card", get(payout_card::card).post(payout_card::post))
        .route("/sell/{shop}/cases", get(cases::cases))
        .route("/sell/{shop}/cases/{case}/evidence/{photo}", get(cases::photo))
        .merge(with_photos())
        .route("/admin", get(identities::admin))
        .route("/admin/identities", get(identities::queue))
        .route("/admin/identities/{identity}", get(identities::identity).post(identities::post))
        .route("/admin/cases", get(disputes::queue))
        .route("/admin/cases/{case}/evidence/{photo}", get(disputes::photo))
        .route("/admin/payouts", get(payouts::payouts).post(payouts::make))
        .route("/admin/payouts/{batch}", get(payouts::batch).post(payouts::answer))
        .route("/admin/payouts/{batch}/file", post(payouts::file))
        .route("/admin/reconciliation", get(reconciliation::reconciliation).post(reconciliation::post))
        .route("/admin/cash", get(cash::cash).post(cash::post))
        .route("/admin/coupons", get(coupons::of_market).post(coupons::post_of_market))
        .route("/admin/rules", get(rules::rules).post(rules::post))
        .route("/admin/search", get(search::search).post(search::post))
        .route("/admin/categories", get(categories::tree))
        .route("/admin/categories/{slug}", get(categories::category).post(categories::post))
        .route("/admin/categories/{slug}/{attribute}", get(attribute::attribute).post(attribute::post))
}

/// The frame of a page that belongs to no shop.
pub(crate) fn person_desk(visit: &Visit) -> Desk {
    Desk { lang: visit.lang, owner: Owner::Person, room: Room::Elsewhere, path: visit.path.clone() }
}

/// The frame of the operator's pages.
pub(crate) fn operator_desk(visit: &Visit, room: Room) -> Desk {
    Desk { lang: visit.lang, owner: Owner::Operator, room, path: visit.path.clone() }
}

/// Code and name of every province.
pub(crate) fn provinces(visit: &Visit) -> Vec<(String, String)> {
    let named = |code: String| (code.clone(), province(&code, visit.lang).to_owned());
    visit.app.regions.children("").into_iter().map(|region| named(region.code)).collect()
}

/// Forms that photos come along with: they take more bytes than others.
fn with_photos() -> Router<App> {
    Router::new()
        .route("/sell/{shop}/listings/{listing}", get(listing::form).post(listing::post))
        .route("/sell/{shop}/listings/{listing}/photos", post(listing::photos))
        .layer(DefaultBodyLimit::max(listing::LISTING_BYTES_MAX))
        .merge(of_cases())
}

/// Cases take photos too.
fn of_cases() -> Router<App> {
    Router::new()
        .route("/sell/{shop}/cases/{case}", get(cases::case).post(cases::post))
        .route("/admin/cases/{case}", get(disputes::case).post(disputes::post))
        .layer(DefaultBodyLimit::max(CASE_BYTES_MAX))
}

pub(crate) use staff::{desk_of, staff_of, staff_with};

/// Draws a page inside of its frame.
pub(crate) fn desk_page<V: IntoView + 'static>(
    visit: &Visit,
    title: &str,
    desk: Desk,
    form: FormState,
    draw: impl FnOnce() -> V + Send + 'static,
) -> Answer {
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let drawn =
        render(visit.lang, form.for_attempt(visit.mint_attempt()), move || view! { <DeskFrame desk>{draw()}</DeskFrame> });
    let document = Document::workbench(visit.lang, title).around(&visit.app.site, &format!("<body>{drawn}</body>"));
    Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], document)
        .into_response())
}
