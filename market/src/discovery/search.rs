//! The port of search, and the adapter that a market has before it runs an engine of its own.

use super::rules::containing;
use super::types::SearchWords;
use crate::catalog::{ListingCard, queries};
use crate::kernel::{Fault, Market, Page, PageRequest};
use async_trait::async_trait;

/// Finds published listings by words.
#[async_trait]
pub trait SearchIndex: Send + Sync {
    /// Listings for all of the words, best first, by the index's own key.
    ///
    /// # Errors
    /// A fault of the index or of the database.
    async fn find(&self, words: &SearchWords, request: &PageRequest) -> Result<Page<ListingCard>, Fault>;
}

/// Finds the words in titles, newest first. Knows no pinyin, no synonyms and no typing errors.
pub struct TitleSearch {
    market: Market,
}

impl TitleSearch {
    /// Searches this market.
    #[must_use]
    pub const fn new(market: Market) -> Self {
        Self { market }
    }
}

#[async_trait]
impl SearchIndex for TitleSearch {
    async fn find(&self, words: &SearchWords, request: &PageRequest) -> Result<Page<ListingCard>, Fault> {
        let patterns: Vec<String> = words.words().iter().map(|word| containing(word)).collect();
        queries::titled(&self.market, &patterns, request).await
    }
}
