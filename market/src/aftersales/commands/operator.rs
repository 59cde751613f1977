//! An operator splits the money; either side may ask for a second look, once. Nobody is an operator in a case of their own.

use super::{Who, act, content, entries_of, find, words};
use crate::account::Operator;
use crate::aftersales::steps::{Deed, claim, follow, state_of};
use crate::aftersales::store::case;
use crate::aftersales::types::{CaseEvent, CaseId, CaseRefusal, CaseState, Heard, Party};
use crate::attempt;
use crate::audit;
use crate::kernel::{Market, Problem, Tx};
use crate::shop::{self, ShopId};

/// Gives so much of what was asked for to the buyer and leaves the rest with the shop, with reasons. After an appeal it is for
/// good. `seen` is the state that the operator had before them: a decision about another one is refused. `read` is how much of both
/// sides they had before them: so is a decision upon less than there is. Once more is the same answer, whatever was said since.
///
/// # Errors
/// [`CaseRefusal`]; not found for an unknown case.
pub async fn decide_case(
    market: &Market,
    operator: &Operator,
    id: CaseId,
    (seen, read): (CaseState, Heard),
    (award_minor, why): (i64, &str),
) -> Result<(), Problem<CaseRefusal>> {
    let why = words(why)?;
    let now = market.now();
    let tx = market.begin("decide_case").await?;
    let who = Who::Operator(operator);
    let row = find(&tx, who, id).await?;
    refuse_party(&tx, operator, &row).await?;
    if !(0..=row.amount_minor).contains(&award_minor) {
        return Err(Problem::Refused(CaseRefusal::Amount));
    }
    let event = match seen {
        CaseState::Disputed => CaseEvent::Decide,
        CaseState::Appealed => CaseEvent::DecideAgain,
        _ => return Err(Problem::Refused(CaseRefusal::NotFrom(state_of(&row)?))),
    };
    let deed = Deed { row: &row, event, actor: who.actor(), words: &why, amount: Some(award_minor) };
    if attempt::steps::is_repeated(&tx, operator.person(), content(&deed), now).await? {
        return Ok(());
    }
    let Some(next) = claim(&tx, &deed).await? else { return Ok(()) };
    // The case is held now, and whoever says something has to hold it: nothing comes between what is counted and the decision.
    let all = Heard { buyer: entries_of(&tx, &row, Party::Buyer).await?, shop: entries_of(&tx, &row, Party::Shop).await? };
    if let Some(refusal) = read.refused(all) {
        return Err(Problem::Refused(refusal));
    }
    follow(&tx, &deed, next, now).await?;
    let record = audit::steps::Deed { actor: Some(operator.person()), action: "decide_case", subject: row.id, detail: &why };
    audit::steps::record(&tx, &record, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Refuses an operator who is a party of the case.
pub(super) async fn refuse_party(tx: &Tx, operator: &Operator, row: &case::Model) -> Result<(), Problem<CaseRefusal>> {
    let person = operator.person();
    if row.buyer_id == person.uuid() || shop::steps::belongs(tx, ShopId::from_uuid(row.shop_id), person).await? {
        return Err(Problem::Refused(CaseRefusal::OwnCase));
    }
    Ok(())
}

/// Either side asks for a second look. Once more is the same answer.
///
/// # Errors
/// [`CaseRefusal`]; not found for somebody who has no part in the case.
pub async fn appeal_case(market: &Market, who: Who<'_>, id: CaseId, why: &str) -> Result<(), Problem<CaseRefusal>> {
    let why = words(why)?;
    if matches!(who, Who::Operator(_)) {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("appeal_case").await?;
    let row = find(&tx, who, id).await?;
    act(&tx, &Deed { row: &row, event: CaseEvent::Appeal, actor: who.actor(), words: &why, amount: None }, now).await?;
    tx.commit().await?;
    Ok(())
}
