//! `/cart`: what a person or a guest wants to buy, by shop, with what changed since they last looked.

mod add;
mod view;
mod words;

pub use add::add;
pub use view::picture;

use crate::frame::{Frame, Reader};
use crate::parts::{COUPON, TAKE_OUT};
use app_kit::coupons::refusal;
use app_kit::form::FormState;
use app_kit::request::{Answer, Document, Fields, GUEST_COOKIE, Stop, Visit, page, refused, see_other, set_cookie};
use app_kit::words::text_error;
use app_kit::{Say, routes};
use axum::response::Response;
use http::StatusCode;
use leptos::prelude::*;
use market::account::Buyer;
use market::cart::{CartLineId, CartOwner, CartView, GuestToken, commands, queries};
use market::checkout::queries::coupons_in_cart;
use market::coupon::CouponId;
use market::coupon::commands::{put_in_cart, take_out_of_cart};
use market::kernel::limits::QUANTITY_MAX;
use market::kernel::{TextError, parse_decimal};
use view::{CartPage, Waiting};

/// A guest's cart is found again for so long.
const GUEST_SECONDS: i64 = 90 * 24 * 60 * 60;

/// Whose cart it is: the person's who is signed in, else the browser's, where it has one.
pub fn owner(visit: &Visit) -> Option<CartOwner> {
    match &visit.who {
        Some(who) => Some(CartOwner::Person(who.buyer())),
        None => visit.guest.as_deref().and_then(GuestToken::read).map(CartOwner::Guest),
    }
}

/// Whose cart it is; a browser without one gets one, and the response must be given its token by [`keep_guest`].
pub fn owner_or_new_guest(visit: &Visit) -> Result<CartOwner, Stop> {
    match owner(visit) {
        Some(owner) => Ok(owner),
        None => Ok(CartOwner::Guest(commands::new_guest()?)),
    }
}

/// Lets the browser keep the token of its cart.
pub fn keep_guest(response: &mut Response, visit: &Visit, owner: &CartOwner) {
    if let CartOwner::Guest(token) = owner {
        set_cookie(response, GUEST_COOKIE, token.text(), GUEST_SECONDS, visit.app.secure);
    }
}

/// What the browser's cart holds comes into that of the person who signed in. The browser forgets its own, unless theirs was full and
/// something waits there.
pub async fn bring(visit: &Visit, buyer: &Buyer, response: &mut Response) -> Result<(), Stop> {
    let Some(guest) = visit.guest.as_deref().and_then(GuestToken::read) else { return Ok(()) };
    if let Ok(0) = refused(commands::take_over(&visit.app.market, buyer, &guest).await)? {
        set_cookie(response, GUEST_COOKIE, "", 0, visit.app.secure);
    }
    Ok(())
}

/// How many lines wait in the browser's own cart, because that of the person who signed in was full.
async fn waiting(visit: &Visit) -> Result<u64, Stop> {
    match (&visit.who, visit.guest.as_deref().and_then(GuestToken::read)) {
        (Some(_), Some(guest)) => Ok(queries::count(&visit.app.market, &CartOwner::Guest(guest)).await?),
        _ => Ok(0),
    }
}

/// How many lines the reader's cart has, for the head of a page.
pub async fn count(visit: &Visit) -> Result<u64, Stop> {
    match owner(visit) {
        Some(owner) => Ok(queries::count(&visit.app.market, &owner).await?),
        None => Ok(0),
    }
}

/// `GET /cart`
pub async fn cart(visit: Visit) -> Answer {
    draw(&visit, FormState::default()).await
}

