//! Sessions: started by signing in, kept alive by being seen, ended by hand or by time.

use super::codes::SignIn;
use crate::account::actor::SignedIn;
use crate::account::store::{person, session};
use crate::account::types::{SessionId, SessionToken};
use crate::account::{secret, steps};
use crate::kernel::{Fault, Market, NoRefusal, Problem, Span, Timestamp, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// To write every page view down would cost a commit each; ten minutes are near enough for "last seen".
const SEEN_EVERY: Span = Span::minutes(10);

/// Somebody signed in just now.
#[derive(Debug)]
pub struct NewSession {
    /// What their browser has to keep.
    pub token: SessionToken,
    /// Who they are.
    pub person: SignedIn,
    /// Whether this was their first time.
    pub is_new: bool,
}

/// Ends the browser's previous session and starts another one with another token.
pub(super) async fn sign_in(
    tx: &Tx,
    person: person::Model,
    request: &SignIn<'_>,
    is_new: bool,
    now: Timestamp,
) -> Result<NewSession, Fault> {
    if let Some(previous) = request.previous {
        session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(now.millis()))
            .filter(session::Column::TokenDigest.eq(secret::token_digest(previous)))
            .filter(session::Column::EndedAt.is_null())
            .exec(&**tx)
            .await?;
    }
    let (token, person) = steps::start_session(tx, person, request.device, now).await?;
    Ok(NewSession { token, person, is_new })
}

/// Ends one of the person's own sessions; ending it again is no mistake.
///
/// # Errors
/// `NotFound` for the session of somebody else, or a fault.
pub async fn end_session(market: &Market, signed_in: &SignedIn, id: SessionId) -> Result<(), Problem<NoRefusal>> {
    let tx = market.begin("end_session").await?;
    let own =
        session::Entity::find_by_id(id.uuid()).filter(session::Column::PersonId.eq(signed_in.person().uuid())).one(&*tx).await?;
    if own.is_none() {
        return Err(Problem::NotFound);
    }
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(market.now().millis()))
        .filter(session::Column::Id.eq(id.uuid()))
        .filter(session::Column::EndedAt.is_null())
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Signs the person out everywhere, here included. Answers how many sessions ended.
///
/// # Errors
/// A fault of the database.
pub async fn end_all_sessions(market: &Market, signed_in: &SignedIn) -> Result<u64, Fault> {
    let tx = market.begin("end_all_sessions").await?;
    let ended = steps::end_sessions(&tx, signed_in.person(), None, market.now()).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Writes down that the session was seen, at most every ten minutes: between them this costs nothing.
///
/// # Errors
/// A fault of the database.
pub async fn touch_session(market: &Market, signed_in: &SignedIn) -> Result<(), Fault> {
    let now = market.now();
    let stale = now.before(SEEN_EVERY);
    if signed_in.seen_at > stale {
        return Ok(());
    }
    let tx = market.begin("touch_session").await?;
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(now.millis()))
        .filter(session::Column::Id.eq(signed_in.session().uuid()))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::SeenAt.lte(stale.millis()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
