//! As whom somebody acts. Only this crate makes these values, out of a session row, so that a command's first argument proves
//! the right to call it.

use super::types::{Language, PersonId, SessionId};
use crate::kernel::{Span, Timestamp};

/// Whoever sits down at a browser that somebody left signed in must not be able to take the account over, or a shop's money.
const PROOF_LIFE: Span = Span::minutes(10);

/// A person whose session was found and is alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub(crate) person: PersonId,
    pub(crate) session: SessionId,
    pub(crate) name: String,
    pub(crate) language: Language,
    pub(crate) is_operator: bool,
    pub(crate) is_courier: bool,
    /// When they last typed a code or password.
    pub(crate) proved_at: Timestamp,
    /// When the session was last written down as seen.
    pub(crate) seen_at: Timestamp,
}

impl SignedIn {
    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }
    /// By which session.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        self.session
    }
    /// What they want to be called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
    /// What they read.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }
    /// When they last proved who they are.
    #[must_use]
    pub const fn proved_at(&self) -> Timestamp {
        self.proved_at
    }
    /// Whether they typed a code or password so lately that they may set a password, or name a bank card. By a clock that ran ahead and
    /// was put right they did so in a time that has not come: that is not lately.
    #[must_use]
    pub fn has_proved_lately(&self, now: Timestamp) -> bool {
        (now.before(PROOF_LIFE)..=now.after(PROOF_LIFE)).contains(&self.proved_at)
    }
    /// As somebody who buys; everybody may.
    #[must_use]
    pub const fn buyer(&self) -> Buyer {
        Buyer { person: self.person }
    }
    /// As an operator of the market.
    #[must_use]
    pub fn operator(&self) -> Option<Operator> {
        self.is_operator.then_some(Operator { person: self.person })
    }
    /// As a courier.
    #[must_use]
    pub fn courier(&self) -> Option<Courier> {
        self.is_courier.then_some(Courier { person: self.person })
    }
}

macro_rules! actor {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            pub(crate) person: PersonId,
        }
        impl $name {
            /// Who acts.
            #[must_use]
            pub const fn person(&self) -> PersonId {
                self.person
            }
        }
    };
}

actor!(
    /// Somebody who buys.
    Buyer
);
actor!(
    /// Somebody who runs the market.
    Operator
);
actor!(
    /// Somebody who delivers.
    Courier
);
