//! The port of search: what a market asks of an index, whatever engine it is.

use super::types::{Edition, IndexHealth, SearchAnswer, SearchRequest, Suggested};
use crate::kernel::Fault;
use async_trait::async_trait;

/// Finds published listings by words and by what holds of them.
#[async_trait]
pub trait SearchIndex: Send + Sync {
    /// A page of what was asked for, in a time and with memory that have a bound.
    ///
    /// # Errors
    /// A fault of the index.
    async fn find(&self, request: &SearchRequest) -> Result<SearchAnswer, Fault>;
    /// Goods and shops that begin like what was typed so far; nothing while the index is being built.
    ///
    /// # Errors
    /// A fault of the index.
    async fn suggest(&self, typed: &str) -> Result<Suggested, Fault>;
    /// What is answered from now; none while the index is being built. An answer that is asked for after this is made from this
    /// edition or from a later one, never from an earlier.
    fn edition(&self) -> Option<Edition>;
    /// Whether what was changed up to this place of the change feed counts, as far as whoever asks can see it. Where the index is on its
    /// way there it is waited for, a second at most; where it stands still it is not.
    async fn reaches(&self, place: i64) -> bool;
    /// How it does, for whoever watches.
    fn health(&self) -> IndexHealth;
}
