//! Shops as buyers see them: only those that have something to sell are put forward.

use crate::catalog::{ListingId, Photo, PhotoId, PhotoState};
use crate::discovery::rules::{self, HOME_SHOPS_MAX, StoryDay, story_day};
use crate::discovery::types::{HomeShops, ShopCard};
use crate::kernel::{Fault, Market, Span, Timestamp, placeholders};
use crate::shop::{ShopId, rules::handle_of_address};
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Shops that a page puts forward at most.
const SHOPS_MAX: u64 = 24;
/// A shop has just opened for so long.
const NEW_DAYS: i64 = 60;
/// A story shorter than this is a slogan, and no story to tell on the home page.
const STORY_CHARS_MIN: i64 = 40;

const COLUMNS: &str = "SELECT s.id, s.handle, s.name, s.place, s.story, s.opened_at, s.verification = 'approved' AS is_checked, \
    c.id AS cover_of, p.id AS photo_id, p.alt, p.renditions";
/// With the cover of the newest goods of each.
const COVER: &str = " LEFT JOIN listing c ON c.id = (SELECT l.id FROM listing l \
    WHERE l.shop_id = s.id AND l.state = 'published' ORDER BY l.published_at DESC, l.id DESC LIMIT 1) \
    LEFT JOIN photo p ON p.id = c.cover_photo_id AND p.state = 'ready' ";
/// Whether the shop of this name has something to sell. Not EXISTS: PostgreSQL may answer that for all shops at once, by a walk through
/// all listings.
pub(super) fn has_goods(shop: &str) -> String {
    format!("(SELECT 1 FROM listing g WHERE g.shop_id = {shop}.id AND g.state = 'published' LIMIT 1) IS NOT NULL")
}

/// The shops of the home page, however many there are: looked at are the newest ones ($5 at most, since $1), of which as many ($2) may be
/// shown whose identity was approved, of each holder the newest alone, and as many of the others; and, for the story, as many by the
/// digest of their identity, from the day's own one ($3) on and round to the first. Of those that have a story (of $6 characters) it is
/// the turn of one, by the day ($4).
pub(super) fn of_home() -> String {
    let (has_goods, newer_has_goods, waiting_has_goods) = (has_goods("s"), has_goods("n"), has_goods("w"));
    let newer = format!(
        "SELECT 1 FROM identity mine JOIN identity other ON other.id_number_index = mine.id_number_index AND other.state <> 'replaced' \
         JOIN shop n ON n.id = other.shop_id AND n.verification = 'approved' WHERE mine.shop_id = s.id AND mine.state <> 'replaced' \
         AND (n.opened_at, n.id) > (s.opened_at, s.id) AND {newer_has_goods} LIMIT 1"
    );
    let looked_at = "SELECT o.id, o.opened_at, o.verification FROM shop o WHERE o.opened_at >= $1 \
        ORDER BY o.opened_at DESC, o.id DESC LIMIT $5";
    let opened = format!(
        "SELECT checked.id FROM (SELECT s.id FROM ({looked_at}) s WHERE s.verification = 'approved' AND {has_goods} \
         AND ({newer}) IS NULL ORDER BY s.opened_at DESC, s.id DESC LIMIT $2) checked UNION ALL \
         SELECT others.id FROM (SELECT w.id FROM ({looked_at}) w WHERE w.verification <> 'approved' AND {waiting_has_goods} \
         ORDER BY w.opened_at DESC, w.id DESC LIMIT $2) others"
    );
    let around = "\
        SELECT onward.* FROM (SELECT 0 AS lap, i.id_number_index, i.shop_id FROM identity i WHERE i.id_number_index >= $3 \
        AND i.state <> 'replaced' ORDER BY i.id_number_index, i.shop_id LIMIT $5) onward UNION ALL \
        SELECT again.* FROM (SELECT 1 AS lap, j.id_number_index, j.shop_id FROM identity j WHERE j.id_number_index < $3 \
        AND j.state <> 'replaced' ORDER BY j.id_number_index, j.shop_id LIMIT $5) again";
    let told = format!(
        "SELECT s.id, ROW_NUMBER() OVER (ORDER BY s.opened_at, s.id) - 1 AS place, COUNT(*) OVER () AS shops FROM (\
         SELECT around.shop_id FROM ({around}) around ORDER BY around.lap, around.id_number_index, around.shop_id LIMIT $5) looked \
         JOIN shop s ON s.id = looked.shop_id WHERE length(s.story) >= $6 AND {has_goods}"
    );
    format!(
        "{COLUMNS}, home.is_story FROM (SELECT newest.id, FALSE AS is_story FROM ({opened}) newest UNION ALL \
         SELECT told.id, TRUE AS is_story FROM ({told}) told WHERE told.place = $4 % told.shops) home \
         JOIN shop s ON s.id = home.id{COVER}ORDER BY home.is_story, s.opened_at DESC, s.id DESC"
    )
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    handle: String,
    name: String,
    place: String,
    story: String,
    opened_at: i64,
    is_checked: bool,
    cover_of: Option<Uuid>,
    photo_id: Option<Uuid>,
    alt: Option<String>,
    renditions: Option<String>,
    is_story: bool,
}

