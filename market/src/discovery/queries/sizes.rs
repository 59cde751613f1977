//! How large the shops are whose goods are counted: by the same ages, sales and numbers by which places are drawn.

use super::documents::DOCUMENTS_MAX;
use super::sellers::{HELD, SALES};
use super::settings_since;
use crate::catalog::ListingId;
use crate::discovery::rules::{Turn, shop_size};
use crate::discovery::types::{RankingNumber, SALES_MAX, ShopSize};
use crate::kernel::{Fault, Market, Timestamp, placeholders};
use sea_orm::{FromQueryResult, Statement, Value};
use std::collections::HashMap;
use uuid::Uuid;

const OF_LISTINGS: &str = "\
SELECT l.id, COALESCE((SELECT MIN(o.opened_at) FROM {HELD}), s.opened_at) AS held_since, {SALES} AS sales \
FROM listing l JOIN shop s ON s.id = l.shop_id LEFT JOIN shop_standing t ON t.shop_id = l.shop_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    held_since: i64,
    sales: i64,
}

/// How large the shop of each of these listings is in this turn of the draw; of what is not there any more nothing is said.
///
/// # Errors
/// A fault of the database.
pub async fn sizes(market: &Market, listings: &[ListingId]) -> Result<HashMap<ListingId, ShopSize>, Fault> {
    let mut sizes = HashMap::new();
    if listings.is_empty() {
        return Ok(sizes);
    }
    let (settings, _) = settings_since(market).await?;
    let turn = Turn::at(market.now(), settings.number(RankingNumber::TurnHours));
    let sql = OF_LISTINGS.replace("{SALES}", SALES).replace("{HELD}", HELD);
    let db = market.db();
    for some in listings.chunks(DOCUMENTS_MAX) {
        let ids: Vec<Value> = some.iter().map(|listing| listing.uuid().into()).collect();
        let sql = format!("{sql} WHERE l.id IN ({})", placeholders(1, ids.len()));
        for row in Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, ids)).all(db).await? {
            let since = Timestamp::from_millis(row.held_since);
            let size = shop_size(since, row.sales.min(SALES_MAX), turn.began, &settings);
            sizes.insert(ListingId::from_uuid(row.id), size);
        }
    }
    Ok(sizes)
}
