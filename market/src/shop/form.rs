//! What people type about a shop, and what can be wrong with it.

use super::types::ShopId;
use crate::account::ContactError;
use crate::kernel::TextError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The identity behind a shop as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedIdentity {
    /// The name on the ID card.
    pub legal_name: String,
    /// The ID number.
    pub id_number: String,
    /// The number of the bank card that takes the shop's money.
    pub bank_card: String,
}

impl fmt::Debug for TypedIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedIdentity(…)")
    }
}

/// A shop's public face as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedProfile {
    /// Its public name.
    pub name: String,
    /// Who is behind it and what it makes, in the shop's own words; may be empty.
    pub story: String,
    /// Where it is, in the shop's own words; may be empty.
    pub place: String,
}

/// Where goods go that come back, as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedReturnAddress {
    /// Who takes the parcel.
    pub recipient: String,
    /// Whom the courier calls.
    pub phone: String,
    /// From the province to the door, as it stands on a parcel.
    pub place: String,
}

impl fmt::Debug for TypedReturnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedReturnAddress(…)")
    }
}

/// What is wrong with it, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReturnAddressError {
    /// The recipient's name.
    Recipient(TextError),
    /// The phone.
    Phone(ContactError),
    /// The place.
    Place(TextError),
}

/// A shop to be, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenShop {
    /// Minted by the form: the same form sent twice opens one shop.
    pub attempt: ShopId,
    /// Its name in addresses.
    pub handle: String,
    /// Its public face.
    pub profile: TypedProfile,
    /// The code of the province from which it ships.
    pub ships_from: String,
    /// Who is behind it.
    pub identity: TypedIdentity,
}

/// Why a text is no handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum HandleError {
    /// Fewer characters than `minimum`, or none.
    #[error("shorter than {minimum} characters")]
    TooShort {
        /// Characters that it needs.
        minimum: usize,
    },
    /// More characters than `maximum`.
    #[error("longer than {maximum} characters")]
    TooLong {
        /// Characters that fit.
        maximum: usize,
    },
    /// Something else than a–z, 0–9 and hyphens.
    #[error("a character that is not a to z, 0 to 9 or a hyphen")]
    Character,
    /// A hyphen at an end, or two in a row.
    #[error("a hyphen at an end, or two in a row")]
    Hyphen,
    /// A word that the market needs for itself.
    #[error("a word that the market needs for itself")]
    Reserved,
}

/// Why a text is no name on an ID card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum LegalNameError {
    /// Nothing, or one character.
    #[error("a name is missing")]
    Empty,
    /// Longer than names are.
    #[error("longer than names are")]
    TooLong,
    /// A character that stands in no name.
    #[error("a character that stands in no name")]
    Character,
}

/// Why a text is no ID number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum IdNumberError {
    /// Nothing was typed.
    #[error("an ID number is missing")]
    Empty,
    /// Not 18 characters.
    #[error("not 18 characters")]
    Length,
    /// Something else than digits and a last X.
    #[error("something else than digits and a last X")]
    Character,
    /// It begins with the code of no region, or holds a day that never was.
    #[error("a region or a birthday that does not exist")]
    Impossible,
    /// The last character does not fit the others: a typing error.
    #[error("the last character does not fit the others")]
    CheckCharacter,
    /// The person is not 18 yet.
    #[error("the person is not 18 yet")]
    Minor,
}

/// Why a text is no card number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BankCardError {
    /// Nothing was typed.
    #[error("a card number is missing")]
    Empty,
    /// Not 12 to 19 digits.
    #[error("not 12 to 19 digits")]
    Length,
    /// Something else than digits.
    #[error("something else than digits")]
    Character,
    /// The last digit does not fit the others: a typing error.
    #[error("the last digit does not fit the others")]
    CheckDigit,
}

/// What is wrong with a typed shop, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShopFieldError {
    /// The handle.
    Handle(HandleError),
    /// The public name.
    Name(TextError),
    /// The story.
    Story(TextError),
    /// The place.
    Place(TextError),
    /// No province was chosen.
    ShipsFrom,
    /// The name on the ID card.
    LegalName(LegalNameError),
    /// The ID number.
    IdNumber(IdNumberError),
    /// The bank card.
    BankCard(BankCardError),
}
