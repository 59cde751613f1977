//! Cash at the door: a promise until the courier's transfer is here.

use crate::kinds::{Told, Unasked};
use crate::plan::Plan;
use crate::state::{CASH_CAP, CASH_OPEN_MOST, CASH_OVERDUE, Order, OrderIs, PaymentIs, Record, RecordIs, Reference};

impl Reference {
    /// Whether a buyer may pay at the door: one parcel, of a sum that is carried, and not too many that are owed still.
    pub(super) fn may_promise(&self, buyer: usize, parcels: &[Order]) -> bool {
        let amount: i64 = parcels.iter().map(Order::total).sum();
        let open = self.payments.iter().filter(|payment| payment.buyer == buyer && payment.is_promised()).count();
        parcels.len() == 1 && amount <= CASH_CAP && open < CASH_OPEN_MOST
    }

    /// A line of the courier's list is recorded. Its reference counts once, unless that was withdrawn; with another amount it is refused.
    pub(super) fn remit(&mut self, payment: usize, told: Told, again: bool) {
        let known = &mut self.payments[payment];
        let amount = match told {
            Told::Wrong => known.amount - 1,
            Told::Rest => 1,
            Told::Right | Told::Dollars | Told::Declined => known.amount,
        };
        let last = known.records.last().copied().filter(|_| again);
        let is_repeated = last.is_some_and(|last| last.is != RecordIs::Withdrawn);
        if last.is_none() && known.is_cash {
            known.events += 1;
        }
        let parts = if is_repeated { Vec::new() } else { self.parts_with(payment, amount) };
        let known = &mut self.payments[payment];
        let is_rest = !parts.is_empty();
        let is_anew = !is_repeated && last.is_some();
        self.plan = Plan::Remit { payment, amount, line: known.events, is_rest, is_anew };
        self.accepts = known.is_cash && (!is_repeated || last.is_some_and(|last| last.amount == amount));
        if is_repeated || !self.accepts {
            return;
        }
        let is_here = known.is == PaymentIs::Captured || known.late.is_some();
        let is_right = amount == known.amount;
        let is = if is_rest || (is_right && !is_here) {
            RecordIs::Used
        } else if !is_right && known.held[Unasked::Amount.at()].is_none() {
            RecordIs::Held
        } else {
            // Every reference is a line of the bank's own: it is more money, which no book knows.
            RecordIs::Left
        };
        known.records.push(Record { line: known.events, turn: last.map_or(1, |last| last.turn + 1), amount, is });
        match is {
            RecordIs::Held => self.hold(payment, Unasked::Amount, amount),
            RecordIs::Left => self.leave_last(payment, amount, "CNY"),
            RecordIs::Used | RecordIs::Withdrawn => {
                for part in parts {
                    self.no_longer_waits(payment, part, RecordIs::Used);
                }
                self.captured(payment);
            }
        }
    }

    /// Which transfers that wait are with so much more what a parcel asks for that is awaited: one of them, or all. What is in suspense comes
    /// first, then of equal ones the one whose id does.
    fn parts_with(&self, payment: usize, amount: i64) -> Vec<usize> {
        let known = &self.payments[payment];
        if !known.is_promised() {
            return Vec::new();
        }
        let mut waiting: Vec<usize> = (0..known.records.len()).filter(|at| self.is_idle(payment, &known.records[*at])).collect();
        waiting.sort_by_key(|at| (known.records[*at].is != RecordIs::Held, known.records[*at].name()));
        let are_whole = |parts: &[usize]| {
            let sum: i64 = parts.iter().map(|at| known.records[*at].amount).sum();
            sum + amount == known.amount
        };
        match waiting.iter().copied().find(|at| are_whole(&[*at])) {
            Some(at) => vec![at],
            None if are_whole(&waiting) => waiting,
            None => Vec::new(),
        }
    }

    /// A transfer that waited does so no more: it left suspense, or the list of what no book takes.
    fn no_longer_waits(&mut self, payment: usize, at: usize, becomes: RecordIs) {
        let known = &mut self.payments[payment];
        let record = known.records[at];
        known.records[at].is = becomes;
        match known.held[Unasked::Amount.at()].as_mut() {
            Some(held) if record.is == RecordIs::Held => held.waits = false,
            _ => self.unbooked.retain(|left| left.id != record.id(payment)),
        }
    }

