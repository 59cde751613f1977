//! Favourites and followed shops, as the person sees them to whom they belong.

use super::store::{favourite, followed_shop};
use super::types::{Favourite, FollowedShop};
use crate::account::Buyer;
use crate::catalog::{ListingId, queries::cards_of};
use crate::discovery::queries::shops_of;
use crate::kernel::{Fault, Market, Page, PageRequest, Timestamp};
use crate::shop::ShopId;
use sea_orm::{EntityTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

const FAVOURITES: &str = "SELECT listing_id AS id, title, kept_at AS since FROM favourite WHERE person_id = $1";
/// With the newest goods of each: four steps along the index of a shop's listings.
const FOLLOWED: &str = "SELECT f.shop_id AS id, f.since, \
    (SELECT l.id FROM listing l WHERE l.shop_id = f.shop_id AND l.state = 'published' ORDER BY l.published_at DESC, l.id DESC LIMIT 1) AS one, \
    (SELECT l.id FROM listing l WHERE l.shop_id = f.shop_id AND l.state = 'published' ORDER BY l.published_at DESC, l.id DESC LIMIT 1 OFFSET 1) AS two, \
    (SELECT l.id FROM listing l WHERE l.shop_id = f.shop_id AND l.state = 'published' ORDER BY l.published_at DESC, l.id DESC LIMIT 1 OFFSET 2) AS three, \
    (SELECT l.id FROM listing l WHERE l.shop_id = f.shop_id AND l.state = 'published' ORDER BY l.published_at DESC, l.id DESC LIMIT 1 OFFSET 3) AS four \
    FROM followed_shop f WHERE f.person_id = $1";

#[derive(FromQueryResult)]
struct FavouriteRow {
    id: Uuid,
    title: String,
    since: i64,
}

#[derive(FromQueryResult)]
struct FollowedRow {
    id: Uuid,
    since: i64,
    one: Option<Uuid>,
    two: Option<Uuid>,
    three: Option<Uuid>,
    four: Option<Uuid>,
}

impl FollowedRow {
    fn newest(&self) -> Vec<ListingId> {
        [self.one, self.two, self.three, self.four].into_iter().flatten().map(ListingId::from_uuid).collect()
    }
}

fn key(since: i64, id: Uuid) -> String {
    format!("{since}_{}", id.simple())
}

/// A page of rows that have a time and an id, the newest first; an unreadable key is the first page.
async fn page_of<T: FromQueryResult>(
    market: &Market,
    (sql, [time, id]): (&str, [&str; 2]),
    buyer: &Buyer,
    request: &PageRequest,
) -> Result<Vec<T>, Fault> {
    let mut values: Vec<Value> = vec![buyer.person().uuid().into()];
    let mut sql = sql.to_owned();
    let after = request.after.as_deref().and_then(|key| key.split_once('_'));
    if let Some((since, last)) = after.and_then(|(since, last)| Some((since.parse::<i64>().ok()?, Uuid::try_parse(last).ok()?))) {
        values.extend([since.into(), last.into()]);
        sql.push_str(&format!(" AND ({time}, {id}) < ($2, $3)"));
    }
    values.push(i64::try_from(request.rows).unwrap_or(1).saturating_add(1).into());
    sql.push_str(&format!(" ORDER BY {time} DESC, {id} DESC LIMIT ${}", values.len()));
    Ok(T::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(market.db()).await?)
}

/// A person's favourites, the newest first, with price and stock as they are now.
///
/// # Errors
/// A fault of the database.
pub async fn favourites(market: &Market, buyer: &Buyer, request: &PageRequest) -> Result<Page<Favourite>, Fault> {
    let rows: Vec<FavouriteRow> = page_of(market, (FAVOURITES, ["kept_at", "listing_id"]), buyer, request).await?;
    let page = Page::cut(rows, request, |row| key(row.since, row.id));
    let ids: Vec<ListingId> = page.rows.iter().map(|row| ListingId::from_uuid(row.id)).collect();
    let mut cards = cards_of(market, &ids).await?;
    let mut take = |listing| {
        let at = cards.iter().position(|card| card.listing == listing)?;
        Some(cards.swap_remove(at))
    };
    let favourite = |row: FavouriteRow| {
        let listing = ListingId::from_uuid(row.id);
        Favourite { listing, title: row.title, kept_at: Timestamp::from_millis(row.since), card: take(listing) }
    };
    Ok(Page { rows: page.rows.into_iter().map(favourite).collect(), next: page.next })
}

/// The shops that a person follows, the last one first, each with its newest goods.
///
/// # Errors
/// A fault of the database.
pub async fn followed_shops(market: &Market, buyer: &Buyer, request: &PageRequest) -> Result<Page<FollowedShop>, Fault> {
    let rows: Vec<FollowedRow> = page_of(market, (FOLLOWED, ["f.since", "f.shop_id"]), buyer, request).await?;
    let page = Page::cut(rows, request, |row| key(row.since, row.id));
    let ids: Vec<ShopId> = page.rows.iter().map(|row| ShopId::from_uuid(row.id)).collect();
    let shops = shops_of(market, &ids).await?;
    let goods: Vec<ListingId> = page.rows.iter().flat_map(FollowedRow::newest).collect();
    let cards = cards_of(market, &goods).await?;
    let followed = |row: FollowedRow| {
        let shop = shops.iter().find(|shop| shop.shop.uuid() == row.id)?.clone();
        let newest = cards.iter().filter(|card| card.shop == shop.shop).cloned().collect();
        Some(FollowedShop { shop, since: Timestamp::from_millis(row.since), newest })
    };
    Ok(Page { rows: page.rows.into_iter().filter_map(followed).collect(), next: page.next })
}

/// Whether goods are among a person's favourites.
///
/// # Errors
/// A fault of the database.
pub async fn is_favourite(market: &Market, buyer: &Buyer, listing: ListingId) -> Result<bool, Fault> {
    Ok(favourite::Entity::find_by_id((buyer.person().uuid(), listing.uuid())).one(market.db()).await?.is_some())
}

/// Whether a person follows a shop.
///
/// # Errors
/// A fault of the database.
pub async fn is_following(market: &Market, buyer: &Buyer, shop: ShopId) -> Result<bool, Fault> {
    Ok(followed_shop::Entity::find_by_id((buyer.person().uuid(), shop.uuid())).one(market.db()).await?.is_some())
}
