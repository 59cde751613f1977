//! Which other variant of the same goods may come in exchange. Nothing is paid on top and nothing goes back: it has to cost what the
//! goods cost that go back for it.

use crate::catalog::{ListingId, Offer, VariantId};
use crate::kernel::{Measure, Money};
use crate::order::LineView;
use serde::{Deserialize, Serialize};

/// What was bought by a line of an order, as far as others can take its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bought {
    /// Of which listing.
    pub listing: ListingId,
    /// Which variant.
    pub variant: VariantId,
    /// How it was measured and priced.
    pub measure: Measure,
    /// For `measure.price_per` smallest steps, before coupons.
    pub price: Money,
}

impl From<&LineView> for Bought {
    fn from(line: &LineView) -> Self {
        Self { listing: line.listing, variant: line.variant, measure: line.measure, price: line.price }
    }
}

/// Why something cannot come in exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WantedError {
    /// It is no variant of these goods.
    Unknown,
    /// It is not on sale.
    NotOnSale,
    /// It is sold by another measure than these goods were.
    OtherMeasure,
    /// It is to be sent once more, and was neither bought nor came before: others come for what is sent back.
    OnlyInExchange,
    /// It costs something else than these goods did.
    OtherPrice {
        /// What it costs now.
        price: Money,
    },
}

/// Whether this may come in exchange for what was bought.
///
/// # Errors
/// [`WantedError`].
pub fn may_come(bought: &Bought, offer: &Offer) -> Result<(), WantedError> {
    if offer.listing != bought.listing {
        Err(WantedError::Unknown)
    } else if !offer.on_sale {
        Err(WantedError::NotOnSale)
    } else if (offer.measure.unit, offer.measure.price_per) != (bought.measure.unit, bought.measure.price_per) {
        Err(WantedError::OtherMeasure)
    } else if offer.price != bought.price {
        Err(WantedError::OtherPrice { price: offer.price })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Timestamp, Unit};
    use crate::shop::ShopId;

    fn offer(listing: ListingId, measure: Measure) -> Offer {
        let now = Timestamp::from_millis(0);
        Offer {
            variant: VariantId::mint(now),
            listing,
            shop: ShopId::mint(now),
            shop_handle: "rosy".to_owned(),
            shop_name: "Rosy".to_owned(),
            title: "Rosy dress".to_owned(),
            choices: vec!["L".to_owned()],
            measure,
            price: Money::fen(12_800),
            weight_grams: 400,
            available: 0,
            on_sale: true,
            packaging: Money::fen(0),
            producer_basis_points: 0,
            freight_template: None,
            is_perishable: false,
            picture: String::new(),
        }
    }

    #[test]
    fn only_what_costs_the_same_and_is_on_sale_comes_in_exchange() {
        let now = Timestamp::from_millis(0);
        let (listing, measure, price) = (ListingId::mint(now), Measure::PIECES, Money::fen(12_800));
        let bought = Bought { listing, variant: VariantId::mint(now), measure, price };
        let fits = offer(listing, Measure::PIECES);
        assert_eq!(may_come(&bought, &fits), Ok(()), "whether there is any of it now is seen when it is sent");
        let metres = Measure { unit: Unit::Metre, ..measure };
        let dozens = Measure { price_per: 12 * measure.price_per, ..measure };
        let by_twos = Measure { minimum: 2 * measure.minimum, ..measure };
        assert_eq!(may_come(&bought, &Offer { measure: by_twos, ..fits.clone() }), Ok(()), "so much was sold before");
        for other in [metres, dozens] {
            assert_eq!(may_come(&bought, &Offer { measure: other, ..fits.clone() }), Err(WantedError::OtherMeasure));
        }
        for fen in [12_799, 12_801] {
            let price = Money::fen(fen);
            assert_eq!(may_come(&bought, &Offer { price, ..fits.clone() }), Err(WantedError::OtherPrice { price }));
        }
        assert_eq!(may_come(&bought, &Offer { on_sale: false, ..fits.clone() }), Err(WantedError::NotOnSale));
        let elsewhere = Offer { listing: ListingId::mint(now), ..fits };
        assert_eq!(may_come(&bought, &elsewhere), Err(WantedError::Unknown), "also where it costs the same");
    }
}
