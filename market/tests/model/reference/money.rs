//! What comes in and what is paid out.

use crate::kinds::{Told, Unasked};
use crate::plan::{Heard, Plan};
use crate::state::{PaymentIs, Payout, PayoutIs, Reference};

impl Reference {
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
        let is_more = !is_repeated
            && match told {
                Told::Right => std::mem::replace(&mut known.is_told, true),
                Told::Wrong | Told::Rest => known.held[Unasked::Amount.at()].is_some(),
                Told::Dollars => known.held[Unasked::Currency.at()].is_some(),
                Told::Declined => false,
            };
        let is_beside = is_over && known.late.is_some_and(|late| late != known.amount);
        let heard = match told {
            _ if is_repeated => Heard::Repeated,
            _ if is_more => Heard::More,
            Told::Right if is_beside => Heard::Beside,
            Told::Right if is_over => Heard::Late,
            Told::Right | Told::Wrong | Told::Rest | Told::Dollars | Told::Declined => Heard::First,
        };
        let asked = known.amount;
        self.plan = Plan::Tell { payment, told, event: known.events, heard };
        match told {
            _ if is_repeated => {}
            Told::Right if is_more => self.leave_last(payment, asked, "CNY"),
            Told::Right => {
                self.captured(payment);
                if is_beside {
                    self.leave_last(payment, asked, "CNY");
                }
            }
            Told::Wrong => self.hold(payment, Unasked::Amount, asked - 1),
            Told::Rest => self.hold(payment, Unasked::Amount, 1),
            Told::Dollars => self.hold(payment, Unasked::Currency, asked),
            Told::Declined => {}
        }
    }

    /// The provider has the right amount.
    pub(super) fn captured(&mut self, payment: usize) {
        match self.payments[payment].is {
            PaymentIs::Waiting if self.payments[payment].is_cash => self.collect(payment),
            PaymentIs::Waiting if self.now < self.payments[payment].expires_at => {
                self.payments[payment].is = PaymentIs::Captured;
                self.payments[payment].captured_at = Some(self.now);
                self.sold(payment);
            }
            PaymentIs::Captured => {}
            PaymentIs::Waiting | PaymentIs::Closed => {
                self.close(payment);
                let amount = self.payments[payment].amount;
                self.go_back(payment, amount);
            }
        }
    }

    /// So much that pays nothing goes back: of a payment one amount, once. Whether the books know of it by now.
    pub(super) fn go_back(&mut self, payment: usize, amount: i64) -> bool {
        if self.payments[payment].late.is_none() {
            self.payments[payment].late = Some(amount);
            self.owe(payment, amount);
        }
        self.payments[payment].late == Some(amount)
    }

    /// Whose payouts came back twice in a row is left out: nobody here names another card.
    pub(super) fn pay_out(&mut self) {
        self.plan = Plan::PayOut;
        self.sent();
        for shop in 0..2 {
            let is_waiting = self.payouts.iter().any(|payout| payout.shop == shop && payout.is == PayoutIs::Waiting);
            let amount = self.balances[shop];
            if !is_waiting && amount >= 100 && self.came_back(shop) < 2 {
                self.payouts.push(Payout { shop, amount, is: PayoutIs::Waiting, turn: 0 });
            }
        }
    }

    /// The bank has paid, or not; and may give back what it paid.
    pub(super) fn end_payout(&mut self, at: usize, said: PayoutIs) {
        self.plan = Plan::EndPayout { payout: at, said };
        let Payout { shop, amount, is, .. } = self.payouts[at];
        let from = if said == PayoutIs::Returned { PayoutIs::Paid } else { PayoutIs::Waiting };
        if is != from {
            self.accepts = is == said;
            return;
        }
        self.sent();
        self.payouts[at].is = said;
        self.payouts[at].turn = 1 + self.payouts.iter().map(|payout| payout.turn).max().unwrap_or(0);
        match said {
            PayoutIs::Paid => self.balances[shop] -= amount,
            PayoutIs::Returned => self.balances[shop] += amount,
            PayoutIs::Waiting | PayoutIs::Failed => {}
        }
    }

    /// How many payouts came back from a shop's card since the last one that was paid and stayed so.
    fn came_back(&self, shop: usize) -> usize {
        let of_shop = || self.payouts.iter().filter(move |payout| payout.shop == shop);
        let stayed = of_shop().filter(|payout| payout.is == PayoutIs::Paid).map(|payout| payout.turn).max().unwrap_or(0);
        of_shop().filter(|payout| matches!(payout.is, PayoutIs::Failed | PayoutIs::Returned) && payout.turn > stayed).count()
    }
}
