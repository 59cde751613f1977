//! Who did what that others must answer for later: append-only rows, written in the transaction of what they tell about. And the
//! auditor, who checks the market's invariants. Does not hold the money (`ledger`) nor the steps of an order (`order`), which
//! keep books of their own.

mod case_checks;
mod cash_checks;
pub mod chain;
mod clock_checks;
mod coupon_checks;
mod cross_checks;
mod foreign_checks;
mod invariants;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod plan_tests;
mod provider_checks;
pub mod queries;
mod seal_checks;
mod sold_checks;
pub(crate) mod steps;
mod store;
mod types;
mod word_checks;

pub use types::{AuditReport, Finding, KeptHead, MarketCounts};
