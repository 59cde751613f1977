//! The model: what the market must look like, worked out in plain numbers without a database, a transaction or a journal.

mod cases;
mod cash;
mod coupons;
mod desk;
mod forged;
mod money;
mod orders;
mod refunds;
mod shares;
mod shopping;
mod statement;
mod unasked;
mod ways;

use crate::deeds::Deed;
use crate::goods::{GOODS, SIZED, portions};
use crate::kinds::Alone;
use crate::plan::Plan;
use crate::state::{MINUTE, OrderIs, Payment, PaymentIs, Reference, Stock};
use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

/// A part of an amount, to the fen; half a fen counts as one.
fn round(amount: i64, part: i64, whole: i64) -> i64 {
    (amount * part * 2 + whole) / (whole * 2)
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self {
            now: 0,
            stock: GOODS.each_ref().map(|good| Stock { on_hand: good.stock, held: 0, price: good.price, version: 1 }),
            large: GOODS[SIZED].stock,
            balances: [0; 2],
            carts: [Vec::new(), Vec::new()],
            typed: [[false; 2]; 2],
            ended: [false; 2],
            orders: Vec::new(),
            payments: Vec::new(),
            cases: Vec::new(),
            payouts: Vec::new(),
            refunds: Vec::new(),
            unbooked: Vec::new(),
            strays: Vec::new(),
            read_until: None,
            odd: Vec::new(),
            desk: Vec::new(),
            sendings: Vec::new(),
            plan: Plan::Nothing,
            accepts: true,
        })
        .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Deed> {
        ways::transitions(state)
    }

    fn apply(mut state: Self, deed: &Deed) -> Self {
        state.plan = Plan::Nothing;
        state.accepts = true;
        state.deed(deed);
        state
    }
}

