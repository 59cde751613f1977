//! What an index is fed with: listings and shops as they are now, and the walk over all of them.

use crate::attribute::queries::terms_of;
use crate::catalog::{ListingId, OptionGroup, queries::categories};
use crate::discovery::rules::unit_price;
use crate::discovery::types::{SALES_MAX, SearchDocument, ShopDocument, Standing, Tree};
use crate::kernel::{Fault, Market, Unit, placeholders};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// Listings of one reading.
pub const DOCUMENTS_MAX: usize = 1_000;

/// Listings of one step of a walk. What cannot be read is none of them, and the walk goes on behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Those that could be read.
    pub documents: Vec<SearchDocument>,
    /// Behind which the next ones come; none where there are no more.
    pub next: Option<ListingId>,
}

/// The shops of whoever holds this one, itself among them: those with the same number of identity. Another one counts once
/// somebody has looked at its identity: whoever knows another's number could else make that shop as old as an own one, and as large.
pub(super) const HELD: &str = "identity mine JOIN identity other ON other.id_number_index = mine.id_number_index AND other.state <> 'replaced' \
JOIN shop o ON o.id = other.shop_id AND (o.id = mine.shop_id OR o.verification = 'approved') LEFT JOIN shop_standing os ON os.shop_id = o.id \
WHERE mine.shop_id = l.shop_id AND mine.state <> 'replaced'";

/// What the holder of a listing's shop has sold, in all their shops.
pub(super) const SALES: &str = "CAST(COALESCE((SELECT SUM(os.sales) FROM {HELD}), t.sales, 0) AS BIGINT)";

/// Free: the rest of the country is sent to for nothing, or for nothing from the least that can be bought on. A price times a quantity may
/// be more than an integer of the database, and one row must not end the reading of all.
const DOCUMENTS: &str = "\
SELECT l.id, l.shop_id, s.name AS shop_name, l.title, l.description, l.maker, l.place, l.options, l.category_path, l.unit, \
l.price_per, l.price_from_minor, l.published_at, \
CASE WHEN s.verification = 'approved' THEN COALESCE(h.id, s.id) END AS holder, COALESCE(h.opened_at, s.opened_at) AS held_since, \
COALESCE(t.orders, 0) AS orders, COALESCE(t.shipped_fast, 0) AS shipped_fast, COALESCE(t.troubled, 0) AS troubled, \
COALESCE(t.cases, 0) AS cases, COALESCE(t.answered, 0) AS answered, \
{SALES} AS sales, \
(SELECT MIN(v.price_minor) FROM variant v JOIN stock k ON k.variant_id = v.id \
WHERE v.listing_id = l.id AND v.is_active AND k.on_hand - k.held >= l.minimum) AS price_there_minor, \
COALESCE((SELECT c.shown FROM listing_sold c WHERE c.listing_id = l.id), 0) AS sold, \
EXISTS (SELECT 1 FROM freight_zone z WHERE z.ships AND z.provinces = '[]' AND ((z.first_minor = 0 AND z.next_minor = 0) \
OR CAST(z.free_from_minor AS NUMERIC) * l.price_per <= CAST(l.price_from_minor AS NUMERIC) * l.minimum) AND z.template_id = COALESCE(\
(SELECT n.id FROM freight_template n WHERE n.id = l.freight_template_id AND n.shop_id = l.shop_id), \
(SELECT d.id FROM freight_template d WHERE d.shop_id = l.shop_id AND d.is_default))) AS is_free_freight \
FROM listing l JOIN shop s ON s.id = l.shop_id LEFT JOIN shop_standing t ON t.shop_id = l.shop_id \
LEFT JOIN shop h ON h.id = (SELECT o.id FROM {HELD} ORDER BY o.opened_at, o.id LIMIT 1) WHERE l.state = 'published' AND l.published_at IS NOT NULL";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    shop_id: Uuid,
    shop_name: String,
    title: String,
    description: String,
    maker: String,
    place: String,
    options: String,
    category_path: String,
    unit: String,
    price_per: i64,
    price_from_minor: i64,
    published_at: i64,
    price_there_minor: Option<i64>,
    sold: i64,
    is_free_freight: bool,
    holder: Option<Uuid>,
    held_since: i64,
    orders: i64,
    shipped_fast: i64,
    troubled: i64,
    cases: i64,
    answered: i64,
    sales: i64,
}

