//! Shops, the people who work in them, and the identity behind each: sealed, and looked at only by an operator who says why.
//! Does not know what a shop sells.

#[cfg(feature = "db")]
pub mod commands;
mod form;
#[cfg(feature = "db")]
pub mod head;
#[cfg(feature = "db")]
mod holder;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
mod seal;
mod secret;
mod staff;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod steps_tests;
#[cfg(feature = "db")]
pub(crate) mod store;
mod types;
mod view;

pub use form::{
    BankCardError, HandleError, IdNumberError, LegalNameError, OpenShop, ReturnAddressError, ShopFieldError, TypedIdentity,
    TypedProfile, TypedReturnAddress,
};
pub use secret::{BankCard, IdNumber, Identity, LegalName};
pub use staff::ShopStaff;
pub use types::{Handle, IdentityId, Role, ShopId, Verification};
pub use view::{
    IdentityCase, IdentityLook, IdentityStatus, MyShop, OpenedIdentity, PayoutCard, QueuedIdentity, ReturnAddress, ShopFront,
};
