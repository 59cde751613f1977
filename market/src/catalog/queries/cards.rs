//! Lists of published listings, newest first, by key.

use crate::catalog::store;
use crate::catalog::types::{ListingCard, ListingId};
use crate::kernel::{Currency, Fault, Market, Money, Page, PageRequest, Timestamp, placeholders};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Listings in whatever state, of which only those can be bought that are published; with the lowest price of what is there.
pub(super) const CARDS: &str = "\
SELECT l.id, l.title, l.shop_id, s.handle, s.name AS shop_name, l.maker, l.place, l.unit, l.price_per, l.price_from_minor, \
l.price_to_minor, l.published_at, p.id AS photo_id, p.alt, p.renditions, l.state = 'published' AS is_published, \
(SELECT MIN(v.price_minor) FROM variant v JOIN stock k ON k.variant_id = v.id \
WHERE v.listing_id = l.id AND v.is_active AND k.on_hand - k.held >= l.minimum) AS price_there_minor, \
COALESCE((SELECT c.shown FROM listing_sold c WHERE c.listing_id = l.id), 0) AS sold \
FROM listing l JOIN shop s ON s.id = l.shop_id LEFT JOIN photo p ON p.id = l.cover_photo_id AND p.state = 'ready'";
const PUBLISHED: &str = " WHERE l.state = 'published'";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    title: String,
    shop_id: Uuid,
    handle: String,
    shop_name: String,
    maker: String,
    place: String,
    unit: String,
    price_per: i64,
    price_from_minor: i64,
    price_to_minor: i64,
    /// A draft has none. No list keeps drafts, but no table forbids it.
    published_at: Option<i64>,
    photo_id: Option<Uuid>,
    alt: Option<String>,
    renditions: Option<String>,
    is_published: bool,
    /// Of what is there; none where everything is sold out.
    price_there_minor: Option<i64>,
    sold: i64,
}

impl Row {
    fn card(self, currency: Currency) -> Result<ListingCard, Fault> {
        let cover = match (self.photo_id, self.alt, self.renditions) {
            (Some(id), Some(alt), Some(renditions)) => Some(store::photo(id, "ready", alt, &renditions)?),
            _ => None,
        };
        Ok(ListingCard {
            listing: ListingId::from_uuid(self.id),
            title: self.title,
            shop: ShopId::from_uuid(self.shop_id),
            shop_handle: self.handle,
            shop_name: self.shop_name,
            maker: self.maker,
            place: self.place,
            unit: store::unit(&self.unit)?,
            price_per: self.price_per,
            // A cheap variant that is sold out must not say what the others cost.
            price_from: Money::new(self.price_there_minor.unwrap_or(self.price_from_minor), currency),
            price_to: Money::new(self.price_to_minor, currency),
            is_available: self.is_published && self.price_there_minor.is_some(),
            sold: self.sold,
            cover,
            published_at: Timestamp::from_millis(self.published_at.unwrap_or_default()),
        })
    }
}

/// The newest listings of the whole market.
///
/// # Errors
/// A fault of the database.
pub async fn newest(market: &Market, request: &PageRequest) -> Result<Page<ListingCard>, Fault> {
    cards(market, "", None, request).await
}

/// The newest listings of a category and all below it.
///
/// # Errors
/// A fault of the database.
pub async fn in_category(market: &Market, path: &str, request: &PageRequest) -> Result<Page<ListingCard>, Fault> {
    cards(market, column_of(path), Some(path.into()), request).await
}

/// The newest listings of a shop.
///
/// # Errors
/// A fault of the database.
pub async fn of_shop(market: &Market, shop: ShopId, request: &PageRequest) -> Result<Page<ListingCard>, Fault> {
    cards(market, "l.shop_id", Some(shop.uuid().into()), request).await
}

async fn cards(market: &Market, column: &str, value: Option<Value>, request: &PageRequest) -> Result<Page<ListingCard>, Fault> {
    let (sql, values) = select(column, value, request);
    let statement = Statement::from_sql_and_values(market.db().get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let rows = rows.into_iter().map(|row| row.card(market.currency())).collect::<Result<Vec<_>, Fault>>()?;
    Ok(Page::cut(rows, request, |card| format!("{}_{}", card.published_at.millis(), card.listing.uuid().simple())))
}

/// The cards of these listings, in their order. What is no longer published is left out.
///
/// # Errors
/// A fault of the database.
pub async fn cards_of(market: &Market, listings: &[ListingId]) -> Result<Vec<ListingCard>, Fault> {
    if listings.is_empty() {
        return Ok(Vec::new());
    }
    let values: Vec<Value> = listings.iter().map(|listing| listing.uuid().into()).collect();
    let mut cards =
        cards_where(market, &format!("{PUBLISHED} AND l.id IN ({})", placeholders(1, listings.len())), values).await?;
    cards.sort_by_key(|card| listings.iter().position(|listing| *listing == card.listing));
    Ok(cards)
}

/// The cards of a list of another slice: what stands behind the listings `l` of the shops `s`, from the `WHERE` on, and its values. What
/// is not published is among them, and cannot be bought.
pub(crate) async fn cards_where(market: &Market, tail: &str, values: Vec<Value>) -> Result<Vec<ListingCard>, Fault> {
    let statement = Statement::from_sql_and_values(market.db().get_database_backend(), format!("{CARDS}{tail}"), values);
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    rows.into_iter().map(|row| row.card(market.currency())).collect()
}

/// Each level of the tree has its column, so that every category is one stretch of one index.
pub(super) fn column_of(path: &str) -> &'static str {
    match path.split('/').count() {
        1 => "l.category_root",
        2 => "l.category_branch",
        _ => "l.category_path",
    }
}

/// The SQL of a page and its values; an unreadable key is the first page, since links are cut and forged.
pub(super) fn select(column: &str, value: Option<Value>, request: &PageRequest) -> (String, Vec<Value>) {
    match value {
        Some(value) => page_of(&format!(" AND {column} = $1"), vec![value], request),
        None => page_of("", Vec::new(), request),
    }
}

/// The page that a request asks for, of the cards for which `condition` over `values` holds too.
fn page_of(condition: &str, mut values: Vec<Value>, request: &PageRequest) -> (String, Vec<Value>) {
    let mut sql = format!("{CARDS}{PUBLISHED}{condition}");
    if let Some((published_at, id)) = request.after.as_deref().and_then(read_key) {
        values.push(published_at.into());
        values.push(id.into());
        sql.push_str(&format!(" AND (l.published_at, l.id) < (${}, ${})", values.len() - 1, values.len()));
    }
    let rows = i64::try_from(request.rows).unwrap_or(1).saturating_add(1);
    values.push(rows.into());
    sql.push_str(&format!(" ORDER BY l.published_at DESC, l.id DESC LIMIT ${}", values.len()));
    (sql, values)
}

/// Whether these lists go on behind this key: those of other orders, such as the ranked ones, say nothing here.
#[must_use]
pub fn is_key(key: &str) -> bool {
    read_key(key).is_some()
}

fn read_key(key: &str) -> Option<(i64, Uuid)> {
    let (published_at, id) = key.split_once('_')?;
    Some((published_at.parse().ok()?, Uuid::try_parse(id).ok()?))
}
