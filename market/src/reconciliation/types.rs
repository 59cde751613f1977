//! What a provider and the books say of each other.

use crate::kernel::{Money, TextError, Timestamp};
use crate::order::OrderId;
use crate::payment::{PaymentId, RefundId, ReportKind};
use serde::{Deserialize, Serialize};

/// Who tells something that the other does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// It stands in the provider's statement and not in the books.
    Provider,
    /// It stands in the books and not in the provider's statement.
    Books,
}

/// Something that only one of the two tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which: the provider, whether it is a line of its statement or a booking of ours, and its id, with dots between.
    pub id: String,
    /// Who tells it.
    pub side: Side,
    /// What moved.
    pub kind: ReportKind,
    /// The provider's own ids of the line and of the payment behind it; empty for what only the books tell.
    pub reference: String,
    /// Our payment, where one is named.
    pub payment: Option<PaymentId>,
    /// How much: above zero where the provider has more of it.
    pub amount: Money,
    /// Since when it stands there alone.
    pub since: Timestamp,
    /// What an operator can take into the books, where it went back at the provider's own desk.
    pub desk: Option<DeskRefund>,
    /// The refunds of ours that it may be, made by somebody at the provider's own desk.
    pub ties: Vec<Tie>,
}

/// A refund that is owed still, and a line of the provider's statement that may be that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The provider's own id of the line.
    pub line: String,
    /// The refund.
    pub refund: RefundId,
    /// The number of the order that it is of, where it is one order's.
    pub number: Option<String>,
}

/// Something that only one of the two tells, and what an operator found out about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// Who tells it.
    pub side: Side,
    /// What moved.
    pub kind: ReportKind,
    /// The provider's own ids of the line and of the payment behind it; empty for what only the books tell.
    pub reference: String,
    /// Our payment, where one is named.
    pub payment: Option<PaymentId>,
    /// How much: above zero where the provider has more of it.
    pub amount: Money,
    /// What was found out.
    pub reason: String,
    /// By whom: a name.
    pub by: String,
    /// When it was written down.
    pub at: Timestamp,
}

/// Why a difference stays on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExplainRefusal {
    /// What was found out is missing or too long.
    Reason(TextError),
    /// It is none any more: the other side tells it by now, or somebody has explained it.
    ChangedMeanwhile,
}

/// Money of a payment that went back at the provider's own desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRefund {
    /// The provider's own id of the line.
    pub line: String,
    /// The payment's orders of which something is left: which, its number, and how much.
    pub orders: Vec<(OrderId, String, Money)>,
}

/// Why it is not taken into the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeskRefusal {
    /// The reason is missing or too long.
    Reason(TextError),
    /// It is in the books by now.
    ChangedMeanwhile,
    /// It is a line of another kind, or money that came in.
    NoRefund,
    /// It is in another currency than the market's.
    OtherCurrency,
    /// It names a refund of ours, which waits for the provider's word.
    NamesOurs,
    /// It belongs to no payment that this provider has captured for us.
    NotCaptured,
    /// It is money of another object of the provider's than the one that paid: the order never had it.
    OtherMoney,
    /// A refund of its payment is owed still, and the line may be that one.
    RefundOwed,
    /// A refund of that amount was written down as paid by hand after it, and it may be the same one.
    PaidByHand,
    /// The money came back to the provider: nobody has it.
    CameBack,
    /// It is of another payment, amount or currency than the refund that it is said to be, or that one came back once.
    NotThatRefund,
    /// A case of the order is open, and has to end first.
    CaseOpen,
    /// There is not so much left of the order.
    TooMuch,
}

/// Why money is in suspense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SuspenseCause {
    /// Another amount came than was asked for.
    WrongAmount,
    /// It came in another currency than was asked for.
    ForeignAmount,
    /// It belongs to no payment of ours.
    Unclaimed,
    /// Such money went back at the provider's own desk.
    UnclaimedBack,
}

/// Money that nobody gets before a person has looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// Why.
    pub cause: SuspenseCause,
    /// The provider's own id of the payment, where it is known.
    pub reference: String,
    /// Our payment, where there is one.
    pub payment: Option<PaymentId>,
    /// How much, in the currency that it came in; below zero where it left.
    pub amount: Money,
    /// What the provider's statement says of that payment in its place, in the market's currency, where it does not have this amount.
    pub stated: Option<Money>,
    /// Whether the provider's statement has another amount of the very object of which this one was told: it never came, cannot be given
    /// back, and leaves the books alone where nothing is `stated`.
    pub never_came: bool,
    /// Since when.
    pub since: Timestamp,
}

/// A provider's statement beside the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// The provider's name.
    pub provider: String,
    /// How far its statement was read; none where it never was.
    pub read_until: Option<Timestamp>,
    /// What the books say it holds, before its fees and its payouts to the bank.
    pub booked: Money,
    /// What it says it took from buyers.
    pub captured: Money,
    /// What it says it gave back to them; zero or less.
    pub refunded: Money,
    /// What it says it kept as its fee; zero or less.
    pub fees: Money,
    /// What it says it paid out to the bank; zero or less.
    pub paid_out: Money,
    /// What else it says: disputes, corrections.
    pub other: Money,
    /// Lines that are what the books say.
    pub matched: i64,
    /// A page of what only one of the two tells and nobody has explained, oldest first.
    pub differences: Vec<Difference>,
    /// The key of the next page, where more follow.
    pub next: Option<String>,
    /// How many of these there are on all pages.
    pub open: i64,
    /// What operators have explained, the latest first.
    pub explained: Vec<Explained>,
    /// Money in suspense, oldest first.
    pub suspense: Vec<Suspended>,
}
