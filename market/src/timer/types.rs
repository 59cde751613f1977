//! The kinds of clocks.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a clock is for; together with its subject it names the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimerKind {
    /// Subject: a payment. Nobody paid in time.
    ClosePayment,
    /// Subject: an order. Nobody confirmed in time.
    ConfirmOrder,
}

impl TimerKind {
    /// The name in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ClosePayment => "close_payment",
            Self::ConfirmOrder => "confirm_order",
        }
    }
    /// The kind of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::ClosePayment, Self::ConfirmOrder].into_iter().find(|kind| kind.code() == code)
    }
}

/// A clock whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTimer {
    /// What for.
    pub kind: TimerKind,
    /// Of what.
    pub subject: Uuid,
}
