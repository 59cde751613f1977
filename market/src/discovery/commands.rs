//! An operator says which words mean the same, what matches weigh, and by which numbers goods are ranked.

use super::rules::{SettingsError, changed, check_settings};
use super::store;
use super::types::SearchSettings;
use crate::account::Operator;
use crate::audit::steps::{Deed, record};
use crate::kernel::{Fault, Market, Problem};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QuerySelect, sea_query::OnConflict};
use uuid::Uuid;

/// The one row of `search_setting` that there is.
pub(super) const SETTINGS: &str = "settings";
/// By what the log knows that they were set.
pub(super) const SET_SEARCH: &str = "set_search";
/// The settings have no id; the log knows them by this one. Deeds from before it did are under the id of whoever set them.
pub(super) const SUBJECT: Uuid = Uuid::from_u128(0x7365_6172_6368_8000_8000_0000_0000_0001);

/// Replaces the settings of search. They count within a second, and everybody can read what they were before; the same settings once
/// more change nothing, and are no deed.
///
/// # Errors
/// [`SettingsError`], or a fault.
pub async fn set_search(
    market: &Market,
    operator: &Operator,
    synonyms: &str,
    numbers: &[(String, String)],
) -> Result<SearchSettings, Problem<SettingsError>> {
    let settings = check_settings(synonyms, numbers).map_err(Problem::Refused)?;
    let value = serde_json::to_string(&settings).map_err(Fault::broken)?;
    let now = market.now();
    let tx = market.begin(SET_SEARCH).await?;
    // Held on PostgreSQL, where two operators may set them at once: what one replaces is what the other has set.
    let replaced = store::Entity::find_by_id(SETTINGS.to_owned()).lock_exclusive().one(&*tx).await?;
    let before = replaced.map_or_else(|| Ok(SearchSettings::default()), |row| serde_json::from_str(&row.value));
    let before: SearchSettings = before.map_err(Fault::broken)?;
    if changed(&before, &settings).is_empty() {
        return Ok(settings);
    }
    let deed = store::SettingsDeed { after: settings.in_full(), before: before.in_full() };
    let detail = serde_json::to_string(&deed).map_err(Fault::broken)?;
    let row = store::ActiveModel {
        name: Set(SETTINGS.to_owned()),
        value: Set(value),
        set_by: Set(Some(operator.person().uuid())),
        set_at: Set(now.millis()),
    };
    store::Entity::insert(row)
        .on_conflict(
            OnConflict::column(store::Column::Name)
                .update_columns([store::Column::Value, store::Column::SetBy, store::Column::SetAt])
                .to_owned(),
        )
        .exec_without_returning(&*tx)
        .await?;
    let actor = Some(operator.person());
    record(&tx, &Deed { actor, action: SET_SEARCH, subject: SUBJECT, detail: &detail }, now).await?;
    tx.commit().await?;
    Ok(settings)
}
