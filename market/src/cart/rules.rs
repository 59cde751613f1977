//! What changed since the buyer last looked, and what may be put into a cart.

use super::types::{CartLine, CartRefusal, CartShop, CartView, LineChange, Wanted};
use crate::catalog::Offer;
use crate::kernel::limits::{LINE_MINOR_MAX, QUANTITY_MAX};
use crate::kernel::{Currency, Money, MoneyError};

/// Whether so much of an offer may stand in a cart.
///
/// # Errors
/// [`CartRefusal`].
pub fn check(offer: &Offer, quantity: i64) -> Result<(), CartRefusal> {
    if !offer.on_sale {
        return Err(CartRefusal::NotOnSale);
    }
    offer.measure.check(quantity).map_err(CartRefusal::Quantity)?;
    if quantity > offer.available || quantity > QUANTITY_MAX {
        return Err(CartRefusal::NotEnough { left: offer.available.max(0) });
    }
    total(offer, quantity).map(drop).ok_or(CartRefusal::TooDear)
}

/// What so much of an offer comes to; none where that is more than a line may.
fn total(offer: &Offer, quantity: i64) -> Option<Money> {
    offer.measure.line_total(offer.price, quantity).ok().filter(|total| total.minor() <= LINE_MINOR_MAX)
}

/// What is different from when the buyer last looked.
#[must_use]
pub fn changes(offer: &Offer, quantity: i64, seen: Money) -> Vec<LineChange> {
    if !offer.on_sale {
        return vec![LineChange::NotOnSale];
    }
    let mut changes = Vec::new();
    if offer.price != seen {
        changes.push(LineChange::PriceChanged { was: seen, now: offer.price });
    }
    if offer.available <= 0 || offer.available < offer.measure.minimum {
        changes.push(LineChange::SoldOut);
    } else if offer.available < quantity {
        changes.push(LineChange::LessLeft { left: offer.available });
    }
    if let Err(error) = offer.measure.check(quantity) {
        changes.push(LineChange::QuantityRule(error));
    }
    if total(offer, quantity).is_none() {
        changes.push(LineChange::TooDear);
    }
    changes
}

/// What an accepted change makes of a line: another quantity, or nothing where it cannot be bought at all.
#[must_use]
pub fn accepted_quantity(offer: &Offer, quantity: i64) -> Option<i64> {
    if !offer.on_sale {
        return None;
    }
    let step = offer.measure.step.max(1);
    let most = offer.available.min(QUANTITY_MAX) / step * step;
    let wanted = quantity.max(offer.measure.minimum);
    let on_step = if wanted % step == 0 { wanted } else { wanted / step * step + step };
    let fitting = on_step.min(most);
    offer.measure.check(fitting).ok()?;
    total(offer, fitting).map(|_| fitting)
}

