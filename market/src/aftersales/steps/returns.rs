//! Where goods of a case go that come back: the shop has to have said it before anybody can be late with them.

use super::{remind, run_clock};
use crate::aftersales::rules::time_for;
use crate::aftersales::store::case;
use crate::aftersales::types::CaseState;
use crate::kernel::{Fault, Timestamp, Tx};
use crate::policy;
use crate::shop::{self, ShopId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Whether a case that stands so waits for goods to go back to a shop that has not said where to.
pub(in crate::aftersales) async fn lacks_address(tx: &Tx, row: &case::Model, state: CaseState) -> Result<bool, Fault> {
    if state != CaseState::Returning {
        return Ok(false);
    }
    Ok(!shop::steps::takes_returns(tx, ShopId::from_uuid(row.shop_id)).await?)
}

/// The shop has said just now where goods go that come back. Whoever is to send some has all of their time from now on, and is told:
/// before that they could not, and an address at the last minute is no better than none.
pub(crate) async fn restart_returns(tx: &Tx, shop: ShopId, now: Timestamp) -> Result<(), Fault> {
    let policy = policy::steps::in_force(&**tx, now).await?;
    let Some(span) = time_for(CaseState::Returning, &policy) else { return Ok(()) };
    let waiting = case::Entity::find()
        .filter(case::Column::ShopId.eq(shop.uuid()))
        .filter(case::Column::State.eq(CaseState::Returning.code()))
        .order_by_asc(case::Column::Id);
    for row in waiting.all(&**tx).await? {
        let promised = row.due_at.map_or(now, Timestamp::from_millis);
        let due = now.after(span).max(promised);
        let moved = case::Entity::update_many()
            .col_expr(case::Column::DueAt, Expr::value(due.millis()))
            .filter(case::Column::Id.eq(row.id))
            .filter(case::Column::State.eq(CaseState::Returning.code()))
            .exec(&**tx)
            .await?;
        // Others may have been sent, or let be, meanwhile.
        if moved.rows_affected == 1 {
            run_clock(tx, row.id, (CaseState::Returning, Some(due)), &policy, now).await?;
            remind(tx, &row, due, now).await?;
        }
    }
    Ok(())
}
