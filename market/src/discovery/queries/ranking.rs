//! What the draw and the rules' page read: seeds of turns, and the settings with the day from which they count.

use crate::discovery::commands::SETTINGS;
use crate::discovery::rules::{Seed, Turn};
use crate::discovery::store;
use crate::discovery::types::SearchSettings;
use crate::kernel::{Fault, Market, Timestamp};
use sea_orm::EntityTrait;

/// What the market's secret is asked for.
const PURPOSE: &str = "exposure";

/// The seed of a turn: nobody can tell it without the market's keys.
#[must_use]
pub fn seed_of(market: &Market, turn: Turn) -> Seed {
    Seed::new(market.keyring().blind_index(PURPOSE, turn.name().as_bytes()))
}

/// The settings in force, and since when; none where nobody ever set any.
///
/// # Errors
/// A fault of the database.
pub async fn settings_since(market: &Market) -> Result<(SearchSettings, Option<Timestamp>), Fault> {
    match store::Entity::find_by_id(SETTINGS.to_owned()).one(market.db()).await? {
        Some(row) => Ok((serde_json::from_str(&row.value).map_err(Fault::broken)?, Some(Timestamp::from_millis(row.set_at)))),
        None => Ok((SearchSettings::default(), None)),
    }
}