/// Puts lines and offers together, by shop. Lines whose offer is gone altogether are left out.
///
/// # Errors
/// [`MoneyError`] for sums out of range.
pub fn view(wanted: &[Wanted], offers: &[Offer], currency: Currency) -> Result<CartView, MoneyError> {
    let mut shops: Vec<CartShop> = Vec::new();
    for line in wanted {
        let Some(offer) = offers.iter().find(|offer| offer.variant == line.variant) else { continue };
        let seen = Money::new(line.seen_minor, currency);
        // What is too dear has to leave the cart before anything is paid.
        let total = total(offer, line.quantity).unwrap_or(Money::zero(currency));
        let changes = changes(offer, line.quantity, seen);
        let line = CartLine { id: line.line, offer: offer.clone(), quantity: line.quantity, seen, total, changes };
        match shops.iter_mut().find(|shop| shop.shop == offer.shop) {
            Some(shop) => {
                shop.items = shop.items.plus(total)?;
                shop.lines.push(line);
            }
            None => shops.push(CartShop {
                shop: offer.shop,
                handle: offer.shop_handle.clone(),
                name: offer.shop_name.clone(),
                lines: vec![line],
                items: total,
            }),
        }
    }
    let items = Money::sum(currency, shops.iter().map(|shop| shop.items))?;
    Ok(CartView { shops, items })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::cart::CartLineId;
    use crate::catalog::{ListingId, VariantId};
    use crate::kernel::{Measure, Timestamp, Unit};
    use crate::shop::ShopId;

    /// Pork at 45.80 for 500 g, from 50 g on, 10 kg left.
    pub(crate) fn pork() -> Offer {
        let at = Timestamp::from_millis(0);
        Offer {
            variant: VariantId::mint(at),
            listing: ListingId::mint(at),
            shop: ShopId::mint(at),
            shop_handle: "danqing".to_owned(),
            shop_name: "Danqing".to_owned(),
            title: "Salted pork".to_owned(),
            choices: Vec::new(),
            measure: Measure { unit: Unit::Gram, price_per: 500, minimum: 50, step: 10 },
            price: Money::fen(4580),
            weight_grams: 0,
            available: 10_000,
            on_sale: true,
            packaging: Money::fen(0),
            producer_basis_points: 0,
            freight_template: None,
            is_perishable: true,
            picture: String::new(),
        }
    }

    #[test]
    fn a_cart_takes_what_can_be_bought() {
        let offer = pork();
        assert_eq!(check(&offer, 50), Ok(()));
        assert!(matches!(check(&offer, 40), Err(CartRefusal::Quantity(_))));
        assert!(matches!(check(&offer, 55), Err(CartRefusal::Quantity(_))));
        assert_eq!(check(&offer, 10_010), Err(CartRefusal::NotEnough { left: 10_000 }));
        assert_eq!(check(&Offer { on_sale: false, ..offer }, 50), Err(CartRefusal::NotOnSale));
    }

    #[test]
    fn every_difference_is_named() {
        let offer = pork();
        let seen = offer.price;
        assert_eq!(changes(&offer, 100, seen), []);
        assert_eq!(changes(&offer, 100, Money::fen(4000)), [LineChange::PriceChanged { was: Money::fen(4000), now: seen }]);
        assert_eq!(changes(&Offer { available: 60, ..offer.clone() }, 100, seen), [LineChange::LessLeft { left: 60 }]);
        assert_eq!(changes(&Offer { available: 40, ..offer.clone() }, 100, seen), [LineChange::SoldOut]);
        assert_eq!(changes(&Offer { on_sale: false, ..offer }, 100, seen), [LineChange::NotOnSale]);
    }

    #[test]
    fn a_line_that_cannot_be_added_up_leaves_the_cart() {
        let dear = Offer { price: Money::fen(10_000_000_000), available: QUANTITY_MAX, ..pork() };
        for price_per in [500, 1] {
            let gold = Offer { measure: Measure { price_per, ..dear.measure }, ..dear.clone() };
            let most = LINE_MINOR_MAX / gold.price.minor() * price_per;
            assert_eq!((check(&gold, most), check(&gold, most + 10)), (Ok(()), Err(CartRefusal::TooDear)));
            assert_eq!([most, QUANTITY_MAX].map(|quantity| accepted_quantity(&gold, quantity)), [Some(most), None]);
            let wanted = [Wanted {
                line: CartLineId::mint(Timestamp::from_millis(0)),
                variant: gold.variant,
                quantity: QUANTITY_MAX,
                seen_minor: gold.price.minor(),
            }];
            let cart = view(&wanted, std::slice::from_ref(&gold), Currency::Cny).unwrap();
            assert_eq!((cart.shops[0].lines[0].changes.as_slice(), cart.items), (&[LineChange::TooDear][..], Money::fen(0)));
        }
    }

    #[test]
    fn an_accepted_change_makes_a_line_that_can_be_bought() {
        let offer = pork();
        assert_eq!(accepted_quantity(&Offer { available: 65, ..offer.clone() }, 100), Some(60));
        assert_eq!(accepted_quantity(&Offer { available: 40, ..offer.clone() }, 100), None);
        assert_eq!(accepted_quantity(&offer, 55), Some(60));
        assert_eq!(accepted_quantity(&offer, 10), Some(50));
    }
}
