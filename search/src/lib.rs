//! The engine behind the market's port of search: an embedded index that follows the database, finds goods by whatever somebody
//! types, and can be built anew at any time. Owns no data: what is lost here is read from the database again.

mod ahead;
mod analysis;
mod batch;
mod beginnings;
mod best;
mod bm25;
mod build;
mod by_holder;
mod columns;
mod comparing;
mod counts;
mod cursor;
mod dictionary;
mod edition;
mod engine;
mod follow;
mod found;
mod known;
mod lexicon;
mod list;
mod looking;
mod mark;
mod matches;
mod mistyped;
mod narrow;
mod near;
mod order;
mod pace;
mod part;
mod pinyin;
mod place;
mod ranking;
mod reading;
mod replay;
mod room;
mod said;
mod schema;
mod scoring;
mod segments;
mod service;
mod sift;
mod slices;
mod standings;
mod stride;
mod suggesting;
mod syllables;
mod synonyms;
mod tally;
mod text;
mod tickets;
mod tokens;
mod unit_price;
mod weighed;
mod why;
mod wide;

#[cfg(test)]
mod tests;

pub use build::{build, build_of};
pub use comparing::{Compared, Comparison, Differing, compare};
pub use place::{Permit, Place};
pub use replay::replay;
pub use room::{Short, Unbuilt};
pub use service::Search;
