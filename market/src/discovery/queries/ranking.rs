//! What the draw and the rules' pages read: seeds of turns, the settings with the day from which they count, and those of before.

use crate::audit::queries::{DEEDS_MAX, deeds_since};
use crate::discovery::commands::{SET_SEARCH, SETTINGS, SUBJECT};
use crate::discovery::rules::{Seed, Turn, TurnLength, changed};
use crate::discovery::store;
use crate::discovery::types::{RankingNumber, SearchSettings, SettingsChange};
use crate::kernel::{Fault, Market, Page, PageRequest, Timestamp};
use sea_orm::{EntityTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

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

/// The settings that were in force at an instant; none where so much was set since that nobody looks so far back.
///
/// # Errors
/// A fault of the database, or a deed that nobody can read.
pub async fn settings_at(market: &Market, at: Timestamp) -> Result<Option<SearchSettings>, Fault> {
    let deeds = deeds_since(market, SET_SEARCH, at).await?;
    let is_cut = i64::try_from(deeds.len()).is_ok_and(|read| read >= DEEDS_MAX);
    match deeds.into_iter().find(|(from, _)| *from <= at) {
        Some((_, told)) => serde_json::from_str(&told).map(Some).map_err(Fault::broken),
        None => Ok((!is_cut).then(SearchSettings::default)),
    }
}

/// What operators set of search, the latest first: from what to what, and not who. What was set before the log had what it replaced
/// is not among it.
///
/// # Errors
/// A fault of the database, or a deed that nobody can read.
pub async fn settings_changes(market: &Market, request: &PageRequest) -> Result<Page<SettingsChange>, Fault> {
    let (at, id) = request.after.as_deref().and_then(read_key).unwrap_or((i64::MAX, Uuid::max()));
    let most = i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX);
    let values: [Value; 5] = [SUBJECT.into(), SET_SEARCH.into(), at.into(), id.into(), most.into()];
    let statement = Statement::from_sql_and_values(market.backend(), store::SETTINGS_SET, values);
    let rows = DeedRow::find_by_statement(statement).all(market.db()).await?;
    let Page { rows, next } = Page::cut(rows, request, |row| format!("{}_{}", row.happened_at, row.id.simple()));
    let rows = rows.into_iter().map(DeedRow::change).collect::<Result<Vec<_>, _>>()?;
    Ok(Page { rows, next })
}

/// An unreadable key is the first page, since links are cut and forged.
fn read_key(key: &str) -> Option<(i64, Uuid)> {
    let (at, id) = key.split_once('_')?;
    Some((at.parse().ok()?, Uuid::try_parse(id).ok()?))
}

#[derive(FromQueryResult)]
struct DeedRow {
    id: Uuid,
    detail: String,
    happened_at: i64,
}

impl DeedRow {
    fn change(self) -> Result<SettingsChange, Fault> {
        let deed: store::SettingsDeed = serde_json::from_str(&self.detail).map_err(Fault::broken)?;
        Ok(SettingsChange { at: Timestamp::from_millis(self.happened_at), changed: changed(&deed.before, &deed.after) })
    }
}
