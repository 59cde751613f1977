//! The provider's statement beside the books: what only one of the two tells, and what an operator says of it.

use crate::kinds::Alone;
use crate::plan::Plan;
use crate::state::{Odd, PaymentIs, Reference};

/// A booking may be so much younger than the statement before it counts as missing there.
const GRACE: i64 = 3_600_000;

impl Reference {
    /// The provider's statement is read up to now, and its lines find what is booked by then.
    pub(super) fn stated(&mut self) {
        self.read_until = Some(self.now);
        for payment in self.payments.iter_mut().filter(|payment| payment.stated.is_some() && !payment.is_cash) {
            let is_paid = payment.is == PaymentIs::Captured && payment.stated == Some(payment.amount);
            payment.is_tied |= is_paid || payment.late == payment.stated;
        }
    }

    /// The provider's statement has a line that is no buyer's money: it stands there alone, unless it is a fee.
    pub(super) fn odd(&mut self, is_fee: bool) {
        self.plan = Plan::Odd { line: self.odd.len(), is_fee };
        self.odd.push(Odd { is_fee, is_explained: false });
        self.stated();
    }

    /// An operator says what a difference was. It is none where both tell it, and where somebody has said so before.
    pub(super) fn explain(&mut self, what: Alone, at: usize) {
        self.plan = Plan::Explain { what, at };
        self.accepts = self.is_alone(what, at);
        if !self.accepts {
            return;
        }
        self.sent();
        match what {
            Alone::Odd => self.odd[at].is_explained = true,
            Alone::Booking => self.payments[at].is_explained = true,
            Alone::Desk => self.desk[at].is_explained = true,
        }
    }

    /// Whether only one of the two tells it, and nobody has explained it.
    pub(super) fn is_alone(&self, what: Alone, at: usize) -> bool {
        match what {
            Alone::Odd => !self.odd[at].is_fee && !self.odd[at].is_explained,
            Alone::Desk => self.desk[at].is_open() && !self.is_set_off(self.desk[at].payment),
            Alone::Booking => {
                let payment = &self.payments[at];
                let is_missing = |booked: i64| self.read_until.is_some_and(|until| booked < until - GRACE);
                let has_line = payment.is_tied && payment.stated == Some(payment.amount);
                payment.captured_at.is_some_and(is_missing) && !has_line && !payment.is_explained
            }
        }
    }
}
