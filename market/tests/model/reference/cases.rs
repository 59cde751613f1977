//! Cases: what is asked for, what becomes of it, what is given back.

use super::{round, shares};
use crate::goods::{GOODS, PERISHABLE, SIZED};
use crate::kinds::Move;
use crate::plan::Plan;
use crate::state::{Case, CaseIs, DAY, Kind, LINES, Line, Order, OrderIs, Parts, Reference, Refund, TAKES_RETURNS};

impl Reference {
    pub(super) fn ask(&mut self, at: usize, kind: usize, goods: [i64; LINES], money: i64) {
        let order = self.orders[at].clone();
        let wants = if kind % 10 < 8 { None } else { order.lines.iter().position(|line| line.good == SIZED) };
        let kind = match (kind % 10, order.is) {
            (0 | 1, OrderIs::Paid) | (2, _) => Kind::BeforeShipping,
            (0 | 3, _) => Kind::RefundOnly,
            (6 | 8 | 9, _) => Kind::Exchange,
            (7, _) => Kind::Resend,
            _ => Kind::Return,
        };
        let mut quantities = [0; LINES];
        for (nth, line) in order.lines.iter().enumerate() {
            let percent = if order.lines.len() == 1 { goods[0].max(goods[1]) } else { goods[nth] };
            quantities[nth] = (line.quantity - line.quantity_back) * percent / 100;
        }
        let all = shares::all_of(&order, quantities);
        let amount = (money != 100).then(|| all.map_or(0, |all| all.total() * money / 100));
        self.plan = Plan::Ask { order: at, kind, quantities, amount, wants };
        // What came before comes again. Of a line of which nothing is asked for nothing comes in exchange.
        let came = self.came(at).filter(|_| kind.is_of_goods());
        let wants = wants.or(came).filter(|line| quantities[*line] > 0);
        let costs_the_same = wants == came || wants.is_none_or(|line| costs_the_same(&order.lines[line]));
        // Where the market had paid for its cash, the days count from the courier's transfer.
        let money_since = order.ended_at.max(self.payments[order.payment].cash_at);
        let fits = match kind {
            Kind::BeforeShipping => order.is == OrderIs::Paid,
            Kind::RefundOnly | Kind::Return | Kind::Exchange | Kind::Resend => {
                order.is == OrderIs::Shipped || (order.is == OrderIs::Completed && self.now <= money_since + 15 * DAY)
            }
        };
        let fits = fits && (!is_about_perishable(&order, quantities) || perishable_fits(kind, &order, self.now - money_since));
        // Whoever asks for goods asks for all of them, whatever sum stands in the form.
        let asked = amount.filter(|_| !kind.is_of_goods());
        let cut = all.and_then(|all| shares::cut(all, asked.unwrap_or(all.total())));
        let is_promised = self.payments[order.payment].is_promised();
        let is_held = matches!(order.is, OrderIs::Paid | OrderIs::Shipped);
        let alike = |case: &Case| (case.kind == Kind::BeforeShipping) == (kind == Kind::BeforeShipping);
        let is_vain = |case: &Case| case.is == CaseIs::Closed || (case.is == CaseIs::Settled && case.awarded == 0);
        let in_vain = self.cases.iter().filter(|case| case.order == at && is_vain(case) && alike(case)).count();
        let is_free = order.open_case.is_none() && !(is_held && in_vain >= 3);
        let Some(parts) = cut.filter(|_| fits && !is_promised && is_free && costs_the_same) else {
            self.accepts = false;
            return;
        };
        let release_left = order.confirm_by.filter(|_| order.is == OrderIs::Shipped).map(|by| (by - self.now).max(0));
        self.orders[at].open_case = Some(self.cases.len());
        self.orders[at].confirm_by = None;
        let order_remind = self.orders[at].remind.take();
        let due = self.now + 2 * DAY;
        let (is, remind) = (CaseIs::Asked, Some(due - DAY));
        self.cases.push(Case {
            order: at,
            kind,
            is,
            parts,
            wants,
            awarded: 0,
            due,
            remind,
            release_left,
            opened: self.now,
            order_remind,
            done: Vec::new(),
        });
    }

