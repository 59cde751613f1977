//! Money that came, that goes back, and that is paid out.

use crate::kinds::{EventId, Unasked};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentIs {
    Waiting,
    Captured,
    Closed,
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub buyer: usize,
    pub is: PaymentIs,
    pub amount: i64,
    pub expires_at: i64,
    /// Whether it is paid in cash at the door.
    pub is_cash: bool,
    /// When that was here.
    pub cash_at: i64,
    pub orders: Vec<usize>,
    /// What it has of each coupon: the shop's, then the market's.
    pub uses: [i64; 2],
    /// How much of it goes back, or went, because it came late or is what the statement has in place of another amount.
    pub late: Option<i64>,
    /// Another amount that came, and money in another currency.
    pub held: [Option<Held>; 2],
    /// Whether the provider has told the right amount, and which one its statement has.
    pub is_told: bool,
    pub stated: Option<i64>,
    /// When it was paid in time, whether its line in the statement is known to be a booking, and whether that it has none was explained.
    pub captured_at: Option<i64>,
    pub is_tied: bool,
    pub is_explained: bool,
    pub events: usize,
    /// What was recorded of its cash.
    pub records: Vec<Record>,
}

impl Payment {
    /// Whether its cash is promised and not here.
    pub fn is_promised(&self) -> bool {
        self.is_cash && self.is == PaymentIs::Waiting
    }

    /// The id of what was told last.
    pub fn last_id(&self, payment: usize) -> EventId {
        match self.records.last() {
            Some(record) => record.id(payment),
            None => EventId::Payment { payment, event: self.events },
        }
    }

    /// How much is in suspense of what was not asked for.
    pub fn suspended(&self, unasked: Unasked) -> i64 {
        self.held[unasked.at()].filter(|held| held.waits).map_or(0, |held| held.amount)
    }
}

/// What came and was not asked for: whether it waits in suspense still.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub amount: i64,
    pub waits: bool,
}

/// A courier's transfer, as it was recorded.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    pub line: usize,
    /// How often that line was recorded by then.
    pub turn: usize,
    pub amount: i64,
    pub is: RecordIs,
}

impl Record {
    pub const fn id(&self, payment: usize) -> EventId {
        EventId::Record { payment, line: self.line, turn: self.turn }
    }

    /// In the order of these, ids of one payment's transfers are sorted.
    pub fn name(&self) -> String {
        if self.turn == 1 { format!("pay {}", self.line) } else { format!(" {} pay {}", self.turn, self.line) }
    }
}

/// What became of it: it paid, alone or with others, or went back; it came first into suspense; it is in no book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordIs {
    Used,
    Held,
    Left,
    Withdrawn,
}

/// A line of the provider's statement that is no buyer's money: whether it is a fee, and whether an operator has said what it was.
#[derive(Clone, Copy, Debug)]
pub struct Odd {
    pub is_fee: bool,
    pub is_explained: bool,
}

/// A line of the provider's statement of money that its own desk gave back, for no refund of ours.
#[derive(Clone, Copy, Debug)]
pub struct DeskLine {
    pub payment: usize,
    pub amount: i64,
    pub at: i64,
    /// Whether it is in the books, and whether an operator has said what else it was.
    pub is_tied: bool,
    pub is_explained: bool,
}

impl DeskLine {
    pub const fn is_open(&self) -> bool {
        !self.is_tied && !self.is_explained
    }
}

/// An amount that was told and that no book takes: whether an operator has looked into it.
#[derive(Clone, Debug)]
pub struct Unbooked {
    pub payment: usize,
    pub id: EventId,
    pub amount: i64,
    pub currency: &'static str,
    pub is_noted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundIs {
    Waiting,
    Refused,
    Done,
    ByHand,
}

#[derive(Clone, Debug)]
pub struct Refund {
    pub payment: usize,
    pub amount: i64,
    /// Whether it goes back in dollars.
    pub is_foreign: bool,
    /// Whether it is an amount that was not asked for.
    pub is_of_suspense: bool,
    pub is: RefundIs,
    /// When it was paid by hand.
    pub by_hand_at: Option<i64>,
    /// Which of the provider's own refunds for it is the last: whoever asks again after one failed gets another.
    pub turn: usize,
    /// What the provider has told of that one: that the buyer has it, where they were waiting for it, and that it failed.
    pub has_arrived: bool,
    pub has_failed: bool,
    /// Which amounts it has told of that one.
    pub gave: [bool; 4],
}

impl Refund {
    /// Money that its buyer waits for.
    pub const fn new(payment: usize, amount: i64) -> Self {
        Self {
            payment,
            amount,
            is_foreign: false,
            is_of_suspense: false,
            is: RefundIs::Waiting,
            by_hand_at: None,
            turn: 0,
            has_arrived: false,
            has_failed: false,
            gave: [false; 4],
        }
    }

    /// The provider is asked for another one of its own.
    pub fn ask_again(&mut self) {
        let new = Self::new(self.payment, self.amount);
        let (is_foreign, is_of_suspense) = (self.is_foreign, self.is_of_suspense);
        *self = Self { turn: self.turn + 1, is_foreign, is_of_suspense, ..new };
    }

    /// Whether its buyer waits for it still.
    pub const fn is_owed(&self) -> bool {
        matches!(self.is, RefundIs::Waiting | RefundIs::Refused)
    }

    /// Whether the buyer had it, and the provider has it again: then it only goes by hand.
    pub const fn came_back(&self) -> bool {
        self.has_arrived && self.has_failed
    }
}

#[derive(Clone, Debug)]
pub struct Payout {
    pub shop: usize,
    pub amount: i64,
    pub is: PayoutIs,
    /// The how-manieth end of a payout its last one was, paid or not; 0 while it waits.
    pub turn: usize,
}

/// What the bank has said of a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutIs {
    Waiting,
    Paid,
    Failed,
    Returned,
}
