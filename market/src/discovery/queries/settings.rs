//! What an operator set of search.

use crate::discovery::commands::SETTINGS;
use crate::discovery::store;
use crate::discovery::types::SearchSettings;
use crate::kernel::{Fault, Market};
use sea_orm::EntityTrait;

/// The settings in force: the usual ones where nobody set any.
///
/// # Errors
/// A fault of the database.
pub async fn search_settings(market: &Market) -> Result<SearchSettings, Fault> {
    match store::Entity::find_by_id(SETTINGS.to_owned()).one(market.db()).await? {
        Some(row) => serde_json::from_str(&row.value).map_err(Fault::broken),
        None => Ok(SearchSettings::default()),
    }
}
