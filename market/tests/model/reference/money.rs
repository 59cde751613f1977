//! What comes in and what is paid out.

use crate::deeds::{Correction, Told};
use crate::plan::{Heard, Plan};
use crate::state::{PaymentIs, Payout, PayoutIs, Reference};

impl Reference {
    pub(super) fn correct(&mut self, at: usize, how: Correction) {
        self.plan = Plan::Correct { payment: at, how };
        let payment = &self.payments[at];
        // A statement corrects nothing where its line is that of money which is in the books already.
        let is_booked = payment.is == PaymentIs::Captured || payment.came_late;
        self.accepts = payment.suspended == Some(true) && (how == Correction::GiveBack || !is_booked);
        if !self.accepts {
            return;
        }
        self.payments[at].suspended = Some(false);
        self.sent();
        match how {
            Correction::GiveBack => self.owe(at, self.payments[at].amount - 1),
            Correction::Statement => self.captured(at),
        }
    }

    pub(super) fn tell(&mut self, payment: usize, told: Told, again: bool) {
        if self.payments[payment].is_cash {
            // It is another provider's.
            self.plan = Plan::Tell { payment, told, event: 0, heard: Heard::Foreign };
            self.accepts = false;
            return;
        }
        let known = &mut self.payments[payment];
        let is_repeated = again && known.events > 0;
        if !is_repeated {
            known.events += 1;
        }
        let is_over = known.is == PaymentIs::Closed || (known.is == PaymentIs::Waiting && known.expires_at <= self.now);
        let heard = match told {
            _ if is_repeated => Heard::Repeated,
            Told::Right if is_over => Heard::Late,
            Told::Right | Told::Wrong | Told::Declined => Heard::First,
        };
        self.plan = Plan::Tell { payment, told, event: known.events, heard };
        match told {
            Told::Right if !is_repeated => self.captured(payment),
            Told::Wrong if !is_repeated => {
                known.suspended.get_or_insert(true);
            }
            Told::Right | Told::Wrong | Told::Declined => {}
        }
    }

    /// The provider has the right amount.
    pub(super) fn captured(&mut self, payment: usize) {
        match self.payments[payment].is {
            PaymentIs::Waiting if self.payments[payment].is_cash => self.collect(payment),
            PaymentIs::Waiting if self.now < self.payments[payment].expires_at => {
                self.payments[payment].is = PaymentIs::Captured;
                self.sold(payment);
            }
            PaymentIs::Captured => {}
            PaymentIs::Waiting | PaymentIs::Closed => {
                self.close(payment);
                let known = &mut self.payments[payment];
                if !known.came_late {
                    known.came_late = true;
                    let amount = known.amount;
                    self.owe(payment, amount);
                }
            }
        }
    }

    pub(super) fn pay_out(&mut self) {
        self.plan = Plan::PayOut;
        self.sent();
        for shop in 0..2 {
            let is_waiting = self.payouts.iter().any(|payout| payout.shop == shop && payout.is == PayoutIs::Waiting);
            let amount = self.balances[shop];
            if !is_waiting && amount >= 100 {
                self.payouts.push(Payout { shop, amount, is: PayoutIs::Waiting });
            }
        }
    }

    /// The bank has paid, or not; and may give back what it paid.
    pub(super) fn end_payout(&mut self, at: usize, said: PayoutIs) {
        self.plan = Plan::EndPayout { payout: at, said };
        let Payout { shop, amount, is } = self.payouts[at];
        let from = if said == PayoutIs::Returned { PayoutIs::Paid } else { PayoutIs::Waiting };
        if is != from {
            self.accepts = is == said;
            return;
        }
        self.sent();
        self.payouts[at].is = said;
        match said {
            PayoutIs::Paid => self.balances[shop] -= amount,
            PayoutIs::Returned => self.balances[shop] += amount,
            PayoutIs::Waiting | PayoutIs::Failed => {}
        }
    }
}
