//! What a link covers: every column of a row, in a fixed order.

use super::Chain;
use super::store::{self, Deed, Entry, Journal};
use crate::kernel::Fault;
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// A row's digest by its id.
pub(super) type Digests = HashMap<Uuid, Vec<u8>>;

/// The digests of these rows; those that are not there are left out.
pub(super) async fn digests(db: &impl ConnectionTrait, chain: Chain, ids: &[Uuid]) -> Result<Digests, Fault> {
    if ids.is_empty() {
        return Ok(Digests::new());
    }
    match chain {
        Chain::Ledger => journals(db, ids).await,
        Chain::AuditLog => deeds(db, ids).await,
    }
}

async fn journals(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Digests, Fault> {
    let rows = store::journals(db, ids).await?;
    let mut entries: HashMap<Uuid, Vec<Entry>> = HashMap::new();
    for entry in store::entries(db, ids).await? {
        entries.entry(entry.journal_id).or_default().push(entry);
    }
    let digest = |row: Journal| {
        let mut hash = Sha256::new();
        text(&mut hash, &row.kind);
        hash.update(row.subject.as_bytes());
        text(&mut hash, &row.phase);
        hash.update(row.settles.unwrap_or_default().as_bytes());
        hash.update(row.made_at.to_be_bytes());
        for entry in entries.get(&row.id).into_iter().flatten() {
            hash.update(entry.position.to_be_bytes());
            hash.update(entry.account_id.as_bytes());
            hash.update(entry.amount_minor.to_be_bytes());
        }
        (row.id, hash.finalize().to_vec())
    };
    Ok(rows.into_iter().map(digest).collect())
}

async fn deeds(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Digests, Fault> {
    let rows = store::deeds(db, ids).await?;
    let digest = |row: Deed| {
        let mut hash = Sha256::new();
        hash.update(row.actor_id.unwrap_or_default().as_bytes());
        text(&mut hash, &row.action);
        hash.update(row.subject.unwrap_or_default().as_bytes());
        text(&mut hash, &row.detail);
        hash.update(row.happened_at.to_be_bytes());
        (row.id, hash.finalize().to_vec())
    };
    Ok(rows.into_iter().map(digest).collect())
}

/// With its length, so that two texts never look like two others.
fn text(hash: &mut Sha256, text: &str) {
    hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(text.as_bytes());
}