/// `POST /cart`: changes a quantity, takes a line or a coupon out, puts a coupon in, agrees to what changed, or brings what waits in the
/// browser.
pub async fn post(visit: Visit, fields: Fields) -> Answer {
    let Some(owner) = owner(&visit) else { return Ok(see_other(routes::CART)) };
    if take_coupon_out(&visit, &owner, &fields).await? {
        return Ok(see_other(routes::CART));
    }
    let market = &visit.app.market;
    let line = fields.read::<CartLineId>("line");
    match (fields.get("do"), line) {
        (COUPON, _) => {
            let typed = fields.get(COUPON);
            if let Err(sentence) = put_coupon_in(&visit, &owner, typed).await? {
                return draw(&visit, FormState::filled([(COUPON, typed)]).with_error(COUPON, sentence)).await;
            }
        }
        ("accept", _) => {
            let _ = refused(commands::accept_changes(market, &owner).await)?;
        }
        ("bring", _) => {
            let mut response = see_other(routes::CART);
            if let CartOwner::Person(buyer) = &owner {
                bring(&visit, buyer, &mut response).await?;
            }
            return Ok(response);
        }
        ("remove", Some(line)) => {
            let _ = refused(commands::remove_line(market, &owner, line).await)?;
        }
        (_, Some(line)) => return change(&visit, &owner, line, &fields).await,
        _ => {}
    }
    Ok(see_other(routes::CART))
}

/// Puts the coupon of a code into the cart, or gives what is to be said beside the code.
pub async fn put_coupon_in(visit: &Visit, owner: &CartOwner, typed: &str) -> Result<Result<(), String>, Stop> {
    if typed.trim().is_empty() {
        return Ok(Err(text_error(TextError::Empty, visit.lang)));
    }
    let put = refused(put_in_cart(&visit.app.market, owner, typed, &visit.client).await)?;
    Ok(put.map(|_| ()).map_err(|why| refusal(&why, visit.lang)))
}

/// Takes the coupon out of the cart whose button was pressed; says whether one was.
pub async fn take_coupon_out(visit: &Visit, owner: &CartOwner, fields: &Fields) -> Result<bool, Stop> {
    let Some(coupon) = fields.read::<CouponId>(TAKE_OUT) else { return Ok(false) };
    let Ok(()) = refused(take_out_of_cart(&visit.app.market, owner, coupon).await)?;
    Ok(true)
}

async fn change(visit: &Visit, owner: &CartOwner, line: CartLineId, fields: &Fields) -> Answer {
    let lang = visit.lang;
    let cart = queries::cart_view(&visit.app.market, owner).await?;
    let Some(unit) = cart.lines().find(|shown| shown.id == line).map(|shown| shown.offer.measure.unit) else {
        return Ok(see_other(routes::CART));
    };
    let field = format!("quantity-{line}");
    let again = |sentence: String| {
        let mut form = FormState::filled([(field.clone(), fields.get("quantity").to_owned())]);
        form.wrong(&field, sentence);
        form
    };
    let quantity = match parse_decimal(fields.get("quantity"), unit.steps(), QUANTITY_MAX) {
        Ok(quantity) => quantity,
        Err(error) => return draw(visit, again(app_kit::words::amount_error(error, lang).to_owned())).await,
    };
    match refused(commands::change_quantity(&visit.app.market, owner, line, quantity).await)? {
        Ok(()) => Ok(see_other(routes::CART)),
        Err(refusal) => draw(visit, again(words::refusal(refusal, unit, lang))).await,
    }
}

async fn draw(visit: &Visit, form: FormState) -> Answer {
    let lang = visit.lang;
    let market = &visit.app.market;
    let (view, coupons) = match owner(visit) {
        Some(owner) => {
            let view = queries::cart_view(market, &owner).await?;
            let coupons = coupons_in_cart(market, &owner, &view).await?;
            (view, coupons)
        }
        None => (CartView { shops: Vec::new(), items: market::kernel::Money::zero(market.currency()) }, Vec::new()),
    };
    let waiting = waiting(visit).await?;
    let lines = u64::try_from(view.lines().count()).unwrap_or(0);
    let status = if form.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let reader = Reader::of(visit, lines);
    let document = Document::storefront(lang, lang.say("Cart", "购物车"));
    let state = form.clone();
    let main_class = if lines == 0 { "wrap narrow page" } else { "wrap page stack has-bar" };
    Ok(page(visit, status, &document, form, move || {
        view! { <Frame reader main_class><Waiting lines=waiting/><CartPage view coupons form=state/></Frame> }
    }))
}
