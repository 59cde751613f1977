//! What a checkout would cost, and how it can be paid.

use super::rules::{CashTerms, in_cash, quote as quote_cart};
use super::types::Quote;
use crate::account::Buyer;
use crate::cart::{self, CartOwner, CartView};
use crate::coupon::rules::{Basket, reckon};
use crate::coupon::{self, CartCoupon, QuotedCoupon};
use crate::kernel::{Currency, Fault, Market, Money};
use crate::policy::{self, Policy};
use crate::shop::{self, ShopId};
use crate::{payment, pricing};
use sea_orm::ConnectionTrait;

/// The buyer's cart with freight to a region; `region_code` is empty while no address is chosen.
///
/// # Errors
/// A fault.
pub async fn quote(market: &Market, buyer: &Buyer, region_code: &str) -> Result<Quote, Fault> {
    let owner = CartOwner::Person(*buyer);
    let cart = cart::queries::cart_view(market, &owner).await?;
    let shops: Vec<ShopId> = cart.shops.iter().map(|shop| shop.shop).collect();
    let templates = pricing::queries::of_shops(market, &shops).await?;
    let policy = policy::queries::in_force(market).await?;
    let coupons = coupons(market, &owner).await?;
    let (province, with) = (super::commands::province(region_code), (coupons.as_slice(), policy.fee_basis_points));
    let quote = quote_cart(cart, &templates, province, with, market.now()).map_err(Fault::broken)?;
    let terms = cash_terms(market.db(), buyer, &shops, (&policy, market.currency())).await?;
    let cash = (!terms.taken_by.is_empty()).then(|| in_cash(&quote.cart.shops, quote.total, &terms));
    Ok(Quote { cash, ..quote })
}

/// The coupons that lie in a cart, and what each does there as far as that is known before an address is chosen.
///
/// # Errors
/// A fault.
pub async fn coupons_in_cart(market: &Market, owner: &CartOwner, cart: &CartView) -> Result<Vec<QuotedCoupon>, Fault> {
    let coupons = coupons(market, owner).await?;
    if coupons.is_empty() {
        return Ok(Vec::new());
    }
    let freights = vec![Money::zero(cart.items.currency()); cart.shops.len()];
    let fee_basis_points = policy::queries::in_force(market).await?.fee_basis_points;
    let basket = Basket { cart, freights: &freights, fee_basis_points };
    Ok(reckon(&basket, &coupons, market.now()).map_err(Fault::broken)?.coupons)
}

async fn coupons(market: &Market, owner: &CartOwner) -> Result<Vec<CartCoupon>, Fault> {
    match cart::steps::find(market.db(), owner).await? {
        Some(cart) => coupon::steps::in_cart(market.db(), cart, coupon::steps::buyer_of(owner)).await,
        None => Ok(Vec::new()),
    }
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
