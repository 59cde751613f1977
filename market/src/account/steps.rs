//! People, logins, sessions and how often something may be tried, within another transaction.

use super::actor::SignedIn;
pub(crate) use super::limits::{Limit, count as count_attempt, give_back as give_attempt_back};
use super::secret;
use super::store::{login, person, session};
use super::types::{Contact, Language, PersonId, SessionId, SessionToken};
use crate::kernel::limits::DEVICE_CHARS_MAX;
use crate::kernel::{Fault, Span, Timestamp, Tx, clean_line};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How long a session lives: a seller should not have to sign in every week, a lost phone should not stay signed in for a season.
pub(super) const SESSION_LIFE: Span = Span::days(30);
/// Operators that get letters.
const OPERATORS_MAX: u64 = 20;
/// Addresses of one person that are read at most.
const CONTACTS_MAX: u64 = 10;

/// The person of a contact.
pub(crate) async fn person_of(tx: &Tx, contact: &Contact) -> Result<Option<person::Model>, DbErr> {
    let Some(found) = login::Entity::find_by_id(contact.address.clone()).one(&**tx).await? else { return Ok(None) };
    person::Entity::find_by_id(found.person_id).one(&**tx).await
}

/// Who runs the market: those who get its letters.
pub(crate) async fn operators(tx: &Tx) -> Result<Vec<PersonId>, DbErr> {
    let rows = person::Entity::find().filter(person::Column::IsOperator.eq(true)).order_by_asc(person::Column::CreatedAt);
    let rows = rows.limit(OPERATORS_MAX).all(&**tx).await?;
    Ok(rows.into_iter().map(|row| PersonId::from_uuid(row.id)).collect())
}

/// The addresses of a person, the oldest first: where letters go.
pub(crate) async fn contacts(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<String>, DbErr> {
    let rows = login::Entity::find()
        .filter(login::Column::PersonId.eq(person.uuid()))
        .order_by_asc(login::Column::VerifiedAt)
        .limit(CONTACTS_MAX)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.address).collect())
}

/// A new person, reached by this contact. Whoever comes by the same contact at the same time, with another code, is the same one.
pub(crate) async fn create_person(
    tx: &Tx,
    contact: &Contact,
    name: &str,
    language: Language,
    now: Timestamp,
) -> Result<person::Model, DbErr> {
    let model = person::Model {
        id: PersonId::mint(now).uuid(),
        name: name.to_owned(),
        language: language.code().to_owned(),
        is_operator: false,
        is_courier: false,
        created_at: now.millis(),
    };
    person::Entity::insert(person::ActiveModel::from(model.clone())).exec_without_returning(&**tx).await?;
    let row = login::ActiveModel {
        address: Set(contact.address.clone()),
        kind: Set(contact.kind.code().to_owned()),
        person_id: Set(model.id),
        verified_at: Set(now.millis()),
    };
    let none = OnConflict::column(login::Column::Address).do_nothing().to_owned();
    if login::Entity::insert(row).on_conflict(none).exec_without_returning(&**tx).await? == 1 {
        return Ok(model);
    }
    person::Entity::delete_by_id(model.id).exec(&**tx).await?;
    person_of(tx, contact).await?.ok_or_else(|| DbErr::RecordNotFound("the person of a contact that is taken".to_owned()))
}

/// Signs the person in on a device. The token leaves here and is nowhere else.
pub(crate) async fn start_session(
    tx: &Tx,
    person: person::Model,
    device: &str,
    now: Timestamp,
) -> Result<(SessionToken, SignedIn), Fault> {
    let token = secret::token()?;
    let short: String = device.chars().take(DEVICE_CHARS_MAX).collect();
    let id = SessionId::mint(now);
    let row = session::ActiveModel {
        id: Set(id.uuid()),
        token_digest: Set(secret::token_digest(token.reveal())),
        person_id: Set(person.id),
        device: Set(clean_line(&short, DEVICE_CHARS_MAX).unwrap_or_default()),
        created_at: Set(now.millis()),
        seen_at: Set(now.millis()),
        proved_at: Set(now.millis()),
        expires_at: Set(now.after(SESSION_LIFE).millis()),
        ended_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(&**tx).await?;
    let signed_in = SignedIn {
        person: PersonId::from_uuid(person.id),
        session: id,
        language: Language::from_code(&person.language).unwrap_or_default(),
        name: person.name,
        is_operator: person.is_operator,
        is_courier: person.is_courier,
        proved_at: now,
        seen_at: now,
    };
    Ok((token, signed_in))
}

/// Makes commands of one person wait for each other, where they count what the person has: the row stays locked until the end of
/// the transaction.
pub(crate) async fn lock(tx: &Tx, person: PersonId) -> Result<(), DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::CreatedAt, Expr::col(person::Column::CreatedAt))
        .filter(person::Column::Id.eq(person.uuid()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Gives a person their roles beside buying.
pub(crate) async fn set_roles(
    tx: &Tx,
    person: person::Model,
    is_operator: bool,
    is_courier: bool,
) -> Result<person::Model, DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::IsOperator, Expr::value(is_operator))
        .col_expr(person::Column::IsCourier, Expr::value(is_courier))
        .filter(person::Column::Id.eq(person.id))
        .exec(&**tx)
        .await?;
    Ok(person::Model { is_operator, is_courier, ..person })
}

/// Ends all of a person's sessions, or all but one. Answers how many.
pub(crate) async fn end_sessions(tx: &Tx, person: PersonId, but: Option<SessionId>, now: Timestamp) -> Result<u64, DbErr> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(now.millis()))
        .filter(session::Column::PersonId.eq(person.uuid()))
        .filter(session::Column::EndedAt.is_null());
    if let Some(but) = but {
        update = update.filter(session::Column::Id.ne(but.uuid()));
    }
    Ok(update.exec(&**tx).await?.rows_affected)
}
