//! What an index is fed with: listings and shops as they are now, and the walk over all of them.

use super::sellers::{Seller, sellers};
use crate::attribute::queries::terms_of;
use crate::catalog::{ListingId, OptionGroup, queries::categories};
use crate::discovery::rules::unit_price;
use crate::discovery::types::{SearchDocument, ShopDocument, Tree};
use crate::kernel::{Fault, Market, Unit, engine_sql, placeholders};
use crate::shop::ShopId;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
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

/// The listings of a step come as one JSON text that the engine makes. As a row each, waking who reads for every one of them and copying
/// every value on its way cost more than finding it. The engines differ in how they write a list (`$list`), a tuple (`$tuple`) and an id
/// as text (`$id … $di`), and in nothing else.
///
/// Freight is free: the rest of the country is sent to for nothing, or for nothing from the least that can be bought on. A price times a
/// quantity may be more than an integer of the database, and one row must not end the reading of all.
macro_rules! listings_sql {
    ($list:literal, $tuple:literal, $id:literal, $di:literal) => {
        concat!(
            "SELECT CAST(", $list, "(", $tuple, "(", $id, "g.id", $di, ", ", $id, "g.shop_id", $di, ", g.title, g.description, g.maker, ",
            "g.place, g.options, g.category_path, g.unit, g.price_per, g.price_from_minor, g.published_at, g.price_there_minor, g.sold, ",
            "g.is_free_freight)) AS TEXT) AS listings FROM (",
            "SELECT l.id, l.shop_id, l.title, l.description, l.maker, l.place, l.options, l.category_path, l.unit, l.price_per, ",
            "l.price_from_minor, l.published_at, ",
            "(SELECT MIN(v.price_minor) FROM variant v JOIN stock k ON k.variant_id = v.id ",
            "WHERE v.listing_id = l.id AND v.is_active AND k.on_hand - k.held >= l.minimum) AS price_there_minor, ",
            "COALESCE((SELECT c.shown FROM listing_sold c WHERE c.listing_id = l.id), 0) AS sold, ",
            "CASE WHEN EXISTS (SELECT 1 FROM freight_zone z WHERE z.ships AND z.provinces = '[]' ",
            "AND ((z.first_minor = 0 AND z.next_minor = 0) ",
            "OR CAST(z.free_from_minor AS NUMERIC) * l.price_per <= CAST(l.price_from_minor AS NUMERIC) * l.minimum) ",
            "AND z.template_id = COALESCE(",
            "(SELECT n.id FROM freight_template n WHERE n.id = l.freight_template_id AND n.shop_id = l.shop_id), ",
            "(SELECT d.id FROM freight_template d WHERE d.shop_id = l.shop_id AND d.is_default))) THEN 1 ELSE 0 END AS is_free_freight ",
            "FROM listing l WHERE l.state = 'published' AND l.published_at IS NOT NULL{tail}) g"
        )
    };
}

const SQLITE: &str = listings_sql!("json_group_array", "json_array", "hex(", ")");
const POSTGRES: &str = listings_sql!("json_agg", "json_build_array", "", "");

/// Behind a listing, in the order of their ids.
pub(super) const AFTER: &str = " AND l.id > $1 ORDER BY l.id LIMIT $2";
/// The same of one shop.
const AFTER_OF_SHOP: &str = " AND l.shop_id = $1 AND l.id > $2 ORDER BY l.id LIMIT $3";

#[derive(FromQueryResult)]
struct Text {
    listings: Option<String>,
}

/// A listing: a tuple of its columns in this order.
#[derive(Deserialize)]
struct Row {
    id: Uuid,
    shop_id: Uuid,
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
    is_free_freight: i64,
}

