//! A parcel of a case is given to a courier: goods go back, or come once more.

use super::{Who, act_for, content, find};
use crate::aftersales::steps::{Deed, is_known_parcel, resend};
use crate::aftersales::store::case;
use crate::aftersales::types::{CaseEvent, CaseId, CaseRefusal};
use crate::kernel::{Market, Problem};
use crate::order::rules::{courier as courier_of, tracking_number as read_number};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Which of the two parcels of a case.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// That in which goods go back.
    Back,
    /// That in which the goods come once more, off the shelf.
    Again,
}

impl Way {
    /// By what name its transaction is known, and what happens by it.
    const fn deed(self) -> (&'static str, CaseEvent) {
        match self {
            Self::Back => ("send_return", CaseEvent::Send),
            Self::Again => ("resend_goods", CaseEvent::Resend),
        }
    }

    /// Where courier and number of it are kept.
    const fn columns(self) -> (case::Column, case::Column) {
        match self {
            Self::Back => (case::Column::Courier, case::Column::TrackingNumber),
            Self::Again => (case::Column::ResentCourier, case::Column::ResentNumber),
        }
    }

    /// The code of the courier who has it, once somebody does.
    fn courier(self, row: &case::Model) -> Option<&str> {
        match self {
            Self::Back => row.courier.as_deref(),
            Self::Again => row.resent_courier.as_deref(),
        }
    }
}

/// Moves a case by a parcel that was given to a courier, and keeps its number. Once more is the same answer.
///
/// # Errors
/// [`CaseRefusal`]; not found for somebody who has no part in the case.
pub(super) async fn send(
    market: &Market,
    who: Who<'_>,
    id: CaseId,
    way: Way,
    (courier, tracking_number): (&str, &str),
) -> Result<(), Problem<CaseRefusal>> {
    let (code, ..) = courier_of(courier).ok_or(Problem::Refused(CaseRefusal::Courier))?;
    let number = read_number(tracking_number).map_err(|error| Problem::Refused(CaseRefusal::TrackingNumber(error)))?;
    let now = market.now();
    let (name, event) = way.deed();
    let tx = market.begin(name).await?;
    let row = find(&tx, who, id).await?;
    // Whoever reads it later has the courier's name from its code, in their language.
    let deed = Deed { row: &row, event, actor: who.actor(), words: &number, amount: None };
    if !act_for(&tx, &deed, content(&deed).text(code), now).await? {
        let is_same = way.courier(&row).is_none_or(|before| before == code);
        return if is_same { Ok(()) } else { Err(Problem::Refused(CaseRefusal::ChangedMeanwhile)) };
    }
    // A number that the order has already was read off the wrong label.
    if is_known_parcel(&tx, row.order_id, code, &number).await? {
        return Err(Problem::Refused(CaseRefusal::KnownParcel));
    }
    if matches!(way, Way::Again) {
        resend(&tx, &deed, now).await?;
    }
    let (courier, tracking_number) = way.columns();
    case::Entity::update_many()
        .col_expr(courier, Expr::value(code))
        .col_expr(tracking_number, Expr::value(number))
        .filter(case::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
