//! `/checkout`: where to, what it costs, pay. One form; the attempt's id in it makes a second submit the same order.

mod draft;
mod view;
mod words;

use super::{cart, pay};
use crate::frame::{Frame, Reader};
use crate::parts::COUPON;
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, Stop, Visit, page, refused, see_other, set_cookie};
use app_kit::{Say, routes};
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use leptos::prelude::*;
use market::account::Buyer;
use market::address::{Address, AddressId};
use market::cart::CartOwner;
use market::checkout::{PlaceOrder, PlaceOrderRefusal, commands, queries};
use market::payment::{CASH, PaymentId, PaymentState, ProviderError, StartPayment};
use market::shop::ShopId;
use view::{CheckoutPage, Shown};

/// `GET /checkout`
pub async fn checkout(visit: Visit, parts: Parts) -> Answer {
    let buyer = visit.buyer()?;
    let draft = draft::of(&parts.headers);
    let mut response = draw(&visit, &buyer, draft.unwrap_or_default(), true).await?;
    set_cookie(&mut response, draft::COOKIE, "", 0, visit.app.secure);
    Ok(response)
}

/// `POST /checkout`: places the orders, or counts again: for another address, with a coupon more or less.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let Ok(buyer) = visit.buyer() else {
        // The session ended while the page was open: what was typed waits in the browser until the buyer is back.
        let mut response = see_other(&routes::sign_in_and_back(routes::CHECKOUT));
        draft::keep(&mut response, &fields, visit.app.secure);
        return Ok(response);
    };
    if cart::take_coupon_out(&visit, &CartOwner::Person(buyer), &fields).await? {
        return draw(&visit, &buyer, fields.again(), false).await;
    }
    // Whichever button was pressed, or Enter: who has typed a code sees the sum with it before anything is ordered.
    if fields.get("do") == COUPON || !fields.get(COUPON).trim().is_empty() {
        return with_coupon(&visit, &buyer, &fields).await;
    }
    if fields.get("do") == "quote" {
        return draw(&visit, &buyer, fields.again(), false).await;
    }
    let lang = visit.lang;
    let request = PlaceOrder {
        attempt: fields.read("attempt").ok_or_else(Stop::reused)?,
        address: match fields.read::<AddressId>("address") {
            Some(address) => address,
            None => {
                return draw(&visit, &buyer, words::refused(fields.again(), &PlaceOrderRefusal::NoAddress, lang), false).await;
            }
        },
        seen_total_minor: fields.read("total").unwrap_or(-1),
        seen_perishable: fields.all("seen_perishable").filter_map(|variant| variant.parse().ok()).collect(),
        notes: notes(&fields),
    };
    let in_cash = fields.get("pay") == "cash";
    let provider = if in_cash { CASH } else { visit.app.payments.name() };
    match refused(commands::place_order(&visit.app.market, &buyer, provider, request).await)? {
        Ok(placed) if in_cash => Ok(see_other(&routes::pay(&placed.payment.to_string()))),
        Ok(placed) => Ok(start(&visit, &buyer, placed.payment).await?),
        // Of a cart that has changed itself, the cart says what; of goods that spoil now, this page.
        Err(PlaceOrderRefusal::CartEmpty) => Ok(see_other(routes::CART)),
        Err(refusal) => {
            let fresh = matches!(refusal, PlaceOrderRefusal::AttemptReused);
            draw(&visit, &buyer, words::refused(fields.again(), &refusal, lang), fresh).await
        }
    }
}

/// Puts the coupon of the typed code into the cart, and shows what everything costs now.
async fn with_coupon(visit: &Visit, buyer: &Buyer, fields: &Fields) -> Answer {
    let mut form = fields.again();
    match cart::put_coupon_in(visit, &CartOwner::Person(*buyer), fields.get(COUPON)).await? {
        Err(sentence) => form.wrong(COUPON, sentence),
        Ok(()) => {
            form.forget(COUPON);
            if !fields.has("do") {
                form.notice = Some(words::coupon_first(visit.lang).to_owned());
            }
        }
    }
    draw(visit, buyer, form, false).await
}

/// Sends the buyer to the provider; to our own page of the payment where it cannot be reached or refuses, and where nothing is to be paid
/// any more: a form that is sent again may be that of a checkout that ended.
pub async fn start(visit: &Visit, buyer: &Buyer, payment: PaymentId) -> Result<Response, Stop> {
    let ours = routes::pay(&payment.to_string());
    let Some(view) = market::payment::queries::payment(&visit.app.market, buyer, payment).await? else {
        return Err(Stop::not_found());
    };
    if view.is_cash || view.state != PaymentState::Waiting || view.expires_at <= visit.app.market.now() {
        return Ok(see_other(&ours));
    }
    let return_url = format!("{}{ours}", visit.app.public_url);
    let request =
        StartPayment { payment, amount: view.amount, return_url, placed_at: view.created_at, expires_at: view.expires_at };
    match visit.app.payments.start(&request).await {
        Ok(started) => {
            market::payment::commands::note_reference(&visit.app.market, payment, started.reference.as_deref()).await?;
            Ok(see_other(&started.redirect_url))
        }
        Err(error) => {
            tracing::warn!(payment.id = %payment, "payment {payment} could not be started: {error}");
            let why = if matches!(error, ProviderError::Refused(_)) { pay::REFUSED } else { pay::AWAY };
            Ok(see_other(&format!("{ours}?{why}")))
        }
    }
}

fn notes(fields: &Fields) -> Vec<(ShopId, String)> {
    let typed = fields.pairs().iter().filter_map(|(name, note)| Some((name.strip_prefix("note-")?.parse().ok()?, note.clone())));
    typed.filter(|(_, note): &(ShopId, String)| !note.trim().is_empty()).collect()
}

fn chosen(addresses: &[Address], form: &FormState) -> Option<Address> {
    let named = form.value("address").parse::<AddressId>().ok();
    let of = |id: AddressId| addresses.iter().find(|address| address.id == id);
    named.and_then(of).or_else(|| addresses.iter().find(|address| address.is_default)).or_else(|| addresses.first()).cloned()
}

async fn draw(visit: &Visit, buyer: &Buyer, form: FormState, fresh_attempt: bool) -> Answer {
    let market = &visit.app.market;
    let lang = visit.lang;
    let addresses = market::address::queries::addresses(market, buyer).await?;
    let address = chosen(&addresses, &form);
    let quote = queries::quote(market, buyer, address.as_ref().map_or("", |address| address.region_code.as_str())).await?;
    if quote.cart.shops.is_empty() || quote.cart.has_changes() {
        return Ok(see_other(routes::CART));
    }
    let kept = form.value("attempt").parse::<PaymentId>().ok().filter(|_| !fresh_attempt);
    let lines = u64::try_from(quote.cart.lines().count()).unwrap_or(0);
    let shown = Shown {
        attempt: kept.unwrap_or_else(|| PaymentId::mint(market.now())),
        addresses,
        chosen: address.map(|address| address.id),
        quote,
        is_sandbox: visit.app.payments.name() == "sandbox",
    };
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reader = Reader::of(visit, lines);
    let document = Document::storefront(lang, lang.say("Check out", "结算"));
    let state = form.clone();
    Ok(page(visit, status, &document, form, move || {
        view! { <Frame reader main_class="wrap page stack has-bar"><CheckoutPage shown form=state/></Frame> }
    }))
}
