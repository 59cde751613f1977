//! Adds links, and follows them.

use super::head::hexadecimal;
use super::rows::digests;
use super::store::{self, Link};
use super::{Chain, ChainHead};
use crate::kernel::{Fault, Market, Span};
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

/// Adds links for all rows that have none, however old; says how many.
///
/// # Errors
/// A fault of the database; what was sealed until then stays so.
pub async fn seal_all(market: &Market) -> Result<u64, Fault> {
    let mut sealed = 0;
    loop {
        match seal(market, Reach::All).await? {
            0 => return Ok(sealed),
            some => sealed += some,
        }
    }
}

async fn seal_one(market: &Market, chain: Chain, reach: Reach) -> Result<u64, Fault> {
    let since = match reach {
        Reach::Recent => market.now().before(RECENT).millis(),
        Reach::All => i64::MIN,
    };
    let rows = store::unsealed(market.db(), chain, since, BATCH).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let tx = market.begin("seal").await?;
    let rows = store::unsealed(&*tx, chain, since, BATCH).await?;
    let digests = digests(&*tx, chain, &rows).await?;
    let last = store::last(&*tx, chain).await?;
    let (mut position, mut previous) = last.map_or((0, Vec::new()), |link| (link.position, link.digest));
    for id in &rows {
        let Some(row) = digests.get(id) else { continue };
        position += 1;
        previous = linked(&previous, *id, row);
        store::add(&tx, chain, Link { position, row_id: *id, digest: previous.clone() }).await?;
    }
    tx.commit().await?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

fn linked(previous: &[u8], id: Uuid, row: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(previous).chain_update(id.as_bytes()).chain_update(row).finalize().to_vec()
}

/// Follows a chain from its beginning to its end.
///
/// # Errors
/// A fault of the database.
pub async fn verify(market: &Market, chain: Chain) -> Result<ChainHead, Fault> {
    let db = market.db();
    let (mut links, mut broken, mut previous) = (0, 0, Vec::new());
    loop {
        let found = store::after(db, chain, links, BATCH).await?;
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
    Ok(ChainHead { chain, links, digest: hexadecimal(&previous), broken })
}
