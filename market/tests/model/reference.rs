//! The model: what the market must look like, worked out in plain numbers without a database, a transaction or a journal.

use crate::deeds::{self, Correction, Deed, Move, Told, Unstick};
use crate::state::{
    Case, CaseIs, DAY, FREIGHT, Kind, MINUTE, Order, OrderIs, Payment, PaymentIs, Payout, Plan, Reference, Refund, RefundIs, Shop,
};
use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

/// What moves a case that stands so; none where nothing does.
fn sensible(is: CaseIs) -> Option<Vec<Move>> {
    use Move as M;
    match is {
        CaseIs::Asked => Some(vec![M::Agree, M::Agree, M::Refuse, M::Refuse, M::Withdraw]),
        CaseIs::Refused => Some(vec![M::Escalate, M::Escalate, M::Agree, M::Withdraw]),
        CaseIs::Returning => Some(vec![M::Send, M::Send, M::Withdraw]),
        CaseIs::Returned => Some(vec![M::Receive, M::Contest]),
        CaseIs::Disputed => Some(vec![M::Decide(0), M::Decide(0), M::Decide(0), M::Agree, M::Withdraw]),
        CaseIs::Decided => Some(vec![M::AppealOfBuyer, M::AppealOfShop, M::Decide(0)]),
        CaseIs::Appealed => Some(vec![M::Decide(0)]),
        CaseIs::Settled | CaseIs::Closed => None,
    }
}

