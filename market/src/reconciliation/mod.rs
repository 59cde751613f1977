//! A provider's own statement beside our books: its lines, which of our bookings each of them is, and what fits nowhere. Money
//! that belongs to no payment of ours waits in suspense. Does not heal anything (`payment` does, from what the provider answers)
//! and does not book the provider's fees and its payouts to the bank: they are read and shown.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
pub mod queries;
#[cfg(feature = "db")]
mod store;
mod types;

pub use types::{Difference, Reconciliation, Side, Suspended, SuspenseCause};
