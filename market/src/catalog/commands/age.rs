//! Since when goods are new, where the same ones were shown before under another listing.

use crate::catalog::rules::{NEW_AGAIN_DAYS, bare_title};
use crate::catalog::store::{self, category, listing};
use crate::kernel::{Fault, Span, Timestamp, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Of a shop's listings that were ever shown, those begun last that are looked at for the same goods: more than nearly any shop has,
/// and read in milliseconds.
const LOOKED_AT: i64 = 1_000;

/// Since when a listing that is shown for the first time is new: since now, or since the same goods were first shown that its shop
/// took off sale lately.
pub(super) async fn when_shown(tx: &Tx, row: &listing::Model, now: Timestamp) -> Result<i64, Fault> {
    let before = shown_before(tx, row.shop_id, row.category_id, &row.title, now).await?;
    Ok(before.unwrap_or(i64::MAX).min(now.millis()))
}

/// Since when a listing that was shown is new once it has this title and category, where that is another moment: what it becomes may be
/// goods that its shop took off sale lately, and then it is as old as they were. Nothing makes it newer.
pub(super) async fn when_changed(
    tx: &Tx,
    row: &listing::Model,
    title: &str,
    category: &category::Model,
    now: Timestamp,
) -> Result<Option<i64>, Fault> {
    let Some(published_at) = row.published_at else { return Ok(None) };
    if row.category_id == category.id && bare_title(&row.title) == bare_title(title) {
        return Ok(None);
    }
    let before = shown_before(tx, row.shop_id, category.id, title, now).await?;
    Ok(before.filter(|before| *before < published_at))
}

/// Since when the same goods were first shown, of those that the shop took off sale lately.
async fn shown_before(tx: &Tx, shop: Uuid, category: Uuid, title: &str, now: Timestamp) -> Result<Option<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct TakenOff {
        title: String,
        published_at: i64,
    }
    let off_since = now.before(Span::days(NEW_AGAIN_DAYS)).millis();
    let values: [Value; 4] = [shop.into(), LOOKED_AT.into(), category.into(), off_since.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::TAKEN_OFF, values);
    let title = bare_title(title);
    let taken_off = TakenOff::find_by_statement(statement).all(&**tx).await?;
    Ok(taken_off.into_iter().filter(|off| bare_title(&off.title) == title).map(|off| off.published_at).min())
}
