//! Of how many shops anything was shown at all. Counted are all that have goods here, so that nobody is left out of the count for
//! having been left out of the places.

use super::sellers::sellers;
use super::settings_since;
use crate::discovery::rules::{Turn, shop_size};
use crate::discovery::types::{RankingNumber, ShopSize};
use crate::kernel::{Fault, Market, Timestamp};
use sea_orm::{FromQueryResult, Statement, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Shops of one step of the walk.
const SHOPS_MAX: usize = 1_000;

/// Shops that have goods, in the order of their ids, behind one of them ($2): whether anything of each was shown from a day ($1) on.
/// A look along an index for each answer, and not EXISTS: PostgreSQL may answer that for all shops at once, by a walk through a month.
pub(super) const OFFERING: &str = "\
SELECT s.id, (SELECT 1 FROM exposure e WHERE e.shop_id = s.id AND e.day >= $1 AND e.shown > 0 LIMIT 1) IS NOT NULL AS is_seen \
FROM shop s WHERE s.id > $2 AND (SELECT 1 FROM listing g WHERE g.shop_id = s.id AND g.state = 'published' LIMIT 1) IS NOT NULL \
ORDER BY s.id LIMIT $3";

/// The shops of one size that have goods here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShopsSeen {
    /// Of this size now.
    pub size: ShopSize,
    /// How many there are.
    pub shops: i64,
    /// Of how many of them anything was shown.
    pub seen: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    is_seen: bool,
}

/// How many shops of each size have goods here now, and of how many of them anything was shown from this day on. How large a shop is
/// is told as for a draw that is made now.
///
/// # Errors
/// A fault of the database.
pub async fn shops_seen(market: &Market, from: i64) -> Result<Vec<ShopsSeen>, Fault> {
    shops_seen_by(market, from, SHOPS_MAX).await
}

/// The same by steps of so many shops.
pub(super) async fn shops_seen_by(market: &Market, from: i64, step: usize) -> Result<Vec<ShopsSeen>, Fault> {
    let (settings, _) = settings_since(market).await?;
    let turn = Turn::at(market.now(), settings.number(RankingNumber::TurnHours));
    let mut sums: BTreeMap<ShopSize, [i64; 2]> = BTreeMap::new();
    let mut after = Some(Uuid::nil());
    while let Some(last) = after {
        let rows = offering(market, from, last, step).await?;
        let sellers = sellers(market, &rows.iter().map(|row| row.id).collect()).await?;
        for row in &rows {
            let Some(seller) = sellers.get(&row.id) else { continue };
            let size = shop_size(Timestamp::from_millis(seller.held_since), seller.standing.sales, turn.began, &settings);
            let [shops, seen] = sums.entry(size).or_default();
            *shops = shops.saturating_add(1);
            *seen = seen.saturating_add(i64::from(row.is_seen));
        }
        after = rows.last().filter(|_| rows.len() >= step).map(|row| row.id);
    }
    Ok(sums.into_iter().map(|(size, [shops, seen])| ShopsSeen { size, shops, seen }).collect())
}

async fn offering(market: &Market, from: i64, after: Uuid, step: usize) -> Result<Vec<Row>, Fault> {
    let most = i64::try_from(step).unwrap_or(i64::MAX);
    let values: [Value; 3] = [from.into(), after.into(), most.into()];
    Ok(Row::find_by_statement(Statement::from_sql_and_values(market.backend(), OFFERING, values)).all(market.db()).await?)
}
