//! The address book: where a person's parcels go, in the divisions of the country. Does not know what is sent; an order keeps a
//! copy of its address.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(any(test, feature = "testkit"))]
pub mod sample;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;

pub use types::{Address, AddressFieldError, AddressId, PastedAddress, Region, RegionDirectory, TypedAddress};
