//! Shops as buyers see them: only those that have something to sell are put forward.

use crate::catalog::{Photo, PhotoId, PhotoState};
use crate::discovery::rules::turn;
use crate::discovery::types::ShopCard;
use crate::kernel::{Fault, Market, Span, Timestamp, placeholders};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Shops that a page puts forward at most.
const SHOPS_MAX: u64 = 24;
/// A shop has just opened for so long.
const NEW_DAYS: i64 = 60;
/// A story shorter than this is a slogan, and no story to tell on the home page.
const STORY_CHARS_MIN: i64 = 40;

/// With the cover of the newest goods of each.
const COLUMNS: &str = "SELECT s.id, s.handle, s.name, s.place, s.story, s.opened_at, p.id AS photo_id, p.alt, p.renditions FROM shop s \
    LEFT JOIN photo p ON p.state = 'ready' AND p.id = (SELECT l.cover_photo_id FROM listing l WHERE l.shop_id = s.id \
    AND l.state = 'published' ORDER BY l.published_at DESC, l.id DESC LIMIT 1) ";
const HAS_GOODS: &str = "EXISTS (SELECT 1 FROM listing g WHERE g.shop_id = s.id AND g.state = 'published')";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    handle: String,
    name: String,
    place: String,
    story: String,
    opened_at: i64,
    photo_id: Option<Uuid>,
    alt: Option<String>,
    renditions: Option<String>,
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
        })
    }
}

async fn read(market: &Market, tail: &str, values: Vec<Value>) -> Result<Vec<ShopCard>, Fault> {
    let db = market.db();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), format!("{COLUMNS}{tail}"), values);
    Row::find_by_statement(statement).all(db).await?.into_iter().map(Row::card).collect()
}

/// The shops that opened last, in the last weeks.
///
/// # Errors
/// A fault of the database.
pub async fn just_opened(market: &Market, shops: u64) -> Result<Vec<ShopCard>, Fault> {
    let count = i64::try_from(shops.min(SHOPS_MAX)).unwrap_or(1);
    let since = market.now().before(Span::days(NEW_DAYS)).millis();
    let tail = format!("WHERE s.opened_at >= $1 AND {HAS_GOODS} ORDER BY s.opened_at DESC, s.id DESC LIMIT $2");
    read(market, &tail, vec![since.into(), count.into()]).await
}

/// The shop of a handle.
///
/// # Errors
/// A fault of the database.
pub async fn shop(market: &Market, handle: &str) -> Result<Option<ShopCard>, Fault> {
    Ok(read(market, "WHERE s.handle = $1", vec![handle.into()]).await?.pop())
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

/// The shop whose story is told today: each that has one in turn, a day each.
///
/// # Errors
/// A fault of the database.
pub async fn story_of_today(market: &Market) -> Result<Option<ShopCard>, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        shops: i64,
    }
    let db = market.db();
    let told = format!("{HAS_GOODS} AND length(s.story) >= $1");
    let sql = format!("SELECT COUNT(*) AS shops FROM shop s WHERE {told}");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [STORY_CHARS_MIN.into()]);
    let count = Count::find_by_statement(statement).one(db).await?.map_or(0, |row| row.shops);
    let Some(position) = turn(count, market.now()) else { return Ok(None) };
    let tail = format!("WHERE {told} ORDER BY s.opened_at, s.id LIMIT 1 OFFSET $2");
    Ok(read(market, &tail, vec![STORY_CHARS_MIN.into(), position.into()]).await?.pop())
}
