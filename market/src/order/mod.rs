//! An order of one shop: its states, its lines, who moved it when. Knows payments and shops by their ids only; money moves by
//! the ledger's journals.

#[cfg(feature = "db")]
pub mod cash;
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
mod views;

pub use types::*;
pub use views::*;
