//! What is asked for of an order, and how that stands.

use super::LINES;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseIs {
    Asked,
    Refused,
    Returning,
    Returned,
    Resending,
    Resent,
    Disputed,
    Decided,
    Appealed,
    Settled,
    Replaced,
    Closed,
}

impl CaseIs {
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Settled | Self::Replaced | Self::Closed)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    BeforeShipping,
    RefundOnly,
    Return,
    Exchange,
    Resend,
}

impl Kind {
    pub const fn is_of_goods(self) -> bool {
        matches!(self, Self::Exchange | Self::Resend)
    }
}

/// What is asked for or goes back of an order: of each line so much, and money of each line and, behind them, of the freight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub quantity: [i64; LINES],
    pub money: [i64; LINES + 1],
}

impl Parts {
    pub fn total(&self) -> i64 {
        self.money.iter().sum()
    }
}

#[derive(Clone, Debug)]
pub struct Case {
    pub order: usize,
    pub kind: Kind,
    pub is: CaseIs,
    pub parts: Parts,
    /// The line in place of which the other size is to come.
    pub wants: Option<usize>,
    pub awarded: i64,
    pub due: i64,
    /// When whoever has to act, or may appeal, is reminded; none where they were.
    pub remind: Option<i64>,
    pub release_left: Option<i64>,
    pub opened: i64,
    /// When the buyer was to be reminded of the order, before the case stopped that.
    pub order_remind: Option<i64>,
    pub done: Vec<(&'static str, i64)>,
}

impl Case {
    pub fn amount(&self) -> i64 {
        self.parts.total()
    }
}
