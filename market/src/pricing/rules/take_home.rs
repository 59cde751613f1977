//! The fee, and what a seller really earns.

use crate::kernel::{Measure, Money, MoneyError};
use crate::pricing::types::{Sale, TakeHome};

/// Hundredths of a per cent that make a whole.
const WHOLE: i64 = 10_000;

/// The market's fee on goods: rounded half up, once, never on freight.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn fee(items: Money, basis_points: i64) -> Result<Money, MoneyError> {
    items.times_ratio(basis_points, WHOLE)
}

/// What a buyer typically takes: the amount that the price is for, or the minimum where that is more, on a whole step.
#[must_use]
pub fn typical_quantity(measure: &Measure) -> i64 {
    let wanted = measure.price_per.max(measure.minimum).max(1);
    let step = measure.step.max(1);
    let off = wanted % step;
    if off == 0 { wanted } else { wanted.saturating_add(step - off) }
}

/// Where the price of a sale goes and what is left.
///
/// # Errors
/// [`MoneyError`] where the parts are in several currencies or beyond 64 bits.
pub fn take_home(sale: &Sale) -> Result<TakeHome, MoneyError> {
    let fee = fee(sale.price, sale.fee_basis_points)?;
    let producers = sale.price.times_ratio(sale.producer_basis_points, WHOLE)?;
    let earned = sale.price.minus(fee)?.minus(sale.freight)?.minus(sale.packaging)?.minus(producers)?;
    Ok(TakeHome { price: sale.price, fee, freight: sale.freight, packaging: sale.packaging, producers, earned })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Currency, Unit};
    use proptest::prelude::*;

    fn sale(price: i64, freight: i64, packaging: i64, producer_basis_points: i64) -> Sale {
        Sale {
            price: Money::fen(price),
            fee_basis_points: 100,
            freight: Money::fen(freight),
            packaging: Money::fen(packaging),
            producer_basis_points,
        }
    }

    #[test]
    fn the_teachers_first_sale_hardly_covered_the_delivery() {
        let first = take_home(&sale(2000, 1200, 150, 6000)).unwrap();
        assert_eq!((first.fee, first.producers), (Money::fen(20), Money::fen(1200)));
        assert_eq!(first.earned, Money::fen(2000 - 20 - 1200 - 150 - 1200));
        assert_eq!(first.short_by(), Some(Money::fen(570)));
        let second = take_home(&sale(9160, 0, 150, 6000)).unwrap();
        assert_eq!(second.earned, Money::fen(9160 - 92 - 150 - 5496));
        assert_eq!(second.short_by(), None);
    }

    #[test]
    fn a_fee_is_rounded_half_up() {
        for (fen, points, expected) in [(50, 100, 1), (49, 100, 0), (4_580, 100, 46), (1, 5_000, 1), (0, 100, 0)] {
            assert_eq!(fee(Money::fen(fen), points), Ok(Money::fen(expected)), "{fen} fen");
        }
    }

    /// In yuan and floats the first is 0.14499999…, the second 102.49999…, and each loses its fen.
    #[test]
    fn a_fee_is_exact_where_floats_are_not() {
        for (fen, points, expected) in [
            (1_450, 100, 15),
            (10_250, 100, 103),
            (24_450, 100, 245),
            (1_100, 150, 17),
            (140, 250, 4),
            (11_500, 110, 127),
            (9_007_199_254_740_993, 10_000, 9_007_199_254_740_993),
        ] {
            assert_eq!(fee(Money::fen(fen), points), Ok(Money::fen(expected)), "{fen} fen at {points}");
        }
    }

    #[test]
    fn a_typical_quantity_can_be_bought() {
        for (unit, price_per, minimum, step, expected) in [
            (Unit::Gram, 500, 50, 1, 500),
            (Unit::Gram, 500, 2000, 1, 2000),
            (Unit::Liang, 500, 50, 150, 600),
            (Unit::Piece, 1, 1, 1, 1),
        ] {
            let measure = Measure { unit, price_per, minimum, step };
            assert_eq!(typical_quantity(&measure), expected);
            assert_eq!(measure.check(expected), Ok(expected));
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let mut mixed = sale(100, 0, 0, 0);
        mixed.packaging = Money::new(1, Currency::Usd);
        assert_eq!(take_home(&mixed), Err(MoneyError::Mixed));
    }

    proptest! {
        #[test]
        fn the_parts_are_the_price(price in 0_i64..10_000_000_000, freight in 0_i64..1_000_000, packaging in 0_i64..1_000_000, points in 0_i64..=10_000) {
            let parts = take_home(&sale(price, freight, packaging, points)).unwrap();
            let sum = parts.fee.minor() + parts.freight.minor() + parts.packaging.minor() + parts.producers.minor() + parts.earned.minor();
            prop_assert_eq!(sum, price);
            prop_assert_eq!(parts.short_by().is_some(), parts.earned.is_negative());
        }
    }
}
