//! What a quantity weighs and how many things it is, for freight.

use crate::kernel::{Dimension, Measure, Money};
use crate::pricing::FreightLine;

/// What `quantity` smallest steps weigh in grams, begun ones in full: a weight is its own; of anything else one unit weighs
/// `weight_grams`.
#[must_use]
pub fn weight_of(measure: &Measure, weight_grams: i64, quantity: i64) -> i64 {
    if measure.unit.dimension() == Dimension::Weight {
        return quantity.max(0);
    }
    let steps = i128::from(measure.unit.steps().max(1));
    let exact = i128::from(quantity.max(0)) * i128::from(weight_grams.max(0));
    let begun = exact / steps + i128::from(exact % steps > 0);
    i64::try_from(begun).unwrap_or(i64::MAX)
}

/// How many things to pack `quantity` smallest steps are: pieces are counted, a measured quantity is one.
#[must_use]
pub fn pieces_of(measure: &Measure, quantity: i64) -> i64 {
    if measure.unit.dimension() == Dimension::Piece { quantity } else { 1 }
}

/// A line of a parcel as freight sees it.
#[must_use]
pub fn freight_line(measure: &Measure, weight_grams: i64, quantity: i64, line_total: Money) -> FreightLine {
    FreightLine {
        quantity_pieces: pieces_of(measure, quantity),
        weight_grams: weight_of(measure, weight_grams, quantity),
        line_total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Unit;

    #[test]
    fn goods_weigh_what_they_weigh() {
        let of = |unit: Unit| Measure { unit, price_per: 1, minimum: 1, step: 1 };
        for (unit, weight_grams, quantity, grams, pieces) in [
            (Unit::Jin, 0, 50, 50, 1),
            (Unit::Piece, 350, 3, 1050, 3),
            (Unit::Metre, 10, 2_550, 26, 1),
            (Unit::Litre, 1_020, 500, 510, 1),
            (Unit::Piece, 0, 3, 0, 3),
        ] {
            let measure = of(unit);
            assert_eq!((weight_of(&measure, weight_grams, quantity), pieces_of(&measure, quantity)), (grams, pieces), "{unit:?}");
        }
        assert_eq!(weight_of(&of(Unit::Piece), i64::MAX, i64::MAX), i64::MAX);
    }
}
