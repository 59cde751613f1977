//! The nouns of an address.

use crate::account::ContactError;
use crate::kernel::TextError;
use serde::{Deserialize, Serialize};
use std::fmt;

crate::id_type!(
    /// An address in somebody's address book.
    AddressId, "adr");

/// Where parcels go.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// Who takes the parcel.
    pub recipient: String,
    /// Whom the courier calls, in international form, or a landline with its area code.
    pub phone: String,
    /// The code of the town: nine digits of the national divisions.
    pub region_code: String,
    /// The names down to the town, as they stand on a parcel.
    pub region_names: String,
    /// Street, house, floor, door.
    pub street: String,
    /// Whether it is offered first.
    pub is_default: bool,
}

/// Where people live is theirs: what is written for developers shows the id only.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({}, …)", self.id)
    }
}

/// An address as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedAddress {
    /// Who takes the parcel.
    pub recipient: String,
    /// Their phone.
    pub phone: String,
    /// The chosen town's code.
    pub region_code: String,
    /// Street, house, floor, door.
    pub street: String,
}

impl fmt::Debug for TypedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedAddress(…)")
    }
}

/// What is wrong with a typed address, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressFieldError {
    /// The recipient's name.
    Recipient(TextError),
    /// The phone.
    Phone(ContactError),
    /// No region was chosen down to the town.
    Region,
    /// Street, house, floor, door.
    Street(TextError),
}

/// A division of the country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its code: 2 digits for a province, 4 for a city, 6 for an area, 9 for a town; it begins with its parent's.
    pub code: String,
    /// Its name as the state writes it.
    pub name: String,
}

/// The country's divisions, four levels deep. The server reads them from the site's files; a browser from what it has loaded.
pub trait RegionDirectory: Send + Sync {
    /// What lies directly below a code; the provinces below the empty code; nothing below a town or an unknown code.
    fn children(&self, code: &str) -> Vec<Region>;
    /// The region of a code with all above it, the province first; none for an unknown code.
    fn path(&self, code: &str) -> Option<Vec<Region>>;
    /// Whether the code is a town: nothing lies below it.
    fn is_leaf(&self, code: &str) -> bool {
        self.path(code).is_some() && self.children(code).is_empty()
    }
}

/// What was recognised in a pasted text.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastedAddress {
    /// A name.
    pub recipient: Option<String>,
    /// A phone number, normalised.
    pub phone: Option<String>,
    /// The regions as far as they were recognised, the province first.
    pub region: Vec<Region>,
    /// What is left.
    pub street: String,
}

impl fmt::Debug for PastedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PastedAddress(…)")
    }
}
