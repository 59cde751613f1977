//! How buyers find things: the category tree as pages walk it, what the home page puts forward, and the port behind which a
//! search engine stands. Owns no table; the goods themselves are the `catalog`'s.

#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
mod search;
mod types;

#[cfg(feature = "db")]
pub use search::{SearchIndex, TitleSearch};
pub use types::{Product, SearchWords, ShopCard, Tree};
