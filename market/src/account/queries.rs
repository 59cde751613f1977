//! Whose session a cookie is, and a person's sessions.

use super::actor::SignedIn;
use super::secret;
use super::steps::SESSION_LIFE;
use super::store::{login, person, session};
use super::types::{Language, PersonId, SessionId, SessionSummary};
use crate::kernel::limits::SESSIONS_SHOWN_MAX;
use crate::kernel::{Fault, Market, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use uuid::Uuid;

/// Until when a session may last that is alive now: no longer than one that begins then, or it is of a clock that ran far ahead and was
/// put right, and would hardly ever end.
fn latest_end(now: Timestamp) -> i64 {
    now.after(SESSION_LIFE).after(SESSION_LIFE).millis()
}

/// Who carries this session token, where its session is alive.
///
/// # Errors
/// A fault of the database.
pub async fn signed_in(market: &Market, token: &str) -> Result<Option<SignedIn>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        session_id: Uuid,
        person_id: Uuid,
        name: String,
        language: String,
        is_operator: bool,
        is_courier: bool,
        proved_at: i64,
        seen_at: i64,
    }
    let now = market.now();
    let statement = Statement::from_sql_and_values(
        market.db().get_database_backend(),
        "SELECT s.id AS session_id, s.person_id, p.name, p.language, p.is_operator, p.is_courier, s.proved_at, s.seen_at \
         FROM session s JOIN person p ON p.id = s.person_id \
         WHERE s.token_digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.expires_at <= $3",
        [secret::token_digest(token).into(), now.millis().into(), latest_end(now).into()],
    );
    let row = Row::find_by_statement(statement).one(market.db()).await?;
    Ok(row.map(|row| SignedIn {
        person: PersonId::from_uuid(row.person_id),
        session: SessionId::from_uuid(row.session_id),
        name: row.name,
        language: Language::from_code(&row.language).unwrap_or_default(),
        is_operator: row.is_operator,
        is_courier: row.is_courier,
        proved_at: Timestamp::from_millis(row.proved_at),
        seen_at: Timestamp::from_millis(row.seen_at),
    }))
}

/// Where the person is signed in, the latest seen first.
///
/// # Errors
/// A fault of the database.
pub async fn sessions(market: &Market, signed_in: &SignedIn) -> Result<Vec<SessionSummary>, Fault> {
    let now = market.now();
    let rows = session::Entity::find()
        .filter(session::Column::PersonId.eq(signed_in.person().uuid()))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now.millis()))
        .filter(session::Column::ExpiresAt.lte(latest_end(now)))
        .order_by_desc(session::Column::SeenAt)
        .order_by_desc(session::Column::Id)
        .limit(SESSIONS_SHOWN_MAX)
        .all(market.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionSummary {
            id: SessionId::from_uuid(row.id),
            device: row.device,
            created_at: Timestamp::from_millis(row.created_at),
            seen_at: Timestamp::from_millis(row.seen_at),
            is_this: row.id == signed_in.session().uuid(),
        })
        .collect())
}

/// Whether the person can sign in with a password.
///
/// # Errors
/// A fault of the database.
pub async fn has_password(market: &Market, signed_in: &SignedIn) -> Result<bool, Fault> {
    let row = super::store::password::Entity::find_by_id(signed_in.person().uuid()).one(market.db()).await?;
    Ok(row.is_some())
}

/// The addresses by which the person signs in.
///
/// # Errors
/// A fault of the database.
pub async fn contacts(market: &Market, signed_in: &SignedIn) -> Result<Vec<String>, Fault> {
    super::steps::contacts(market.db(), signed_in.person()).await.map_err(Fault::from)
}

/// Where a letter to a person goes, and in which language.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// A normalised e-mail or phone; e-mail where they have both.
    pub address: String,
    /// What they read.
    pub language: Language,
}

/// The address of a person; none for somebody who has none any more.
///
/// # Errors
/// A fault of the database.
pub async fn recipient(market: &Market, id: PersonId) -> Result<Option<Recipient>, Fault> {
    let by_kind = login::Entity::find().filter(login::Column::PersonId.eq(id.uuid())).order_by_asc(login::Column::Kind);
    let Some(login) = by_kind.one(market.db()).await? else { return Ok(None) };
    let reader = person::Entity::find_by_id(id.uuid()).one(market.db()).await?;
    let language = reader.and_then(|row| Language::from_code(&row.language)).unwrap_or_default();
    Ok(Some(Recipient { address: login.address, language }))
}
