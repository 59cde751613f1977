//! Stock levels and movements.

use serde::{Deserialize, Serialize};

/// The stock of one variant in smallest steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What lies in the shop.
    pub on_hand: i64,
    /// How much of it waits for payments.
    pub held: i64,
}

impl Level {
    /// What can be bought now.
    #[must_use]
    pub const fn available(self) -> i64 {
        self.on_hand.saturating_sub(self.held)
    }
}

/// Why stock changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MovementKind {
    /// The first count.
    Opening,
    /// A later count.
    Count,
    /// A paid order.
    Sale,
    /// Goods of a cancelled order went back on the shelf.
    Return,
    /// Goods were sent once more in place of others.
    Resend,
}

impl MovementKind {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Count => "count",
            Self::Sale => "sale",
            Self::Return => "return",
            Self::Resend => "resend",
        }
    }
}
