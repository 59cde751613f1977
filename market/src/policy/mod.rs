//! The numbers of the market: fees, limits and clocks, each with the date from which it is in force. Public on `/rules`.

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

pub use rules::{ChangeRuleRefusal, RuleUnit};
pub use types::{Policy, PolicyChange, RuleName};
