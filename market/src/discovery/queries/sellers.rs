//! What documents say of shops. It is read once for each shop of a step, however many goods of it the step has: a holder has to be looked
//! for among all identities.

use crate::discovery::store::Counts;
use crate::discovery::types::Standing;
use crate::kernel::{Fault, Market, placeholders};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement, Value};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The shops of whoever holds the shop `s`, itself among them: those with the same number of identity. Another one counts once
/// somebody has looked at its identity: whoever knows another's number could else make that shop as old as an own one, and as large.
pub(super) const HELD: &str = "identity mine JOIN identity other ON other.id_number_index = mine.id_number_index AND other.state <> 'replaced' \
JOIN shop o ON o.id = other.shop_id AND (o.id = mine.shop_id OR o.verification = 'approved') LEFT JOIN shop_standing os ON os.shop_id = o.id \
WHERE mine.shop_id = s.id AND mine.state <> 'replaced'";

/// What the holder of the shop `s` has sold, in all their shops; `t` is its own standing.
pub(super) const SALES: &str = "CAST(COALESCE((SELECT SUM(os.sales) FROM {HELD}), t.sales, 0) AS BIGINT)";

const SELLERS: &str = "\
SELECT s.id, s.name, CASE WHEN s.verification = 'approved' THEN COALESCE(h.id, s.id) END AS holder, \
COALESCE(h.opened_at, s.opened_at) AS held_since, COALESCE(t.orders, 0) AS orders, COALESCE(t.shipped_fast, 0) AS shipped_fast, \
COALESCE(t.troubled, 0) AS troubled, COALESCE(t.cases, 0) AS cases, COALESCE(t.answered, 0) AS answered, {SALES} AS sales \
FROM shop s LEFT JOIN shop_standing t ON t.shop_id = s.id \
LEFT JOIN shop h ON h.id = (SELECT o.id FROM {HELD} ORDER BY o.opened_at, o.id LIMIT 1) WHERE s.id IN ";

/// What the market's secret is asked for.
const HOLDERS: &str = "holder";

/// By which number whoever holds this shop, which is the oldest of theirs, takes part in draws. Ids of shops are public, and so are seeds
/// of draws that are over: drawn by an id, anybody could find out in time which shops are of one person.
pub(super) fn holder_number(market: &Market, oldest: Uuid) -> u128 {
    let digest = market.keyring().blind_index(HOLDERS, oldest.as_bytes());
    digest.iter().take(16).fold(0, |number, byte| (number << 8) | u128::from(*byte))
}

/// By which number the holder of a shop takes part in draws; none where nobody has approved their identity, or there is no such shop.
///
/// # Errors
/// A fault of the database.
pub async fn holder_of(market: &Market, shop: ShopId) -> Result<Option<u128>, Fault> {
    let sellers = sellers(market, &BTreeSet::from([shop.uuid()])).await?;
    Ok(sellers.get(&shop.uuid()).and_then(|seller| seller.holder))
}

/// A shop as all documents of its goods have it.
pub(super) struct Seller {
    pub name: String,
    pub holder: Option<u128>,
    pub held_since: i64,
    pub standing: Standing,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    holder: Option<Uuid>,
    held_since: i64,
    #[sea_orm(nested)]
    counts: Counts,
}

/// The text of the query for so many shops.
pub(super) fn sellers_sql(shops: usize) -> String {
    format!("{}({})", SELLERS.replace("{SALES}", SALES).replace("{HELD}", HELD), placeholders(1, shops))
}

/// These shops, by their ids.
pub(super) async fn sellers(market: &Market, shops: &BTreeSet<Uuid>) -> Result<HashMap<Uuid, Seller>, Fault> {
    let mut ids: Vec<Value> = shops.iter().map(|shop| (*shop).into()).collect();
    let Some(last) = ids.last().cloned() else { return Ok(HashMap::new()) };
    // Steps have any number of shops, and a connection keeps each text that it has prepared: these are few. Who is asked for twice is
    // found once.
    ids.resize(ids.len().next_power_of_two(), last);
    let db = market.db();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sellers_sql(ids.len()), ids);
    let rows = Row::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.seller(market))).collect())
}

impl Row {
    fn seller(self, market: &Market) -> Seller {
        Seller {
            name: self.name,
            holder: self.holder.map(|oldest| holder_number(market, oldest)),
            held_since: self.held_since,
            standing: self.counts.standing(),
        }
    }
}
