//! The operator decides about an identity. Of two who decide at the same time, the first is right.

use crate::account::Operator;
use crate::attempt::{self, Content};
use crate::audit::steps::{Deed, record};
use crate::change;
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Market, Problem, TextError, clean_line};
use crate::outbox::{self, Job, Letter};
use crate::shop::steps;
use crate::shop::store::{identity, shop};
use crate::shop::types::{IdentityId, ShopId, Verification};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// Why nothing is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecideRefusal {
    /// A rejection without a reason helps nobody.
    BadReason(TextError),
    /// Another operator was faster, or the owner has submitted another identity.
    ChangedMeanwhile,
}

/// Approves an identity: the shop's payouts go out from now on. The owners get a letter.
///
/// # Errors
/// [`DecideRefusal`]; not found where there is no such identity.
pub async fn approve_identity(market: &Market, operator: &Operator, id: IdentityId) -> Result<(), Problem<DecideRefusal>> {
    decide(market, operator, id, None).await
}

/// Rejects an identity; the owners get the reason in a letter and may submit again.
///
/// # Errors
/// [`DecideRefusal`]; not found where there is no such identity.
pub async fn reject_identity(
    market: &Market,
    operator: &Operator,
    id: IdentityId,
    reason: &str,
) -> Result<(), Problem<DecideRefusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(DecideRefusal::BadReason(error)))?;
    decide(market, operator, id, Some(reason)).await
}

async fn decide(
    market: &Market,
    operator: &Operator,
    id: IdentityId,
    rejected_because: Option<String>,
) -> Result<(), Problem<DecideRefusal>> {
    let now = market.now();
    let tx = market.begin("decide_identity").await?;
    let content = Content::of(id.uuid()).text(rejected_because.as_deref().unwrap_or_default());
    if attempt::steps::is_repeated(&tx, operator.person(), content, now).await? {
        return Ok(());
    }
    let Some(row) = identity::Entity::find_by_id(id.uuid()).one(&*tx).await? else { return Err(Problem::NotFound) };
    let state = if rejected_because.is_some() { Verification::Rejected } else { Verification::Approved };
    let decided = identity::Entity::update_many()
        .col_expr(identity::Column::State, Expr::value(state.code()))
        .col_expr(identity::Column::DecidedAt, Expr::value(now.millis()))
        .col_expr(identity::Column::DecidedBy, Expr::value(operator.person().uuid()))
        .col_expr(identity::Column::Reason, Expr::value(rejected_because.clone()))
        .filter(identity::Column::Id.eq(id.uuid()))
        .filter(identity::Column::State.eq(Verification::Waiting.code()))
        .exec(&*tx)
        .await?;
    if decided.rows_affected != 1 {
        return Err(Problem::Refused(DecideRefusal::ChangedMeanwhile));
    }
    shop::Entity::update_many()
        .col_expr(shop::Column::Verification, Expr::value(state.code()))
        .filter(shop::Column::Id.eq(row.shop_id))
        .exec(&*tx)
        .await?;
    if state == Verification::Approved {
        // From now on its age and its sales are those of the holder's other shops as well.
        change::steps::tell_shops_of_holder(&tx, row.shop_id).await?;
    }
    let action = if rejected_because.is_some() { "reject_identity" } else { "approve_identity" };
    let detail = rejected_because.as_deref().unwrap_or_default();
    record(&tx, &Deed { actor: Some(operator.person()), action, subject: id.uuid(), detail }, now).await?;
    let letter = rejected_because.map_or(Letter::IdentityApproved, |reason| Letter::IdentityRejected { reason });
    for person in steps::owners(&tx, ShopId::from_uuid(row.shop_id)).await? {
        outbox::steps::enqueue(&tx, &Job::Notify { person, letter: letter.clone() }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
