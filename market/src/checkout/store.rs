//! How shops stand, read across the slices in one query each. Writes nothing.

use super::rules::Standing;
use crate::account::Buyer;
use crate::kernel::{Fault, Tx, placeholders};
use crate::shop::ShopId;
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult, Statement, Value};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    verification: String,
    sold_minor: i64,
    own: i64,
}

/// How these shops stand towards this buyer.
pub(crate) async fn standings(tx: &Tx, buyer: &Buyer, shops: &[ShopId]) -> Result<Vec<Standing>, Fault> {
    if shops.is_empty() {
        return Ok(Vec::new());
    }
    let standings = read(tx, buyer, shops).await?;
    if standings.iter().all(|standing| standing.is_approved) {
        return Ok(standings);
    }
    // What a shop may sell before it is approved is counted, so checkouts at such a shop queue at its row and count again.
    lock(tx, shops).await?;
    read(tx, buyer, shops).await
}

/// In id order, for two checkouts at the same shops; SQLite's one writer needs no lock.
async fn lock(tx: &Tx, shops: &[ShopId]) -> Result<(), Fault> {
    if tx.get_database_backend() == DatabaseBackend::Sqlite {
        return Ok(());
    }
    let sql = format!(
        "SELECT id FROM shop WHERE verification <> 'approved' AND id IN ({}) ORDER BY id FOR NO KEY UPDATE",
        placeholders(1, shops.len())
    );
    let values = shops.iter().map(|shop| Value::from(shop.uuid()));
    tx.query_all_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

async fn read(tx: &Tx, buyer: &Buyer, shops: &[ShopId]) -> Result<Vec<Standing>, Fault> {
    let places: Vec<String> = (2..shops.len() + 2).map(|n| format!("${n}")).collect();
    // What an approved shop has sold does not matter, and summing it up for every order would slow down with its history.
    let sql = format!(
        "SELECT s.id, s.verification, CASE WHEN s.verification = 'approved' THEN 0 ELSE (SELECT CAST(COALESCE(SUM(o.total_minor + o.market_discount_minor), 0) AS BIGINT) \
         FROM orders o WHERE o.shop_id = s.id AND o.state <> 'cancelled') END AS sold_minor, \
         (SELECT COUNT(*) FROM shop_staff f WHERE f.shop_id = s.id AND f.person_id = $1 AND f.ended_at IS NULL) AS own \
         FROM shop s WHERE s.id IN ({})",
        places.join(", ")
    );
    let values = std::iter::once(buyer.person().uuid()).chain(shops.iter().map(|shop| shop.uuid())).map(Value::from);
    let rows = Row::find_by_statement(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).all(&**tx).await?;
    Ok(rows
        .into_iter()
        .map(|row| Standing {
            shop: ShopId::from_uuid(row.id),
            is_approved: row.verification == "approved",
            sold_minor: row.sold_minor,
            is_own: row.own > 0,
        })
        .collect())
}
