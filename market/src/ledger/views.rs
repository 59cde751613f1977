//! What people see of the books and of payouts.

use super::types::{PayoutBatchId, PayoutId, PayoutState};
use crate::aftersales::CaseId;
use crate::kernel::{Money, Page, Timestamp};
use crate::order::{OrderId, OrderState};
use crate::shop::Verification;
use serde::{Deserialize, Serialize};

/// One payout as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutView {
    /// Which.
    pub id: PayoutId,
    /// In which file.
    pub batch: PayoutBatchId,
    /// The shop's public name.
    pub shop_name: String,
    /// How much.
    pub amount: Money,
    /// The last digits of the card.
    pub card_last4: String,
    /// What became of it.
    pub state: PayoutState,
    /// The bank's words, where it failed.
    pub reason: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When the bank answered.
    pub ended_at: Option<Timestamp>,
}

/// Money of one order that is held, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldOrder {
    /// Which order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// What the shop gets when it is released.
    pub share: Money,
    /// Where it is: to be shipped, or on its way.
    pub state: OrderState,
    /// Until when the shop must ship it.
    pub ship_by: Option<Timestamp>,
    /// When it is released at the latest, once it was shipped.
    pub until: Option<Timestamp>,
    /// The case that stops its release.
    pub open_case: Option<CaseId>,
    /// Whether its cash is not here: it is promised, and held when the courier has handed it over.
    pub is_cash_out: bool,
}

/// A line of the shop's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// Why.
    pub kind: String,
    /// An order's number or a payout's id.
    pub about: String,
    /// The case that it comes from.
    pub case: Option<CaseId>,
    /// Positive is earned, negative was paid out.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
}

/// A movement that took a shop's balance below zero, or a later sale that went into that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebtLine {
    /// As it stands in the statement.
    pub movement: StatementLine,
    /// What of it counts: all that went back to a buyer, and of a sale what had not gone into older refunds.
    pub counted: Money,
}

/// How a shop's balance came to be below zero. All its lines, and what the shop had, sum to the balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debt {
    /// The newest refunds that make it up, and what the sales after them paid into it; the newest first.
    pub lines: Page<DebtLine>,
    /// What the shop had when the first of them came, or got back from its bank since; said on the last page, none where it was
    /// nothing.
    pub had: Option<Money>,
}

/// A shop's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopMoney {
    /// Can be paid out.
    pub available: Money,
    /// On its way to the bank.
    pub on_its_way: Money,
    /// Was paid out.
    pub paid_out: Money,
    /// What the market kept of completed orders.
    pub fees: Money,
    /// The least that is paid out.
    pub payout_minimum: Money,
    /// Whether an operator has approved who is behind the shop; nothing is paid out before.
    pub is_approved: bool,
    /// Held for orders that are paid and not completed.
    pub held: Money,
    /// How many orders those are.
    pub held_count: i64,
    /// What couriers collect, or have and did not hand over.
    pub cash_out: Money,
    /// The last movements.
    pub statement: Vec<StatementLine>,
    /// Payouts, newest first.
    pub payouts: Vec<PayoutView>,
}

/// A payout that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameBack {
    /// When the bank said so.
    pub at: Timestamp,
    /// Its words.
    pub reason: String,
}

/// The card that a shop's payouts go to, and what keeps them from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardStanding {
    /// The end of its number.
    pub last4: String,
    /// How far the operator is with the identity that it belongs to.
    pub verification: Verification,
    /// Until when payouts wait, because an owner has named it lately.
    pub rests_until: Option<Timestamp>,
    /// The last payout to it, where that came back.
    pub came_back: Option<CameBack>,
    /// Whether so many came back in a row that it is paid nothing more, until an owner has named a card.
    pub is_left_out: bool,
}

/// The payouts of one file at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutBatchView {
    /// Which.
    pub id: PayoutBatchId,
    /// When it was made.
    pub made_at: Timestamp,
    /// How many payouts it has.
    pub payouts: i64,
    /// How many of them the bank has not answered.
    pub waiting: i64,
    /// What they are together.
    pub amount: Money,
}

/// The whole market's money: what it has, and to whom it owes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketMoney {
    /// With the payment provider.
    pub clearing: Money,
    /// On the bank account; below zero is what payouts took and no settlement of the provider has brought.
    pub bank: Money,
    /// Held for orders.
    pub escrow: Money,
    /// Owed to shops, payouts on their way included.
    pub shops: Money,
    /// Earned by the market, less what it lost.
    pub fees: Money,
    /// What it lost: paid for orders whose cash couriers kept.
    pub lost: Money,
    /// What it gave to its own coupons, less what came back of it.
    pub promotion: Money,
    /// Owed to buyers.
    pub refunds: Money,
    /// Came in and belongs nowhere yet.
    pub suspense: Money,
    /// Since when; none where there is none.
    pub suspense_since: Option<Timestamp>,
}
