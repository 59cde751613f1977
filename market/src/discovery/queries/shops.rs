//! Shops as buyers see them: only those that have goods listed are put forward.

use super::stories::has_story;
use crate::catalog::{ListingId, Photo, PhotoId, PhotoState};
use crate::discovery::rules::{self, HOME_SHOPS_MAX, story_day};
use crate::discovery::types::{HomeShops, ShopCard};
use crate::kernel::{Fault, Market, Span, Timestamp, placeholders};
use crate::shop::{ShopId, rules::handle_of_address};
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Shops that a page puts forward at most.
const SHOPS_MAX: u64 = 24;
/// A shop has just opened for so long.
const NEW_DAYS: i64 = 60;

const COLUMNS: &str = "SELECT s.id, s.handle, s.name, s.place, s.story, s.opened_at, s.verification = 'approved' AS is_checked, \
    c.id AS cover_of, p.id AS photo_id, p.alt, p.renditions";
/// With the cover of the newest goods of each.
const COVER: &str = " LEFT JOIN listing c ON c.id = (SELECT l.id FROM listing l \
    WHERE l.shop_id = s.id AND l.state = 'published' ORDER BY l.published_at DESC, l.id DESC LIMIT 1) \
    LEFT JOIN photo p ON p.id = c.cover_photo_id AND p.state = 'ready' ";
/// Whether the shop of this name has goods listed, in stock or not. Not EXISTS: PostgreSQL may answer that for all shops at once, by a walk
/// through all listings.
pub(super) fn has_goods(shop: &str) -> String {
    format!("(SELECT 1 FROM listing g WHERE g.shop_id = {shop}.id AND g.state = 'published' LIMIT 1) IS NOT NULL")
}

/// The shops of the home page, however many there are: of the newest ones whose identity was approved ($3 at most, since $1), as many
/// ($2) as may be shown, of each holder the newest alone, and as many of the newest others; and, as long as it has a story and goods, the
/// one that was chosen to tell its story on the day ($4), or else on the last one before it.
pub(super) fn of_home() -> String {
    let (has_goods, newer_has_goods, waiting_has_goods) = (has_goods("s"), has_goods("n"), has_goods("w"));
    let newer = format!(
        "SELECT 1 FROM identity mine JOIN identity other ON other.id_number_index = mine.id_number_index AND other.state <> 'replaced' \
         JOIN shop n ON n.id = other.shop_id AND n.verification = 'approved' WHERE mine.shop_id = s.id AND mine.state <> 'replaced' \
         AND (n.opened_at, n.id) > (s.opened_at, s.id) AND {newer_has_goods} LIMIT 1"
    );
    // Both have an index of their own: where all are approved nobody walks through them to find that there are no others.
    let looked_at = |shop: &str, equals: &str| {
        format!(
            "SELECT {shop}.id, {shop}.opened_at FROM shop {shop} WHERE {shop}.verification {equals} 'approved' \
             AND {shop}.opened_at >= $1 ORDER BY {shop}.opened_at DESC, {shop}.id DESC LIMIT $3"
        )
    };
    let (checked, unchecked) = (looked_at("o", "="), looked_at("u", "<>"));
    let opened = format!(
        "SELECT checked.id FROM (SELECT s.id FROM ({checked}) s WHERE {has_goods} AND ({newer}) IS NULL \
         ORDER BY s.opened_at DESC, s.id DESC LIMIT $2) checked UNION ALL \
         SELECT others.id FROM (SELECT w.id FROM ({unchecked}) w WHERE {waiting_has_goods} \
         ORDER BY w.opened_at DESC, w.id DESC LIMIT $2) others"
    );
    let told = format!(
        "SELECT t.id FROM (SELECT d.shop_id FROM home_story d WHERE d.day <= $4 ORDER BY d.day DESC LIMIT 1) chosen \
         JOIN shop t ON t.id = chosen.shop_id WHERE {}",
        has_story("t")
    );
    format!(
        "{COLUMNS}, home.is_story FROM (SELECT newest.id, FALSE AS is_story FROM ({opened}) newest UNION ALL \
         SELECT told.id, TRUE AS is_story FROM ({told}) told) home \
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
/// approved as long as there are others, and the one whose story is told today, which [`crate::discovery::stories`] has chosen.
///
/// # Errors
/// A fault of the database.
pub async fn home_shops(market: &Market, opened: u64) -> Result<HomeShops, Fault> {
    let now = market.now();
    let count = i64::try_from(opened.min(SHOPS_MAX)).unwrap_or(1);
    let since = now.before(Span::days(NEW_DAYS)).millis();
    let values = vec![since.into(), count.into(), HOME_SHOPS_MAX.into(), story_day(now).day.into()];
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
