//! What the buyer does in a case.

use super::{Who, act, act_for, content, find, parcel, refuse_known, words};
use crate::account::Buyer;
use crate::aftersales::steps::Deed;
use crate::aftersales::store::case;
use crate::aftersales::types::{CaseEvent, CaseId, CaseRefusal};
use crate::kernel::{Market, Problem};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The buyer lets it be: the order goes on where it stood. Once more is the same answer.
///
/// # Errors
/// [`CaseRefusal`]; not found for another buyer's case.
pub async fn withdraw_case(market: &Market, buyer: &Buyer, id: CaseId) -> Result<(), Problem<CaseRefusal>> {
    let now = market.now();
    let tx = market.begin("withdraw_case").await?;
    let who = Who::Buyer(buyer);
    let row = find(&tx, who, id).await?;
    let deed = Deed { row: &row, event: CaseEvent::Withdraw, actor: who.actor(), words: "", amount: None };
    act(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The buyer brings in an operator, and says why. Once more is the same answer.
///
/// # Errors
/// [`CaseRefusal`]; not found for another buyer's case.
pub async fn escalate_case(market: &Market, buyer: &Buyer, id: CaseId, why: &str) -> Result<(), Problem<CaseRefusal>> {
    let why = words(why)?;
    let now = market.now();
    let tx = market.begin("escalate_case").await?;
    let who = Who::Buyer(buyer);
    let row = find(&tx, who, id).await?;
    let deed = Deed { row: &row, event: CaseEvent::Escalate, actor: who.actor(), words: &why, amount: None };
    act(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The buyer has the goods that were sent once more, and they are right: the order goes on where it stood. Once more is the same answer.
///
/// # Errors
/// [`CaseRefusal`]; not found for another buyer's case.
pub async fn confirm_goods(market: &Market, buyer: &Buyer, id: CaseId) -> Result<(), Problem<CaseRefusal>> {
    let now = market.now();
    let tx = market.begin("confirm_goods").await?;
    let who = Who::Buyer(buyer);
    let row = find(&tx, who, id).await?;
    let deed = Deed { row: &row, event: CaseEvent::Confirm, actor: who.actor(), words: "", amount: None };
    act(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The buyer has sent the goods back. Once more is the same answer.
///
/// # Errors
/// [`CaseRefusal`]; not found for another buyer's case.
pub async fn send_return(
    market: &Market,
    buyer: &Buyer,
    id: CaseId,
    courier: &str,
    tracking_number: &str,
) -> Result<(), Problem<CaseRefusal>> {
    let (code, number) = parcel(courier, tracking_number)?;
    let now = market.now();
    let tx = market.begin("send_return").await?;
    let who = Who::Buyer(buyer);
    let row = find(&tx, who, id).await?;
    // Whoever reads it later has the courier's name from its code, in their language.
    let deed = Deed { row: &row, event: CaseEvent::Send, actor: who.actor(), words: &number, amount: None };
    if !act_for(&tx, &deed, content(&deed).text(code), now).await? {
        let is_same = row.courier.as_deref().is_none_or(|before| before == code);
        return if is_same { Ok(()) } else { Err(Problem::Refused(CaseRefusal::ChangedMeanwhile)) };
    }
    refuse_known(&tx, &row, (code, &number)).await?;
    case::Entity::update_many()
        .col_expr(case::Column::Courier, Expr::value(code))
        .col_expr(case::Column::TrackingNumber, Expr::value(number))
        .filter(case::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
