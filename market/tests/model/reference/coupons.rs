//! Coupons: one of a shop, and one of the market on whatever is left then.

use super::round;
use crate::goods::GOODS;
use crate::plan::Plan;
use crate::state::{COUPON_PER_BUYER, COUPON_QUOTA, COUPON_RUN, Coupon, Order, OrderIs, PaymentIs, Reference};

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
        let (is_left, is_ended) = (self.is_left(coupon.at(), buyer), self.ended[coupon.at()]);
        self.plan = Plan::Type { buyer, coupon, is_left, is_ended };
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

    /// Nobody can use it any more, and whoever has used it keeps what they got. Once more is the same answer. The form of a shop carries no
    /// id.
    pub(super) fn end_coupon(&mut self, coupon: Coupon) {
        self.plan = Plan::EndCoupon { coupon };
        if coupon == Coupon::Market && !self.ended[coupon.at()] {
            self.sent();
        }
        self.ended[coupon.at()] = true;
    }

    /// What coupons take off parcels, of which the first in `turn` came first into the cart.
    pub(super) fn take_off(&self, parcels: &mut [Order], turn: &[usize], typed: [bool; 2]) {
        let Some(buyer) = parcels.first().map(|parcel| parcel.buyer).filter(|_| self.now < COUPON_RUN) else { return };
        let counts = [0, 1].map(|coupon| typed[coupon] && !self.ended[coupon] && self.is_left(coupon, buyer));
        for parcel in parcels.iter_mut().filter(|parcel| counts[0] && parcel.shop == GIVER) {
            parcel.off[0] = round(parcel.goods(), 1, 10).min(TENTH_MOST);
            parcel.fee = round(parcel.goods() - parcel.off[0], 1, 100);
        }
        let left: i64 = parcels.iter().map(|parcel| parcel.goods() - parcel.off[0]).sum();
        if counts[1] && left >= FESTIVAL_FROM {
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

    /// Whether a buyer may use a coupon once more.
    fn is_left(&self, coupon: usize, buyer: usize) -> bool {
        let uses = self.payments.iter().filter(|payment| payment.uses[coupon] > 0);
        if coupon == Coupon::Shop.at() {
            uses.count() < COUPON_QUOTA
        } else {
            uses.filter(|payment| payment.buyer == buyer).count() < COUPON_PER_BUYER
        }
    }

    /// An order that was paid ends: where it was not shipped, its buyer has each coupon again that took nothing off another order of the
    /// payment that goes on or has left.
    pub(super) fn give_coupons_back(&mut self, at: usize) {
        let order = &self.orders[at];
        if order.shipped_at.is_some() || order.off == [0; 2] {
            return;
        }
        let is_over = |order: &Order| order.is == OrderIs::Cancelled && order.shipped_at.is_none();
        let payment = order.payment;
        let of_it = self.payments[payment].orders.iter().filter(|other| **other != at).map(|other| &self.orders[*other]);
        let others: Vec<&Order> = of_it.filter(|other| !is_over(other)).collect();
        let kept = [others.iter().any(|other| other.shop == GIVER), others.iter().any(|other| other.off[1] > 0)];
        let uses = self.payments[payment].uses.iter_mut().zip(kept);
        uses.filter(|(_, kept)| !kept).for_each(|(used, _)| *used = 0);
    }

    /// How many payments have a coupon, and how much of it.
    pub fn uses(&self, coupon: usize) -> (i64, i64) {
        let uses = self.payments.iter().map(|payment| payment.uses[coupon]).filter(|given| *given > 0);
        uses.fold((0, 0), |(count, all), given| (count + 1, all + given))
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
pub(super) fn over(amount: i64, of: &[i64]) -> Vec<i64> {
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
