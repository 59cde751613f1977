//! What an operator set of search.

use super::settings_since;
use crate::discovery::types::SearchSettings;
use crate::kernel::{Fault, Market};

/// The settings in force: the usual ones where nobody set any.
///
/// # Errors
/// A fault of the database.
pub async fn search_settings(market: &Market) -> Result<SearchSettings, Fault> {
    Ok(settings_since(market).await?.0)
}
