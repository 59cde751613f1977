//! The cart of a person or of a guest: what they want, and what it cost when they last looked. Holds no stock.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;

pub use types::*;
