//! How a refund is cut: over the lines of an order and its freight, so that the parts of several refunds sum to the whole, to the
//! fen. A share is never computed by itself, but as the difference of two shares of the whole: what rounding took from one part
//! the next one gets.

use serde::{Deserialize, Serialize};

/// A line of an order, with what went back of it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    /// What was paid of it, in minor units: what it cost, less what coupons took off.
    pub total: i64,
    /// What it cost before that.
    pub full: i64,
    /// How much was bought, in smallest steps.
    pub quantity: i64,
    /// What went back of the money.
    pub refunded: i64,
    /// What went back of the goods, or counts as gone.
    pub refunded_quantity: i64,
}

/// What one refund takes from a line, or from the freight where `line` is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The position of the line.
    pub line: Option<i64>,
    /// Smallest steps.
    pub quantity: i64,
    /// Minor units.
    pub amount: i64,
}

/// Why a refund cannot be cut like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ShareError {
    /// No goods were chosen.
    #[error("nothing was chosen")]
    Nothing,
    /// More of a line than is left of it.
    #[error("more than is left of a line")]
    TooMuch {
        /// Which.
        line: i64,
        /// Smallest steps that are left.
        left: i64,
    },
    /// Zero or less.
    #[error("no amount")]
    NotPositive,
    /// More money than these goods cost, with their share of the freight.
    #[error("more than {most}")]
    AmountTooHigh {
        /// What they cost, in minor units.
        most: i64,
    },
}

/// `part ÷ whole` of an amount, rounded half up.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let (exact, divisor) = (i128::from(amount) * i128::from(part), i128::from(whole));
    i64::try_from((exact * 2 + divisor) / (divisor * 2)).unwrap_or(i64::MAX)
}

/// What an order's frozen fee gives back when `amount` more goes back of its `total`. What the market's coupon has added goes back to it in
/// the same way.
#[must_use]
pub fn fee_share(fee: i64, total: i64, refunded: i64, amount: i64) -> i64 {
    share(fee, refunded + amount, total) - share(fee, refunded, total)
}

/// All that the chosen goods cost, with their share of the freight. `freight` is the order's freight and what went back of it;
/// `chosen` are positions of lines and smallest steps.
///
/// # Errors
/// [`ShareError::Nothing`], [`ShareError::TooMuch`].
pub fn all_of(lines: &[Component], freight: (i64, i64), chosen: &[(i64, i64)]) -> Result<Vec<Part>, ShareError> {
    let mut parts = Vec::new();
    for (position, line) in (0_i64..).zip(lines) {
        let of_it = chosen.iter().filter(|(at, _)| *at == position);
        let wanted = of_it.fold(0_i64, |sum, (_, quantity)| sum.saturating_add(*quantity));
        let left = line.quantity - line.refunded_quantity;
        if wanted < 0 || wanted > left {
            return Err(ShareError::TooMuch { line: position, left });
        }
        if wanted == 0 {
            continue;
        }
        let gone = line.refunded_quantity;
        let by_quantity = share(line.total, gone + wanted, line.quantity) - share(line.total, gone, line.quantity);
        // The last of a line takes whatever is left of its money; never more than that.
        let left_of_money = line.total - line.refunded;
        let amount = if wanted == left { left_of_money } else { by_quantity.min(left_of_money) };
        parts.push(Part { line: Some(position), quantity: wanted, amount });
    }
    if parts.is_empty() {
        return Err(ShareError::Nothing);
    }
    let (freight, freight_refunded) = freight;
    let is_last = lines.iter().zip(0_i64..).all(|(line, position)| gone_with(line, position, &parts) == line.quantity);
    let (goods, gone) = goods_with(lines, &parts);
    let freight_left = freight - freight_refunded;
    let freight_now =
        if is_last { freight_left } else { (share(freight, gone, goods) - freight_refunded).clamp(0, freight_left) };
    if freight_now > 0 {
        parts.push(Part { line: None, quantity: 0, amount: freight_now });
    }
    Ok(parts)
}

/// How much of a line is gone once these parts are.
fn gone_with(line: &Component, position: i64, parts: &[Part]) -> i64 {
    let wanted: i64 = parts.iter().filter(|part| part.line == Some(position)).map(|part| part.quantity).sum();
    line.refunded_quantity + wanted
}

/// By what freight is shared: what was paid of all goods, and of those that are gone once these parts are. Where coupons paid for all of
/// them, it is what they cost before.
fn goods_with(lines: &[Component], parts: &[Part]) -> (i64, i64) {
    let paid: i64 = lines.iter().map(|line| line.total).sum();
    if paid > 0 {
        let before: i64 = lines.iter().map(|line| line.refunded).sum();
        return (paid, before + parts.iter().map(|part| part.amount).sum::<i64>());
    }
    let gone = (0_i64..).zip(lines).map(|(position, line)| share(line.full, gone_with(line, position, parts), line.quantity));
    (lines.iter().map(|line| line.full).sum(), gone.sum())
}

