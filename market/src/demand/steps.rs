//! Counts within the transactions of others: an order was completed, goods were given back.

use super::rules::shown;
use super::store::{self, statement};
use crate::kernel::{Fault, Timestamp, Tx};
use crate::order::OrderId;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Sale {
    listing_id: Uuid,
    is_own: bool,
    is_kept: bool,
}

#[derive(FromQueryResult)]
struct Count {
    sold: i64,
    shown: i64,
}

/// The order was completed by this transaction: what the buyer keeps of it is sold. Once more changes nothing.
pub(crate) async fn count_sales(tx: &Tx, order: OrderId) -> Result<(), Fault> {
    let written = sales(tx, &store::count(), vec![order.uuid().into()]).await?;
    count(tx, written, store::ONE_MORE).await
}

/// Goods or money of an order were given back by this transaction: what nothing is left of, or too little was paid for, was not sold.
/// Where the order was not completed, nothing was counted yet.
pub(crate) async fn take_back(tx: &Tx, order: OrderId, now: Timestamp) -> Result<(), Fault> {
    let ended = sales(tx, &store::take_back(), vec![order.uuid().into(), now.millis().into()]).await?;
    count(tx, ended, store::ONE_LESS).await
}

async fn sales(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<Vec<Sale>, Fault> {
    Ok(Sale::find_by_statement(statement(&**tx, sql, values)).all(&**tx).await?)
}

/// In the order of their ids, so that two orders of the same goods wait for each other and never in a ring.
async fn count(tx: &Tx, sales: Vec<Sale>, sql: &str) -> Result<(), Fault> {
    let mut counted: Vec<Uuid> =
        sales.into_iter().filter(|sale| sale.is_kept && !sale.is_own).map(|sale| sale.listing_id).collect();
    counted.sort_unstable();
    for listing in counted {
        let row = Count::find_by_statement(statement(&**tx, sql, vec![listing.into()])).one(&**tx).await?;
        let row = row.ok_or_else(|| Fault::broken(format!("a sale of listing {listing} was never counted")))?;
        let shows = shown(row.sold);
        if shows != row.shown {
            tx.execute_raw(statement(&**tx, store::SHOW, vec![listing.into(), shows.into()])).await?;
        }
    }
    Ok(())
}
