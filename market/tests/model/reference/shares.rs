//! How much goes back, where an order is given back in parts: of each line, and of the freight.
//!
//! Goods are counted from the first to the last, and each stands for what it adds to the price of those before it. So whatever is given
//! back is worth the difference of two prices, each rounded once, and all of it together is worth the price of all. Freight goes with
//! the money of the goods in the same way, and the market's fee with the money of the order, and so does what the market's coupon had
//! taken off. Of goods with a coupon the price is what was paid of them.

use super::round;
use crate::state::{LINES, Order, Parts};

/// All that so much of each line is worth, with the freight that goes with it; none where there is not so much, or nothing was chosen.
pub(super) fn all_of(order: &Order, chosen: [i64; LINES]) -> Option<Parts> {
    let mut parts = Parts { quantity: chosen, ..Parts::default() };
    for (at, line) in order.lines.iter().enumerate().filter(|(at, _)| chosen[*at] > 0) {
        let (before, after) = (line.quantity_back, line.quantity_back + chosen[at]);
        if after > line.quantity {
            return None;
        }
        let price_of_first = |quantity| round(line.paid(), quantity, line.quantity);
        let money_left = line.paid() - line.money_back;
        // Money may have gone back without its goods: the last of them take what is left, and nobody gets more than that.
        parts.money[at] =
            if after == line.quantity { money_left } else { money_left.min(price_of_first(after) - price_of_first(before)) };
    }
    if chosen == [0; LINES] {
        return None;
    }
    let freight_left = order.freight - order.freight_back;
    let is_last = order.lines.iter().zip(chosen).all(|(line, chosen)| line.quantity_back + chosen == line.quantity);
    let goods_back: i64 = order.lines.iter().map(|line| line.money_back).sum::<i64>() + parts.total();
    let goes_with_goods = round(order.freight, goods_back, order.paid_goods()) - order.freight_back;
    parts.money[LINES] = if is_last { freight_left } else { goes_with_goods.clamp(0, freight_left) };
    Some(parts)
}

/// So much of the money of these parts; none where there is not so much. All of it takes the goods along, less leaves them where they
/// are. Each part gives in proportion to what it is, in whole fen; the fen that are missing then are given by those that came off best by
/// leaving out fractions, one each; of equals by the first.
pub(super) fn cut(parts: Parts, amount: i64) -> Option<Parts> {
    let most = parts.total();
    if amount <= 0 || amount > most {
        return None;
    }
    if amount == most {
        return Some(parts);
    }
    let left_out = parts.money.map(|part| part * amount % most);
    let mut money = parts.money.map(|part| part * amount / most);
    let missing = usize::try_from(amount - money.iter().sum::<i64>()).unwrap();
    for (at, given) in money.iter_mut().enumerate() {
        let is_before = |(other, fraction): &(usize, i64)| (*fraction, at) > (left_out[at], *other);
        let before = left_out.into_iter().enumerate().filter(is_before).count();
        *given += i64::from(before < missing);
    }
    Some(Parts { money, ..Parts::default() })
}
