//! What the shop does in a case.

use super::{Who, act, act_for, content, find, parcel, refuse_known, words};
use crate::aftersales::steps::{Deed, resend};
use crate::aftersales::store::case;
use crate::aftersales::types::{CaseEvent, CaseId, CaseRefusal};
use crate::kernel::{Market, Problem};
use crate::shop::ShopStaff;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The shop agrees: the money goes back, or, where the goods are to come back first, the buyer sends them, or, where they are asked for,
/// the shop sends them. Once more is the same answer.
///
/// # Errors
/// [`CaseRefusal`]; not found for another shop's case or staff without the right.
pub async fn agree_to_case(market: &Market, staff: &ShopStaff, id: CaseId) -> Result<(), Problem<CaseRefusal>> {
    answer(market, staff, id, CaseEvent::Agree, "").await
}

/// The shop refuses, and says why. Once more is the same answer.
///
/// # Errors
/// As [`agree_to_case`].
pub async fn refuse_case(market: &Market, staff: &ShopStaff, id: CaseId, why: &str) -> Result<(), Problem<CaseRefusal>> {
    answer(market, staff, id, CaseEvent::Refuse, &words(why)?).await
}

/// The shop has the goods that were sent back: the money goes back, or others go in their place. Once more is the same answer.
///
/// # Errors
/// As [`agree_to_case`].
pub async fn receive_return(market: &Market, staff: &ShopStaff, id: CaseId) -> Result<(), Problem<CaseRefusal>> {
    answer(market, staff, id, CaseEvent::Receive, "").await
}

/// What came back is not what the shop sold, or nothing came: an operator has to look. Once more is the same answer.
///
/// # Errors
/// As [`agree_to_case`].
pub async fn contest_return(market: &Market, staff: &ShopStaff, id: CaseId, why: &str) -> Result<(), Problem<CaseRefusal>> {
    answer(market, staff, id, CaseEvent::Contest, &words(why)?).await
}

/// The shop gives the money back where goods are asked for: it has none, or does not want to send them. Once more is the same answer.
///
/// # Errors
/// As [`agree_to_case`].
pub async fn give_back_instead(market: &Market, staff: &ShopStaff, id: CaseId) -> Result<(), Problem<CaseRefusal>> {
    answer(market, staff, id, CaseEvent::GiveBack, "").await
}

/// The shop has sent the goods once more: they leave the shelf with the parcel. Once more is the same answer.
///
/// # Errors
/// As [`agree_to_case`]; [`CaseRefusal::Short`] where the shelf does not have so much.
pub async fn resend_goods(
    market: &Market,
    staff: &ShopStaff,
    id: CaseId,
    courier: &str,
    tracking_number: &str,
) -> Result<(), Problem<CaseRefusal>> {
    let (code, number) = parcel(courier, tracking_number)?;
    let now = market.now();
    let tx = market.begin("resend_goods").await?;
    let who = Who::Shop(staff);
    let row = find(&tx, who, id).await?;
    let deed = Deed { row: &row, event: CaseEvent::Resend, actor: who.actor(), words: &number, amount: None };
    if !act_for(&tx, &deed, content(&deed).text(code), now).await? {
        let is_same = row.resent_courier.as_deref().is_none_or(|before| before == code);
        return if is_same { Ok(()) } else { Err(Problem::Refused(CaseRefusal::ChangedMeanwhile)) };
    }
    refuse_known(&tx, &row, (code, &number)).await?;
    resend(&tx, &deed, now).await?;
    case::Entity::update_many()
        .col_expr(case::Column::ResentCourier, Expr::value(code))
        .col_expr(case::Column::ResentNumber, Expr::value(number))
        .filter(case::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

async fn answer(
    market: &Market,
    staff: &ShopStaff,
    id: CaseId,
    event: CaseEvent,
    words: &str,
) -> Result<(), Problem<CaseRefusal>> {
    let now = market.now();
    let tx = market.begin("answer_case").await?;
    let who = Who::Shop(staff);
    let row = find(&tx, who, id).await?;
    act(&tx, &Deed { row: &row, event, actor: who.actor(), words, amount: None }, now).await?;
    tx.commit().await?;
    Ok(())
}
