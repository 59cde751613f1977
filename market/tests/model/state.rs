//! What the model knows of the market.

use crate::kinds::Unasked;
use crate::plan::Plan;

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 1_440 * MINUTE;
/// An order has so many lines at most: a shop sells no more.
pub const LINES: usize = 2;
/// The most that a courier collects of one parcel, and how many parcels one buyer may owe.
pub const CASH_CAP: i64 = 50_000;
pub const CASH_OPEN_MOST: usize = 3;
/// So long after it was shipped, cash that did not come may be written off.
pub const CASH_OVERDUE: i64 = 30 * DAY;
/// The shop that has said where goods go that come back; the other one never does.
pub const TAKES_RETURNS: usize = 1;
/// From the beginning on, coupons count for so long.
pub const COUPON_RUN: i64 = 365 * DAY;
/// So many payments may have the shop's, and so many of each buyer's the market's.
pub const COUPON_QUOTA: usize = 1;
pub const COUPON_PER_BUYER: usize = 2;

/// A coupon that buyers may type in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coupon {
    Shop,
    Market,
}

impl Coupon {
    /// Its place among both.
    pub const fn at(self) -> usize {
        match self {
            Self::Shop => 0,
            Self::Market => 1,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderIs {
    Placed,
    Paid,
    Shipped,
    Delivered,
    Completed,
    Cancelled,
}

/// What was bought of one good, at the price of that moment, and what went back of it.
#[derive(Clone, Debug)]
pub struct Line {
    pub good: usize,
    pub quantity: i64,
    pub money: i64,
    /// What coupons took off it.
    pub off: i64,
    pub quantity_back: i64,
    pub money_back: i64,
}

impl Line {
    pub const fn paid(&self) -> i64 {
        self.money - self.off
    }
}

#[derive(Clone, Debug)]
pub struct Order {
    pub buyer: usize,
    pub shop: usize,
    pub payment: usize,
    /// In the order in which they came into the cart.
    pub lines: Vec<Line>,
    pub freight: i64,
    /// What coupons took off its goods: the shop's, then the market's.
    pub off: [i64; 2],
    pub fee: i64,
    pub is: OrderIs,
    pub refunded: i64,
    pub refunded_fee: i64,
    /// What went back to the market of what its coupon took off.
    pub refunded_off: i64,
    pub freight_back: i64,
    pub shipped_at: Option<i64>,
    pub confirm_by: Option<i64>,
    /// When its buyer is to be reminded of that.
    pub remind: Option<i64>,
    /// Whether the buyer said that they have it, before its cash was here.
    pub is_received: bool,
    pub ended_at: i64,
    pub open_case: Option<usize>,
}

impl Order {
    pub fn goods(&self) -> i64 {
        self.lines.iter().map(|line| line.money).sum()
    }
    /// What is paid of the goods.
    pub fn paid_goods(&self) -> i64 {
        self.lines.iter().map(Line::paid).sum()
    }
    /// What is paid.
    pub fn total(&self) -> i64 {
        self.paid_goods() + self.freight
    }
    /// What is left of what the market adds.
    pub const fn added(&self) -> i64 {
        self.off[1] - self.refunded_off
    }
}

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
    pub came_late: bool,
    /// Another amount that came, and money in another currency.
    pub held: [Option<Held>; 2],
    /// Whether the provider has told the right amount, and whether its statement has it.
    pub is_told: bool,
    pub is_stated: bool,
    pub events: usize,
    /// What the last one told, in fen.
    pub last_told: i64,
}

impl Payment {
    /// Whether its cash is promised and not here.
    pub fn is_promised(&self) -> bool {
        self.is_cash && self.is == PaymentIs::Waiting
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

/// An amount that was told and that no book takes: whether an operator has looked into it.
#[derive(Clone, Debug)]
pub struct Unbooked {
    pub payment: usize,
    pub event: usize,
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
    pub is: RefundIs,
    /// Which of the provider's own refunds for it is the last: whoever asks again after one failed gets another.
    pub turn: usize,
    /// What the provider has told of that one: that the buyer has it, where they were waiting for it, and that it failed.
    pub has_arrived: bool,
    pub has_failed: bool,
}

impl Refund {
    /// Money that its buyer waits for.
    pub const fn new(payment: usize, amount: i64) -> Self {
        Self { payment, amount, is_foreign: false, is: RefundIs::Waiting, turn: 0, has_arrived: false, has_failed: false }
    }

    /// Whether the buyer had it, and the provider has it again: then it only goes by hand.
    pub const fn came_back(&self) -> bool {
        self.has_arrived && self.has_failed
    }
}

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

#[derive(Clone, Debug)]
pub struct Payout {
    pub shop: usize,
    pub amount: i64,
    pub is: PayoutIs,
}

/// What the bank has said of a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutIs {
    Waiting,
    Paid,
    Failed,
    Returned,
}

/// What there is of a good, in smallest steps, and what it costs.
#[derive(Clone, Debug)]
pub struct Stock {
    pub on_hand: i64,
    /// How much of it waits for payments.
    pub held: i64,
    /// In fen, for as many steps as its measure says.
    pub price: i64,
    /// How often its seller has described it.
    pub version: i64,
}

impl Stock {
    pub const fn left(&self) -> i64 {
        self.on_hand - self.held
    }
}

/// What lies in a cart.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub good: usize,
    pub quantity: i64,
    /// The price that the buyer saw.
    pub seen: i64,
}

#[derive(Clone, Debug)]
pub struct Reference {
    pub now: i64,
    /// The latest instant that the clock has shown.
    pub latest: i64,
    pub stock: [Stock; 4],
    /// What each shop has earned and was not paid out.
    pub balances: [i64; 2],
    /// How many payouts in a row came back from each shop's card.
    pub came_back: [usize; 2],
    /// By buyer.
    pub carts: [Vec<Wanted>; 2],
    /// By buyer: whether the shop's coupon lies in the cart, and the market's.
    pub typed: [[bool; 2]; 2],
    pub orders: Vec<Order>,
    pub payments: Vec<Payment>,
    pub cases: Vec<Case>,
    pub payouts: Vec<Payout>,
    pub refunds: Vec<Refund>,
    pub unbooked: Vec<Unbooked>,
    /// Of money that belongs to no payment: how many lines say that it came, that it left, and that a fen less left.
    pub strays: Vec<[usize; 3]>,
    /// Forms that did their work, as they were sent.
    pub sendings: Vec<Plan>,
    pub plan: Plan,
    /// Whether the market must do it (or have done it before) rather than refuse.
    pub accepts: bool,
}
