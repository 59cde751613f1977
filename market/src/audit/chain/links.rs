//! Adds links, and follows them.

use super::rows::digests;
use super::{Chain, ChainHead};
use crate::kernel::{Fault, Market, Span};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Links that one transaction adds, and that one query follows.
const BATCH: i64 = 200;
/// Rows are sealed seconds after they are written: further back only a look at everything has to search.
const RECENT: Span = Span::days(1);

/// How far back rows without a link are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A day back, which is quick.
    Recent,
    /// Everything there is: after a start, and once in a while, for clocks that leapt back.
    All,
}

#[derive(FromQueryResult)]
struct Link {
    position: i64,
    row_id: Uuid,
    digest: Vec<u8>,
}

#[derive(FromQueryResult)]
struct Unsealed {
    id: Uuid,
}

/// Adds links for rows that have none, a few at a time; says how many. Two that do it at once cannot both: a position is taken
/// once.
///
/// # Errors
/// A fault of the database.
pub async fn seal(market: &Market, reach: Reach) -> Result<u64, Fault> {
    let mut sealed = 0;
    for chain in Chain::ALL {
        sealed += seal_one(market, chain, reach).await?;
    }
    Ok(sealed)
}

async fn seal_one(market: &Market, chain: Chain, reach: Reach) -> Result<u64, Fault> {
    let since = match reach {
        Reach::Recent => market.now().before(RECENT).millis(),
        Reach::All => i64::MIN,
    };
    let rows = unsealed(market.db(), chain, since).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let tx = market.begin("seal").await?;
    let rows = unsealed(&*tx, chain, since).await?;
    let digests = digests(&*tx, chain, &rows).await?;
    let last = last(&*tx, chain).await?;
    let (mut position, mut previous) = last.map_or((0, Vec::new()), |link| (link.position, link.digest));
    for id in &rows {
        let Some(row) = digests.get(id) else { continue };
        position += 1;
        previous = linked(&previous, *id, row);
        let sql = "INSERT INTO seal (chain, position, row_id, digest) VALUES ($1, $2, $3, $4)";
        let values = [chain.code().into(), position.into(), (*id).into(), previous.clone().into()];
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    }
    tx.commit().await?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

fn linked(previous: &[u8], id: Uuid, row: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(previous).chain_update(id.as_bytes()).chain_update(row).finalize().to_vec()
}

async fn unsealed(db: &impl ConnectionTrait, chain: Chain, since: i64) -> Result<Vec<Uuid>, Fault> {
    let (table, time) = match chain {
        Chain::Ledger => ("ledger_journal", "made_at"),
        Chain::AuditLog => ("audit_log", "happened_at"),
    };
    let sql = format!(
        "SELECT r.id FROM {table} r WHERE r.{time} >= $1 AND NOT EXISTS \
         (SELECT 1 FROM seal s WHERE s.chain = $2 AND s.row_id = r.id) ORDER BY r.{time}, r.id LIMIT {BATCH}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [since.into(), chain.code().into()]);
    Ok(Unsealed::find_by_statement(statement).all(db).await?.into_iter().map(|row| row.id).collect())
}

async fn last(db: &impl ConnectionTrait, chain: Chain) -> Result<Option<Link>, Fault> {
    let sql = "SELECT position, row_id, digest FROM seal WHERE chain = $1 ORDER BY position DESC LIMIT 1";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [chain.code().into()]);
    Ok(Link::find_by_statement(statement).one(db).await?)
}

/// Follows a chain from its beginning to its end.
///
/// # Errors
/// A fault of the database.
pub async fn verify(market: &Market, chain: Chain) -> Result<ChainHead, Fault> {
    let db = market.db();
    let (mut links, mut broken, mut previous) = (0, 0, Vec::new());
    loop {
        let sql = format!(
            "SELECT position, row_id, digest FROM seal WHERE chain = $1 AND position > $2 ORDER BY position LIMIT {BATCH}"
        );
        let values = [chain.code().into(), links.into()];
        let found = Link::find_by_statement(Statement::from_sql_and_values(market.backend(), sql, values)).all(db).await?;
        let Some(end) = found.last().map(|link| link.position) else { break };
        let ids: Vec<Uuid> = found.iter().map(|link| link.row_id).collect();
        let digests = digests(db, chain, &ids).await?;
        let mut expected = links;
        for link in found {
            expected += 1;
            let row = digests.get(&link.row_id);
            let fits = row.is_some_and(|row| linked(&previous, link.row_id, row) == link.digest) && link.position == expected;
            broken += i64::from(!fits);
            // One broken link is one: the next is held against the digest that is there.
            (expected, previous) = (link.position, link.digest);
        }
        links = end;
    }
    let digest = previous.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    Ok(ChainHead { chain: chain.code(), links, digest, broken })
}
