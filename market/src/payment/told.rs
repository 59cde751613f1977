//! What providers tell of payments and refunds, and what became of it.

use super::types::{PaymentId, RefundId};
use crate::kernel::{Currency, Money};

/// Letters of a currency's code that are kept: ISO 4217 has three.
const CODE_LETTERS_MAX: usize = 8;

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

/// An amount as it was told, in a currency that no market settles in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrangeAmount {
    minor: i64,
    code: [u8; CODE_LETTERS_MAX],
}

impl StrangeAmount {
    /// So many of the smallest unit of the currency with this code. What is no letter or digit of the code becomes a question mark, and
    /// so does a code that is missing.
    #[must_use]
    pub fn new(minor: i64, code: &str) -> Self {
        let mut letters = [0; CODE_LETTERS_MAX];
        let plain = |letter: u8| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { b'?' };
        let told = if code.is_empty() { "?" } else { code };
        letters.iter_mut().zip(told.bytes()).for_each(|(to, from)| *to = plain(from));
        Self { minor, code: letters }
    }
    /// The amount, in the currency's smallest unit.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }
    /// The currency's code, in capitals.
    #[must_use]
    pub fn code(self) -> String {
        self.code.iter().take_while(|letter| **letter != 0).map(|letter| char::from(*letter)).collect()
    }
}

/// What happened at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderEventKind {
    /// The buyer has paid so much.
    Captured(Money),
    /// The buyer has paid so much in a currency that no market settles in.
    CapturedStrange(StrangeAmount),
    /// The buyer's bank said no; they may try again.
    Declined,
    /// A refund has reached the buyer.
    Refunded(RefundId),
    /// Of a refund so much has reached the buyer, which is not what the provider was asked for.
    RefundedOther(RefundId, StrangeAmount),
    /// A refund did not reach the buyer, or came back from there, for good. Why stands in the event's id.
    RefundFailed(RefundId),
}

impl ProviderEventKind {
    /// The buyer has paid so much, in the smallest unit of the currency with this code.
    #[must_use]
    pub fn captured(minor: i64, code: &str) -> Self {
        let told = StrangeAmount::new(minor, code);
        let known = Currency::from_code(&told.code());
        known.map_or(Self::CapturedStrange(told), |currency| Self::Captured(Money::new(minor, currency)))
    }
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Captured(_) | Self::CapturedStrange(_) => "captured",
            Self::Declined => "declined",
            Self::Refunded(_) => "refunded",
            Self::RefundedOther(..) => "refunded_other",
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
    /// Another amount than was asked for, or in another currency: it waits for a person.
    Suspended,
    /// An amount that cannot be booked: nothing or less, more than any book takes, in a currency that no market settles in, one more that
    /// was not asked for or comes late where another one goes back already, or another one than was to go back. It waits for a person.
    Unbooked,
    /// Such an amount, which an operator has looked into.
    Noted,
    /// A refund has reached the buyer.
    Refunded,
    /// A refund did not reach the buyer, or came back: it waits for a person.
    RefundFailed,
    /// It had told a wrong amount, by its own statement; what the statement says counts in its place.
    Corrected,
    /// A courier's transfer that an operator had typed wrong, or the record that takes it back.
    Withdrawn,
    /// A courier's transfer that no book took, until with others it was all that was asked for: the order is paid.
    Part,
}

impl EventOutcome {
    const ALL: [Self; 12] = [
        Self::Paid,
        Self::Repeated,
        Self::Declined,
        Self::GoesBack,
        Self::Suspended,
        Self::Unbooked,
        Self::Noted,
        Self::Refunded,
        Self::RefundFailed,
        Self::Corrected,
        Self::Withdrawn,
        Self::Part,
    ];
    /// The outcome of a code; none for a word that was not worked on.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Repeated => "repeated",
            Self::Declined => "declined",
            Self::GoesBack => "goes_back",
            Self::Suspended => "suspended",
            Self::Unbooked => "unbooked",
            Self::Noted => "noted",
            Self::Refunded => "refunded",
            Self::RefundFailed => "refund_failed",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
            Self::Part => "part",
        }
    }
    /// What the log says of it where it came by asking the provider, whose own word had not come; none where that changed nothing.
    #[must_use]
    pub const fn healed(self) -> Option<&'static str> {
        match self {
            Self::Paid => Some("the provider had the money and its word had not come: the orders are paid"),
            Self::GoesBack => Some("the provider had the money of a payment that was closed: it goes back"),
            Self::Suspended => Some("the provider had another amount than was asked for: it is held in suspense"),
            Self::Unbooked => Some("the provider tells an amount that cannot be booked: it waits for a person"),
            Self::Refunded => Some("the provider had given the money back and its word had not come: the refund is done"),
            // What becomes of a failed refund is written down as such, whoever told it.
            Self::RefundFailed | Self::Repeated | Self::Declined => None,
            Self::Corrected | Self::Withdrawn | Self::Noted | Self::Part => None,
        }
    }
    /// Which outcome the log speaks of.
    #[must_use]
    pub fn of_healed(detail: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.healed().is_some_and(|why| detail.starts_with(why)))
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
    fn a_currency_is_known_by_its_code_or_kept_as_it_was_told() {
        for code in ["cny", "CNY", "Cny"] {
            assert_eq!(ProviderEventKind::captured(5, code), ProviderEventKind::Captured(Money::fen(5)));
        }
        for (code, kept) in [
            ("hkd", "HKD"),
            ("", "?"),
            ("?", "?"),
            (" cny", "?CNY"),
            ("cny\0", "CNY?"),
            ("元", "???"),
            ("cnycnycnycny", "CNYCNYCN"),
        ] {
            let kind = ProviderEventKind::captured(-5, code);
            let ProviderEventKind::CapturedStrange(told) = kind else { panic!("{code}: {kind:?}") };
            assert_eq!((told.minor(), told.code().as_str()), (-5, kept));
            assert_eq!(ProviderEventKind::captured(-5, kept), kind, "read back as it was written down");
        }
    }

    #[test]
    fn an_outcome_is_read_as_it_was_written() {
        for outcome in EventOutcome::ALL {
            assert_eq!(EventOutcome::from_code(outcome.code()), Some(outcome));
        }
        assert_eq!(EventOutcome::from_code(""), None, "nobody has worked on it");
    }

    #[test]
    fn what_was_healed_is_read_as_it_was_written() {
        for outcome in EventOutcome::ALL {
            let Some(why) = outcome.healed() else { continue };
            assert_eq!(EventOutcome::of_healed(&format!("{why} (pi_1:captured)")), Some(outcome));
        }
        assert_eq!(EventOutcome::of_healed("the orders are paid"), None);
    }

    #[test]
    fn what_repeats_or_declines_changes_nothing_and_everything_else_does() {
        let old: Vec<_> = EventOutcome::ALL.into_iter().filter(|outcome| !outcome.is_new()).collect();
        assert_eq!(old, [EventOutcome::Repeated, EventOutcome::Declined]);
    }

    #[test]
    fn words_about_one_object_are_known_by_their_ids() {
        for (id, object) in [("re_1:refunded", "re_1"), ("re_1:failed:declined", "re_1"), ("evt_9", "evt_9"), ("", "")] {
            assert_eq!(object_of(id), object);
        }
    }
}
