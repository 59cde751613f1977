//! The books: double entry, append-only. Every movement of money is a journal whose entries sum to zero; balances are sums of
//! entries. Knows orders, payments and shops only as the owners of accounts.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
mod payout_file;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod payout_tests;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;
mod views;

#[cfg(feature = "db")]
pub use payout_file::payout_file;
pub use types::*;
pub use views::*;
