//! Accounts, journals and payouts.

use crate::kernel::TextError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id_type!(
    /// One movement of money.
    JournalId, "jrn");
crate::id_type!(
    /// Money on its way to one shop's bank card.
    PayoutId, "pay");
crate::id_type!(
    /// The payouts of one file.
    PayoutBatchId, "bat");

/// What an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AccountKind {
    /// What the payment provider holds for the market.
    Clearing,
    /// What is held for one order.
    Escrow,
    /// What one shop has earned and was not paid yet.
    ShopPayable,
    /// What one producer has earned and was not paid yet.
    ProducerPayable,
    /// The market's own fees, less what it lost.
    PlatformFee,
    /// What goes back to a buyer, until the provider has given it back.
    RefundDue,
    /// What nobody can explain yet.
    Suspense,
    /// What the market's bank has paid out.
    Bank,
    /// What the market has given to its own coupons.
    Promotion,
}

impl AccountKind {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clearing => "clearing",
            Self::Escrow => "escrow",
            Self::ShopPayable => "shop_payable",
            Self::ProducerPayable => "producer_payable",
            Self::PlatformFee => "platform_fee",
            Self::RefundDue => "refund_due",
            Self::Suspense => "suspense",
            Self::Bank => "bank",
            Self::Promotion => "promotion",
        }
    }
}

/// An account by what it holds and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// What it holds.
    pub kind: AccountKind,
    /// For whom: an order, a shop, a payment; none for the market's own.
    pub owner: Option<Uuid>,
}

/// Why money moves. Together with its subject it happens once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum JournalKind {
    /// A buyer pays. Subject: the payment.
    Capture,
    /// An order's money is the shop's. Subject: the order.
    Release,
    /// An order's money goes back. Subject: the order.
    OrderRefund,
    /// A part of an order's money goes back. Subject: the case that decided it.
    CaseRefund,
    /// Money came for a payment that was closed. Subject: the payment.
    LateCapture,
    /// Another amount came than was asked for. Subject: the payment.
    WrongAmount,
    /// Such an amount leaves suspense: back to the buyer, or out of the books where the provider never had it. Subject: the payment.
    WrongAmountOut,
    /// Money came in another currency than was asked for, and is booked in it. Subject: the payment.
    ForeignAmount,
    /// Such money leaves suspense, in the same ways. Subject: the payment.
    ForeignAmountOut,
    /// The provider has money that belongs to no payment of ours. Subject: the line of its statement.
    Unclaimed,
    /// Such money went back at the provider's own desk. Subject: the line of its statement.
    UnclaimedBack,
    /// The provider gave money back. Subject: the refund.
    RefundPaid,
    /// Such money came back to the provider. Subject: the refund.
    RefundFailed,
    /// An operator gave money back by a transfer from the market's bank account. Subject: the refund.
    RefundByHand,
    /// Money went back at the provider's own desk, and an operator took that into the books. Subject: the line of its statement.
    DeskRefund,
    /// A courier keeps the cash of an order, and the market pays for it. Subject: the payment.
    CashLost,
    /// Such cash came after all. Subject: the payment.
    CashFound,
    /// What came of the cash of an order beside a part that is in suspense, and with which it is whole. Subject: the payment.
    CashPart,
    /// Money goes to a shop's bank card. Subject: the payout.
    Payout,
    /// Such money came back after it had been booked as paid. Subject: the payout.
    PayoutReturned,
}

impl JournalKind {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Release => "release",
            Self::OrderRefund => "order_refund",
            Self::CaseRefund => "case_refund",
            Self::LateCapture => "late_capture",
            Self::WrongAmount => "wrong_amount",
            Self::WrongAmountOut => "wrong_amount_out",
            Self::ForeignAmount => "foreign_amount",
            Self::ForeignAmountOut => "foreign_amount_out",
            Self::Unclaimed => "unclaimed",
            Self::UnclaimedBack => "unclaimed_back",
            Self::RefundPaid => "refund_paid",
            Self::RefundFailed => "refund_failed",
            Self::RefundByHand => "refund_by_hand",
            Self::DeskRefund => "desk_refund",
            Self::CashLost => "cash_lost",
            Self::CashFound => "cash_found",
            Self::CashPart => "cash_part",
            Self::Payout => "payout",
            Self::PayoutReturned => "payout_returned",
        }
    }
}

/// A planned movement: accounts and signed amounts in minor units, positive for what the market has, negative for what it owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Why.
    pub kind: JournalKind,
    /// Of what.
    pub subject: Uuid,
    /// Sums to zero.
    pub entries: Vec<(Account, i64)>,
}

/// What becomes of a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PayoutState {
    /// In a file for the bank.
    Waiting,
    /// The bank has paid.
    Paid,
    /// The bank gave it back.
    Failed,
    /// The bank had paid, and gave it back afterwards.
    Returned,
}

impl PayoutState {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Returned => "returned",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Paid, Self::Failed, Self::Returned].into_iter().find(|state| state.code() == code)
    }
}

/// Why a payout is not ended, or its file not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayoutRefusal {
    /// The bank has paid it.
    AlreadyPaid,
    /// The bank gave it back.
    AlreadyFailed,
    /// The bank has not paid it, so that it cannot give it back.
    NotPaid,
    /// The reason is missing or too long.
    Reason(TextError),
}