impl Row {
    /// The document, or what of the row cannot be read. One row must not end the reading of all: it would be read in vain for ever.
    fn document(self, sellers: &HashMap<Uuid, Seller>, tree: &Tree) -> Result<SearchDocument, &'static str> {
        let seller = sellers.get(&self.shop_id).ok_or("its shop is not there")?;
        let options: Vec<OptionGroup> = serde_json::from_str(&self.options).map_err(|_| "its options are no list")?;
        let unit = Unit::from_code(&self.unit).ok_or("its unit is unknown")?;
        let around = tree.trail(&self.category_path);
        // Goods are found at the price of what is there: a cheap variant that is sold out moves none of the others forward.
        let price_minor = self.price_there_minor.unwrap_or(self.price_from_minor);
        Ok(SearchDocument {
            listing: ListingId::from_uuid(self.id),
            shop: ShopId::from_uuid(self.shop_id),
            shop_name: seller.name.clone(),
            title: self.title,
            description: self.description,
            maker: self.maker,
            place: self.place,
            choices: options.into_iter().flat_map(|group| group.values).collect(),
            kinds: around.flat_map(|category| [category.name_en.clone(), category.name_zh.clone()]).collect(),
            category_path: self.category_path,
            price_minor,
            unit_price_minor: unit_price(price_minor, self.price_per, unit),
            dimension: unit.dimension(),
            is_free_freight: self.is_free_freight != 0,
            is_available: self.price_there_minor.is_some(),
            sold: self.sold,
            published_at: self.published_at,
            attributes: Vec::new(),
            holder: seller.holder,
            held_since: seller.held_since,
            standing: seller.standing,
        })
    }
}

/// The text of the query on this engine, with how it ends.
pub(super) fn documents_sql(db: &impl ConnectionTrait, tail: &str) -> String {
    engine_sql(db, SQLITE, POSTGRES).replace("{tail}", tail)
}

/// In the order of their ids. What documents say of shops and of attributes is read a moment after the listings: of what changes in
/// between the newer is taken, and whoever follows is told of that change, and reads all of it again.
async fn read(market: &Market, tail: &str, values: Vec<Value>, tree: &Tree) -> Result<Step, Fault> {
    let db = market.db();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), documents_sql(db, tail), values);
    let text = Text::find_by_statement(statement).one(db).await?.and_then(|text| text.listings);
    let mut rows: Vec<Row> = text.map_or_else(|| Ok(Vec::new()), |text| serde_json::from_str(&text).map_err(Fault::broken))?;
    rows.sort_unstable_by_key(|row| row.id);
    let next = rows.last().filter(|_| rows.len() >= DOCUMENTS_MAX).map(|row| ListingId::from_uuid(row.id));
    let shops: BTreeSet<Uuid> = rows.iter().map(|row| row.shop_id).collect();
    let sellers = sellers(market, &shops).await?;
    let mut documents: Vec<SearchDocument> = rows.into_iter().filter_map(|row| readable(row, &sellers, tree)).collect();
    let listings: Vec<ListingId> = documents.iter().map(|document| document.listing).collect();
    let mut terms = terms_of(market, &listings).await?;
    for document in &mut documents {
        document.attributes = terms.remove(&document.listing).unwrap_or_default();
    }
    Ok(Step { documents, next })
}

fn readable(row: Row, sellers: &HashMap<Uuid, Seller>, tree: &Tree) -> Option<SearchDocument> {
    let listing = ListingId::from_uuid(row.id);
    let told =
        |why: &&str| tracing::error!(listing.id = %listing, "listing {listing} is not found by search until it is mended: {why}");
    row.document(sellers, tree).inspect_err(told).ok()
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
    read(market, AFTER, vec![after.uuid().into(), most.into()], tree).await
}

/// Published listings of a shop in the order of their ids, behind one of them; at most [`DOCUMENTS_MAX`].
///
/// # Errors
/// A fault of the database.
pub async fn documents_of(market: &Market, tree: &Tree, shop: ShopId, after: ListingId) -> Result<Step, Fault> {
    let most = i64::try_from(DOCUMENTS_MAX).unwrap_or(i64::MAX);
    let values = vec![shop.uuid().into(), after.uuid().into(), most.into()];
    read(market, AFTER_OF_SHOP, values, tree).await
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
