//! What stands behind a shop and must show itself nowhere: a card number in a log is a leak. Only [`super::rules`] and an opened
//! seal make these; nothing prints them, `reveal` is what to search for.

use std::fmt;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(pub(crate) String);

        impl $name {
            /// The text itself, for the one place that needs it.
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret!(
    /// The name on an ID card.
    LegalName
);
secret!(
    /// An ID number of GB 11643: 17 digits and a check character.
    IdNumber
);
secret!(
    /// The number of a bank card, digits only.
    BankCard
);

fn last4(text: &str) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(4)).collect()
}

impl IdNumber {
    /// What may be shown of it.
    #[must_use]
    pub fn last4(&self) -> String {
        last4(&self.0)
    }
}

impl BankCard {
    /// What may be shown of it.
    #[must_use]
    pub fn last4(&self) -> String {
        last4(&self.0)
    }
}

/// The three, checked or opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name on the ID card, which is also the bank account's.
    pub legal_name: LegalName,
    /// The ID number.
    pub id_number: IdNumber,
    /// Where the shop's money goes.
    pub bank_card: BankCard,
}