    /// The line in whose place the other size came: its buyer has that, unless all of its money went back.
    fn came(&self, order: usize) -> Option<usize> {
        let cases = self.cases.iter().filter(|case| case.order == order && case.is.is_over());
        cases.filter(|case| case.done.contains(&("resend", 0)) && case.awarded < case.amount()).find_map(|case| case.wants)
    }

    pub(super) fn case(&mut self, at: usize, deed: Move) {
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
            Move::Agree => ("agree", agreed(&case)),
            Move::Refuse => (
                "refuse",
                match case.is {
                    S::Asked if case.kind == Kind::BeforeShipping => Some(S::Closed),
                    S::Asked => Some(S::Refused),
                    _ => None,
                },
            ),
            Move::Withdraw => ("withdraw", may_withdraw(&case).then_some(S::Closed)),
            Move::Escalate => ("escalate", matches!(case.is, S::Refused | S::Resent).then_some(S::Disputed)),
            Move::Send => ("send", (case.is == S::Returning).then_some(S::Returned)),
            Move::Receive => {
                let next = if case.kind == Kind::Exchange { S::Resending } else { S::Settled };
                ("receive", (case.is == S::Returned).then_some(next))
            }
            Move::Resend => ("resend", (case.is == S::Resending && self.has(&case)).then_some(S::Resent)),
            Move::ConfirmGoods => ("confirm", (case.is == S::Resent).then_some(S::Replaced)),
            Move::GiveBackInstead => {
                let is_asked = matches!(case.is, S::Asked | S::Refused | S::Disputed) && case.kind.is_of_goods();
                ("give back", (is_asked || case.is == S::Resending).then_some(S::Settled))
            }
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
        if next == S::Resent {
            for (nth, (line, quantity)) in self.orders[case.order].lines.iter().zip(case.parts.quantity).enumerate() {
                match case.wants {
                    Some(wants) if wants == nth => self.large -= quantity,
                    _ => self.stock[line.good].on_hand -= quantity,
                }
            }
        }
        self.enter(at, next);
    }

    /// Whether all that a case asks for lies on the shelf and waits for nobody's payment.
    fn has(&self, case: &Case) -> bool {
        let mut lines = self.orders[case.order].lines.iter().zip(case.parts.quantity).enumerate();
        lines.all(|(nth, (line, quantity))| match case.wants {
            Some(wants) if wants == nth => quantity <= self.large,
            _ => quantity <= self.stock[line.good].left(),
        })
    }

    /// A case moves on.
    fn enter(&mut self, at: usize, next: CaseIs) {
        self.cases[at].is = next;
        let days = match next {
            CaseIs::Asked | CaseIs::Resending => 2,
            CaseIs::Resent => 10,
            CaseIs::Refused => 5,
            CaseIs::Returning | CaseIs::Returned => 7,
            CaseIs::Disputed | CaseIs::Decided | CaseIs::Appealed => 3,
            CaseIs::Settled | CaseIs::Replaced | CaseIs::Closed => return self.end_case(at, next),
        };
        self.cases[at].due = self.now + days * DAY;
        self.cases[at].remind = Some(self.cases[at].due - DAY);
    }

    /// Whoever has to act is reminded; where that comes late, they have a day from then on. Operators have no end.
    pub(super) fn remind(&mut self, at: usize) {
        let (now, case) = (self.now, &mut self.cases[at]);
        let is_ours = matches!(case.is, CaseIs::Disputed | CaseIs::Appealed);
        if case.remind.take_if(|at| *at <= now).is_some() && !is_ours && (case.due - now) * 2 < DAY {
            case.due = now + DAY;
        }
    }

    fn end_case(&mut self, at: usize, next: CaseIs) {
        self.cases[at].remind = None;
        let case = self.cases[at].clone();
        if next == CaseIs::Settled && case.awarded > 0 {
            self.settle(&case);
        }
        let now = self.now;
        let order = &mut self.orders[case.order];
        order.open_case = None;
        if order.is == OrderIs::Shipped {
            order.confirm_by = case.release_left.map(|left| now + left);
            // As much of each is left as there was, also where the clock was put back meanwhile.
            order.remind = case.order_remind.map(|remind| remind + now - case.opened);
        }
    }

    /// What a case decided goes back, once the provider has been asked.
    fn settle(&mut self, case: &Case) {
        let parts = shares::cut(case.parts, case.awarded).unwrap();
        self.give_back(case.order, parts, case.kind == Kind::BeforeShipping);
        self.refunds.push(Refund::new(self.orders[case.order].payment, case.awarded));
    }

