//! The kinds of clocks.

use crate::kernel::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a clock is for; together with its subject it names the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimerKind {
    /// Subject: a payment. Nobody paid in time.
    ClosePayment,
    /// Subject: a payment. Its time is over soon.
    RemindPayment,
    /// Subject: an order. Nobody confirmed in time.
    ConfirmOrder,
    /// Subject: an order. Tomorrow it counts as received.
    RemindConfirm,
    /// Subject: an order. The shop has to ship it soon.
    RemindShip,
    /// Subject: an order. The shop has not shipped it in time.
    ShipLate,
    /// Subject: a case. Whoever had to act did not.
    Case,
    /// Subject: a case. Whoever has to act, or may appeal, has a day left.
    RemindCase,
}

impl TimerKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ClosePayment,
        Self::RemindPayment,
        Self::ConfirmOrder,
        Self::RemindConfirm,
        Self::RemindShip,
        Self::ShipLate,
        Self::Case,
        Self::RemindCase,
    ];
}

impl TimerKind {
    /// The name in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ClosePayment => "close_payment",
            Self::RemindPayment => "remind_payment",
            Self::ConfirmOrder => "confirm_order",
            Self::RemindConfirm => "remind_confirm",
            Self::RemindShip => "remind_ship",
            Self::ShipLate => "ship_late",
            Self::Case => "case",
            Self::RemindCase => "remind_case",
        }
    }
    /// The kind of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A clock whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTimer {
    /// Its row.
    pub id: Uuid,
    /// What for.
    pub kind: TimerKind,
    /// Of what.
    pub subject: Uuid,
    /// When it came.
    pub due: Timestamp,
}
