//! What providers tell of payments and refunds, and what became of it.

use super::types::{PaymentId, RefundId};
use crate::kernel::Money;

/// What a provider tells, after its signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderEvent {
    /// The provider's own id of the event; it counts once. Made of its object and of what became of that, with a colon between.
    pub event_id: String,
    /// Which payment it is about.
    pub payment: PaymentId,
    /// What happened.
    pub kind: ProviderEventKind,
}

impl ProviderEvent {
    /// The provider's own object that it is about: several words may be about one.
    #[must_use]
    pub fn object(&self) -> &str {
        object_of(&self.event_id)
    }
}

/// The object that an event of this id is about; the whole id, where it names none.
pub(super) fn object_of(event_id: &str) -> &str {
    event_id.split_once(':').map_or(event_id, |(object, _)| object)
}

/// What happened at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderEventKind {
    /// The buyer has paid so much.
    Captured(Money),
    /// The buyer's bank said no; they may try again.
    Declined,
    /// A refund has reached the buyer.
    Refunded(RefundId),
    /// A refund did not reach the buyer, or came back from there, for good. Why stands in the event's id.
    RefundFailed(RefundId),
}

impl ProviderEventKind {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Captured(_) => "captured",
            Self::Declined => "declined",
            Self::Refunded(_) => "refunded",
            Self::RefundFailed(_) => "refund_failed",
        }
    }
}

/// What an event changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// The orders are paid.
    Paid,
    /// Told before, or nothing left to change.
    Repeated,
    /// Noted; the buyer may try again.
    Declined,
    /// The money came too late and goes back.
    GoesBack,
    /// Another amount than was asked for: it waits for a person.
    Suspended,
    /// A refund has reached the buyer.
    Refunded,
    /// A refund did not reach the buyer, or came back: it waits for a person.
    RefundFailed,
    /// It had told a wrong amount, by its own statement; what the statement says counts in its place.
    Corrected,
}

impl EventOutcome {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Repeated => "repeated",
            Self::Declined => "declined",
            Self::GoesBack => "goes_back",
            Self::Suspended => "suspended",
            Self::Refunded => "refunded",
            Self::RefundFailed => "refund_failed",
            Self::Corrected => "corrected",
        }
    }
    /// Whether something is otherwise now than before.
    #[must_use]
    pub const fn is_new(self) -> bool {
        !matches!(self, Self::Repeated | Self::Declined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_about_one_object_are_known_by_their_ids() {
        for (id, object) in [("re_1:refunded", "re_1"), ("re_1:failed:declined", "re_1"), ("evt_9", "evt_9"), ("", "")] {
            assert_eq!(object_of(id), object);
        }
    }
}
