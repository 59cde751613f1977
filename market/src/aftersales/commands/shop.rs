//! What the shop does in a case.

use super::parcel::{Way, send};
use super::{Who, act, find, words};
use crate::aftersales::steps::Deed;
use crate::aftersales::types::{CaseEvent, CaseId, CaseRefusal};
use crate::kernel::{Market, Problem};
use crate::shop::ShopStaff;

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
    send(market, Who::Shop(staff), id, Way::Again, (courier, tracking_number)).await
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
