//! What buyers can see has changed: one row a touched listing or shop, written by the database's own triggers in the transaction
//! that touches it, so that no command can forget it. Whoever keeps something that was made from those rows (pages in memory, the
//! search index) reads on from where it was. Owns `change`; the triggers are in `migrations/src/changes.rs`. Only what changed elsewhere
//! than in a listing's own rows is told by hand.

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
#[cfg(feature = "db")]
mod watch;

pub use types::{Change, News, Subject};
#[cfg(feature = "db")]
pub use watch::{Tick, Watch};
