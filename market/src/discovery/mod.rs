//! How buyers find things: the category tree as pages walk it, what the home page puts forward, what a search means, and the port
//! behind which a search engine stands. Owns what an operator sets of search; the goods themselves are the `catalog`'s.

#[cfg(feature = "db")]
pub mod commands;
#[cfg(feature = "db")]
pub mod exposure;
#[cfg(feature = "db")]
pub mod marks;
#[cfg(feature = "db")]
pub mod queries;
pub mod rules;
#[cfg(feature = "db")]
mod search;
#[cfg(feature = "db")]
pub mod standings;
#[cfg(feature = "db")]
mod store;
#[cfg(feature = "db")]
pub mod stories;
#[cfg(test)]
#[cfg(feature = "testkit")]
mod stories_tests;
mod types;

#[cfg(feature = "db")]
pub use search::SearchIndex;
pub use types::{
    AttributeCounts, AttributeFilter, Boost, Changed, Edition, FORMULA_VERSION, Facets, Ground, HomeGoods, HomeShops,
    IndexHealth, PRICE_BANDS, PlaceKind, Placed, PriceBand, Product, Proposals, ProposedGoods, ProposedShop, Quality,
    RankingNumber, Reason, SALES_MAX, SearchAnswer, SearchDocument, SearchFilter, SearchPage, SearchRequest, SearchSettings,
    SearchSort, SearchWords, SettingsChange, ShopCard, ShopDocument, ShopSize, Shown, Standing, Suggested, Terms, Tree, Why,
};
