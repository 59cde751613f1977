//! Payments: one for all orders of a checkout, started at a provider, settled by what the provider tells. Does not know any
//! provider: adapters in `server` implement [`PaymentProvider`].

#[cfg(feature = "db")]
pub(crate) mod at_desk;
pub mod cash;
#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
mod failed;
#[cfg(feature = "db")]
pub mod inbox;
#[cfg(feature = "db")]
pub mod look_ups;
#[cfg(feature = "db")]
mod port;
#[cfg(feature = "db")]
pub mod queries;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
#[cfg(feature = "db")]
pub mod stuck;
#[cfg(feature = "db")]
pub mod suspense;
mod told;
mod types;
#[cfg(feature = "db")]
mod unasked;

pub use cash::{CashOut, IdleRemittance, Remittance, RemittanceRefusal, WithdrawRefusal, WriteOffRefusal};
#[cfg(feature = "db")]
pub use port::{PaymentProvider, ProviderError, StartPayment, Started, WebhookRefusal};
#[cfg(feature = "db")]
pub(crate) use store::{is_of_line, is_recorded, tells_of};
pub use told::{EventOutcome, ProviderEvent, ProviderEventKind, StrangeAmount};
pub use types::*;
