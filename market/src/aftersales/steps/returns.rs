//! Goods of a case that go back: the shop has to have said where to before anybody can be late with them.

use crate::aftersales::rules::time_for;
use crate::aftersales::store::case;
use crate::aftersales::types::CaseState;
use crate::kernel::{Fault, Timestamp, Tx};
use crate::policy;
use crate::shop::ShopId;
use crate::timer::{self, TimerKind};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The shop has said just now where goods go that come back. Whoever is to send some has all of their time from now on, and is told:
/// before that they could not, and an address at the last minute is no better than none. The clocks of all of them are moved at once, so
/// that none can end in between; each is told by its own reminder, which is due now and comes once more before the end.
pub(crate) async fn restart_returns(tx: &Tx, shop: ShopId, now: Timestamp) -> Result<(), Fault> {
    let policy = policy::steps::in_force(&**tx, now).await?;
    let Some(span) = time_for(CaseState::Returning, &policy) else { return Ok(()) };
    let due = now.after(span);
    let (ours, returning) = (case::Column::ShopId.eq(shop.uuid()), case::Column::State.eq(CaseState::Returning.code()));
    // Whoever was promised more than that keeps it. Theirs are written as well, so that who is about to leave one of these cases is waited
    // for: what is read below are those that are left then.
    let later =
        Expr::case(case::Column::DueAt.lt(due.millis()), Expr::value(due.millis())).finally(Expr::col(case::Column::DueAt));
    case::Entity::update_many()
        .col_expr(case::Column::DueAt, later.into())
        .filter(ours.clone())
        .filter(returning.clone())
        .exec(&**tx)
        .await?;
    let waiting = Query::select().column(case::Column::Id).from(case::Entity).and_where(ours).and_where(returning).to_owned();
    timer::steps::put_off(tx, TimerKind::Case, waiting.clone(), due).await?;
    timer::steps::restart_all(tx, TimerKind::RemindCase, waiting, now).await?;
    Ok(())
}
