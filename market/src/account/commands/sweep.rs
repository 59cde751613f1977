//! Forgets what has served its time: addresses that asked for a code must not stay for ever.

use crate::account::store::{self, code, session};
use crate::kernel::{Fault, Market, Span};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

/// Long enough for every window of a rate limit and for looking into a complaint.
const KEPT: Span = Span::days(2);
/// Ended sessions are of use while a stolen phone is looked for.
const SESSIONS_KEPT: Span = Span::days(90);

/// Deletes old codes, counts of attempts and sessions. The server's jobs call it now and then.
///
/// # Errors
/// A fault of the database.
pub async fn forget_expired(market: &Market) -> Result<(), Fault> {
    let now = market.now();
    let old = now.before(KEPT).millis();
    let tx = market.begin("forget_expired").await?;
    code::Entity::delete_many().filter(code::Column::ExpiresAt.lt(old)).exec(&*tx).await?;
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), store::FORGET_ATTEMPTS, [old.into()]);
    tx.execute_raw(statement).await?;
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now.before(SESSIONS_KEPT).millis())).exec(&*tx).await?;
    tx.commit().await?;
    Ok(())
}
