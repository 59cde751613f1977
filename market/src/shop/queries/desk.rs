//! What the workbench shows of a shop's people, and the operator's desk of one identity. Nothing sealed is opened here.

use crate::account::Operator;
use crate::kernel::{Fault, Market, Timestamp};
use crate::shop::ShopStaff;
use crate::shop::store::{identity, shop};
use crate::shop::types::{IdentityId, Role, Verification};
use crate::shop::view::{IdentityCase, IdentityLook, IdentityStatus};
use sea_orm::{EntityTrait, FromQueryResult, Statement};
use uuid::Uuid;

/// Looks that a page shows; more are in the audit's log.
const LOOKS_SHOWN_MAX: i64 = 100;
/// People of one shop that a page shows.
const STAFF_SHOWN_MAX: i64 = 100;

/// Who works in the shop today: name, role and since when; whoever came first stands first.
///
/// # Errors
/// A fault of the database, or a row that nobody can read.
pub async fn colleagues(market: &Market, staff: &ShopStaff) -> Result<Vec<(String, Role, Timestamp)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        role: String,
        since: i64,
    }
    let statement = Statement::from_sql_and_values(
        market.db().get_database_backend(),
        "SELECT p.name, t.role, t.since FROM shop_staff t JOIN person p ON p.id = t.person_id \
         WHERE t.shop_id = $1 AND t.ended_at IS NULL ORDER BY t.since, p.id LIMIT $2",
        [staff.shop().uuid().into(), STAFF_SHOWN_MAX.into()],
    );
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    rows.into_iter()
        .map(|row| {
            let role = Role::from_code(&row.role).ok_or_else(|| Fault::broken("a row of shop_staff has an unknown role"))?;
            Ok((row.name, role, Timestamp::from_millis(row.since)))
        })
        .collect()
}

/// One identity with its shop and every look at it; none for one that was replaced by another.
///
/// # Errors
/// A fault of the database.
pub async fn identity_case(market: &Market, _operator: &Operator, id: IdentityId) -> Result<Option<IdentityCase>, Fault> {
    let Some(row) = identity::Entity::find_by_id(id.uuid()).one(market.db()).await? else { return Ok(None) };
    let Some(verification) = Verification::from_code(&row.state) else { return Ok(None) };
    let Some(shop) = shop::Entity::find_by_id(row.shop_id).one(market.db()).await? else { return Ok(None) };
    Ok(Some(IdentityCase {
        shop_handle: shop.handle,
        shop_name: shop.name,
        status: IdentityStatus {
            id,
            verification,
            id_number_last4: row.id_number_last4,
            bank_card_last4: row.bank_card_last4,
            submitted_at: Timestamp::from_millis(row.submitted_at),
            decided_at: row.decided_at.map(Timestamp::from_millis),
            reason: row.reason,
        },
        looks: looks(market, id).await?,
    }))
}

async fn looks(market: &Market, id: IdentityId) -> Result<Vec<IdentityLook>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        name: String,
        looked_at: i64,
        reason: String,
    }
    let statement = Statement::from_sql_and_values(
        market.db().get_database_backend(),
        "SELECT l.id, p.name, l.looked_at, l.reason FROM identity_look l JOIN person p ON p.id = l.operator_id \
         WHERE l.identity_id = $1 ORDER BY l.looked_at DESC, l.id DESC LIMIT $2",
        [id.uuid().into(), LOOKS_SHOWN_MAX.into()],
    );
    let rows = Row::find_by_statement(statement).all(market.db()).await?;
    let look = |row: Row| IdentityLook {
        id: row.id,
        operator: row.name,
        looked_at: Timestamp::from_millis(row.looked_at),
        reason: row.reason,
    };
    Ok(rows.into_iter().map(look).collect())
}
