//! What pages show of shops, and what the two who may see more get to see.

use super::secret::{BankCard, Identity, LegalName};
use super::types::{IdentityId, Role, ShopId, Verification};
use crate::kernel::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// A shop as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopFront {
    /// Its id.
    pub id: ShopId,
    /// Its name in addresses.
    pub handle: String,
    /// Its public name.
    pub name: String,
    /// Its story; may be empty.
    pub story: String,
    /// Where it is, in its own words; may be empty.
    pub place: String,
    /// The code of the province from which it ships.
    pub ships_from: String,
    /// Whether the operator has approved who is behind it.
    pub is_verified: bool,
    /// When it opened.
    pub opened_at: Timestamp,
}

/// A shop in which somebody works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyShop {
    /// Its id.
    pub id: ShopId,
    /// Its name in addresses.
    pub handle: String,
    /// Its public name.
    pub name: String,
    /// As what they work there.
    pub role: Role,
    /// How far the operator is.
    pub verification: Verification,
}

/// What a shop's owner sees of the identity behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityStatus {
    /// Which identity.
    pub id: IdentityId,
    /// How far the operator is.
    pub verification: Verification,
    /// The end of the ID number.
    pub id_number_last4: String,
    /// The end of the card number.
    pub bank_card_last4: String,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// The operator's words.
    pub reason: Option<String>,
}

/// An identity that waits for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedIdentity {
    /// Which identity.
    pub id: IdentityId,
    /// The shop's name in addresses.
    pub shop_handle: String,
    /// The shop's public name.
    pub shop_name: String,
    /// The end of the ID number.
    pub id_number_last4: String,
    /// The end of the card number.
    pub bank_card_last4: String,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// For how long it has waited.
    pub waited: Span,
    /// How often this shop's identity was rejected before.
    pub rejected_before: i64,
}

/// A look of an operator at an identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityLook {
    /// Which look.
    pub id: Uuid,
    /// The operator's name.
    pub operator: String,
    /// When.
    pub looked_at: Timestamp,
    /// Why, in the operator's words.
    pub reason: String,
}

/// One identity as it lies on the operator's desk: closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityCase {
    /// The shop's name in addresses.
    pub shop_handle: String,
    /// The shop's public name.
    pub shop_name: String,
    /// How far it is decided.
    pub status: IdentityStatus,
    /// Every look at it, the latest first.
    pub looks: Vec<IdentityLook>,
}

/// An identity opened for an operator who said why; the look is on record. Never leaves the server but as a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedIdentity {
    /// Which identity.
    pub id: IdentityId,
    /// How far it is decided.
    pub verification: Verification,
    /// What was sealed.
    pub identity: Identity,
    /// Other shops behind which the same ID number stands.
    pub other_shops: Vec<String>,
}

/// Where a shop's money goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutCard {
    /// The identity that named it.
    pub identity: IdentityId,
    /// Whose account it is.
    pub legal_name: LegalName,
    /// Its number.
    pub card_number: BankCard,
}

/// Where goods go that come back to a shop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnAddress {
    /// Who takes the parcel.
    pub recipient: String,
    /// Whom the courier calls.
    pub phone: String,
    /// From the province to the door.
    pub place: String,
}

/// Where people live is theirs: what is written for developers does not show it.
impl fmt::Debug for ReturnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReturnAddress(…)")
    }
}
