//! People: how they sign in, their sessions, and as whom they act. Does not know what they sell or buy.

mod actor;
#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
mod hashing;
#[cfg(feature = "db")]
mod limits;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
mod secret;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;

pub use actor::{Buyer, Courier, Operator, SignedIn};
pub use types::{
    CodeId, Contact, ContactError, ContactKind, Language, PasswordError, PersonId, SessionId, SessionSummary, SessionToken,
};
