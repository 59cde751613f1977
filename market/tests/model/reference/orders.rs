//! Orders and their goods.

use crate::deeds::Deed;
use crate::plan::Plan;
use crate::state::{DAY, MINUTE, Order, OrderIs, Payment, PaymentIs, Reference};

impl Reference {
    /// The orders of a payment, with their goods put aside.
    pub(super) fn place(&mut self, buyer: usize, parcels: Vec<Order>) -> usize {
        let payment = self.payments.len();
        let mut orders = Vec::new();
        for parcel in parcels {
            for line in &parcel.lines {
                self.stock[line.good].held += line.quantity;
            }
            orders.push(self.orders.len());
            self.orders.push(parcel);
        }
        let amount = orders.iter().map(|order| self.orders[*order].total()).sum();
        let uses = [0, 1].map(|coupon| orders.iter().map(|order| self.orders[*order].off[coupon]).sum());
        let expires_at = self.now + 30 * MINUTE;
        self.payments.push(Payment {
            buyer,
            is: PaymentIs::Waiting,
            amount,
            expires_at,
            is_cash: false,
            cash_at: 0,
            orders,
            uses,
            late: None,
            held: [None; 2],
            is_told: false,
            stated: None,
            captured_at: None,
            is_tied: false,
            is_explained: false,
            events: 0,
            records: Vec::new(),
        });
        payment
    }

    pub(super) fn give_up(&mut self, payment: usize) {
        self.plan = Plan::GiveUp { payment };
        let Payment { is, is_cash, .. } = self.payments[payment];
        self.accepts = is == PaymentIs::Closed || (is == PaymentIs::Waiting && !is_cash);
        if self.accepts && is == PaymentIs::Waiting {
            self.sent();
            self.close(payment);
        }
    }

    /// The shops of a payment pack their orders: what was put aside is sold.
    pub(super) fn sold(&mut self, payment: usize) {
        for order in self.payments[payment].orders.clone() {
            self.orders[order].is = OrderIs::Paid;
            for line in &self.orders[order].lines {
                self.stock[line.good].held -= line.quantity;
                self.stock[line.good].on_hand -= line.quantity;
            }
        }
    }

    pub(super) fn close(&mut self, payment: usize) {
        if self.payments[payment].is != PaymentIs::Waiting {
            return;
        }
        self.payments[payment].is = PaymentIs::Closed;
        self.payments[payment].uses = [0; 2];
        for order in self.payments[payment].orders.clone() {
            self.orders[order].is = OrderIs::Cancelled;
            for line in &self.orders[order].lines {
                self.stock[line.good].held -= line.quantity;
            }
        }
    }

    pub(super) fn order(&mut self, at: usize, deed: &Deed) {
        let order = self.orders[at].clone();
        let is_free = order.open_case.is_none();
        let is_promised = self.payments[order.payment].is_promised();
        match deed {
            Deed::Cancel(_) => {
                self.plan = Plan::Cancel { order: at };
                self.accepts = order.is == OrderIs::Cancelled || (order.is == OrderIs::Paid && is_free);
                if order.is == OrderIs::Paid && is_promised {
                    self.sent();
                    self.break_promise(at);
                } else if order.is == OrderIs::Paid && is_free {
                    self.sent();
                    self.owe(order.payment, order.total() - order.refunded);
                    for line in &order.lines {
                        self.stock[line.good].on_hand += line.quantity - line.quantity_back;
                    }
                    let this = &mut self.orders[at];
                    (this.refunded, this.refunded_fee, this.is) = (order.total(), order.fee, OrderIs::Cancelled);
                    this.refunded_off = order.off[1];
                    self.give_coupons_back(at);
                }
            }
            Deed::Ship(_) => {
                self.plan = Plan::Ship { order: at };
                self.accepts = order.is == OrderIs::Shipped || (order.is == OrderIs::Paid && is_free);
                if order.is == OrderIs::Paid && is_free {
                    self.sent();
                    self.orders[at].is = OrderIs::Shipped;
                    self.orders[at].shipped_at = Some(self.now);
                    self.orders[at].confirm_by = Some(self.now + 10 * DAY);
                    self.orders[at].remind = Some(self.now + 9 * DAY);
                }
            }
            _ if is_promised => self.receive(at),
            _ => {
                self.plan = Plan::Confirm { order: at };
                self.accepts = order.is == OrderIs::Completed || (order.is == OrderIs::Shipped && is_free);
                if order.is == OrderIs::Shipped && is_free {
                    self.sent();
                    self.complete(at);
                }
            }
        }
    }

    /// The buyer is reminded that an order counts as received soon, where that is due; where it comes late, they have a day from then on.
    pub(super) fn remind_to_confirm(&mut self, at: usize) -> bool {
        let (now, order) = (self.now, &mut self.orders[at]);
        let Some(remind) = order.remind.take_if(|at| *at <= now) else { return false };
        let waits = matches!(order.is, OrderIs::Shipped | OrderIs::Delivered);
        let Some(by) = order.confirm_by.filter(|_| waits) else { return false };
        let lead = (by - remind).min(DAY);
        if (by - now) * 2 < lead {
            order.confirm_by = Some(now + lead);
        }
        true
    }

    /// Nobody said anything in time.
    pub(super) fn confirm_silently(&mut self, at: usize) {
        let order = &self.orders[at];
        let is_due = order.is == OrderIs::Shipped && order.confirm_by.is_some_and(|by| by <= self.now);
        if !is_due || self.remind_to_confirm(at) {
            return;
        }
        if self.payments[self.orders[at].payment].is_promised() {
            self.orders[at].is = OrderIs::Delivered;
        } else {
            self.complete(at);
        }
    }

    pub(super) fn complete(&mut self, at: usize) {
        let order = &mut self.orders[at];
        (order.is, order.ended_at) = (OrderIs::Completed, self.now);
        self.balances[order.shop] += order.total() - order.refunded + order.added() - (order.fee - order.refunded_fee);
    }
}
