//! The company's own books: what it took, what it gave back when it was asked to, and what its people did by hand, of which nobody is
//! told but who reads its statement.

use super::{Company, Webhook};
use market::kernel::{Clock, Money, Timestamp};
use market::payment::{PaymentId, RefundId, ReportKind, ReportLine};
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Books {
    pub(super) intents: BTreeMap<PaymentId, Intent>,
    pub(super) refunds: BTreeMap<RefundId, Refund>,
    by_hand: Vec<ByHand>,
    pub(super) webhooks: Vec<Webhook>,
}

pub(super) struct Intent {
    pub(super) amount: Money,
    pub(super) paid_at: Option<Timestamp>,
}

pub(super) struct Refund {
    pub(super) payment: PaymentId,
    pub(super) amount: Money,
    pub(super) made_at: Timestamp,
}

/// Whose money somebody at the company has moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours(PaymentId),
    /// That of the stranger with this number.
    Nobodys(usize),
}

struct ByHand {
    kind: ReportKind,
    whose: Whose,
    fen: i64,
    at: Timestamp,
}

/// The lines of what was done by hand have such ids.
const BY_HAND: &str = "hand_";

/// What the company calls a payment.
pub(super) fn reference(payment: PaymentId) -> String {
    format!("int_{payment}")
}

impl Books {
    /// What it took for a payment, what it gave back of that when it was asked to, and what its desk gave.
    pub(super) fn of(&self, payment: PaymentId) -> (i64, i64, i64) {
        let taken = self.intents.get(&payment).filter(|intent| intent.paid_at.is_some()).map_or(0, |it| it.amount.minor());
        let asked = self.refunds.values().filter(|refund| refund.payment == payment).map(|refund| refund.amount.minor()).sum();
        let given = |hand: &&ByHand| hand.kind == ReportKind::Refunded && hand.whose == Whose::Ours(payment);
        (taken, asked, self.by_hand.iter().filter(given).map(|hand| -hand.fen).sum())
    }

    fn write(&mut self, kind: ReportKind, whose: Whose, fen: i64, at: Timestamp) -> String {
        self.by_hand.push(ByHand { kind, whose, fen, at });
        format!("{BY_HAND}{}", self.by_hand.len() - 1)
    }

    /// All that moved its balance, ever.
    pub(super) fn lines(&self) -> Vec<ReportLine> {
        let line = |kind, payment, amount, at, id| ReportLine {
            id,
            kind,
            reference: Some(reference(payment)),
            payment: Some(payment),
            refund: None,
            amount,
            at,
        };
        let taken = self.intents.iter().filter_map(|(payment, intent)| {
            Some(line(ReportKind::Captured, *payment, intent.amount, intent.paid_at?, reference(*payment)))
        });
        let back = self.refunds.iter().map(|(id, made)| {
            let amount = Money::new(-made.amount.minor(), made.amount.currency());
            ReportLine { refund: Some(*id), ..line(ReportKind::Refunded, made.payment, amount, made.made_at, id.to_string()) }
        });
        let by_hand = self.by_hand.iter().enumerate().map(|(at, hand)| {
            let (reference, payment) = match hand.whose {
                Whose::Ours(payment) => (reference(payment), Some(payment)),
                Whose::Nobodys(number) => (format!("int_nobody_{number}"), None),
            };
            let (id, amount) = (format!("{BY_HAND}{at}"), Money::fen(hand.fen));
            ReportLine { id, kind: hand.kind, reference: Some(reference), payment, refund: None, amount, at: hand.at }
        });
        taken.chain(back).chain(by_hand).collect()
    }
}

impl Company {
    /// What it took for a payment, and what it gave back of that.
    pub fn of(&self, payment: PaymentId) -> (i64, i64) {
        let (taken, asked, given) = self.books().of(payment);
        (taken, asked + given)
    }

    /// All that it holds for the market.
    pub fn held(&self) -> i64 {
        self.books().lines().iter().map(|line| line.amount.minor()).sum()
    }

    /// Whether it has made a refund that it was asked for.
    pub fn has_made(&self, refund: RefundId) -> bool {
        self.books().refunds.contains_key(&refund)
    }

    /// Whether a line of its statement tells of what its people did by hand.
    pub fn is_by_hand(line: &str) -> bool {
        line.starts_with(BY_HAND)
    }

    /// Its desk gives so much of a payment back: the line of its statement; none where it has not so much of it.
    pub fn give_at_desk(&self, payment: PaymentId, fen: i64) -> Option<String> {
        let now = self.clock.now();
        let mut books = self.books();
        let (taken, asked, given) = books.of(payment);
        (fen > 0 && fen <= taken - asked - given).then(|| books.write(ReportKind::Refunded, Whose::Ours(payment), -fen, now))
    }

    /// A bank takes all of a payment away, past everybody; false where there is none, or it was taken before.
    pub fn charge_back(&self, payment: PaymentId) -> bool {
        let now = self.clock.now();
        let mut books = self.books();
        let (taken, ..) = books.of(payment);
        let was = books.by_hand.iter().any(|hand| hand.kind == ReportKind::Other && hand.whose == Whose::Ours(payment));
        if taken == 0 || was {
            return false;
        }
        books.write(ReportKind::Other, Whose::Ours(payment), -taken, now);
        true
    }

    /// A stranger pays something that nobody has asked for.
    pub fn take_of_nobody(&self, fen: i64) {
        let now = self.clock.now();
        let mut books = self.books();
        let number = books.by_hand.len();
        books.write(ReportKind::Captured, Whose::Nobodys(number), fen, now);
    }

    /// The desk gives the oldest money of strangers back that it has still; false where there is none.
    pub fn give_to_nobody(&self) -> bool {
        let now = self.clock.now();
        let mut books = self.books();
        let waits = |came: &&ByHand| {
            let is_back = |went: &ByHand| went.kind == ReportKind::Refunded && went.whose == came.whose;
            came.kind == ReportKind::Captured && !books.by_hand.iter().any(is_back)
        };
        let waits = books.by_hand.iter().find(waits).map(|came| (came.whose, came.fen));
        let Some((whose, fen)) = waits else { return false };
        books.write(ReportKind::Refunded, whose, -fen, now);
        true
    }
}
