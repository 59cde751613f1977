//! Whose story the home page tells: the shop that a day chooses, and whether one that was chosen has anything to show yet.

use super::shops::has_goods;
use crate::discovery::rules::StoryDay;
use crate::kernel::{Fault, Market};
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// A story shorter than this is a slogan, and no story to tell on the home page.
const STORY_CHARS_MIN: i64 = 40;

/// Whether the shop of this name has a story to tell, and goods listed for whoever reads it.
pub(super) fn has_story(shop: &str) -> String {
    format!("length({shop}.story) >= {STORY_CHARS_MIN} AND {}", has_goods(shop))
}

/// Which shop was chosen for a day ($1), and whether it still has a story and goods.
pub(super) fn chosen_sql() -> String {
    format!("SELECT d.shop_id, {} AS is_told FROM home_story d JOIN shop t ON t.id = d.shop_id WHERE d.day = $1", has_story("t"))
}

/// The shop that a day chooses, however many there are: looked at are so many ($2) by the digest of their identity, from the day's own
/// one ($1) on and round to the first. Of those that have a story it is the turn of one, by the day ($3).
pub(super) fn next_sql() -> String {
    let around = "\
        SELECT onward.* FROM (SELECT 0 AS lap, i.id_number_index, i.shop_id FROM identity i WHERE i.id_number_index >= $1 \
        AND i.state <> 'replaced' ORDER BY i.id_number_index, i.shop_id LIMIT $2) onward UNION ALL \
        SELECT again.* FROM (SELECT 1 AS lap, j.id_number_index, j.shop_id FROM identity j WHERE j.id_number_index < $1 \
        AND j.state <> 'replaced' ORDER BY j.id_number_index, j.shop_id LIMIT $2) again";
    let told = format!(
        "SELECT s.id, ROW_NUMBER() OVER (ORDER BY s.opened_at, s.id) - 1 AS place, COUNT(*) OVER () AS shops FROM (\
         SELECT around.shop_id FROM ({around}) around ORDER BY around.lap, around.id_number_index, around.shop_id LIMIT $2) looked \
         JOIN shop s ON s.id = looked.shop_id WHERE {}",
        has_story("s")
    );
    format!("SELECT told.id AS shop_id FROM ({told}) told WHERE told.place = $3 % told.shops")
}

/// The shop that was chosen for a day.
#[derive(FromQueryResult)]
pub(in crate::discovery) struct ChosenStory {
    /// Which.
    pub shop_id: Uuid,
    /// Whether it still has a story and goods.
    pub is_told: bool,
}

/// The shop that was chosen for a day; none where nobody has chosen yet, or there was nothing to choose from.
pub(in crate::discovery) async fn chosen_story(market: &Market, day: i64) -> Result<Option<ChosenStory>, Fault> {
    let statement = Statement::from_sql_and_values(market.backend(), chosen_sql(), [Value::from(day)]);
    Ok(ChosenStory::find_by_statement(statement).one(market.db()).await?)
}

/// The shop that a day chooses now, out of so many that are looked at: whoever asks this of the same shops is told the same one.
pub(in crate::discovery) async fn next_story(market: &Market, today: StoryDay, looked_at: i64) -> Result<Option<Uuid>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        shop_id: Uuid,
    }
    let values: [Value; 3] = [today.from.into(), looked_at.into(), today.day.into()];
    let statement = Statement::from_sql_and_values(market.backend(), next_sql(), values);
    Ok(Row::find_by_statement(statement).one(market.db()).await?.map(|row| row.shop_id))
}