/// Cuts an amount over parts in proportion, by the largest remainder. A part that is not paid in full leaves its goods where they
/// are: they can be asked for again, up to what is left of their money.
///
/// # Errors
/// [`ShareError::NotPositive`], [`ShareError::AmountTooHigh`].
pub fn split(parts: &[Part], amount: i64) -> Result<Vec<Part>, ShareError> {
    let most: i64 = parts.iter().map(|part| part.amount).sum();
    if amount <= 0 {
        return Err(ShareError::NotPositive);
    }
    if amount > most {
        return Err(ShareError::AmountTooHigh { most });
    }
    if amount == most {
        return Ok(parts.to_vec());
    }
    let mut cut: Vec<(i128, usize, Part)> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let exact = i128::from(part.amount) * i128::from(amount);
            let floor = i64::try_from(exact / i128::from(most)).unwrap_or(0);
            (exact % i128::from(most), at, Part { quantity: 0, amount: floor, ..*part })
        })
        .collect();
    let mut left = amount - cut.iter().map(|(_, _, part)| part.amount).sum::<i64>();
    cut.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, _, part) in &mut cut {
        if left > 0 {
            part.amount += 1;
            left -= 1;
        }
    }
    cut.sort_by_key(|(_, at, _)| *at);
    Ok(cut.into_iter().map(|(_, _, part)| part).filter(|part| part.amount > 0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn line(total: i64, quantity: i64) -> Component {
        Component { total, full: total, quantity, refunded: 0, refunded_quantity: 0 }
    }

    #[test]
    fn a_third_of_ten_fen_three_times_is_ten_fen() {
        let mut lines = [line(10, 3)];
        let mut freight_back = 0;
        let mut parts = Vec::new();
        for _ in 0..3 {
            let cut = all_of(&lines, (5, freight_back), &[(0, 1)]).unwrap();
            for part in &cut {
                match part.line {
                    Some(_) => {
                        lines[0].refunded += part.amount;
                        lines[0].refunded_quantity += part.quantity;
                    }
                    None => freight_back += part.amount,
                }
            }
            parts.push(cut.iter().map(|part| part.amount).collect::<Vec<_>>());
        }
        assert_eq!(parts, [vec![3, 2], vec![4, 2], vec![3, 1]]);
        assert_eq!((lines[0].refunded, freight_back), (10, 5));
    }

    #[test]
    fn more_than_is_left_is_refused() {
        let lines = [Component { refunded_quantity: 2, refunded: 6, ..line(10, 3) }];
        assert_eq!(all_of(&lines, (0, 0), &[(0, 2)]), Err(ShareError::TooMuch { line: 0, left: 1 }));
        assert_eq!(all_of(&lines, (0, 0), &[(0, -1)]), Err(ShareError::TooMuch { line: 0, left: 1 }));
        assert_eq!(
            all_of(&lines, (0, 0), &[(0, i64::MAX), (0, i64::MAX), (0, 3)]),
            Err(ShareError::TooMuch { line: 0, left: 1 })
        );
        assert_eq!(all_of(&lines, (0, 0), &[(0, 0)]), Err(ShareError::Nothing));
        assert_eq!(all_of(&lines, (0, 0), &[(7, 1)]), Err(ShareError::Nothing));
        let parts = all_of(&lines, (0, 0), &[(0, 1)]).unwrap();
        assert_eq!(split(&parts, 5), Err(ShareError::AmountTooHigh { most: 4 }));
        assert_eq!(split(&parts, 0), Err(ShareError::NotPositive));
        assert_eq!(split(&parts, 3), Ok(vec![Part { line: Some(0), quantity: 0, amount: 3 }]));
    }

    #[test]
    fn what_is_left_over_goes_to_the_largest_remainders() {
        let parts = [Some(0), Some(1), None].map(|line| Part { line, quantity: 1, amount: 10 });
        for (amount, expected) in [(10, vec![4, 3, 3]), (11, vec![4, 4, 3]), (2, vec![1, 1]), (30, vec![10, 10, 10])] {
            let cut = split(&parts, amount).unwrap();
            assert_eq!(cut.iter().map(|part| part.amount).collect::<Vec<_>>(), expected, "{amount}");
        }
    }

    #[test]
    fn the_larger_remainder_comes_first_wherever_it_stands() {
        let parts = [2, 1].map(|amount| Part { line: None, quantity: 1, amount });
        let cut = split(&parts, 2).unwrap();
        assert_eq!(cut.iter().map(|part| part.amount).collect::<Vec<_>>(), [1, 1], "of 1 1/3 and 2/3");
    }

    #[test]
    fn goods_that_cost_nothing_take_their_freight_along_with_the_last_of_them() {
        let freight = |lines: &[Component], chosen: &[(i64, i64)]| {
            let parts = all_of(lines, (5, 0), chosen).unwrap();
            parts.iter().find(|part| part.line.is_none()).map(|part| part.amount)
        };
        let gifts = [line(0, 3), line(0, 2)];
        assert_eq!(freight(&gifts, &[(0, 3)]), None);
        assert_eq!(freight(&gifts, &[(0, 1), (1, 2)]), None);
        assert_eq!(freight(&gifts, &[(0, 3), (1, 2)]), Some(5));
        let rest = [Component { refunded_quantity: 1, ..gifts[0] }, Component { refunded_quantity: 2, ..gifts[1] }];
        assert_eq!((freight(&rest, &[(0, 1)]), freight(&rest, &[(0, 2)])), (None, Some(5)));
    }

    #[test]
    fn goods_that_coupons_paid_for_take_their_part_of_freight_along() {
        let mut lines = [Component { full: 300, ..line(0, 3) }, Component { full: 500, ..line(0, 1) }];
        let (mut back, mut freight_back) = (Vec::new(), 0);
        for chosen in [[(0, 1)], [(1, 1)], [(0, 2)]] {
            let parts = all_of(&lines, (805, freight_back), &chosen).unwrap();
            let amounts: Vec<_> = parts.iter().map(|part| (part.line, part.amount)).collect();
            let [(at, quantity)] = chosen;
            lines[usize::try_from(at).unwrap()].refunded_quantity += quantity;
            freight_back += parts.iter().map(|part| part.amount).sum::<i64>();
            back.push(amounts);
        }
        let with = |line, freight| vec![(Some(line), 0), (None, freight)];
        assert_eq!((back, freight_back), (vec![with(0, 101), with(1, 503), with(0, 201)], 805));
    }

    #[test]
    fn shares_are_rounded_half_up_and_nothing_has_none() {
        for ((amount, part, whole), expected) in [
            ((10, 1, 3), 3),
            ((1, 1, 2), 1),
            ((10, 2, 3), 7),
            ((7, 3, 3), 7),
            ((10, 1, 0), 0),
            ((10, 1, -3), 0),
            ((-10, 0, 5), 0),
        ] {
            assert_eq!(share(amount, part, whole), expected, "{amount} × {part} ÷ {whole}");
        }
        assert_eq!((fee_share(5, 10, 0, 5), fee_share(5, 10, 5, 5)), (3, 2), "together the whole fee");
    }

    #[test]
    fn goods_that_were_sent_for_nothing_have_no_part_of_freight() {
        let all = all_of(&[line(10, 3), line(20, 1)], (0, 0), &[(0, 2)]);
        assert_eq!(all, Ok(vec![Part { line: Some(0), quantity: 2, amount: 7 }]));
    }

    proptest! {
        #[test]
        fn refunds_in_any_parts_sum_to_the_whole(
            totals in prop::collection::vec((0i64..100_000, 1i64..500), 1..5),
            freight in 0i64..5_000,
            fee_basis_points in 0i64..1_000,
            asks in prop::collection::vec((0usize..5, 1i64..500, prop::option::of(1i64..50_000)), 1..30),
        ) {
            let mut lines: Vec<Component> = totals.iter().map(|(total, quantity)| line(*total, *quantity)).collect();
            let total: i64 = lines.iter().map(|line| line.total).sum::<i64>() + freight;
            let fee = share(total - freight, fee_basis_points, 10_000);
            let (mut back, mut fee_back, mut freight_back) = (0, 0, 0);
            let everything: Vec<(usize, i64, Option<i64>)> = (0..lines.len()).map(|at| (at, i64::MAX, None)).collect();
            for (at, quantity, amount) in asks.into_iter().chain(everything) {
                let Some(chosen) = lines.get(at) else { continue };
                let wanted = quantity.min(chosen.quantity - chosen.refunded_quantity);
                let Ok(parts) = all_of(&lines, (freight, freight_back), &[(i64::try_from(at).unwrap(), wanted)]) else { continue };
                let most: i64 = parts.iter().map(|part| part.amount).sum();
                if most == 0 { continue; }
                let amount = amount.unwrap_or(most).min(most);
                let cut = split(&parts, amount).unwrap();
                prop_assert_eq!(cut.iter().map(|part| part.amount).sum::<i64>(), amount);
                for part in cut {
                    prop_assert!(part.amount >= 0);
                    match part.line.and_then(|at| lines.get_mut(usize::try_from(at).unwrap())) {
                        Some(line) => { line.refunded += part.amount; line.refunded_quantity += part.quantity; }
                        None => freight_back += part.amount,
                    }
                }
                fee_back += fee_share(fee, total, back, amount);
                back += amount;
                for line in &lines { prop_assert!(line.refunded <= line.total && line.refunded_quantity <= line.quantity); }
                prop_assert!(freight_back <= freight && back <= total && fee_back <= fee);
            }
            if back == total { prop_assert_eq!(fee_back, fee); }
        }
    }
}
