//! What people buy: how often goods were sold, which are bought most, and which are bought together. Counts what orders say in the
//! transaction that changes them; what needs many orders is made by jobs. Who bought what is never shown.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod plan_tests;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;

#[cfg(feature = "db")]
pub(crate) use store::IS_SOLD;
pub use types::{Companion, PutForward, Selling};
