//! From a cart to a payment and one order per shop, in one transaction. Owns no table: it plans, and the other slices' steps write.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod commands_tests;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
mod store;
mod types;

pub use types::*;
