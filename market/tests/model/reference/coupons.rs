//! Coupons: one of a shop, and one of the market on whatever is left then.

use super::round;
use crate::goods::GOODS;
use crate::plan::Plan;
use crate::state::{COUPON_RUN, Coupon, Order, OrderIs, PaymentIs, Reference};

/// The shop whose coupon there is, and what it takes off: a tenth, at most 15.00.
const GIVER: usize = 1;
const TENTH_MOST: i64 = 1_500;
/// What the market's takes off, and from what on.
const FESTIVAL: i64 = 777;
const FESTIVAL_FROM: i64 = 5_000;

impl Reference {
    /// A buyer types in a code. It is taken where it takes something off what lies in the cart now; one whose shop has nothing there
    /// makes room.
    pub(super) fn type_in(&mut self, buyer: usize, coupon: Coupon) {
        self.plan = Plan::Type { buyer, coupon };
        let is_there = self.carts[buyer].iter().any(|line| GOODS[line.good].shop == GIVER);
        let mut typed = self.typed[buyer];
        typed[0] &= is_there;
        typed[coupon.at()] = true;
        let off: i64 = self.parcels(buyer, typed).iter().map(|order| order.off[coupon.at()]).sum();
        self.accepts = off > 0;
        if self.accepts {
            self.typed[buyer] = typed;
        }
    }

    /// What coupons take off parcels, of which the first in `turn` came first into the cart.
    pub(super) fn take_off(&self, parcels: &mut [Order], turn: &[usize], typed: [bool; 2]) {
        if self.now >= COUPON_RUN {
            return;
        }
        for parcel in parcels.iter_mut().filter(|parcel| typed[0] && parcel.shop == GIVER) {
            parcel.off[0] = round(parcel.goods(), 1, 10).min(TENTH_MOST);
            parcel.fee = round(parcel.goods() - parcel.off[0], 1, 100);
        }
        let left: i64 = parcels.iter().map(|parcel| parcel.goods() - parcel.off[0]).sum();
        if typed[1] && left >= FESTIVAL_FROM {
            // So much of each parcel may be given that the market's own fee is still paid, and something at all.
            let room = |at: &usize| {
                let (goods, parcel) = (parcels[*at].goods() - parcels[*at].off[0], &parcels[*at]);
                goods.min(goods + parcel.freight - parcel.fee.max(1)).max(0)
            };
            let rooms: Vec<i64> = turn.iter().map(room).collect();
            let shares = over(FESTIVAL.min(rooms.iter().sum()), &rooms);
            turn.iter().zip(shares).for_each(|(at, share)| parcels[*at].off[1] = share);
        }
        for parcel in parcels {
            for given in parcel.off {
                let left: Vec<i64> = parcel.lines.iter().map(|line| line.money - line.off).collect();
                parcel.lines.iter_mut().zip(over(given, &left)).for_each(|(line, share)| line.off += share);
            }
        }
    }

    /// What the market has given to its coupons: to orders whose money is here, or was never and the market paid.
    pub fn promoted(&self) -> i64 {
        let is_booked = |order: &&Order| {
            let payment = &self.payments[order.payment];
            payment.is == PaymentIs::Captured || (payment.is_promised() && order.is == OrderIs::Completed)
        };
        self.orders.iter().filter(is_booked).map(Order::added).sum()
    }
}

/// Cuts an amount in proportion, in whole fen; those that are missing then go to who lost most by leaving out fractions, one each, of
/// equals to the first.
fn over(amount: i64, of: &[i64]) -> Vec<i64> {
    let whole: i64 = of.iter().sum();
    if amount == 0 || whole == 0 {
        return vec![0; of.len()];
    }
    let mut given: Vec<i64> = of.iter().map(|part| part * amount / whole).collect();
    let mut worst_off: Vec<usize> = (0..of.len()).collect();
    worst_off.sort_by_key(|at| std::cmp::Reverse(of[*at] * amount % whole));
    let missing = usize::try_from(amount - given.iter().sum::<i64>()).unwrap();
    worst_off.into_iter().take(missing).for_each(|at| given[at] += 1);
    given
}
