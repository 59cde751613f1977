//! What leaves the process (mail, text messages, photos to render, refunds): rows written in the command's transaction, done at
//! least once afterwards, deduplicated by whoever receives them. Does not know how anything is done: `server/src/jobs` does.

#[cfg(feature = "db")]
pub mod commands;
mod letter;
#[cfg(feature = "db")]
pub mod queries;
#[cfg(feature = "db")]
pub(crate) mod steps;
#[cfg(feature = "db")]
mod store;
mod types;

pub use letter::{Letter, Swap};
pub use types::{Job, JobId, TakenJob, Work};
