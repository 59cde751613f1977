//! The nouns of a shop.

use serde::{Deserialize, Serialize};
use std::fmt;

crate::id_type!(
    /// A shop. Minted by the form that opens it.
    ShopId, "shp");
crate::id_type!(
    /// The identity behind a shop, as submitted once.
    IdentityId, "idn");

/// The name of a shop in addresses: `/s/danqing`. Only [`super::rules`] make one, out of what is typed or stands in an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Handle(pub(crate) String);

impl Handle {
    /// The handle as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What somebody does in a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Everything.
    Owner,
    /// Payouts and figures.
    Money,
    /// Listings and stock.
    Listing,
    /// Buyers' questions.
    Answering,
    /// Packing and shipping.
    Packing,
}

impl Role {
    /// All of them, in the order in which a form offers them.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Money, Self::Listing, Self::Answering, Self::Packing];

    /// The code in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Money => "money",
            Self::Listing => "listing",
            Self::Answering => "answering",
            Self::Packing => "packing",
        }
    }
    /// The role of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// How far the operator is with the identity behind a shop. Selling needs none of it; payouts need `Approved`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verification {
    /// Nobody has decided yet.
    Waiting,
    /// It is who it says it is.
    Approved,
    /// Something is wrong with it; the reason is told, and it may be submitted again.
    Rejected,
}

impl Verification {
    /// The code in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Approved, Self::Rejected].into_iter().find(|state| state.code() == code)
    }
}
