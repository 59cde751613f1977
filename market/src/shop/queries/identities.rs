//! Identities from outside: how far they are, and which wait. Nothing sealed is opened here.

use crate::account::Operator;
use crate::kernel::{Fault, Market, Page, PageRequest, Span, Timestamp};
use crate::shop::ShopStaff;
use crate::shop::store::{REPLACED, identity};
use crate::shop::types::{IdentityId, Verification};
use crate::shop::view::{IdentityStatus, QueuedIdentity};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use uuid::Uuid;

/// How far the operator is with the identity behind the shop; none for staff who do not own it.
///
/// # Errors
/// A fault of the database, or a row that nobody can read.
pub async fn identity_status(market: &Market, owner: &ShopStaff) -> Result<Option<IdentityStatus>, Fault> {
    if !owner.may_manage() {
        return Ok(None);
    }
    let row = identity::Entity::find()
        .filter(identity::Column::ShopId.eq(owner.shop().uuid()))
        .filter(identity::Column::State.ne(REPLACED))
        .one(market.db())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let verification =
        Verification::from_code(&row.state).ok_or_else(|| Fault::broken("a row of identity has an unknown state"))?;
    Ok(Some(IdentityStatus {
        id: IdentityId::from_uuid(row.id),
        verification,
        id_number_last4: row.id_number_last4,
        bank_card_last4: row.bank_card_last4,
        submitted_at: Timestamp::from_millis(row.submitted_at),
        decided_at: row.decided_at.map(Timestamp::from_millis),
        reason: row.reason,
    }))
}

/// The identities that wait for the operator, the longest waiting first. The key of a page is an identity's id.
///
/// # Errors
/// A fault of the database.
pub async fn identity_queue(market: &Market, _operator: &Operator, request: &PageRequest) -> Result<Page<QueuedIdentity>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        handle: String,
        name: String,
        id_number_last4: String,
        bank_card_last4: String,
        submitted_at: i64,
        rejected_before: i64,
    }
    let after = request.after.as_deref().and_then(|key| key.parse::<IdentityId>().ok());
    let last = match after {
        Some(after) => identity::Entity::find_by_id(after.uuid()).one(market.db()).await?,
        None => None,
    };
    let (after_time, after_id) = last.map_or((i64::MIN, Uuid::nil()), |row| (row.submitted_at, row.id));
    let rows = i64::try_from(request.rows.saturating_add(1)).unwrap_or(i64::MAX);
    let statement = Statement::from_sql_and_values(
        market.db().get_database_backend(),
        "SELECT i.id, s.handle, s.name, i.id_number_last4, i.bank_card_last4, i.submitted_at, \
         (SELECT count(*) FROM identity o WHERE o.shop_id = i.shop_id AND o.state = 'replaced' AND o.reason IS NOT NULL) AS rejected_before \
         FROM identity i JOIN shop s ON s.id = i.shop_id WHERE i.state = 'waiting' \
         AND (i.submitted_at > $1 OR (i.submitted_at = $1 AND i.id > $2)) ORDER BY i.submitted_at, i.id LIMIT $3",
        [after_time.into(), after_id.into(), rows.into()],
    );
    let now = market.now().millis();
    let found = Row::find_by_statement(statement).all(market.db()).await?;
    let queued = found.into_iter().map(|row| QueuedIdentity {
        id: IdentityId::from_uuid(row.id),
        shop_handle: row.handle,
        shop_name: row.name,
        id_number_last4: row.id_number_last4,
        bank_card_last4: row.bank_card_last4,
        submitted_at: Timestamp::from_millis(row.submitted_at),
        waited: Span::seconds((now - row.submitted_at).max(0) / 1000),
        rejected_before: row.rejected_before,
    });
    Ok(Page::cut(queued.collect(), request, |identity: &QueuedIdentity| identity.id.to_string()))
}