    /// An operator had typed a transfer wrong that has paid nothing: it leaves the books and all lists.
    pub(super) fn withdraw_cash(&mut self, payment: usize, at: usize) {
        let record = self.payments[payment].records[at];
        self.plan = Plan::WithdrawCash { id: record.id(payment) };
        self.accepts = self.is_idle(payment, &record);
        if self.accepts {
            self.sent();
            self.no_longer_waits(payment, at, RecordIs::Withdrawn);
        }
    }

    /// Whether a transfer that was recorded has paid nothing, and nobody has seen to it.
    pub(super) fn is_idle(&self, payment: usize, record: &Record) -> bool {
        match record.is {
            RecordIs::Held => self.payments[payment].suspended(Unasked::Amount) > 0,
            RecordIs::Left => self.unbooked.iter().any(|left| left.id == record.id(payment) && !left.is_noted),
            RecordIs::Used | RecordIs::Withdrawn => false,
        }
    }

    /// The cash is here: what was received before is completed with it. What the market had paid for is completed already.
    pub(super) fn collect(&mut self, payment: usize) {
        self.payments[payment].is = PaymentIs::Captured;
        self.payments[payment].cash_at = self.now;
        for order in self.payments[payment].orders.clone() {
            if self.orders[order].is == OrderIs::Delivered {
                self.complete(order);
            }
        }
    }

    /// The buyer has a parcel whose cash is not here.
    pub(super) fn receive(&mut self, at: usize) {
        self.plan = Plan::Confirm { order: at };
        self.accepts = matches!(self.orders[at].is, OrderIs::Shipped | OrderIs::Delivered | OrderIs::Completed);
        if self.orders[at].is == OrderIs::Shipped {
            self.sent();
            self.orders[at].is = OrderIs::Delivered;
            self.orders[at].is_received = true;
            self.orders[at].remind = None;
        } else if self.orders[at].is == OrderIs::Delivered && !self.orders[at].is_received {
            // The clock had counted it: the buyer's word is another one.
            self.sent();
            self.orders[at].is_received = true;
        }
    }

    /// The shop has the parcel again.
    pub(super) fn take_back(&mut self, at: usize) {
        self.plan = Plan::TakeBack { order: at };
        let order = &self.orders[at];
        let is_under_way = matches!(order.is, OrderIs::Shipped | OrderIs::Delivered);
        if self.payments[order.payment].is_promised() && is_under_way && !order.is_received {
            self.sent();
            self.break_promise(at);
            return;
        }
        // Once more is the same answer: it was shipped, and nothing went back of it.
        self.accepts = order.is == OrderIs::Cancelled && order.shipped_at.is_some() && order.refunded == 0;
    }

    /// The market pays for an order whose cash never comes. Its payment stays promised: the courier owes it.
    pub(super) fn write_off(&mut self, payment: usize) {
        self.plan = Plan::WriteOff { payment };
        let order = self.payments[payment].orders[0];
        let overdue = self.orders[order].shipped_at.is_some_and(|at| at + CASH_OVERDUE <= self.now);
        self.accepts = self.payments[payment].is_promised() && self.orders[order].is == OrderIs::Delivered && overdue;
        if self.accepts {
            self.sent();
            self.complete(order);
        }
    }

    /// What the market paid for orders whose cash did not come.
    pub fn lost(&self) -> i64 {
        let lost = |order: &&Order| order.is == OrderIs::Completed && self.payments[order.payment].is_promised();
        self.orders.iter().filter(lost).map(Order::total).sum()
    }

    /// The order ends, its goods are on the shelf, and no money moves.
    pub(super) fn break_promise(&mut self, at: usize) {
        let order = &mut self.orders[at];
        order.is = OrderIs::Cancelled;
        self.payments[order.payment].is = PaymentIs::Closed;
        self.payments[order.payment].uses = [0; 2];
        for line in &order.lines {
            self.stock[line.good].on_hand += line.quantity;
        }
    }
}
