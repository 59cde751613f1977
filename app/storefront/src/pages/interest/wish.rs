//! A wish of somebody who is not signed in yet: kept by their browser for half an hour, and granted when they have signed in.

use app_kit::request::{Stop, Visit, WISH_COOKIE, see_other, set_cookie};
use app_kit::routes;
use axum::response::Response;
use market::account::SignedIn;
use market::catalog::ListingId;
use market::interest::commands::{follow_shop, keep_favourite};
use market::kernel::Problem;
use market::shop::ShopId;

/// As long as somebody needs to find the letter with the code.
const SECONDS: i64 = 30 * 60;

/// Leads to signing in and back to `back`; `wish` is the id of the goods or of the shop.
pub fn remember(visit: &Visit, wish: &str, back: &str) -> Response {
    let mut response = see_other(&routes::sign_in_and_back(back));
    set_cookie(&mut response, WISH_COOKIE, wish, SECONDS, visit.app.secure);
    response
}

/// Does what was wished for. What is gone meanwhile, or does not fit, stays a wish.
///
/// # Errors
/// [`Stop`] at a fault of the database.
pub async fn grant(visit: &Visit, who: &SignedIn, response: &mut Response) -> Result<(), Stop> {
    let Some(wish) = visit.wish.as_deref() else { return Ok(()) };
    let (market, buyer) = (&visit.app.market, who.buyer());
    if let Ok(listing) = wish.parse::<ListingId>() {
        unless_fault(keep_favourite(market, &buyer, listing).await)?;
    } else if let Ok(shop) = wish.parse::<ShopId>() {
        unless_fault(follow_shop(market, &buyer, shop).await)?;
    }
    set_cookie(response, WISH_COOKIE, "", 0, visit.app.secure);
    Ok(())
}

fn unless_fault<R>(done: Result<(), Problem<R>>) -> Result<(), Stop> {
    match done {
        Err(Problem::Fault(fault)) => Err(fault.into()),
        Ok(()) | Err(Problem::Refused(_) | Problem::NotFound | Problem::AttemptReused) => Ok(()),
    }
}
