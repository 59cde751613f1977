//! What a checkout would cost.

use super::rules::quote as quote_cart;
use super::types::Quote;
use crate::account::Buyer;
use crate::cart::{self, CartOwner};
use crate::kernel::{Fault, Market};
use crate::pricing;
use crate::shop::ShopId;

/// The buyer's cart with freight to a region; `region_code` is empty while no address is chosen.
///
/// # Errors
/// A fault.
pub async fn quote(market: &Market, buyer: &Buyer, region_code: &str) -> Result<Quote, Fault> {
    let cart = cart::queries::cart_view(market, &CartOwner::Person(*buyer)).await?;
    let shops: Vec<ShopId> = cart.shops.iter().map(|shop| shop.shop).collect();
    let templates = pricing::queries::of_shops(market, &shops).await?;
    quote_cart(cart, &templates, super::commands::province(region_code)).map_err(Fault::broken)
}
