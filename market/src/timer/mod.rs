//! Every clock of the market is a row: set in a command's transaction, fired once, cancelled when it lost its reason. Survives
//! restarts and leaps of the clock. Does not know what happens when one fires: `server/src/jobs` calls the command.

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

pub use types::{DueTimer, TimerKind};
