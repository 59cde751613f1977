//! Payments, what providers tell of them, refunds.

use super::told::EventOutcome;
use crate::kernel::{Currency, Money, TextError, Timestamp};
use serde::{Deserialize, Serialize};

crate::id_type!(
    /// One payment; made by the checkout form, so it is also the attempt's id.
    PaymentId, "pmt");
crate::id_type!(
    /// Money on its way back to a buyer.
    RefundId, "rfd");

/// The provider of money that a courier collects at the door.
pub const CASH: &str = "cash_on_delivery";

/// What became of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PaymentState {
    /// Nobody paid yet.
    Waiting,
    /// The money is here.
    Captured,
    /// It was not paid in time, or the buyer gave up.
    Closed,
}

impl PaymentState {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Captured => "captured",
            Self::Closed => "closed",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Captured, Self::Closed].into_iter().find(|state| state.code() == code)
    }
}

/// What became of money that goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RefundState {
    /// The provider was asked, or will be.
    Waiting,
    /// The provider refuses for good: an operator has to look.
    Refused,
    /// It has reached the buyer.
    Done,
    /// An operator paid it from the market's own bank account.
    ByHand,
}

impl RefundState {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::Done => "done",
            Self::ByHand => "by_hand",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Refused, Self::Done, Self::ByHand].into_iter().find(|state| state.code() == code)
    }
    /// Whether the buyer has the money.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::ByHand)
    }
}

/// Why the balance at a provider moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReportKind {
    /// A buyer paid.
    Captured,
    /// Money went back to a buyer.
    Refunded,
    /// The provider took its fee.
    Fee,
    /// The provider paid out to the market's bank.
    Payout,
    /// Anything else: a dispute, a correction. A person has to look.
    Other,
}

impl ReportKind {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Refunded => "refunded",
            Self::Fee => "fee",
            Self::Payout => "payout",
            Self::Other => "other",
        }
    }
    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Captured, Self::Refunded, Self::Fee, Self::Payout, Self::Other].into_iter().find(|kind| kind.code() == code)
    }
}

/// One line of a provider's own statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// The provider's own id of the line.
    pub id: String,
    /// Why the balance moved.
    pub kind: ReportKind,
    /// The provider's own id of the payment behind it, for a person to find it there.
    pub reference: Option<String>,
    /// Our payment, where the provider names one. Not checked: it may be none of ours.
    pub payment: Option<PaymentId>,
    /// Our refund, where the provider names one. Not checked.
    pub refund: Option<RefundId>,
    /// By how much: above zero where the balance grew.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
}

/// A payment as its buyer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    /// Which.
    pub id: PaymentId,
    /// What became of it.
    pub state: PaymentState,
    /// How much.
    pub amount: Money,
    /// When the orders were placed.
    pub created_at: Timestamp,
    /// Until when the goods are held.
    pub expires_at: Timestamp,
    /// Whether it is paid in cash at the door: then nothing has to be done before the parcel comes.
    pub is_cash: bool,
    /// Whether the last attempt was declined.
    pub declined: bool,
    /// Another amount than was asked for, or one in another currency, which came and waits for a person.
    pub other_amount: Option<Money>,
    /// What came and paid for nothing, oldest first; of very many the first.
    pub sent_back: Vec<SentBack>,
    /// The orders that it is for: id and number.
    pub orders: Vec<(crate::order::OrderId, String)>,
}

/// Money of a payment that paid for nothing: it came too late, or was not what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    /// How much.
    pub amount: Money,
    /// Since when the buyer has it back; none while it is on its way.
    pub arrived_at: Option<Timestamp>,
}

/// What was put right by asking the provider, whose own word had not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HealedPayment {
    /// Of which payment.
    pub payment: PaymentId,
    /// What came of it.
    pub outcome: EventOutcome,
    /// When.
    pub at: Timestamp,
}

/// A payment that the provider is to be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// Which.
    pub payment: PaymentId,
    /// The provider's own id of it, where it gave one.
    pub reference: Option<String>,
}

/// A refund that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundDue {
    /// Which; its idempotency key at the provider.
    pub refund: RefundId,
    /// From which payment.
    pub payment: PaymentId,
    /// Which provider took that payment.
    pub provider: String,
    /// The provider's own id of that payment, where it gave one.
    pub reference: Option<String>,
    /// How much.
    pub amount: Money,
    /// Whether there is nothing left to ask for: it was made already, or a person sees to it.
    pub is_done: bool,
    /// When it was refused last, or was made for one who asked while it waited: what was read before that is out of date.
    pub refused_at: Option<Timestamp>,
    /// The provider's own ids of refunds that it made for this one and that failed, as far as its words were worked on.
    pub failed: Vec<String>,
    /// The provider's own ids of payments of which its desk gave as much back, for none of our refunds, one for each time that the books
    /// know of: of any further time nobody knows whether it was this refund.
    pub at_desk: Vec<String>,
}

/// Money that does not find its way back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckRefund {
    /// Which.
    pub id: RefundId,
    /// From which payment.
    pub payment: PaymentId,
    /// The provider's own id of that payment, where it gave one.
    pub reference: Option<String>,
    /// The order's number, where it is one order's.
    pub number: Option<String>,
    /// How much.
    pub amount: Money,
    /// The provider's words, where it refuses; none where it was asked long ago and says nothing.
    pub because: Option<String>,
    /// Whether it had reached the buyer and came back: then it can only be paid by hand.
    pub came_back: bool,
    /// Since when it is owed.
    pub since: Timestamp,
}

/// Why a refund that is stuck is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StuckRefusal {
    /// The reason is missing or too long.
    Reason(TextError),
    /// It has moved on: it was asked for again, has arrived, or was paid by hand.
    ChangedMeanwhile,
    /// It had reached the buyer and came back from there: the same way once more leads nowhere else.
    CameBack,
    /// The provider's own desk gave as much of that payment back, and nobody has said whether that was this refund.
    GivenAtDesk,
}

/// An amount that a provider told and that cannot be booked: nothing or less, more than any book takes, in a currency that no market settles
/// in, one more that was not asked for, or another one than was to go back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnbookedAmount {
    /// Who told it.
    pub provider: String,
    /// Under which id.
    pub event: String,
    /// Of which payment.
    pub payment: PaymentId,
    /// The provider's own id of that payment, where it gave one.
    pub reference: Option<String>,
    /// How much, in the currency's smallest unit.
    pub minor: i64,
    /// The currency's code, as it was told.
    pub currency: String,
    /// The refund of which it was given back; none of what came.
    pub refund: Option<RefundId>,
    /// When it was told.
    pub since: Timestamp,
}

impl UnbookedAmount {
    /// The amount, where it is in a currency that markets settle in.
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        Currency::from_code(&self.currency).map(|currency| Money::new(self.minor, currency))
    }
}

/// Why such an amount stays on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnbookedRefusal {
    /// What was found is missing or too long.
    Reason(TextError),
    /// Somebody else has looked into it, or it was booked.
    ChangedMeanwhile,
}

/// Why a wrong amount stays in suspense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SuspenseRefusal {
    /// The reason is missing or too long.
    Reason(TextError),
    /// It has left suspense already.
    AlreadyOut,
    /// The provider's statement has that very amount: it came, and can only go back.
    InStatement,
    /// The provider's statement says nothing else of this payment.
    NoOtherLine,
    /// The provider's statement has this payment in its own currency, and not in the one that is held.
    InOwnCurrency,
    /// The provider's statement has another amount of the very same object: this one never came, and nobody can give it back.
    NeverCame,
}
