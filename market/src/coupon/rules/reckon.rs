//! What coupons take off a cart. A shop's first, off that shop's goods; then the market's, off what is left of all of them. Everything is
//! cut by the largest remainder, so that parts sum to the whole. Freight is never discounted.

use crate::cart::{CartShop, CartView};
use crate::coupon::types::{CartCoupon, CouponRefusal as Refusal, CouponState, Discount, Funder, QuotedCoupon};
use crate::kernel::{Currency, Money, MoneyError, Timestamp};
use crate::pricing::rules::fee;

/// Hundredths of a per cent that make a whole.
const WHOLE: i64 = 10_000;

/// What coupons are reckoned for.
#[derive(Clone, Copy, Debug)]
pub struct Basket<'a> {
    /// The cart as it is now.
    pub cart: &'a CartView,
    /// What sending costs, by shop in the cart's order; zero where that is not known.
    pub freights: &'a [Money],
    /// The market's fee in hundredths of a per cent.
    pub fee_basis_points: i64,
}

/// What coupons take off the goods of one shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopCut {
    /// What the shop gives.
    pub shop: Money,
    /// What the market gives.
    pub market: Money,
    /// Both, by line, in the cart's order.
    pub lines: Vec<Money>,
}

/// What coupons take off a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// By shop, in the cart's order.
    pub shops: Vec<ShopCut>,
    /// Each coupon, those of shops first.
    pub coupons: Vec<QuotedCoupon>,
}

impl Reckoned {
    /// Everything together.
    ///
    /// # Errors
    /// [`MoneyError`] for sums out of range.
    pub fn all(&self, currency: Currency) -> Result<Money, MoneyError> {
        Money::sum(currency, self.shops.iter().flat_map(|cut| [cut.shop, cut.market]))
    }
}

/// Why a coupon takes nothing off, or why that cannot be reckoned.
enum Stop {
    Refused(Refusal),
    Money(MoneyError),
}

