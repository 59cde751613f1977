//! `POST /cart/add`: the product page's form. What cannot be added is said on the product's page, with what was typed.

use super::{keep_guest, owner_or_new_guest, words};
use crate::pages::product;
use app_kit::request::{Answer, Fields, Stop, Visit, refused, see_other};
use app_kit::routes;
use market::cart::commands;
use market::catalog::VariantId;
use market::kernel::limits::QUANTITY_MAX;
use market::kernel::parse_decimal;

/// `POST /cart/add` with `variant`, `quantity` in the variant's own unit, and `then` = `cart` or `buy`.
pub async fn add(visit: Visit, fields: Fields) -> Answer {
    let lang = visit.lang;
    let market = &visit.app.market;
    let variant: VariantId = fields.read("variant").ok_or_else(Stop::not_found)?;
    let offer = market::catalog::queries::offers(market, &[variant]).await?.pop().ok_or_else(Stop::not_found)?;
    let unit = offer.measure.unit;
    let again = |sentence: String| product::again(&visit, offer.listing, fields.again().with_error("quantity", sentence));
    let quantity = match parse_decimal(fields.get("quantity"), unit.steps(), QUANTITY_MAX) {
        Ok(quantity) => quantity,
        Err(error) => return again(app_kit::words::amount_error(error, lang).to_owned()).await,
    };
    let owner = owner_or_new_guest(&visit)?;
    match refused(commands::add_to_cart(market, &owner, variant, quantity).await)? {
        Ok(()) => {
            let mut response = see_other(if fields.get("then") == "buy" { routes::CHECKOUT } else { routes::CART });
            keep_guest(&mut response, &visit, &owner);
            Ok(response)
        }
        Err(refusal) => again(words::refusal(refusal, unit, lang)).await,
    }
}
