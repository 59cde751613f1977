//! By what goods are measured; what a quantity weighs and how many things it is, for freight.

use crate::catalog::types::ListingFieldError;
use crate::kernel::{Dimension, Measure, Money, Unit};
use crate::pricing::FreightLine;

/// Goods that buyers have seen by weight stay goods by weight: what lies in carts, is held and may come back is counted in its steps.
///
/// # Errors
/// [`ListingFieldError::OtherUnit`] where goods that were published once would be measured by another dimension than `before`'s.
pub fn may_be_measured(before: Option<Unit>, wanted: Unit, was_published: bool) -> Result<(), ListingFieldError> {
    if was_published && before.map(Unit::dimension) != Some(wanted.dimension()) {
        return Err(ListingFieldError::OtherUnit);
    }
    Ok(())
}

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

    #[test]
    fn what_buyers_have_seen_keeps_its_dimension() {
        let grams = Some(Unit::Jin);
        for (before, wanted, was_published, may) in [
            (grams, Unit::Piece, false, true),
            (grams, Unit::Piece, true, false),
            (grams, Unit::Kilogram, true, true),
            (Some(Unit::Piece), Unit::Litre, true, false),
        ] {
            let answer = may_be_measured(before, wanted, was_published);
            assert_eq!(
                answer,
                if may { Ok(()) } else { Err(ListingFieldError::OtherUnit) },
                "{before:?} {wanted:?} {was_published}"
            );
        }
    }

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
