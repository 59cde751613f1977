//! Why a case is not opened, or not moved.

use super::{CaseId, CaseState};
use crate::aftersales::rules::{ShareError, WantedError};
use crate::kernel::TextError;
use crate::order::TrackingError;
use serde::{Deserialize, Serialize};

/// Why a case is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskRefusal {
    /// The order is in no state in which this can be asked.
    NotNow,
    /// The time for asking is over.
    TooLate,
    /// It is about goods that spoil.
    Perishable {
        /// Which line of the order.
        line: i64,
        /// Why.
        why: PerishableRefusal,
    },
    /// It was asked for in vain as often as it may be while the order's money is held.
    Enough,
    /// It is paid in cash, and the cash has not reached the market: there is nothing to give back yet.
    CashIsOut,
    /// There is an open case already.
    OpenCase(CaseId),
    /// What is asked for is more than there is, or nothing.
    Share(ShareError),
    /// What is wanted in exchange cannot come.
    Wanted {
        /// In place of which line of the order.
        line: i64,
        /// Why not.
        error: WantedError,
    },
    /// The words are missing or too long.
    Words(TextError),
    /// The attempt was used for something else.
    AttemptReused,
}

/// Why something is not asked for of goods that spoil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PerishableRefusal {
    /// They do not go back in the post.
    NotSentBack,
    /// They are on their way or there, and nothing is wrong with them but that they are not wanted any more.
    NotWanted,
    /// The time for asking about them is over.
    TooLate,
}

/// Why a case is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseRefusal {
    /// It stands where this cannot be done.
    NotFrom(CaseState),
    /// Somebody else moved it in the meantime.
    ChangedMeanwhile,
    /// There are words or photos in it that whoever decides has not read.
    Unheard {
        /// Of the buyer.
        buyer: bool,
        /// Of the shop.
        shop: bool,
    },
    /// The words are missing or too long.
    Words(TextError),
    /// No courier of our list.
    Courier,
    /// No tracking number.
    TrackingNumber(TrackingError),
    /// Another parcel of the order has this number.
    KnownParcel,
    /// The amount is below zero or above what was asked for.
    Amount,
    /// There is not so much on the shelf as is to be sent once more.
    Short {
        /// Of which line of the order.
        line: i64,
        /// How much there is, in smallest steps.
        left: i64,
    },
    /// This side has said and shown as much as one may in a case.
    Full,
    /// An operator who bought, or belongs to the shop, judges nothing in their own case.
    OwnCase,
}
