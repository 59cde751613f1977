//! The plan of a checkout: what is ordered of whom at which price, or why not. Pure: rows in, a value out.

use super::types::{CashRefusal, PlaceOrderRefusal as Refusal, Quote, QuotedShop};
use crate::cart::{CartShop, CartView};
use crate::catalog::VariantId;
use crate::catalog::rules::freight_line;
use crate::coupon::rules::{Basket, Reckoned, ShopCut, reckon};
use crate::coupon::{CartCoupon, CouponId};
use crate::kernel::limits::BOOKED_MINOR_MAX;
use crate::kernel::{Money, MoneyError, Timestamp};
use crate::pricing::rules::{fee, pick, quote_parcel};
use crate::pricing::{FreightLine, FreightTemplate, NoShipping};
use crate::shop::ShopId;

/// What the checkout must know of a shop beyond its offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which shop.
    pub shop: ShopId,
    /// Whether its identity is approved.
    pub is_approved: bool,
    /// What it has sold so far, in minor units, with what the market added; counts only while it is not approved.
    pub sold_minor: i64,
    /// Whether the buyer works there.
    pub is_own: bool,
}

/// Everything a plan is made of.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The cart as it is now.
    pub cart: &'a CartView,
    /// The shops' freight templates.
    pub templates: &'a [FreightTemplate],
    /// The first two digits of the region.
    pub province: &'a str,
    /// How the shops stand.
    pub standings: &'a [Standing],
    /// The market's fee in hundredths of a per cent.
    pub fee_basis_points: i64,
    /// What a shop may sell before its identity is approved.
    pub unverified_cap: Money,
    /// The total that the buyer saw.
    pub seen_total_minor: i64,
    /// Of which goods the buyer read that they spoil.
    pub seen_perishable: &'a [VariantId],
    /// What is asked of a payment in cash; none where it is paid before the goods leave.
    pub cash: Option<&'a CashTerms>,
    /// The coupons in the cart.
    pub coupons: &'a [CartCoupon],
    /// Now.
    pub now: Timestamp,
}

/// What decides whether a cart can be paid in cash at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashTerms {
    /// The shops that take cash.
    pub taken_by: Vec<ShopId>,
    /// The most of one payment.
    pub cap: Money,
    /// Payments that the buyer has promised and not paid.
    pub open: u64,
    /// The most of those.
    pub open_most: i64,
}

/// One shop's order-to-be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedOrder {
    /// Which shop.
    pub shop: ShopId,
    /// What the goods cost, before coupons.
    pub items: Money,
    /// What sending them costs.
    pub freight: Money,
    /// What the shop's coupon takes off the goods.
    pub shop_discount: Money,
    /// What the market's coupon takes off what is left of them.
    pub market_discount: Money,
    /// Both, by line, in the cart's order.
    pub line_discounts: Vec<Money>,
    /// What is paid.
    pub total: Money,
    /// The market's fee, frozen: of what the shop asks for its goods.
    pub fee: Money,
}

/// A coupon that a checkout uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedUse {
    /// Which.
    pub coupon: CouponId,
    /// What the buyer typed.
    pub code: String,
    /// What it takes off.
    pub amount: Money,
}

/// The whole plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// One order a shop, in the cart's order.
    pub orders: Vec<PlannedOrder>,
    /// The coupons that take something off.
    pub uses: Vec<PlannedUse>,
    /// What is paid.
    pub total: Money,
}

impl From<MoneyError> for Refusal {
    fn from(_: MoneyError) -> Self {
        Self::OutOfRange
    }
}

/// The freight of one shop's parcel to a province.
///
/// # Errors
/// [`NoShipping`].
pub fn freight(shop: &CartShop, templates: &[FreightTemplate], province: &str) -> Result<Money, NoShipping> {
    let mut parts: Vec<(&FreightTemplate, Vec<FreightLine>)> = Vec::new();
    for line in &shop.lines {
        let template = pick(templates, shop.shop, line.offer.freight_template).ok_or(NoShipping::NotThere)?;
        let counted = freight_line(&line.offer.measure, line.offer.weight_grams, line.quantity, line.total);
        match parts.iter_mut().find(|(known, _)| known.id == template.id) {
            Some((_, lines)) => lines.push(counted),
            None => parts.push((template, vec![counted])),
        }
    }
    quote_parcel(Money::zero(shop.items.currency()), &parts, province)
}

/// What a checkout would cost; `province` is empty while no address is chosen.
///
/// # Errors
/// [`MoneyError`] for sums out of range.
pub fn quote(
    cart: CartView,
    templates: &[FreightTemplate],
    province: &str,
    (coupons, fee_basis_points): (&[CartCoupon], i64),
    now: Timestamp,
) -> Result<Quote, MoneyError> {
    let currency = cart.items.currency();
    let freights: Vec<_> = cart.shops.iter().map(|shop| freight(shop, templates, province)).collect();
    let reckoned = with_coupons(&cart, &freights, (coupons, fee_basis_points), now)?;
    let discount = reckoned.all(currency)?;
    let parcels = cart.shops.iter().zip(&freights).zip(&reckoned.shops);
    let shops = parcels.map(|((shop, freight), cut)| QuotedShop {
        shop: shop.shop,
        items: shop.items,
        shop_discount: cut.shop,
        market_discount: cut.market,
        freight: *freight,
    });
    let shops: Vec<QuotedShop> = shops.collect();
    let freight = freights.into_iter().map(Result::ok).collect::<Option<Vec<Money>>>();
    let freight = freight.map(|parts| Money::sum(currency, parts)).transpose()?;
    let total = freight.map(|freight| cart.items.plus(freight)?.minus(discount)).transpose()?;
    let coupons = reckoned.coupons;
    Ok(Quote { items: cart.items, cart, shops, coupons, discount, freight, total, cash: None })
}