impl Row {
    fn card(self) -> Result<ShopCard, Fault> {
        let picture = match (self.photo_id, self.renditions) {
            (Some(id), Some(renditions)) => Some(Photo {
                id: PhotoId::from_uuid(id),
                state: PhotoState::Ready,
                alt: self.alt.unwrap_or_default(),
                renditions: serde_json::from_str(&renditions).map_err(Fault::broken)?,
            }),
            _ => None,
        };
        Ok(ShopCard {
            shop: ShopId::from_uuid(self.id),
            handle: self.handle,
            name: self.name,
            place: self.place,
            story: self.story,
            opened_at: Timestamp::from_millis(self.opened_at),
            picture,
            cover_of: self.cover_of.map(ListingId::from_uuid),
        })
    }
}

async fn rows(market: &Market, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Fault> {
    let db = market.db();
    Ok(Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
}

async fn read(market: &Market, tail: &str, values: Vec<Value>) -> Result<Vec<ShopCard>, Fault> {
    let sql = format!("{COLUMNS}, FALSE AS is_story FROM shop s{COVER}{tail}");
    rows(market, &sql, values).await?.into_iter().map(Row::card).collect()
}

/// The shops that the home page puts forward: those that opened last, in the last weeks, one of each holder, few of which nobody has
/// approved as long as there are others, and the one whose story is told today. Each that has one has its turn, a day each.
///
/// # Errors
/// A fault of the database.
pub async fn home_shops(market: &Market, opened: u64) -> Result<HomeShops, Fault> {
    home_shops_among(market, opened, HOME_SHOPS_MAX).await
}

/// The same where so many shops are looked at.
pub(super) async fn home_shops_among(market: &Market, opened: u64, looked_at: i64) -> Result<HomeShops, Fault> {
    let now = market.now();
    let StoryDay { day, from } = story_day(now);
    let count = i64::try_from(opened.min(SHOPS_MAX)).unwrap_or(1);
    let since = now.before(Span::days(NEW_DAYS)).millis();
    let values = vec![since.into(), count.into(), from.into(), day.into(), looked_at.into(), STORY_CHARS_MIN.into()];
    let (mut newest, mut story) = (Vec::new(), None);
    for row in rows(market, &of_home(), values).await? {
        let (is_story, is_checked) = (row.is_story, row.is_checked);
        let card = row.card()?;
        if is_story {
            story = Some(card);
        } else {
            newest.push((card, is_checked));
        }
    }
    Ok(HomeShops { opened: rules::home_shops(newest, usize::try_from(count).unwrap_or(1)), story })
}

/// The shop of a handle, as it stands in an address: nobody is asked for what cannot be one.
///
/// # Errors
/// A fault of the database.
pub async fn shop(market: &Market, handle: &str) -> Result<Option<ShopCard>, Fault> {
    let Some(handle) = handle_of_address(handle) else { return Ok(None) };
    Ok(read(market, "WHERE s.handle = $1", vec![handle.as_str().into()]).await?.pop())
}

/// These shops, in their order; what is gone is left out.
///
/// # Errors
/// A fault of the database.
pub async fn shops_of(market: &Market, shops: &[ShopId]) -> Result<Vec<ShopCard>, Fault> {
    if shops.is_empty() {
        return Ok(Vec::new());
    }
    let values = shops.iter().map(|shop| shop.uuid().into()).collect();
    let mut cards = read(market, &format!("WHERE s.id IN ({})", placeholders(1, shops.len())), values).await?;
    cards.sort_by_key(|card| shops.iter().position(|shop| *shop == card.shop));
    Ok(cards)
}
