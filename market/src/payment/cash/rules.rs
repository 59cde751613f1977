//! When cash has been out for too long, and which parts of it are the whole.

use crate::kernel::{Money, Span, Timestamp};
use std::ops::Range;

/// Couriers transfer within days what they collected. After so long an operator may decide that it never comes.
const OVERDUE: Span = Span::days(30);

/// Since when cash is overdue whose parcel was given to a courier then.
#[must_use]
pub const fn overdue_from(shipped_at: Timestamp) -> Timestamp {
    shipped_at.after(OVERDUE)
}

/// Which of the transfers that wait for a person are the whole of a parcel's cash together with one more: the first one that is by itself,
/// else all of them. None where neither is: what was typed wrong, or for another parcel, must not be guessed away.
#[must_use]
pub fn parts_of_whole(whole: Money, last: Money, waiting: &[Money]) -> Option<Range<usize>> {
    let are_whole = |parts: &[Money]| parts.iter().try_fold(last, |sum, part| sum.plus(*part)).is_ok_and(|sum| sum == whole);
    let one = waiting.iter().position(|part| are_whole(&[*part]));
    one.map(|at| at..at.saturating_add(1)).or_else(|| are_whole(waiting).then_some(0..waiting.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Currency;

    #[test]
    fn cash_is_whole_with_one_part_or_with_all_of_them() {
        /// The last part in fen, those that wait, and which of them make it whole.
        type Row = (i64, &'static [i64], Option<Range<usize>>);
        let table: [Row; 8] = [
            (258, &[1_000], Some(0..1)),
            (1_000, &[1_001, 258], Some(1..2)),
            (258, &[300, 1_000, 1_000], Some(1..2)),
            (458, &[400, 400], Some(0..2)),
            (458, &[400, 400, 1], None),
            (257, &[1_000], None),
            (259, &[1_000], None),
            (258, &[], None),
        ];
        for (last, waiting, expected) in table {
            let parts: Vec<Money> = waiting.iter().map(|fen| Money::fen(*fen)).collect();
            assert_eq!(parts_of_whole(Money::fen(1_258), Money::fen(last), &parts), expected, "{last} with {waiting:?}");
        }
    }

    #[test]
    fn money_in_another_currency_is_no_part() {
        let dollars = Money::new(1_000, Currency::Usd);
        assert_eq!(parts_of_whole(Money::fen(1_258), Money::fen(258), &[dollars]), None);
        assert_eq!(parts_of_whole(Money::fen(1_258), Money::fen(258), &[dollars, Money::fen(1_000)]), Some(1..2));
    }
}
