//! What goes back, and what becomes of it: it arrives, is refused at once, or fails, before or after it had arrived.

use crate::kinds::{EventId, Gave, Unstick};
use crate::plan::Plan;
use crate::state::{Reference, Refund, RefundIs};

impl Gave {
    /// The amount that is told of a refund, and in which currency.
    pub const fn amount(self, refund: &Refund) -> (i64, &'static str) {
        let (own, other) = if refund.is_foreign { ("USD", "CNY") } else { ("CNY", "USD") };
        match self {
            Self::Right => (refund.amount, own),
            Self::Less => (refund.amount - 1, own),
            Self::Foreign => (refund.amount, other),
            Self::Nothing => (0, "?"),
        }
    }
}

impl Reference {
    pub(super) fn owe(&mut self, payment: usize, amount: i64) {
        self.refunds.push(Refund::new(payment, amount));
    }

    /// Whether the provider may speak of a refund: nobody who collects cash at the door gives any back.
    fn is_its(&self, refund: usize) -> bool {
        !self.payments[self.refunds[refund].payment].is_cash
    }

    /// The provider says that its last refund has arrived. Once that one failed, it did not.
    pub(super) fn arrive(&mut self, at: usize) {
        self.accepts = self.is_its(at);
        let refund = &mut self.refunds[at];
        self.plan = Plan::Refunded { refund: at, turn: refund.turn };
        if self.accepts && !refund.has_failed && matches!(refund.is, RefundIs::Waiting | RefundIs::Refused) {
            (refund.is, refund.has_arrived) = (RefundIs::Done, true);
        }
    }

    /// The provider says how much its last refund gave back. What is owed has arrived. Another amount is in no book and waits for a person,
    /// and so does the refund. Under the same id it says nothing new.
    pub(super) fn gave(&mut self, at: usize, gave: Gave) {
        let turn = self.refunds[at].turn;
        if gave == Gave::Right {
            self.arrive(at);
            self.plan = Plan::Gave { refund: at, turn, gave };
            return;
        }
        self.plan = Plan::Gave { refund: at, turn, gave };
        self.accepts = self.is_its(at);
        let refund = &mut self.refunds[at];
        if !self.accepts || std::mem::replace(&mut refund.gave[gave.at()], true) {
            return;
        }
        if refund.is == RefundIs::Waiting {
            refund.is = RefundIs::Refused;
        }
        let (payment, (amount, currency)) = (refund.payment, gave.amount(refund));
        self.leave(payment, EventId::Refund { refund: at, turn, gave }, (amount, currency));
    }

    /// The provider says that its last refund did not arrive, or did not stay with the buyer; or says so again, with other words, of the
    /// first one, when whoever asked again may wait for another. The end of one is the end of it.
    pub(super) fn fail(&mut self, at: usize, again: bool) {
        self.accepts = self.is_its(at);
        let refund = &mut self.refunds[at];
        let again = again && (refund.turn > 0 || refund.has_failed);
        let turn = if again { 0 } else { refund.turn };
        self.plan = Plan::RefundFails { refund: at, turn, again };
        if !self.accepts || again || refund.has_failed {
            return;
        }
        refund.has_failed = true;
        let from = if refund.has_arrived { RefundIs::Done } else { RefundIs::Waiting };
        if refund.is == from {
            refund.is = RefundIs::Refused;
        }
    }

    /// The provider refuses at once.
    pub(super) fn refuse(&mut self, at: usize) {
        self.plan = Plan::RefuseRefund { refund: at };
        let refund = &mut self.refunds[at];
        if refund.is == RefundIs::Waiting {
            refund.is = RefundIs::Refused;
        }
    }

    /// An operator has a refund asked for again, or pays it by hand: not where the provider's own desk may have given it.
    pub(super) fn unstick(&mut self, at: usize, how: Unstick) {
        self.plan = Plan::Unstick { refund: at, how };
        let is_given = self.is_given_at_desk(at);
        let refund = &mut self.refunds[at];
        self.accepts = refund.is == RefundIs::Refused && (how == Unstick::ByHand || !refund.came_back()) && !is_given;
        if !self.accepts {
            return;
        }
        match how {
            Unstick::Retry if refund.has_failed => refund.ask_again(),
            Unstick::Retry => refund.is = RefundIs::Waiting,
            Unstick::ByHand => (refund.is, refund.by_hand_at) = (RefundIs::ByHand, Some(self.now)),
        }
        self.sent();
    }
}
