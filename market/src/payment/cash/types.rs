//! Cash that a courier collects at the door: where it is out, and what its company transferred.

use super::rules::overdue_from;
use crate::kernel::{Money, TextError, Timestamp};
use crate::order::{MoveRefusal, OrderState};
use crate::payment::PaymentId;
use serde::{Deserialize, Serialize};

/// What a courier's company transferred for one parcel, as the operator copies it from the bank's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remittance {
    /// The payment that it names.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// The courier's own reference of the line; it counts once.
    pub reference: String,
    /// On which day it came, as the bank writes it.
    pub day: String,
}

/// Why a remittance is not recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RemittanceRefusal {
    /// Nothing, or less, or more than any book takes.
    Amount,
    /// The reference is missing or too long.
    Reference(TextError),
    /// The reference was recorded with another parcel, amount or day.
    ReferenceTaken,
    /// The day is missing or too long.
    Day(TextError),
}

/// A transfer that was recorded and has paid no order: it waits in suspense, or could not be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleRemittance {
    /// The id under which it was recorded: its reference, with a number before it where that was withdrawn before.
    pub id: String,
    /// The number of the order for which it was recorded.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// On which day it came, as it was typed.
    pub day: String,
    /// Whether it is in suspense.
    pub is_held: bool,
    /// Since when it is recorded.
    pub since: Timestamp,
}

/// Why a transfer that was recorded stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WithdrawRefusal {
    /// What was wrong with it is missing or too long.
    Reason(TextError),
    /// It has paid an order, or is owed to a buyer whose order had ended.
    Used,
    /// It was withdrawn, given back or looked into, or became a part of a whole.
    ChangedMeanwhile,
}

/// Why cash is not written off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WriteOffRefusal {
    /// The reason is missing or too long.
    Reason(TextError),
    /// It is here, or nobody is to pay it any more.
    NotOut,
    /// The courier has time until then.
    NotOverdue(Timestamp),
    /// Its order was not received, or is completed already.
    Move(MoveRefusal),
}

/// A parcel whose cash has not reached the market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashOut {
    /// The payment: what the courier transfers names it.
    pub payment: PaymentId,
    /// The order's number.
    pub number: String,
    /// The shop that sent it.
    pub shop_name: String,
    /// What the courier collects.
    pub amount: Money,
    /// The courier's code.
    pub courier: String,
    /// The parcel's number.
    pub tracking_number: String,
    /// Where the order stands.
    pub state: OrderState,
    /// Since when the parcel is with the courier.
    pub since: Timestamp,
    /// When the market paid for it instead.
    pub written_off_at: Option<Timestamp>,
}

impl CashOut {
    /// Whether an operator may decide that it never comes.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.state == OrderState::Delivered && overdue_from(self.since) <= now
    }
}
