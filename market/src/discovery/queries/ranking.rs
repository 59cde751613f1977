//! What the draw and the rules' page read: seeds of turns, the settings with the day from which they count, and those of before.

use crate::audit::queries::{DEEDS_MAX, deeds_since};
use crate::discovery::commands::{SET_SEARCH, SETTINGS};
use crate::discovery::rules::{Seed, Turn, TurnLength};
use crate::discovery::store;
use crate::discovery::types::{RankingNumber, SearchSettings};
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

/// How long turns were, the latest first, from the length on that was in force at an instant: what operators set stands in the log.
///
/// # Errors
/// A fault of the database, or a deed that nobody can read.
pub async fn turn_lengths(market: &Market, since: Timestamp) -> Result<Vec<TurnLength>, Fault> {
    let deeds = deeds_since(market, SET_SEARCH, since).await?;
    let is_cut = i64::try_from(deeds.len()).is_ok_and(|read| read >= DEEDS_MAX);
    let mut lengths = Vec::new();
    for (from, told) in deeds {
        let settings: SearchSettings = serde_json::from_str(&told).map_err(Fault::broken)?;
        lengths.push(TurnLength { from, hours: settings.number(RankingNumber::TurnHours) });
    }
    let is_first_known = lengths.last().is_none_or(|first| first.from >= since);
    if is_first_known && !is_cut {
        let hours = SearchSettings::default().number(RankingNumber::TurnHours);
        lengths.push(TurnLength { from: Timestamp::from_millis(0), hours });
    }
    Ok(lengths)
}