impl From<MoneyError> for Stop {
    fn from(error: MoneyError) -> Self {
        Self::Money(error)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Reckons what the coupons of a cart take off it. One that takes nothing off says why, and changes nothing for the others.
///
/// # Errors
/// [`MoneyError`] for sums out of range.
pub fn reckon(basket: &Basket<'_>, coupons: &[CartCoupon], now: Timestamp) -> Result<Reckoned, MoneyError> {
    let zero = Money::zero(basket.cart.items.currency());
    let none = |shop: &CartShop| ShopCut { shop: zero, market: zero, lines: vec![zero; shop.lines.len()] };
    let mut reckoned = Reckoned { shops: basket.cart.shops.iter().map(none).collect(), coupons: Vec::new() };
    for coupon in coupons.iter().filter(|coupon| coupon.funder != Funder::Market) {
        let takes_off = said(off_shop(basket, coupon, &mut reckoned.shops, now))?;
        reckoned.coupons.push(quoted(coupon, takes_off));
    }
    for coupon in coupons.iter().filter(|coupon| coupon.funder == Funder::Market) {
        let takes_off = said(off_market(basket, coupon, &mut reckoned.shops, now))?;
        reckoned.coupons.push(quoted(coupon, takes_off));
    }
    for (shop, cut) in basket.cart.shops.iter().zip(&mut reckoned.shops) {
        cut.lines = over_lines(shop, cut)?;
    }
    Ok(reckoned)
}

fn said(reckoned: Result<Money, Stop>) -> Result<Result<Money, Refusal>, MoneyError> {
    match reckoned {
        Ok(amount) => Ok(Ok(amount)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Money(error)) => Err(error),
    }
}

fn quoted(coupon: &CartCoupon, takes_off: Result<Money, Refusal>) -> QuotedCoupon {
    let CartCoupon { id, code, funder, shop, terms, .. } = coupon.clone();
    QuotedCoupon { id, code, funder, shop, terms, takes_off }
}

/// A shop's coupon, off what its goods cost. The buyer still pays something for the order.
fn off_shop(basket: &Basket<'_>, coupon: &CartCoupon, cuts: &mut [ShopCut], now: Timestamp) -> Result<Money, Stop> {
    stands(coupon, basket.cart.items.currency(), now)?;
    let mut parcels = basket.cart.shops.iter().zip(basket.freights).zip(cuts);
    let found = parcels.find(|((shop, _), _)| coupon.funder == Funder::Shop(shop.shop));
    let ((shop, freight), cut) = found.ok_or_else(|| Refusal::NotInCart { shop: coupon.shop.clone() })?;
    reaches(coupon, shop.items)?;
    let paid_at_least = Money::new(1, shop.items.currency());
    let room = least(shop.items, shop.items.plus(*freight)?.minus(paid_at_least)?);
    cut.shop = something(least(off(coupon.terms.discount, shop.items)?, room))?;
    Ok(cut.shop)
}

/// The market's coupon, off what is left of all goods, cut over the shops. Of each order at least the market's own fee is paid: a refund
/// gives the fee back out of what was paid.
fn off_market(basket: &Basket<'_>, coupon: &CartCoupon, cuts: &mut [ShopCut], now: Timestamp) -> Result<Money, Stop> {
    let currency = basket.cart.items.currency();
    stands(coupon, currency, now)?;
    if basket.cart.shops.is_empty() {
        return Err(Refusal::NotInCart { shop: None }.into());
    }
    let (mut left, mut rooms) = (Vec::new(), Vec::new());
    for ((shop, freight), cut) in basket.cart.shops.iter().zip(basket.freights).zip(&*cuts) {
        let goods = shop.items.minus(cut.shop)?;
        let fee = fee(goods, basket.fee_basis_points)?;
        let paid_at_least = Money::new(fee.minor().max(1), currency);
        rooms.push(least(goods, goods.plus(*freight)?.minus(paid_at_least)?));
        left.push(goods);
    }
    let left = Money::sum(currency, left)?;
    reaches(coupon, left)?;
    let weights: Vec<u64> = rooms.iter().map(|room| u64::try_from(room.minor()).unwrap_or(0)).collect();
    let room = Money::sum(currency, rooms.iter().copied().filter(|room| !room.is_negative()))?;
    let amount = something(least(off(coupon.terms.discount, left)?, room))?;
    for (cut, share) in cuts.iter_mut().zip(amount.allocate(&weights)?) {
        cut.market = share;
    }
    Ok(amount)
}

/// Whether a coupon counts, whatever lies in the cart.
fn stands(coupon: &CartCoupon, currency: Currency, now: Timestamp) -> Result<(), Refusal> {
    let terms = &coupon.terms;
    if terms.minimum.currency() != currency {
        Err(Refusal::OtherCurrency)
    } else if coupon.state == CouponState::Ended || terms.until <= now {
        Err(Refusal::Over)
    } else if terms.from > now {
        Err(Refusal::NotBegun { from: terms.from })
    } else if coupon.used_by_buyer >= terms.per_buyer {
        Err(Refusal::UsedByYou)
    } else if terms.quota.is_some_and(|quota| coupon.used >= quota) {
        Err(Refusal::UsedUp)
    } else {
        Ok(())
    }
}

fn reaches(coupon: &CartCoupon, goods: Money) -> Result<(), Stop> {
    let more = coupon.terms.minimum.minus(goods)?;
    if more.minor() > 0 {
        return Err(Refusal::SpendMore { shop: coupon.shop.clone(), more }.into());
    }
    Ok(())
}

const fn something(amount: Money) -> Result<Money, Refusal> {
    if amount.minor() > 0 { Ok(amount) } else { Err(Refusal::Nothing) }
}

/// What a coupon would take off goods at this price; more than that, perhaps.
fn off(discount: Discount, goods: Money) -> Result<Money, MoneyError> {
    match discount {
        Discount::Amount(amount) => Ok(amount),
        Discount::Percent { basis_points, most } => {
            let share = goods.times_ratio(basis_points, WHOLE)?;
            Ok(most.map_or(share, |most| least(share, most)))
        }
    }
}

/// The smaller of two amounts of one currency.
const fn least(one: Money, other: Money) -> Money {
    if other.minor() < one.minor() { other } else { one }
}

/// What both discounts of a shop take off each of its lines.
fn over_lines(shop: &CartShop, cut: &ShopCut) -> Result<Vec<Money>, MoneyError> {
    let lines: Vec<Money> = shop.lines.iter().map(|line| line.total).collect();
    let by_shop = over(cut.shop, &lines)?;
    let left = lines.iter().zip(&by_shop).map(|(line, off)| line.minus(*off)).collect::<Result<Vec<_>, _>>()?;
    let by_market = over(cut.market, &left)?;
    by_shop.into_iter().zip(by_market).map(|(shop, market)| shop.plus(market)).collect()
}

/// Cuts an amount over others, of which it is not more than all.
fn over(amount: Money, of: &[Money]) -> Result<Vec<Money>, MoneyError> {
    if amount.is_zero() {
        return Ok(vec![amount; of.len()]);
    }
    let weights: Vec<u64> = of.iter().map(|part| u64::try_from(part.minor()).unwrap_or(0)).collect();
    amount.allocate(&weights)
}

#[cfg(test)]
#[path = "reckon_tests.rs"]
mod tests;