/// What coupons take off a cart whose parcels cost so much, as far as they can be sent.
fn with_coupons(
    cart: &CartView,
    freights: &[Result<Money, NoShipping>],
    (coupons, fee_basis_points): (&[CartCoupon], i64),
    now: Timestamp,
) -> Result<Reckoned, MoneyError> {
    let zero = Money::zero(cart.items.currency());
    let freights: Vec<Money> = freights.iter().map(|freight| freight.unwrap_or(zero)).collect();
    reckon(&Basket { cart, freights: &freights, fee_basis_points }, coupons, now)
}

/// Plans the orders.
///
/// # Errors
/// The first [`Refusal`], in the order in which a buyer can do something about it.
pub fn plan(situation: &Situation<'_>) -> Result<Plan, Refusal> {
    let (cart, currency) = (situation.cart, situation.cart.items.currency());
    if cart.shops.is_empty() {
        return Err(Refusal::CartEmpty);
    }
    // Whoever buys what spoils cannot send it back: it counts where they have read it, and nowhere else.
    if cart.has_changes() || cart.perishable().any(|variant| !situation.seen_perishable.contains(&variant)) {
        return Err(Refusal::CartChanged);
    }
    let freights: Vec<_> = cart.shops.iter().map(|shop| freight(shop, situation.templates, situation.province)).collect();
    let reckoned = with_coupons(cart, &freights, (situation.coupons, situation.fee_basis_points), situation.now)?;
    let mut orders = Vec::with_capacity(cart.shops.len());
    for ((shop, freight), cut) in cart.shops.iter().zip(freights).zip(&reckoned.shops) {
        orders.push(plan_shop(situation, shop, freight, cut)?);
    }
    let total = Money::sum(currency, orders.iter().map(|order| order.total))?;
    // What the market adds is booked too.
    let booked = Money::sum(currency, orders.iter().map(|order| order.market_discount))?.plus(total)?;
    if booked.minor() > BOOKED_MINOR_MAX {
        return Err(Refusal::OutOfRange);
    }
    if total.minor() != situation.seen_total_minor {
        return Err(Refusal::TotalChanged { now: total });
    }
    if let Some(terms) = situation.cash {
        in_cash(&cart.shops, Some(total), terms).map_err(Refusal::Cash)?;
    }
    let used = reckoned
        .coupons
        .into_iter()
        .filter_map(|quoted| quoted.takes_off.ok().map(|amount| PlannedUse { coupon: quoted.id, code: quoted.code, amount }));
    Ok(Plan { orders, uses: used.collect(), total })
}

/// Whether a cart can be paid in cash at the door: one parcel of a shop that takes it, of a sum that may be carried, by a buyer who
/// does not owe too many.
///
/// # Errors
/// The first [`CashRefusal`].
pub fn in_cash(shops: &[CartShop], total: Option<Money>, terms: &CashTerms) -> Result<(), CashRefusal> {
    if let Some(other) = shops.iter().find(|shop| !terms.taken_by.contains(&shop.shop)) {
        return Err(CashRefusal::NotTaken { shop: other.name.clone() });
    }
    if shops.len() > 1 {
        return Err(CashRefusal::ManyParcels);
    }
    if total.is_some_and(|total| total.minor() > terms.cap.minor()) {
        return Err(CashRefusal::OverCap { cap: terms.cap });
    }
    if i64::try_from(terms.open).unwrap_or(i64::MAX) >= terms.open_most {
        return Err(CashRefusal::TooManyOpen { most: terms.open_most });
    }
    Ok(())
}

fn plan_shop(
    situation: &Situation<'_>,
    shop: &CartShop,
    freight: Result<Money, NoShipping>,
    cut: &ShopCut,
) -> Result<PlannedOrder, Refusal> {
    let name = || shop.name.clone();
    let standing = situation.standings.iter().find(|standing| standing.shop == shop.shop).ok_or(Refusal::CartChanged)?;
    if standing.is_own {
        return Err(Refusal::OwnShop { shop: name() });
    }
    let freight = match freight {
        Ok(freight) => freight,
        Err(NoShipping::NotThere) => return Err(Refusal::NoShipping { shop: name() }),
        Err(NoShipping::OutOfRange) => return Err(Refusal::OutOfRange),
    };
    let asked = shop.items.minus(cut.shop)?;
    let earned = asked.plus(freight)?;
    let total = earned.minus(cut.market)?;
    if total.is_negative() {
        return Err(Refusal::OutOfRange);
    }
    // The books know no entry of nothing, and each order has one of its own.
    if total.is_zero() {
        return Err(Refusal::NothingToPay { shop: name() });
    }
    // The cap is on what a shop gets before anybody knows who it is, whoever pays it.
    let sold = standing.sold_minor.checked_add(earned.minor()).ok_or(Refusal::OutOfRange)?;
    if !standing.is_approved && sold > situation.unverified_cap.minor() {
        return Err(Refusal::ShopCap { shop: name() });
    }
    Ok(PlannedOrder {
        shop: shop.shop,
        items: shop.items,
        freight,
        shop_discount: cut.shop,
        market_discount: cut.market,
        line_discounts: cut.lines.clone(),
        total,
        fee: fee(asked, situation.fee_basis_points)?,
    })
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
