//! What takes something off the price of goods: coupons of shops, which the shop pays, and of the market, which the market pays. Knows
//! carts and payments by their ids; does not know what an order costs (`checkout` plans that) nor what the books say of it (`ledger`).

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
#[cfg(test)]
#[cfg(feature = "testkit")]
mod steps_tests;
#[cfg(feature = "db")]
mod store;
mod types;

pub use types::*;
