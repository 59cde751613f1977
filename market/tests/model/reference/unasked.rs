//! What came and was not asked for. The first of each kind waits in suspense, what comes later is in no book; either waits for a person.

use crate::kinds::{Correction, EventId, Stray, Unasked};
use crate::plan::Plan;
use crate::state::{Held, Payment, Reference, Refund, Unbooked};

impl Reference {
    /// So much came that was not asked for, as the last event of its payment told.
    pub(super) fn hold(&mut self, payment: usize, unasked: Unasked, amount: i64) {
        let held = &mut self.payments[payment].held[unasked.at()];
        if held.is_none() {
            *held = Some(Held { amount, waits: true });
            return;
        }
        let currency = match unasked {
            Unasked::Amount => "CNY",
            Unasked::Currency => "USD",
        };
        self.leave_last(payment, amount, currency);
    }

    /// No book takes what the last event of a payment told.
    pub(super) fn leave_last(&mut self, payment: usize, amount: i64, currency: &'static str) {
        let id = self.payments[payment].last_id(payment);
        self.leave(payment, id, (amount, currency));
    }

    /// No book takes what was told under this id.
    pub(super) fn leave(&mut self, payment: usize, id: EventId, (amount, currency): (i64, &'static str)) {
        self.unbooked.push(Unbooked { payment, id, amount, currency, is_noted: false });
    }

    /// An operator has looked into such an amount.
    pub(super) fn note(&mut self, at: usize) {
        let Unbooked { payment, id, is_noted, .. } = self.unbooked[at];
        self.plan = Plan::Note { id, is_cash: self.payments[payment].is_cash };
        self.accepts = !is_noted;
        if self.accepts {
            self.unbooked[at].is_noted = true;
            self.sent();
        }
    }

    /// An operator lets what is in suspense out of it. But for dollars that are to go back, the provider's statement is read before: where it
    /// never was, it has the right amount, or two fen less. Of cash there is no such statement.
    pub(super) fn correct(&mut self, at: usize, unasked: Unasked, how: Correction) {
        self.plan = Plan::Correct { payment: at, unasked, how };
        let payment = &mut self.payments[at];
        if !payment.is_cash && (unasked, how) != (Unasked::Currency, Correction::GiveBack) {
            payment.stated.get_or_insert(how.stated(payment.amount));
            self.stated();
        }
        let payment = &self.payments[at];
        let may = match (unasked, how) {
            (Unasked::Amount, Correction::GiveBack) => true,
            // Nobody has dollars where it has the payment's own currency.
            (Unasked::Currency, Correction::GiveBack) => payment.stated.is_none(),
            (Unasked::Currency, Correction::Statement | Correction::StatementLess) => true,
            // Each line that operators record of cash is money of its own, and corrects no other.
            (Unasked::Amount, Correction::Statement | Correction::StatementLess) if payment.is_cash => false,
            // A statement corrects nothing where its line is that of money which is in the books already.
            (Unasked::Amount, Correction::Statement | Correction::StatementLess) => !payment.is_tied,
        };
        let Some(held) = self.payments[at].held[unasked.at()].as_mut().filter(|held| may && held.waits) else {
            self.accepts = false;
            return;
        };
        held.waits = false;
        let amount = held.amount;
        self.sent();
        match how {
            Correction::GiveBack => {
                let is_foreign = unasked == Unasked::Currency;
                self.refunds.push(Refund { is_foreign, is_of_suspense: true, ..Refund::new(at, amount) });
            }
            Correction::Statement | Correction::StatementLess => self.count_stated(at),
        }
    }

    /// What the provider's statement has of a payment pays, or goes back. Where another amount goes back already, it is in no book.
    fn count_stated(&mut self, at: usize) {
        let Payment { stated, amount, is_tied, .. } = self.payments[at];
        let stated = stated.unwrap();
        if is_tied {
            return;
        }
        if stated == amount {
            self.captured(at);
            return;
        }
        let id = EventId::Statement { payment: at };
        if !self.go_back(at, stated) && self.unbooked.iter().all(|left| left.id != id) {
            self.leave(at, id, (stated, "CNY"));
        }
    }

    /// The provider's statement has a line that names nothing of ours.
    pub(super) fn stray(&mut self, of: usize, said: Stray, again: bool) {
        if of == self.strays.len() {
            self.strays.push([0; 3]);
        }
        let lines = &mut self.strays[of][said.at()];
        if !again || *lines == 0 {
            *lines += 1;
        }
        self.plan = Plan::Stray { of, said, line: *lines };
        self.stated();
    }

    /// What is in suspense of each kind.
    pub fn suspense(&self, unasked: Unasked) -> i64 {
        let held: i64 = self.payments.iter().map(|payment| payment.suspended(unasked)).sum();
        held + if unasked == Unasked::Amount { self.unclaimed() } else { 0 }
    }

    /// What is in suspense of money of nobody: it leaves as often as it came, and only as a whole.
    fn unclaimed(&self) -> i64 {
        let waits = |[came, left, _]: &[usize; 3]| came.saturating_sub(*left);
        (0..).zip(&self.strays).map(|(of, lines)| Stray::Came.amount(of) * i64::try_from(waits(lines)).unwrap()).sum()
    }

    /// What is owed to buyers, in dollars or not.
    pub fn due(&self, is_foreign: bool) -> i64 {
        let owed = self.refunds.iter().filter(|refund| refund.is_owed() && refund.is_foreign == is_foreign);
        owed.map(|refund| refund.amount).sum()
    }
}
