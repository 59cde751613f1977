//! Cash that couriers collect at the door: what they still have, and what they transferred to the market's bank account. A
//! remittance is an event of the provider [`CASH`](super::CASH) like any other, so that a wrong amount, a late one and a repeat end
//! where they always do. What never comes is written off, and the market pays for it.

#[cfg(feature = "db")]
mod commands;
#[cfg(feature = "db")]
mod queries;
pub mod rules;
#[cfg(feature = "db")]
pub(super) mod steps;
mod types;

#[cfg(feature = "db")]
pub use commands::{record_remittance, withdraw_remittance, write_off_cash};
#[cfg(feature = "db")]
pub use queries::{cash_lost, cash_out, idle_remittances, recorded, statement};
pub use types::{CashOut, IdleRemittance, Remittance, RemittanceRefusal, WithdrawRefusal, WriteOffRefusal};
