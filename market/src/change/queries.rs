//! Reads on from where somebody was.
//!
//! A horizon is a `sequence` on SQLite, where one writer commits after the other. On PostgreSQL transactions overlap, and a row
//! with a lower number may become visible after one with a higher: there it is the number of the oldest transaction that was
//! still open, and whatever was written by that one or a later one is read again.

use super::types::{Change, News, Subject};
use crate::catalog::ListingId;
use crate::kernel::{Fault, Market, engine_sql};
use crate::shop::ShopId;
use sea_orm::{FromQueryResult, Statement};
use uuid::Uuid;

/// Rows of one reading, where nobody asked for fewer.
pub const CHANGES_MAX: u64 = 1_000;

const SQLITE: &str = "SELECT sequence, sequence AS place, sequence AS read_at, kind, subject, CAST(NULL AS INTEGER) AS horizon FROM change \
                      WHERE sequence > $1 ORDER BY sequence LIMIT $2";
const POSTGRES: &str = "SELECT c.sequence, c.writer AS place, c.writer + 1 AS read_at, c.kind, c.subject, h.horizon FROM \
                        (SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) AS horizon) h \
                        LEFT JOIN change c ON c.writer >= $1 ORDER BY c.writer, c.sequence LIMIT $2";

#[derive(FromQueryResult)]
struct Row {
    sequence: Option<i64>,
    place: Option<i64>,
    read_at: Option<i64>,
    kind: Option<String>,
    subject: Option<Uuid>,
    horizon: Option<i64>,
}

impl Row {
    fn change(&self) -> Result<Option<Change>, Fault> {
        let (Some(sequence), Some(place), Some(kind)) = (self.sequence, self.read_at, self.kind.as_deref()) else {
            return Ok(None);
        };
        let subject = match (kind, self.subject) {
            ("listing", Some(id)) => Subject::Listing(ListingId::from_uuid(id)),
            ("shop", Some(id)) => Subject::Shop(ShopId::from_uuid(id)),
            ("lists", _) => Subject::Lists,
            ("market", _) => Subject::Market,
            _ => return Err(Fault::broken("a change is of an unknown kind")),
        };
        Ok(Some(Change { sequence, subject, place }))
    }
}

/// What changed since `horizon`: about `limit` rows, the oldest first.
///
/// # Errors
/// A fault of the database.
pub async fn since(market: &Market, horizon: i64, limit: u64) -> Result<News, Fault> {
    let mut limit = i64::try_from(limit.clamp(1, CHANGES_MAX)).unwrap_or(1);
    loop {
        let rows = read(market, horizon, limit).await?;
        let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) >= limit;
        let last = rows.last().and_then(|row| row.place).unwrap_or(horizon);
        let open = rows.first().and_then(|row| row.horizon);
        // Never past a transaction that is still open: it may have written before what is read here, and commit after.
        let reached = if more { open.map_or(last, |open| open.min(last)) } else { open.unwrap_or(last) };
        // What stands behind an open one, or is written by a single one, is read whole, or there would be no going on behind it.
        if more && reached <= horizon {
            limit = limit.saturating_mul(2);
            continue;
        }
        let changes = rows.iter().filter_map(|row| row.change().transpose()).collect::<Result<_, _>>()?;
        return Ok(News { changes, horizon: reached, more });
    }
}

async fn read(market: &Market, horizon: i64, limit: i64) -> Result<Vec<Row>, Fault> {
    let db = market.db();
    let sql = engine_sql(db, SQLITE, POSTGRES);
    let statement = Statement::from_sql_and_values(market.backend(), sql, [horizon.into(), limit.into()]);
    Ok(Row::find_by_statement(statement).all(db).await?)
}

/// The horizon of now: whoever begins here is told what changes from now on.
///
/// # Errors
/// A fault of the database.
pub async fn end(market: &Market) -> Result<i64, Fault> {
    scalar(
        market,
        "SELECT MAX(sequence) AS number FROM change",
        "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) AS number",
    )
    .await
}

/// The oldest horizon from which everything can still be told. Whoever stands before it has to begin anew.
///
/// # Errors
/// A fault of the database.
pub async fn beginning(market: &Market) -> Result<i64, Fault> {
    // Before anything was forgotten, any horizon will do: on PostgreSQL one may be older than the first change.
    let postgres = "SELECT CASE WHEN MIN(sequence) = 1 THEN 0 ELSE MIN(writer) END AS number FROM change";
    scalar(market, "SELECT MIN(sequence) - 1 AS number FROM change", postgres).await
}

async fn scalar(market: &Market, sqlite: &str, postgres: &str) -> Result<i64, Fault> {
    #[derive(FromQueryResult)]
    struct Scalar {
        number: Option<i64>,
    }
    let db = market.db();
    let statement = Statement::from_string(market.backend(), engine_sql(db, sqlite, postgres));
    Ok(Scalar::find_by_statement(statement).one(db).await?.and_then(|row| row.number).unwrap_or(0))
}
