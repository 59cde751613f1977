//! What the model knows of the market.

mod cases;
mod money;

pub use cases::{Case, CaseIs, Kind, Parts};
pub use money::{DeskLine, Held, Odd, Payment, PaymentIs, Payout, PayoutIs, Record, RecordIs, Refund, RefundIs, Unbooked};

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
    /// What is left of what was paid.
    pub fn left(&self) -> i64 {
        self.total() - self.refunded
    }
    /// What is left of what the market adds.
    pub const fn added(&self) -> i64 {
        self.off[1] - self.refunded_off
    }
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
    pub stock: [Stock; 4],
    /// How much there is of the other size of what comes in two.
    pub large: i64,
    /// What each shop has earned and was not paid out.
    pub balances: [i64; 2],
    /// By buyer.
    pub carts: [Vec<Wanted>; 2],
    /// By buyer: whether the shop's coupon lies in the cart, and the market's.
    pub typed: [[bool; 2]; 2],
    /// Whether each coupon was ended.
    pub ended: [bool; 2],
    pub orders: Vec<Order>,
    pub payments: Vec<Payment>,
    pub cases: Vec<Case>,
    pub payouts: Vec<Payout>,
    pub refunds: Vec<Refund>,
    pub unbooked: Vec<Unbooked>,
    /// Of money that belongs to no payment: how many lines say that it came, that it left, and that a fen less left.
    pub strays: Vec<[usize; 3]>,
    /// Until when the provider's statement was read; none where it never was.
    pub read_until: Option<i64>,
    pub odd: Vec<Odd>,
    /// What its own desk gave back, as it tells.
    pub desk: Vec<DeskLine>,
    /// Forms that did their work, as they were sent.
    pub sendings: Vec<Plan>,
    pub plan: Plan,
    /// Whether the market must do it (or have done it before) rather than refuse.
    pub accepts: bool,
}
