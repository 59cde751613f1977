//! What is proposed while somebody types: what the index says, as it is now.

use super::shops::has_goods;
use crate::catalog::ListingId;
use crate::discovery::rules::search_words;
use crate::discovery::search::SearchIndex;
use crate::discovery::types::{Proposals, ProposedGoods, ProposedShop, Suggested};
use crate::kernel::{Fault, Market, placeholders};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement, Value};
use uuid::Uuid;

/// What is said of goods and of shops. It is asked for at every key, so that nothing is read that is not drawn.
const GOODS: &str =
    "SELECT l.id, l.title AS name, CAST(NULL AS TEXT) AS handle FROM listing l WHERE l.state = 'published' AND l.id IN";
const SHOPS: &str = "SELECT s.id, s.name, s.handle FROM shop s WHERE s.id IN";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    /// Goods have none.
    handle: Option<String>,
}

/// What an index proposes for what was typed so far, by one query; nothing where that says nothing. What is no longer sold is left
/// out.
///
/// # Errors
/// A fault of the index or of the database.
pub async fn proposals(market: &Market, index: &dyn SearchIndex, typed: &str) -> Result<Proposals, Fault> {
    let Some(words) = search_words(typed) else { return Ok(Proposals::default()) };
    let suggested = index.suggest(&words.words().join(" ")).await?;
    as_they_are_now(market, suggested).await
}

/// Those that are published, and the shops that have something to sell, in the order of the index.
async fn as_they_are_now(market: &Market, suggested: Suggested) -> Result<Proposals, Fault> {
    let Suggested { categories, listings, shops } = suggested;
    let mut found = Proposals { categories, ..Proposals::default() };
    for Row { id, name, handle } in rows(market, &listings, &shops).await? {
        match handle {
            None => found.goods.push(ProposedGoods { listing: ListingId::from_uuid(id), title: name }),
            Some(handle) => found.shops.push(ProposedShop { shop: ShopId::from_uuid(id), handle, name }),
        }
    }
    found.goods.sort_by_key(|goods| listings.iter().position(|listing| *listing == goods.listing));
    found.shops.sort_by_key(|proposed| shops.iter().position(|shop| *shop == proposed.shop));
    Ok(found)
}

async fn rows(market: &Market, listings: &[ListingId], shops: &[ShopId]) -> Result<Vec<Row>, Fault> {
    let mut parts = Vec::new();
    if !listings.is_empty() {
        parts.push(format!("{GOODS} ({})", placeholders(1, listings.len())));
    }
    if !shops.is_empty() {
        let first = listings.len().saturating_add(1);
        parts.push(format!("{SHOPS} ({}) AND {}", placeholders(first, shops.len()), has_goods("s")));
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let ids = listings.iter().map(|listing| listing.uuid()).chain(shops.iter().map(|shop| shop.uuid()));
    let values: Vec<Value> = ids.map(Value::from).collect();
    let db = market.db();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), parts.join(" UNION ALL "), values);
    Ok(Row::find_by_statement(statement).all(db).await?)
}
