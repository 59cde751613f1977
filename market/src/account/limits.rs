//! Rate limits: so many attempts a bucket and window, counted by one guarded upsert.

use super::{secret, store};
use crate::kernel::{Span, Timestamp, Tx};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

/// How often something may be tried.
pub(crate) struct Limit {
    /// What is limited; part of the bucket's name.
    pub(crate) what: &'static str,
    /// How often a window.
    pub(crate) attempts: i64,
    /// How long a window is. Windows stand side by side on the clock.
    pub(crate) window: Span,
}

impl Limit {
    /// When the window began that `now` is in.
    fn window_start(&self, now: Timestamp) -> Timestamp {
        Timestamp::from_millis(now.millis() - now.millis().rem_euclid(self.window.millis().max(1)))
    }
}

/// Whom to count where an address and a place are one: what is done from elsewhere is counted apart. No address has a space.
pub(crate) fn from_place(address: &str, client: &str) -> String {
    format!("{address} {client}")
}

/// Counts an attempt of `whom`, of whom only a digest is kept. Answers when to come back, where there were too many already.
pub(crate) async fn count(tx: &Tx, limit: &Limit, whom: &str, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    let start = limit.window_start(now);
    let counted = add(tx, secret::bucket(limit.what, whom), start, limit.attempts).await?;
    Ok((!counted).then(|| start.after(limit.window)))
}

/// Takes back an attempt that was counted at `counted_at`, since it was none of those that are limited.
pub(crate) async fn give_back(tx: &Tx, limit: &Limit, whom: &str, counted_at: Timestamp) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        store::GIVE_ATTEMPT_BACK,
        [secret::bucket(limit.what, whom).into(), limit.window_start(counted_at).millis().into()],
    );
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Counts an attempt that must come `span` after the one before, which no window on the clock could tell: each attempt has a
/// window of its own. Two at once see each other only where the caller has locked a row of `whom` before.
pub(crate) async fn pause(tx: &Tx, what: &str, span: Span, whom: &str, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    #[derive(FromQueryResult)]
    struct Last {
        window_start: i64,
    }
    let bucket = secret::bucket(what, whom);
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::LAST_ATTEMPT, [bucket.clone().into()]);
    let last = Last::find_by_statement(statement).one(&**tx).await?;
    let next_at = last.map(|last| Timestamp::from_millis(last.window_start).after(span));
    if let Some(next_at) = next_at.filter(|next_at| now < *next_at) {
        return Ok(Some(next_at));
    }
    let counted = add(tx, bucket, now, 1).await?;
    Ok((!counted).then(|| now.after(span)))
}

/// Whether there was room for one attempt more.
async fn add(tx: &Tx, bucket: String, window_start: Timestamp, attempts_max: i64) -> Result<bool, DbErr> {
    let values = [bucket.into(), window_start.millis().into(), attempts_max.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::COUNT_ATTEMPT, values);
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}
