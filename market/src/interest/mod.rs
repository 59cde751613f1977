//! What a person wants to find again: favourites and followed shops. What somebody only looked at is kept by their browser and by
//! nobody else.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
pub mod queries;
#[cfg(feature = "db")]
mod store;
mod types;

pub use types::{Favourite, FollowRefusal, FollowedShop, KeepRefusal};
