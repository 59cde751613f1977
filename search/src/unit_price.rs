//! What a kilogram, a litre, a metre or a piece costs, as a column of the index has it. None of these is cheaper than another: goods that
//! are weighed stand together, behind them those by volume, by length and by the piece, each by their prices.

use crate::mark::Mark;
use market::kernel::Dimension;

/// Bits of the price: more than the highest price of a gram makes for a kilogram.
const PRICE_BITS: u32 = 48;
const PRICE_MAX: i64 = (1 << PRICE_BITS) - 1;
/// More than there are bands of such a price.
const BANDS_MAX: u32 = 400;

/// The number in the column.
pub fn number_of(dimension: Dimension, price: i64) -> i64 {
    let kind: i64 = match dimension {
        Dimension::Weight => 0,
        Dimension::Volume => 1,
        Dimension::Length => 2,
        Dimension::Piece => 3,
    };
    (kind << PRICE_BITS) + price.clamp(0, PRICE_MAX)
}

/// The price in such a number.
pub const fn price_in(number: i64) -> i64 {
    number & PRICE_MAX
}

/// The band of such a number, in the order of the numbers.
pub fn band(number: i64) -> u32 {
    let kind = u32::try_from(number.max(0) >> PRICE_BITS).unwrap_or(0);
    kind * BANDS_MAX + Mark::band(price_in(number.max(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Dimension; 4] = [Dimension::Weight, Dimension::Volume, Dimension::Length, Dimension::Piece];

    #[test]
    fn each_kind_of_measure_stands_by_itself_and_its_prices_in_order() {
        let prices = [0, 1, 999, 9_160, 10_000_000_000_000, i64::MAX];
        let numbers: Vec<i64> = KINDS.iter().flat_map(|kind| prices.map(|price| number_of(*kind, price))).collect();
        assert!(numbers.is_sorted() && numbers.iter().all(|number| *number >= 0), "{numbers:?}");
        let bands: Vec<u32> = numbers.iter().map(|number| band(*number)).collect();
        assert!(bands.is_sorted(), "{bands:?}");
        for of_kind in bands.chunks(prices.len()) {
            assert!(of_kind.iter().all(|band| band / BANDS_MAX == of_kind[0] / BANDS_MAX), "no band holds two kinds: {bands:?}");
        }
        for kind in KINDS {
            assert_eq!(price_in(number_of(kind, 9_160)), 9_160);
            assert_eq!(price_in(number_of(kind, -1)), 0);
        }
    }
}