impl Row {
    /// The document, or what of the row cannot be read. One row must not end the reading of all: it would be read in vain for ever.
    fn document(self, tree: &Tree) -> Result<SearchDocument, &'static str> {
        let options: Vec<OptionGroup> = serde_json::from_str(&self.options).map_err(|_| "its options are no list")?;
        let unit = Unit::from_code(&self.unit).ok_or("its unit is unknown")?;
        let around = tree.trail(&self.category_path);
        // Goods are found at the price of what is there: a cheap variant that is sold out moves none of the others forward.
        let price_minor = self.price_there_minor.unwrap_or(self.price_from_minor);
        Ok(SearchDocument {
            listing: ListingId::from_uuid(self.id),
            shop: ShopId::from_uuid(self.shop_id),
            shop_name: self.shop_name,
            title: self.title,
            description: self.description,
            maker: self.maker,
            place: self.place,
            choices: options.into_iter().flat_map(|group| group.values).collect(),
            kinds: around.flat_map(|category| [category.name_en.clone(), category.name_zh.clone()]).collect(),
            category_path: self.category_path,
            price_minor,
            unit_price_minor: unit_price(price_minor, self.price_per, unit),
            is_free_freight: self.is_free_freight,
            is_available: self.price_there_minor.is_some(),
            sold: self.sold,
            published_at: self.published_at,
            attributes: Vec::new(),
            holder: self.holder.map(ShopId::from_uuid),
            held_since: self.held_since,
            standing: Standing {
                orders: self.orders,
                shipped_fast: self.shipped_fast,
                troubled: self.troubled,
                cases: self.cases,
                answered: self.answered,
                sales: self.sales.min(SALES_MAX),
            },
        })
    }
}

async fn read(market: &Market, tail: &str, values: Vec<Value>, tree: &Tree) -> Result<Step, Fault> {
    let db = market.db();
    let sql = DOCUMENTS.replace("{SALES}", SALES).replace("{HELD}", HELD);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), format!("{sql}{tail}"), values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    let next = rows.last().filter(|_| rows.len() >= DOCUMENTS_MAX).map(|row| ListingId::from_uuid(row.id));
    let mut documents: Vec<SearchDocument> = rows.into_iter().filter_map(|row| readable(row, tree)).collect();
    let listings: Vec<ListingId> = documents.iter().map(|document| document.listing).collect();
    let mut terms = terms_of(market, &listings).await?;
    for document in &mut documents {
        document.attributes = terms.remove(&document.listing).unwrap_or_default();
    }
    Ok(Step { documents, next })
}

fn readable(row: Row, tree: &Tree) -> Option<SearchDocument> {
    let listing = ListingId::from_uuid(row.id);
    let told =
        |why: &&str| tracing::error!(listing.id = %listing, "listing {listing} is not found by search until it is mended: {why}");
    row.document(tree).inspect_err(told).ok()
}

/// Who sells these listings, or sold them; at most [`DOCUMENTS_MAX`] are looked at.
///
/// # Errors
/// A fault of the database.
pub async fn sellers_of(market: &Market, listings: &[ListingId]) -> Result<Vec<ShopId>, Fault> {
    #[derive(FromQueryResult)]
    struct Seller {
        shop_id: Uuid,
    }
    let ids: Vec<Value> = listings.iter().take(DOCUMENTS_MAX).map(|listing| listing.uuid().into()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let db = market.db();
    let sql = format!("SELECT DISTINCT l.shop_id FROM listing l WHERE l.id IN ({})", placeholders(1, ids.len()));
    let rows = Seller::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| ShopId::from_uuid(row.shop_id)).collect())
}

