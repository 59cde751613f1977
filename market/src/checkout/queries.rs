//! What a checkout would cost, and how it can be paid.

use super::rules::{CashTerms, in_cash, quote as quote_cart};
use super::types::Quote;
use crate::account::Buyer;
use crate::cart::{self, CartOwner};
use crate::kernel::{Currency, Fault, Market};
use crate::policy::{self, Policy};
use crate::shop::{self, ShopId};
use crate::{payment, pricing};
use sea_orm::ConnectionTrait;

/// The buyer's cart with freight to a region; `region_code` is empty while no address is chosen.
///
/// # Errors
/// A fault.
pub async fn quote(market: &Market, buyer: &Buyer, region_code: &str) -> Result<Quote, Fault> {
    let cart = cart::queries::cart_view(market, &CartOwner::Person(*buyer)).await?;
    let shops: Vec<ShopId> = cart.shops.iter().map(|shop| shop.shop).collect();
    let templates = pricing::queries::of_shops(market, &shops).await?;
    let quote = quote_cart(cart, &templates, super::commands::province(region_code)).map_err(Fault::broken)?;
    let policy = policy::queries::in_force(market).await?;
    let terms = cash_terms(market.db(), buyer, &shops, (&policy, market.currency())).await?;
    let cash = (!terms.taken_by.is_empty()).then(|| in_cash(&quote.cart.shops, quote.total, &terms));
    Ok(Quote { cash, ..quote })
}

/// What decides whether the buyer can pay these shops in cash.
pub(super) async fn cash_terms(
    db: &impl ConnectionTrait,
    buyer: &Buyer,
    shops: &[ShopId],
    (policy, currency): (&Policy, Currency),
) -> Result<CashTerms, Fault> {
    let taken_by = shop::queries::taking_cash(db, shops).await?;
    // Where no shop takes cash, nobody asks what the buyer owes.
    let open = if taken_by.is_empty() { 0 } else { payment::steps::open_promises(db, buyer.person()).await? };
    Ok(CashTerms { taken_by, cap: policy.cash_cap(currency), open, open_most: policy.cash_open_most })
}
