//! What is proposed while somebody types: what the index says, as it is now.

use super::shops::selling_of;
use crate::catalog::queries::cards_of;
use crate::discovery::rules::search_words;
use crate::discovery::search::SearchIndex;
use crate::discovery::types::Proposals;
use crate::kernel::{Fault, Market};

/// What an index proposes for what was typed so far, in two queries; nothing where that says nothing. What is no longer sold is left out.
///
/// # Errors
/// A fault of the index or of the database.
pub async fn proposals(market: &Market, index: &dyn SearchIndex, typed: &str) -> Result<Proposals, Fault> {
    let Some(words) = search_words(typed) else { return Ok(Proposals::default()) };
    let suggested = index.suggest(&words.words().join(" ")).await?;
    let goods = cards_of(market, &suggested.listings).await?;
    let shops = selling_of(market, &suggested.shops).await?;
    Ok(Proposals { categories: suggested.categories, goods, shops })
}
