//! Rate limits: so many attempts a bucket and window, counted by one guarded upsert.

use super::{secret, store};
use crate::kernel::{Span, Timestamp, Tx};
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// How often something may be tried.
pub(crate) struct Limit {
    /// What is limited; part of the bucket's name.
    pub(crate) what: &'static str,
    /// How often a window.
    pub(crate) attempts: i64,
    /// How long a window is. Windows stand side by side on the clock.
    pub(crate) window: Span,
}

/// Counts an attempt of `whom`, of whom only a digest is kept. Answers when to come back, where there were too many already.
pub(crate) async fn count(tx: &Tx, limit: &Limit, whom: &str, now: Timestamp) -> Result<Option<Timestamp>, DbErr> {
    let window = limit.window.millis().max(1);
    let start = now.millis() - now.millis().rem_euclid(window);
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        store::COUNT_ATTEMPT,
        [secret::bucket(limit.what, whom).into(), start.into(), limit.attempts.into()],
    );
    let counted = tx.execute_raw(statement).await?.rows_affected() == 1;
    Ok((!counted).then(|| Timestamp::from_millis(start).after(limit.window)))
}
