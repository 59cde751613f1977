//! An operator says which words mean the same, what matches weigh, and by which numbers goods are ranked.

use super::rules::{SettingsError, check_settings};
use super::store;
use super::types::SearchSettings;
use crate::account::Operator;
use crate::audit::steps::{Deed, record};
use crate::kernel::{Fault, Market, Problem};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, sea_query::OnConflict};

/// The one row of `search_setting` that there is.
pub(super) const SETTINGS: &str = "settings";
/// By what the log knows that they were set.
pub(super) const SET_SEARCH: &str = "set_search";

/// Replaces the settings of search. They count within a second; the same settings once more change nothing.
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
    let row = store::ActiveModel {
        name: Set(SETTINGS.to_owned()),
        value: Set(value.clone()),
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
    let person = operator.person();
    record(&tx, &Deed { actor: Some(person), action: SET_SEARCH, subject: person.uuid(), detail: &value }, now).await?;
    tx.commit().await?;
    Ok(settings)
}
