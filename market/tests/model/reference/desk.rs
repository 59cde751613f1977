//! Money that the provider's own desk gave back for no refund of ours, as its statement tells: orders give it, or it is a refund that is
//! owed. What the statement itself has of the payment and the books do not is other money, which no order gave.

use super::coupons::over;
use super::shares;
use crate::kinds::AtDesk;
use crate::plan::Plan;
use crate::state::{DeskLine, LINES, OrderIs, PaymentIs, Reference, Refund, RefundIs};

impl Reference {
    /// The provider's statement tells that its desk gave something of a payment back. It knows nothing of cash.
    pub(super) fn give_at_desk(&mut self, payment: usize, gave: AtDesk) {
        let left: i64 = self.payments[payment].orders.iter().map(|order| self.orders[*order].left()).sum();
        let of_it = self.refunds.iter().filter(|refund| refund.payment == payment && !refund.is_foreign);
        let amount = match gave {
            AtDesk::Part(percent) => left * percent / 100,
            AtDesk::Refund => of_it.max_by_key(|refund| refund.is_owed()).map_or(0, |refund| refund.amount),
        };
        if amount <= 0 || self.payments[payment].is_cash {
            return;
        }
        self.plan = Plan::GiveAtDesk { line: self.desk.len(), payment, amount };
        self.desk.push(DeskLine { payment, amount, at: self.now, is_tied: false, is_explained: false });
        self.stated();
    }

    /// An operator takes such a line into the books: one order of its payment gives it, or all of them in proportion to what is left.
    pub(super) fn take_in(&mut self, at: usize, of: Option<usize>) {
        let DeskLine { payment, amount, .. } = self.desk[at];
        let orders = &self.payments[payment].orders;
        let of = of.map(|of| orders[of % orders.len()]);
        let orders = of.map_or_else(|| orders.clone(), |order| vec![order]);
        let left: Vec<i64> = orders.iter().map(|order| self.orders[*order].left()).collect();
        let whole: i64 = left.iter().sum();
        // Of two who lose as much the order with the smaller id gives the fen, and nobody here knows which that is.
        if of.is_none() && left.len() > 1 && whole > 0 && left[0] * amount % whole * 2 == whole {
            return;
        }
        self.plan = Plan::TakeIn { line: at, of };
        let is_free = orders.iter().all(|order| self.orders[*order].open_case.is_none());
        self.accepts = is_free && amount <= whole && self.may_take_in(at);
        if !self.accepts {
            return;
        }
        self.sent();
        self.desk[at].is_tied = true;
        for (order, share) in orders.into_iter().zip(over(amount, &left)).filter(|(_, share)| *share > 0) {
            self.give_of_all(order, share);
        }
    }

    /// So much of all that is left of an order went back; its buyer has it already.
    fn give_of_all(&mut self, at: usize, amount: i64) {
        let order = &self.orders[at];
        let mut everything = [0; LINES];
        for (left, line) in everything.iter_mut().zip(&order.lines) {
            *left = line.quantity - line.quantity_back;
        }
        let parts = shares::cut(shares::all_of(order, everything).unwrap(), amount).unwrap();
        let (payment, is_unsent) = (order.payment, order.is == OrderIs::Paid);
        self.give_back(at, parts, is_unsent);
        self.refunds.push(Refund { is: RefundIs::Done, ..Refund::new(payment, amount) });
    }

    /// Whether orders may give what such a line tells: not where it may be a refund that is owed, or one that was paid by hand since.
    pub(super) fn may_take_in(&self, at: usize) -> bool {
        let line = &self.desk[at];
        let mut of_it = self.refunds.iter().filter(|refund| refund.payment == line.payment && !refund.is_foreign);
        let is_by_hand =
            |refund: &Refund| refund.amount == line.amount && refund.by_hand_at.is_some_and(|by_hand| by_hand >= line.at);
        line.is_open()
            && self.payments[line.payment].is == PaymentIs::Captured
            && !self.is_other_money(line.payment)
            && !of_it.any(|refund| refund.is_owed() || is_by_hand(refund))
    }

    /// An operator says that such a line is a refund of ours: its buyer has the money.
    pub(super) fn tie(&mut self, at: usize, refund: usize) {
        self.plan = Plan::Tie { line: at, refund };
        self.accepts = self.is_that(at, refund);
        if self.accepts {
            self.sent();
            self.desk[at].is_tied = true;
            self.refunds[refund].is = RefundIs::Done;
        }
    }

    /// Whether such a line may be a refund that is owed. What came back once is paid by hand.
    pub(super) fn is_that(&self, at: usize, refund: usize) -> bool {
        let refund = &self.refunds[refund];
        refund.is_owed() && !refund.came_back() && self.is_that_money(&self.desk[at], refund)
    }

    /// Whether the statement has a line that may be this refund, so that nobody gives it once more before that is known.
    pub(super) fn is_given_at_desk(&self, refund: usize) -> bool {
        let refund = &self.refunds[refund];
        !self.is_set_off(refund.payment) && self.desk.iter().any(|line| self.is_that_money(line, refund))
    }

    fn is_that_money(&self, line: &DeskLine, refund: &Refund) -> bool {
        line.is_open()
            && (line.payment, line.amount) == (refund.payment, refund.amount)
            && !refund.is_foreign
            && (refund.is_of_suspense || !self.is_other_money(line.payment))
    }

    /// Whether the statement has an amount of the payment that the books do not have.
    fn is_other_money(&self, payment: usize) -> bool {
        self.payments[payment].stated.is_some() && !self.payments[payment].is_tied
    }

    /// Whether that went back whole: then none of its lines waits for anybody.
    pub(super) fn is_set_off(&self, payment: usize) -> bool {
        let lines = self.desk.iter().filter(|line| line.payment == payment && !line.is_tied);
        let back: i64 = lines.map(|line| line.amount).sum();
        self.is_other_money(payment) && self.payments[payment].stated == Some(back)
    }
}