    /// So much of an order goes back, from what is held for it or from who has that by now; where its goods never left they are sold anew.
    pub(super) fn give_back(&mut self, at: usize, parts: Parts, is_unsent: bool) {
        let amount = parts.total();
        let order = &mut self.orders[at];
        let total = order.total();
        let goes_with = |whole| round(whole, order.refunded + amount, total) - round(whole, order.refunded, total);
        let (fee, off) = (goes_with(order.fee), goes_with(order.off[1]));
        order.refunded += amount;
        order.refunded_fee += fee;
        order.refunded_off += off;
        order.freight_back += parts.money[LINES];
        let is_all = order.is != OrderIs::Completed && order.refunded == total;
        for (nth, line) in order.lines.iter_mut().enumerate() {
            // Nobody gets what is left of the goods once all of the money is back.
            let unsold = if is_all { line.quantity - line.quantity_back } else { parts.quantity[nth] };
            if is_unsent {
                self.stock[line.good].on_hand += unsold;
            }
            line.quantity_back += parts.quantity[nth];
            line.money_back += parts.money[nth];
        }
        if order.is == OrderIs::Completed {
            self.balances[order.shop] -= amount + off - fee;
        } else if is_all {
            order.is = OrderIs::Cancelled;
            self.give_coupons_back(at);
        }
    }

    pub(super) fn case_clock(&mut self, at: usize) {
        let case = self.cases[at].clone();
        if case.due > self.now {
            return;
        }
        let next = match case.is {
            CaseIs::Asked if matches!(case.kind, Kind::Return | Kind::Exchange) => CaseIs::Returning,
            CaseIs::Returning if self.orders[case.order].shop == TAKES_RETURNS => CaseIs::Closed,
            CaseIs::Asked | CaseIs::Returning | CaseIs::Returned | CaseIs::Resending => {
                self.cases[at].awarded = case.amount();
                CaseIs::Settled
            }
            CaseIs::Refused => CaseIs::Closed,
            CaseIs::Resent => CaseIs::Replaced,
            CaseIs::Decided => CaseIs::Settled,
            CaseIs::Disputed | CaseIs::Appealed | CaseIs::Settled | CaseIs::Replaced | CaseIs::Closed => {
                (self.cases[at].due, self.cases[at].remind) = (self.now + DAY, None);
                return;
            }
        };
        self.enter(at, next);
    }
}

/// Whether what comes in two sizes costs what it did.
fn costs_the_same(line: &Line) -> bool {
    line.money == GOODS[SIZED].price * line.quantity
}

/// Whether something that spoils is asked about.
fn is_about_perishable(order: &Order, quantities: [i64; LINES]) -> bool {
    order.lines.iter().zip(quantities).any(|(line, quantity)| quantity > 0 && line.good == PERISHABLE)
}

/// Whether this can be asked of what spoils, so long after its order was completed: it is not sent back.
fn perishable_fits(kind: Kind, order: &Order, since: i64) -> bool {
    !matches!(kind, Kind::Return | Kind::Exchange) && (order.is != OrderIs::Completed || since <= 2 * DAY)
}

/// Where the shop's consent leads, to what is asked for; once an operator was asked, to money alone.
fn agreed(case: &Case) -> Option<CaseIs> {
    match (case.is, case.kind) {
        (CaseIs::Asked | CaseIs::Refused, Kind::Resend) => Some(CaseIs::Resending),
        (CaseIs::Asked, Kind::Return) | (CaseIs::Asked | CaseIs::Refused, Kind::Exchange) => Some(CaseIs::Returning),
        (CaseIs::Disputed, kind) if kind.is_of_goods() => None,
        (CaseIs::Asked | CaseIs::Refused | CaseIs::Disputed, _) => Some(CaseIs::Settled),
        _ => None,
    }
}

/// Whether the buyer may let it be: not while what they sent back is with the shop.
fn may_withdraw(case: &Case) -> bool {
    matches!(case.is, CaseIs::Asked | CaseIs::Refused | CaseIs::Returning | CaseIs::Disputed)
        || (case.is == CaseIs::Resending && case.kind == Kind::Resend)
}