fn round(amount: i64, part: i64, whole: i64) -> i64 {
    (amount * part * 2 + whole) / (whole * 2)
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self {
            now: 0,
            shops: [Shop { on_hand: 2_000, ..Shop::default() }, Shop { on_hand: 40, ..Shop::default() }],
            orders: Vec::new(),
            payments: Vec::new(),
            cases: Vec::new(),
            payouts: Vec::new(),
            refunds: Vec::new(),
            sendings: Vec::new(),
            plan: Plan::Nothing,
            accepts: true,
        })
        .boxed()
    }

    /// Mostly what makes sense where the market stands, sometimes anything at all.
    fn transitions(state: &Self) -> BoxedStrategy<Deed> {
        let one_of = |of: Vec<usize>| (!of.is_empty()).then(|| prop::sample::select(of).boxed());
        let orders = |fits: fn(&Order) -> bool| {
            let all = state.orders.iter().enumerate();
            one_of(all.filter(|(_, order)| fits(order) && order.open_case.is_none()).map(|(at, _)| at).collect())
        };
        let payments = state.payments.iter().enumerate().filter(|(_, payment)| payment.is == PaymentIs::Waiting);
        let waiting = one_of(payments.map(|(at, _)| at).collect());
        let open: Vec<_> = state.cases.iter().enumerate().filter_map(|(at, case)| Some((at, sensible(case.is)?))).collect();
        let unpaid: Vec<usize> = (0..state.payouts.len()).filter(|at| state.payouts[*at].paid.is_none()).collect();
        let refunds = |is| one_of((0..state.refunds.len()).filter(|at| state.refunds[*at].is == is).collect());
        let wrong = (0..state.payments.len()).filter(|at| state.payments[*at].suspended == Some(true)).collect();

        let mut ways = vec![(4, deeds::anything()), (4, deeds::buy()), (3, deeds::wait()), (1, Just(Deed::PayOut).boxed())];
        let mut add = |weight: u32, way: Option<BoxedStrategy<Deed>>| ways.extend(way.map(|way| (weight, way)));
        add(1, waiting.clone().map(|which| which.prop_map(|which| Deed::Tell(which, Told::Wrong, false)).boxed()));
        add(8, waiting.map(|which| which.prop_map(|which| Deed::Tell(which, Told::Right, false)).boxed()));
        add(6, orders(|order| order.is == OrderIs::Paid).map(|which| which.prop_map(Deed::Ship).boxed()));
        add(3, orders(|order| order.is == OrderIs::Shipped).map(|which| which.prop_map(Deed::Confirm).boxed()));
        let under_way = |order: &Order| matches!(order.is, OrderIs::Paid | OrderIs::Shipped | OrderIs::Completed);
        add(7, orders(under_way).map(deeds::ask));
        let moves = (!open.is_empty()).then(|| prop::sample::select(open));
        add(
            20,
            moves.map(|open| open.prop_flat_map(|(at, of)| deeds::moves(of).prop_map(move |deed| Deed::Move(at, deed))).boxed()),
        );
        add(2, one_of(unpaid).map(|which| (which, any::<bool>()).prop_map(|(at, paid)| Deed::EndPayout(at, paid)).boxed()));
        add(2, refunds(RefundIs::Waiting).map(|which| which.prop_map(Deed::Refunded).boxed()));
        add(2, refunds(RefundIs::Waiting).map(|which| which.prop_map(Deed::RefuseRefund).boxed()));
        add(3, refunds(RefundIs::Refused).map(deeds::unstick));
        add(3, one_of(wrong).map(deeds::correct));
        add(3, one_of((0..state.sendings.len()).collect()).map(deeds::again));
        proptest::strategy::Union::new_weighted(ways).boxed()
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
            Deed::Buy(who, pork, dresses) => self.buy(who % 2, pork * 50, dresses),
            Deed::Tell(which, told, again) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.tell(payment, told, again);
                }
            }
            Deed::GiveUp(which) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.plan = Plan::GiveUp { payment };
                    self.accepts = self.payments[payment].is != PaymentIs::Captured;
                    if self.payments[payment].is == PaymentIs::Waiting {
                        self.sent();
                    }
                    self.close(payment);
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
                    self.plan = Plan::Refunded { refund };
                    if self.refunds[refund].is != RefundIs::ByHand {
                        self.refunds[refund].is = RefundIs::Done;
                    }
                }
            }
            Deed::RefuseRefund(which) => {
                if let Some(refund) = pick(self.refunds.len(), which) {
                    self.plan = Plan::RefuseRefund { refund };
                    if self.refunds[refund].is == RefundIs::Waiting {
                        self.refunds[refund].is = RefundIs::Refused;
                    }
                }
            }
            Deed::Unstick(which, how) => {
                if let Some(refund) = pick(self.refunds.len(), which) {
                    self.unstick(refund, how);
                }
            }
            Deed::Correct(which, how) => {
                if let Some(payment) = pick(self.payments.len(), which) {
                    self.correct(payment, how);
                }
            }
            Deed::Again(which, differs) => {
                if let Some(sending) = pick(self.sendings.len(), which) {
                    self.plan = Plan::Again { sending, differs };
                    self.accepts = !differs;
                }
            }
            Deed::PayOut => self.pay_out(),
            Deed::EndPayout(which, paid) => {
                if let Some(payout) = pick(self.payouts.len(), which) {
                    self.end_payout(payout, paid);
                }
            }
            Deed::Wait(minutes, jobs) => {
                self.plan = Plan::Wait { minutes, jobs };
                self.now += minutes * MINUTE;
                if jobs {
                    self.clocks();
                }
            }
            Deed::Restart => self.plan = Plan::Restart,
        }
    }

    /// The form of this plan does its work: sent again it does nothing more, and with something else in it it is refused.
    fn sent(&mut self) {
        self.sendings.push(self.plan.clone());
    }

    fn owe(&mut self, payment: usize, amount: i64) {
        self.refunds.push(Refund { payment, amount, is: RefundIs::Waiting });
    }

    fn unstick(&mut self, refund: usize, how: Unstick) {
        self.plan = Plan::Unstick { refund, how };
        self.accepts = self.refunds[refund].is == RefundIs::Refused;
        if self.accepts {
            self.refunds[refund].is = if how == Unstick::Retry { RefundIs::Waiting } else { RefundIs::ByHand };
            self.sent();
        }
    }

    fn correct(&mut self, at: usize, how: Correction) {
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

    fn buy(&mut self, buyer: usize, pork: i64, dresses: i64) {
        let wanted = [pork, dresses];
        if wanted == [0, 0] || self.shops.iter().zip(wanted).any(|(shop, wanted)| shop.on_hand - shop.held < wanted) {
            return;
        }
        self.plan = Plan::Buy { buyer, pork, dresses };
        let payment = self.payments.len();
        let mut orders = Vec::new();
        for (shop, quantity) in wanted.into_iter().enumerate().filter(|(_, quantity)| *quantity > 0) {
            let goods = if shop == 0 { round(4_580, quantity, 500) } else { 12_800 * quantity };
            self.shops[shop].held += quantity;
            orders.push(self.orders.len());
            self.orders.push(Order {
                buyer,
                shop,
                payment,
                quantity,
                goods,
                fee: round(goods, 1, 100),
                is: OrderIs::Placed,
                refunded: 0,
                refunded_fee: 0,
                goods_back: 0,
                quantity_back: 0,
                freight_back: 0,
                confirm_by: None,
                ended_at: 0,
                open_case: None,
            });
        }
        let amount = orders.iter().map(|order| self.orders[*order].total()).sum();
        let expires_at = self.now + 30 * MINUTE;
        let (is, came_late, suspended, events) = (PaymentIs::Waiting, false, None, 0);
        self.payments.push(Payment { buyer, is, amount, expires_at, orders, came_late, suspended, events });
    }

    fn tell(&mut self, payment: usize, told: Told, again: bool) {
        let known = &mut self.payments[payment];
        let is_repeated = again && known.events > 0;
        if !is_repeated {
            known.events += 1;
        }
        self.plan = Plan::Tell { payment, told, event: known.events };
        match told {
            Told::Right if !is_repeated => self.captured(payment),
            Told::Wrong if !is_repeated => {
                known.suspended.get_or_insert(true);
            }
            Told::Right | Told::Wrong | Told::Declined => {}
        }
    }

    /// The provider has the right amount.
    fn captured(&mut self, payment: usize) {
        match self.payments[payment].is {
            PaymentIs::Waiting if self.now < self.payments[payment].expires_at => {
                self.payments[payment].is = PaymentIs::Captured;
                for order in self.payments[payment].orders.clone() {
                    let (shop, quantity) = (self.orders[order].shop, self.orders[order].quantity);
                    self.orders[order].is = OrderIs::Paid;
                    self.shops[shop].held -= quantity;
                    self.shops[shop].on_hand -= quantity;
                }
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

    fn close(&mut self, payment: usize) {
        if self.payments[payment].is != PaymentIs::Waiting {
            return;
        }
        self.payments[payment].is = PaymentIs::Closed;
        for order in self.payments[payment].orders.clone() {
            let (shop, quantity) = (self.orders[order].shop, self.orders[order].quantity);
            self.orders[order].is = OrderIs::Cancelled;
            self.shops[shop].held -= quantity;
        }
    }

    fn order(&mut self, at: usize, deed: &Deed) {
        let order = self.orders[at].clone();
        let is_free = order.open_case.is_none();
        match deed {
            Deed::Cancel(_) => {
                self.plan = Plan::Cancel { order: at };
                self.accepts = order.is == OrderIs::Cancelled || (order.is == OrderIs::Paid && is_free);
                if order.is == OrderIs::Paid && is_free {
                    self.sent();
                    self.owe(order.payment, order.total() - order.refunded);
                    self.shops[order.shop].on_hand += order.quantity - order.quantity_back;
                    let this = &mut self.orders[at];
                    (this.refunded, this.refunded_fee, this.is) = (order.total(), order.fee, OrderIs::Cancelled);
                }
            }
            Deed::Ship(_) => {
                self.plan = Plan::Ship { order: at };
                self.accepts = order.is == OrderIs::Shipped || (order.is == OrderIs::Paid && is_free);
                if order.is == OrderIs::Paid && is_free {
                    self.sent();
                    self.orders[at].is = OrderIs::Shipped;
                    self.orders[at].confirm_by = Some(self.now + 10 * DAY);
                }
            }
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

    fn complete(&mut self, at: usize) {
        let order = &mut self.orders[at];
        (order.is, order.ended_at) = (OrderIs::Completed, self.now);
        self.shops[order.shop].balance += order.total() - order.refunded - (order.fee - order.refunded_fee);
    }

    fn ask(&mut self, at: usize, kind: usize, goods: i64, money: i64) {
        let order = self.orders[at].clone();
        let kind = match (kind % 6, order.is) {
            (0 | 1, OrderIs::Paid) | (2, _) => Kind::BeforeShipping,
            (0 | 3, _) => Kind::RefundOnly,
            _ => Kind::Return,
        };
        let left = order.quantity - order.quantity_back;
        let quantity = left * goods / 100;
        let most = parts(&order, quantity);
        let amount = (money != 100).then(|| most.map_or(0, |(goods, freight)| (goods + freight) * money / 100));
        self.plan = Plan::Ask { order: at, kind, quantity, amount };
        let fits = match kind {
            Kind::BeforeShipping => order.is == OrderIs::Paid,
            Kind::RefundOnly | Kind::Return => {
                order.is == OrderIs::Shipped || (order.is == OrderIs::Completed && self.now <= order.ended_at + 15 * DAY)
            }
        };
        let cut = most.and_then(|(goods, freight)| {
            let most = goods + freight;
            let amount = amount.unwrap_or(most);
            if amount <= 0 || amount > most {
                return None;
            }
            if amount == most {
                return Some((quantity, goods, freight));
            }
            // Two parts: the larger remainder gets the fen; the goods where they are equal.
            let (of_goods, of_freight) = (goods * amount, freight * amount);
            let left = amount - of_goods / most - of_freight / most;
            let goods_first = of_goods % most >= of_freight % most;
            Some((0, of_goods / most + left * i64::from(goods_first), of_freight / most + left * i64::from(!goods_first)))
        });
        let Some(parts) = cut.filter(|_| fits && order.open_case.is_none()) else {
            self.accepts = false;
            return;
        };
        let release_left = order.confirm_by.filter(|_| order.is == OrderIs::Shipped).map(|by| (by - self.now).max(0));
        self.orders[at].open_case = Some(self.cases.len());
        self.orders[at].confirm_by = None;
        let due = self.now + 2 * DAY;
        self.cases.push(Case { order: at, kind, is: CaseIs::Asked, parts, awarded: 0, due, release_left, done: Vec::new() });
    }

    fn case(&mut self, at: usize, deed: Move) {
        use CaseIs as S;
        let case = self.cases[at].clone();
        let amount = if let Move::Decide(percent) = deed { case.amount() * percent / 100 } else { 0 };
        let is_again = case.is == S::Appealed;
        self.plan = Plan::Move { case: at, deed, seen_appealed: is_again, amount };
        if amount > case.amount() {
            self.accepts = false;
            return;
        }
        let (name, from_here) = match deed {
            Move::Agree => (
                "agree",
                match case.is {
                    S::Asked if case.kind == Kind::Return => Some(S::Returning),
                    S::Asked | S::Refused | S::Disputed => Some(S::Settled),
                    _ => None,
                },
            ),
            Move::Refuse => (
                "refuse",
                match case.is {
                    S::Asked if case.kind == Kind::BeforeShipping => Some(S::Closed),
                    S::Asked => Some(S::Refused),
                    _ => None,
                },
            ),
            Move::Withdraw => {
                ("withdraw", matches!(case.is, S::Asked | S::Refused | S::Returning | S::Disputed).then_some(S::Closed))
            }
            Move::Escalate => ("escalate", (case.is == S::Refused).then_some(S::Disputed)),
            Move::Send => ("send", (case.is == S::Returning).then_some(S::Returned)),
            Move::Receive => ("receive", (case.is == S::Returned).then_some(S::Settled)),
            Move::Contest => ("contest", (case.is == S::Returned).then_some(S::Disputed)),
            Move::Decide(_) if is_again => ("decide again", Some(S::Settled)),
            Move::Decide(_) => ("decide", (case.is == S::Disputed).then_some(S::Decided)),
            Move::AppealOfBuyer => ("appeal of the buyer", (case.is == S::Decided).then_some(S::Appealed)),
            Move::AppealOfShop => ("appeal of the shop", (case.is == S::Decided).then_some(S::Appealed)),
        };
        let Some(next) = from_here else {
            self.accepts = case.done.contains(&(name, amount));
            return;
        };
        self.sent();
        self.cases[at].done.push((name, amount));
        if matches!(deed, Move::Decide(_)) {
            self.cases[at].awarded = amount;
        } else if next == S::Settled {
            self.cases[at].awarded = case.amount();
        }
        self.enter(at, next);
    }

    /// A case moves on.
    fn enter(&mut self, at: usize, next: CaseIs) {
        self.cases[at].is = next;
        let days = match next {
            CaseIs::Asked => 2,
            CaseIs::Refused => 5,
            CaseIs::Returning | CaseIs::Returned => 7,
            CaseIs::Disputed | CaseIs::Decided | CaseIs::Appealed => 3,
            CaseIs::Settled | CaseIs::Closed => return self.end_case(at, next),
        };
        self.cases[at].due = self.now + days * DAY;
    }

    fn end_case(&mut self, at: usize, next: CaseIs) {
        let case = self.cases[at].clone();
        if next == CaseIs::Settled && case.awarded > 0 {
            self.give_back(&case);
        }
        let now = self.now;
        let order = &mut self.orders[case.order];
        order.open_case = None;
        if order.is == OrderIs::Shipped {
            order.confirm_by = case.release_left.map(|left| now + left);
        }
    }

    fn give_back(&mut self, case: &Case) {
        let (quantity, goods, freight) = case.parts;
        let (most, amount) = (goods + freight, case.awarded);
        let (quantity, goods) = if amount == most {
            (quantity, goods)
        } else {
            let left = amount - goods * amount / most - freight * amount / most;
            let goods_first = (goods * amount) % most >= (freight * amount) % most;
            (0, goods * amount / most + left * i64::from(goods_first))
        };
        let order = &mut self.orders[case.order];
        let total = order.total();
        let fee = round(order.fee, order.refunded + amount, total) - round(order.fee, order.refunded, total);
        order.refunded += amount;
        order.refunded_fee += fee;
        order.goods_back += goods;
        order.quantity_back += quantity;
        order.freight_back += amount - goods;
        self.refunds.push(Refund { payment: order.payment, amount, is: RefundIs::Waiting });
        let shop = &mut self.shops[order.shop];
        if case.kind == Kind::BeforeShipping {
            shop.on_hand += quantity;
        }
        if order.is == OrderIs::Completed {
            shop.balance -= amount - fee;
        } else if order.refunded == total {
            order.is = OrderIs::Cancelled;
        }
    }

    fn pay_out(&mut self) {
        self.plan = Plan::PayOut;
        self.sent();
        for shop in 0..2 {
            let is_waiting = self.payouts.iter().any(|payout| payout.shop == shop && payout.paid.is_none());
            let amount = self.shops[shop].balance;
            if !is_waiting && amount >= 100 {
                self.payouts.push(Payout { shop, amount, paid: None });
            }
        }
    }

    fn end_payout(&mut self, at: usize, paid: bool) {
        self.plan = Plan::EndPayout { payout: at, paid };
        match self.payouts[at].paid {
            None => {
                self.sent();
                self.payouts[at].paid = Some(paid);
                if paid {
                    let Payout { shop, amount, .. } = self.payouts[at];
                    self.shops[shop].balance -= amount;
                }
            }
            Some(before) => self.accepts = before == paid,
        }
    }

    /// Every clock that is due fires, the longest overdue first; what fires may set others that are due at once.
    fn clocks(&mut self) {
        loop {
            let payments = self.payments.iter().enumerate().filter(|(_, payment)| payment.is == PaymentIs::Waiting);
            let mut due: Vec<(i64, u8, usize)> = payments.map(|(at, payment)| (payment.expires_at, 0, at)).collect();
            let orders = self.orders.iter().enumerate().filter(|(_, order)| order.is == OrderIs::Shipped);
            due.extend(orders.filter_map(|(at, order)| order.confirm_by.map(|by| (by, 1, at))));
            let cases = self.cases.iter().enumerate();
            due.extend(
                cases
                    .filter(|(_, case)| !matches!(case.is, CaseIs::Settled | CaseIs::Closed))
                    .map(|(at, case)| (case.due, 2, at)),
            );
            due.retain(|(by, ..)| *by <= self.now);
            if due.is_empty() {
                return;
            }
            due.sort_unstable();
            for (_, what, at) in due {
                match what {
                    0 => self.close(at),
                    1 => self.complete(at),
                    _ => self.case_clock(at),
                }
            }
        }
    }

    fn case_clock(&mut self, at: usize) {
        let case = self.cases[at].clone();
        let next = match case.is {
            CaseIs::Asked if case.kind == Kind::Return => CaseIs::Returning,
            CaseIs::Asked | CaseIs::Returned => {
                self.cases[at].awarded = case.amount();
                CaseIs::Settled
            }
            CaseIs::Refused | CaseIs::Returning => CaseIs::Closed,
            CaseIs::Decided => CaseIs::Settled,
            CaseIs::Disputed | CaseIs::Appealed | CaseIs::Settled | CaseIs::Closed => {
                self.cases[at].due = self.now + DAY;
                return;
            }
        };
        self.enter(at, next);
    }
}

/// All that so much of the goods cost, with their share of the freight; none where there is not so much.
fn parts(order: &Order, quantity: i64) -> Option<(i64, i64)> {
    let left = order.quantity - order.quantity_back;
    if quantity <= 0 || quantity > left {
        return None;
    }
    let money_left = order.goods - order.goods_back;
    let freight_left = FREIGHT - order.freight_back;
    if quantity == left {
        return Some((money_left, freight_left));
    }
    let upto = |quantity| round(order.goods, quantity, order.quantity);
    let goods = (upto(order.quantity_back + quantity) - upto(order.quantity_back)).min(money_left);
    let freight = (round(FREIGHT, order.goods_back + goods, order.goods) - order.freight_back).clamp(0, freight_left);
    Some((goods, freight))
}
