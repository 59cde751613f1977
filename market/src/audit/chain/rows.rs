//! What a link covers: every column of a row, in a fixed order.

use super::Chain;
use crate::kernel::Fault;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// A row's digest by its id.
pub(super) type Digests = HashMap<Uuid, Vec<u8>>;

#[derive(FromQueryResult)]
struct Journal {
    id: Uuid,
    kind: String,
    subject: Uuid,
    phase: String,
    settles: Option<Uuid>,
    made_at: i64,
}

#[derive(FromQueryResult)]
struct Entry {
    journal_id: Uuid,
    position: i64,
    account_id: Uuid,
    amount_minor: i64,
}

#[derive(FromQueryResult)]
struct Deed {
    id: Uuid,
    actor_id: Option<Uuid>,
    action: String,
    subject: Option<Uuid>,
    detail: String,
    happened_at: i64,
}

async fn all<R: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, ids: &[Uuid]) -> Result<Vec<R>, Fault> {
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let sql = sql.replace("{ids}", &places.join(", "));
    let values = ids.iter().map(|id| Value::from(*id));
    Ok(R::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
}

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
    let sql = "SELECT id, kind, subject, phase, settles, made_at FROM ledger_journal WHERE id IN ({ids})";
    let rows: Vec<Journal> = all(db, sql, ids).await?;
    let sql = "SELECT journal_id, position, account_id, amount_minor FROM ledger_entry WHERE journal_id IN ({ids}) \
               ORDER BY journal_id, position";
    let mut entries: HashMap<Uuid, Vec<Entry>> = HashMap::new();
    for entry in all::<Entry>(db, sql, ids).await? {
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
    let sql = "SELECT id, actor_id, action, subject, detail, happened_at FROM audit_log WHERE id IN ({ids})";
    let rows: Vec<Deed> = all(db, sql, ids).await?;
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