impl Reference {
    fn deed(&mut self, deed: &Deed) {
        let pick = |of: usize, which: usize| (of > 0).then(|| which % of);
        match *deed {
            Deed::List(good, price, count, is_sold_since) => self.list(good, (price, count), is_sold_since),
            Deed::Add(who, good, portions) => self.add(who % 2, good, portions * GOODS[good].portion),
            Deed::Type(who, coupon) => self.type_in(who % 2, coupon),
            Deed::EndCoupon(coupon) => self.end_coupon(coupon),
            Deed::Buy(who, wanted) => self.buy(who % 2, portions(wanted), false),
            Deed::Promise(who, wanted) => self.buy(who % 2, portions(wanted), true),
            Deed::Remit(which, told, again) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.remit(payment, told, again);
                }
            }
            Deed::WithdrawCash(which, record) => {
                if let Some(payment) = pick(self.payments.len(), which)
                    && let Some(record) = pick(self.payments[payment].records.len(), record)
                {
                    self.withdraw_cash(payment, record);
                }
            }
            Deed::WriteOff(which) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.write_off(payment);
                }
            }
            Deed::TakeBack(which) => {
                if let Some(order) = pick(self.orders.len(), which) {
                    self.take_back(order);
                }
            }
            Deed::Tell(which, told, again) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.tell(payment, told, again);
                }
            }
            Deed::Forge(which, forged, refund) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.forge(payment, forged, pick(self.refunds.len(), refund));
                }
            }
            Deed::Stray(which, said, again) => self.stray(which % (self.strays.len() + 1), said, again),
            Deed::Odd(is_fee) => self.odd(is_fee),
            Deed::GiveAtDesk(which, gave) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.give_at_desk(payment, gave);
                }
            }
            Deed::TakeIn(which, of) => {
                if let Some(line) = pick(self.desk.len(), which) {
                    self.take_in(line, of);
                }
            }
            Deed::Tie(which, refund) => {
                if let (Some(line), Some(refund)) = (pick(self.desk.len(), which), pick(self.refunds.len(), refund)) {
                    self.tie(line, refund);
                }
            }
            Deed::Explain(what, which) => {
                let all = match what {
                    Alone::Odd => self.odd.len(),
                    Alone::Booking => self.payments.len(),
                    Alone::Desk => self.desk.len(),
                };
                if let Some(at) = pick(all, which) {
                    self.explain(what, at);
                }
            }
            Deed::GiveUp(which) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.give_up(payment);
                }
            }
            Deed::Cancel(which) | Deed::Ship(which) | Deed::Confirm(which) => {
                if let Some(order) = pick(self.orders.len(), which) {
                    self.order(order, deed);
                }
            }
            Deed::Ask(which, kind, goods, money) => {
                if let Some(order) = pick(self.orders.len(), which) {
                    self.ask(order, kind, goods, money);
                }
            }
            Deed::Move(which, deed) => {
                if let Some(case) = pick(self.cases.len(), which) {
                    self.case(case, deed);
                }
            }
            Deed::Refunded(which) => {
                if let Some(refund) = pick(self.refunds.len(), which) {
                    self.arrive(refund);
                }
            }
            Deed::Gave(which, gave) => {
                if let Some(refund) = pick(self.refunds.len(), which) {
                    self.gave(refund, gave);
                }
            }
            Deed::RefuseRefund(which) => {
                if let Some(refund) = pick(self.refunds.len(), which) {
                    self.refuse(refund);
                }
            }
            Deed::RefundFails(which, again) => {
                if let Some(refund) = pick(self.refunds.len(), which) {
                    self.fail(refund, again);
                }
            }
            Deed::Unstick(which, how) => {
                if let Some(refund) = pick(self.refunds.len(), which) {
                    self.unstick(refund, how);
                }
            }
            Deed::Correct(which, unasked, how) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.correct(payment, unasked, how);
                }
            }
            Deed::Note(which) => {
                if let Some(unbooked) = pick(self.unbooked.len(), which) {
                    self.note(unbooked);
                }
            }
            Deed::Again(which, differs) => {
                if let Some(sending) = pick(self.sendings.len(), which) {
                    self.plan = Plan::Again { sending, differs };
                    self.accepts = !differs;
                }
            }
            Deed::PayOut => self.pay_out(),
            Deed::EndPayout(which, said) => {
                if let Some(payout) = pick(self.payouts.len(), which) {
                    self.end_payout(payout, said);
                }
            }
            Deed::Wait(minutes, jobs) => {
                self.plan = Plan::Wait { minutes, jobs };
                self.now += minutes * MINUTE;
                if jobs {
                    self.clocks();
                }
            }
            Deed::Back(seconds, jobs) => self.turn_back(seconds, jobs),
            Deed::Restart => self.plan = Plan::Restart,
        }
    }

    /// The clock is put back, and not behind the beginning of everything. What was due before may be no longer, and what was done stays so.
    fn turn_back(&mut self, seconds: i64, jobs: bool) {
        let millis = (seconds * 1_000).min(self.now);
        if millis <= 0 {
            return;
        }
        self.plan = Plan::Back { millis, jobs };
        self.now -= millis;
        if jobs {
            self.clocks();
        }
    }

    /// The form of this plan does its work: sent again it does nothing more, and with something else in it it is refused.
    fn sent(&mut self) {
        self.sendings.push(self.plan.clone());
    }

    /// Every clock that is due fires, the longest overdue first; what fires may set others that are due at once.
    fn clocks(&mut self) {
        loop {
            let unpaid = |payment: &Payment| payment.is == PaymentIs::Waiting && !payment.is_cash;
            let payments = self.payments.iter().enumerate().filter(|(_, payment)| unpaid(payment));
            let mut due: Vec<(i64, u8, usize)> = payments.map(|(at, payment)| (payment.expires_at, 0, at)).collect();
            let orders = self.orders.iter().enumerate().filter(|(_, order)| order.is == OrderIs::Shipped);
            due.extend(orders.filter_map(|(at, order)| order.confirm_by.map(|by| (by, 1, at))));
            due.extend(self.orders.iter().enumerate().filter_map(|(at, order)| Some((order.remind?, 4, at))));
            let cases = self.cases.iter().enumerate();
            let open = cases.filter(|(_, case)| !case.is.is_over());
            due.extend(open.clone().map(|(at, case)| (case.due, 2, at)));
            due.extend(open.filter_map(|(at, case)| Some((case.remind?, 3, at))));
            due.retain(|(by, ..)| *by <= self.now);
            if due.is_empty() {
                return;
            }
            due.sort_unstable();
            for (_, what, at) in due {
                match what {
                    0 => self.close(at),
                    1 => self.confirm_silently(at),
                    2 => self.case_clock(at),
                    4 => drop(self.remind_to_confirm(at)),
                    _ => self.remind(at),
                }
            }
        }
    }
}
