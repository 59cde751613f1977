//! Chooses whose story the home page tells: once a day, so that no page has to look for it, and again where the chosen shop has no goods
//! listed any more or has taken its story away. Until it is chosen, the one of the day before stands.

use super::queries::{ChosenStory, chosen_story, next_story};
use super::rules::{HOME_SHOPS_MAX, story_day};
use super::store;
use crate::kernel::{Fault, Market};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

/// Days that are kept, so that clocks which do not agree take nothing from each other.
const DAYS_KEPT: i64 = 31;

/// Chooses the shop that tells its story today, unless one is chosen that can still be shown: that costs one look along keys. Each shop
/// that has a story and goods has its turn, a day each; which it is follows from the day and the shops, so that whoever chooses again
/// chooses the same. Says whether it chose whose story is told today, be it the shop of the day before.
///
/// # Errors
/// A fault of the database: what was chosen stays.
pub async fn choose_story(market: &Market) -> Result<bool, Fault> {
    choose_story_among(market, HOME_SHOPS_MAX).await
}

/// The same where so many shops are looked at.
pub(super) async fn choose_story_among(market: &Market, looked_at: i64) -> Result<bool, Fault> {
    let today = story_day(market.now());
    let day = today.day;
    let chosen = chosen_story(market, day).await?;
    if chosen.as_ref().is_some_and(|chosen| chosen.is_told) {
        return Ok(false);
    }
    match next_story(market, today, looked_at).await? {
        Some(next) => put(market, day, next, chosen).await,
        None => Ok(false),
    }
}

/// Puts the shop of a day in the place of the one that was `seen` there. Whoever has put another one there meanwhile was first, and that
/// one stays.
pub(super) async fn put(market: &Market, day: i64, next: Uuid, seen: Option<ChosenStory>) -> Result<bool, Fault> {
    let statement = |sql: &str, values: Vec<Value>| Statement::from_sql_and_values(market.backend(), sql, values);
    let seen = seen.map_or_else(Uuid::nil, |chosen| chosen.shop_id);
    let tx = market.begin("choose_story").await?;
    let written = tx.execute_raw(statement(store::PUT_STORY, vec![day.into(), next.into(), seen.into()])).await?.rows_affected();
    // Counted are days that were chosen: however far a clock is ahead, it adds one a day, and today is not forgotten for that.
    tx.execute_raw(statement(store::FORGET_STORIES, vec![day.into(), DAYS_KEPT.into()])).await?;
    tx.commit().await?;
    Ok(written > 0)
}