/// The category tree, by which documents name their kinds.
///
/// # Errors
/// A fault of the database.
pub async fn tree(market: &Market) -> Result<Tree, Fault> {
    Ok(Tree::new(categories(market).await?))
}

/// Those of these listings that are published and can be read; at most [`DOCUMENTS_MAX`] are looked at.
///
/// # Errors
/// A fault of the database.
pub async fn documents(market: &Market, tree: &Tree, listings: &[ListingId]) -> Result<Vec<SearchDocument>, Fault> {
    let ids: Vec<Value> = listings.iter().take(DOCUMENTS_MAX).map(|listing| listing.uuid().into()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(read(market, &format!(" AND l.id IN ({})", placeholders(1, ids.len())), ids, tree).await?.documents)
}

/// Published listings in the order of their ids, behind one of them; at most [`DOCUMENTS_MAX`].
///
/// # Errors
/// A fault of the database.
pub async fn documents_after(market: &Market, tree: &Tree, after: ListingId) -> Result<Step, Fault> {
    let most = i64::try_from(DOCUMENTS_MAX).unwrap_or(i64::MAX);
    read(market, " AND l.id > $1 ORDER BY l.id LIMIT $2", vec![after.uuid().into(), most.into()], tree).await
}

/// Published listings of a shop in the order of their ids, behind one of them; at most [`DOCUMENTS_MAX`].
///
/// # Errors
/// A fault of the database.
pub async fn documents_of(market: &Market, tree: &Tree, shop: ShopId, after: ListingId) -> Result<Step, Fault> {
    let most = i64::try_from(DOCUMENTS_MAX).unwrap_or(i64::MAX);
    let values = vec![shop.uuid().into(), after.uuid().into(), most.into()];
    read(market, " AND l.shop_id = $1 AND l.id > $2 ORDER BY l.id LIMIT $3", values, tree).await
}

/// How many listings are published.
///
/// # Errors
/// A fault of the database.
pub async fn published(market: &Market) -> Result<u64, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        listings: i64,
    }
    let db = market.db();
    let sql = "SELECT COUNT(*) AS listings FROM listing l WHERE l.state = 'published' AND l.published_at IS NOT NULL";
    let row = Count::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).one(db).await?;
    Ok(row.and_then(|row| u64::try_from(row.listings).ok()).unwrap_or(0))
}

#[derive(FromQueryResult)]
struct ShopRow {
    id: Uuid,
    name: String,
    place: String,
    opened_at: i64,
}

/// Shops that have something to sell, in the order of their ids, behind one of them; at most [`DOCUMENTS_MAX`].
///
/// # Errors
/// A fault of the database.
pub async fn shops_after(market: &Market, after: ShopId) -> Result<Vec<ShopDocument>, Fault> {
    let most = i64::try_from(DOCUMENTS_MAX).unwrap_or(i64::MAX);
    shops(market, "s.id > $1 ORDER BY s.id LIMIT $2", vec![after.uuid().into(), most.into()]).await
}

/// The shop, where it has something to sell.
///
/// # Errors
/// A fault of the database.
pub async fn shop_document(market: &Market, shop: ShopId) -> Result<Option<ShopDocument>, Fault> {
    Ok(shops(market, "s.id = $1", vec![shop.uuid().into()]).await?.pop())
}

async fn shops(market: &Market, tail: &str, values: Vec<Value>) -> Result<Vec<ShopDocument>, Fault> {
    let db = market.db();
    let sql = format!(
        "SELECT s.id, s.name, s.place, s.opened_at FROM shop s \
         WHERE EXISTS (SELECT 1 FROM listing g WHERE g.shop_id = s.id AND g.state = 'published') AND {tail}"
    );
    let rows = ShopRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    let document = |row: ShopRow| ShopDocument {
        shop: ShopId::from_uuid(row.id),
        name: row.name,
        place: row.place,
        opened_at: row.opened_at,
    };
    Ok(rows.into_iter().map(document).collect())
}
