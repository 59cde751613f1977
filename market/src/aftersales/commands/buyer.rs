//! What the buyer does in a case.

use super::parcel::{Way, send};
use super::{Who, act, find, words};
use crate::account::Buyer;
use crate::aftersales::steps::Deed;
use crate::aftersales::types::{CaseEvent, CaseId, CaseRefusal};
use crate::kernel::{Market, Problem};

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
    send(market, Who::Buyer(buyer), id, Way::Back, (courier, tracking_number)).await
}
