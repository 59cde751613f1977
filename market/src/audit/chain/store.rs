//! The rows that a chain covers, and its links, as both engines read and write them.

use super::Chain;
use crate::kernel::{Fault, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// A link.
#[derive(FromQueryResult)]
pub(super) struct Link {
    pub(super) position: i64,
    pub(super) row_id: Uuid,
    pub(super) digest: Vec<u8>,
}

/// A journal as it is sealed.
#[derive(FromQueryResult)]
pub(super) struct Journal {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) subject: Uuid,
    pub(super) phase: String,
    pub(super) settles: Option<Uuid>,
    pub(super) made_at: i64,
}

/// One of its entries.
#[derive(FromQueryResult)]
pub(super) struct Entry {
    pub(super) journal_id: Uuid,
    pub(super) position: i64,
    pub(super) account_id: Uuid,
    pub(super) amount_minor: i64,
}

/// A deed of the log as it is sealed.
#[derive(FromQueryResult)]
pub(super) struct Deed {
    pub(super) id: Uuid,
    pub(super) actor_id: Option<Uuid>,
    pub(super) action: String,
    pub(super) subject: Option<Uuid>,
    pub(super) detail: String,
    pub(super) happened_at: i64,
}

async fn all<R: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<R>, Fault> {
    Ok(R::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
}

async fn of_ids<R: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, ids: &[Uuid]) -> Result<Vec<R>, Fault> {
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    all(db, &sql.replace("{ids}", &places.join(", ")), ids.iter().map(|id| Value::from(*id)).collect()).await
}

/// Up to `most` rows since an instant that have no link, oldest first.
pub(super) async fn unsealed(db: &impl ConnectionTrait, chain: Chain, since: i64, most: i64) -> Result<Vec<Uuid>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let (table, time) = match chain {
        Chain::Ledger => ("ledger_journal", "made_at"),
        Chain::AuditLog => ("audit_log", "happened_at"),
    };
    let sql = format!(
        "SELECT r.id FROM {table} r WHERE r.{time} >= $1 AND NOT EXISTS \
         (SELECT 1 FROM seal s WHERE s.chain = $2 AND s.row_id = r.id) ORDER BY r.{time}, r.id LIMIT $3"
    );
    let rows: Vec<Row> = all(db, &sql, vec![since.into(), chain.code().into(), most.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The end of a chain.
pub(super) async fn last(db: &impl ConnectionTrait, chain: Chain) -> Result<Option<Link>, Fault> {
    let sql = "SELECT position, row_id, digest FROM seal WHERE chain = $1 ORDER BY position DESC LIMIT 1";
    Ok(all(db, sql, vec![chain.code().into()]).await?.pop())
}

/// Up to `most` links after a position, in their order.
pub(super) async fn after(db: &impl ConnectionTrait, chain: Chain, position: i64, most: i64) -> Result<Vec<Link>, Fault> {
    let sql = "SELECT position, row_id, digest FROM seal WHERE chain = $1 AND position > $2 ORDER BY position LIMIT $3";
    all(db, sql, vec![chain.code().into(), position.into(), most.into()]).await
}

/// Adds a link; the database refuses a position that is taken.
pub(super) async fn add(tx: &Tx, chain: Chain, link: Link) -> Result<(), Fault> {
    let sql = "INSERT INTO seal (chain, position, row_id, digest) VALUES ($1, $2, $3, $4)";
    let values: [Value; 4] = [chain.code().into(), link.position.into(), link.row_id.into(), link.digest.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// These journals, as far as they are there.
pub(super) async fn journals(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Journal>, Fault> {
    of_ids(db, "SELECT id, kind, subject, phase, settles, made_at FROM ledger_journal WHERE id IN ({ids})", ids).await
}

/// Their entries, in their order.
pub(super) async fn entries(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Entry>, Fault> {
    let sql = "SELECT journal_id, position, account_id, amount_minor FROM ledger_entry WHERE journal_id IN ({ids}) \
               ORDER BY journal_id, position";
    of_ids(db, sql, ids).await
}

/// These deeds, as far as they are there.
pub(super) async fn deeds(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Deed>, Fault> {
    of_ids(db, "SELECT id, actor_id, action, subject, detail, happened_at FROM audit_log WHERE id IN ({ids})", ids).await
}
