//! A provider's own statement beside our books: its lines, which of our bookings each of them is, and what fits nowhere. Money
//! that belongs to no payment of ours waits in suspense; what went back at the provider's own desk an operator takes into the books. Does
//! not heal anything (`payment` does, from what the provider answers)
//! and does not book the provider's fees and its payouts to the bank: they are read and shown.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
pub mod desk;
#[cfg(feature = "db")]
pub mod explain;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod plan_tests;
#[cfg(feature = "db")]
pub mod queries;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
#[cfg(feature = "db")]
pub mod tie;
mod types;

#[cfg(feature = "db")]
pub(crate) use store::out_of_sight;
pub use types::{
    DeskRefund, DeskRefusal, Difference, ExplainRefusal, Explained, Reconciliation, Side, Suspended, SuspenseCause, Tie,
};
