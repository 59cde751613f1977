//! What a buyer can ask for, and until when.

use crate::account::Buyer;
use crate::aftersales::CaseKind;
use crate::aftersales::rules::{self, Ends, OpenUntil, all_of, completed_at, is_enough, kinds, kinds_of_line};
use crate::aftersales::steps::{components_of, freight, in_vain};
use crate::aftersales::views::{AskableLine, AskableOrder};
use crate::kernel::{Fault, Market, Money};
use crate::order::{self, OrderId, OrderView};
use crate::policy;

/// What a buyer can ask for of an order now; none for another buyer's order. Which other variants may come, and what came before, only the
/// form of a case asks: see [`askable_with_others`](super::askable_with_others).
///
/// # Errors
/// A fault of the database.
pub async fn askable(market: &Market, buyer: &Buyer, id: OrderId) -> Result<Option<AskableOrder>, Fault> {
    let Some(view) = order::queries::order_of_buyer(market, buyer, id).await? else { return Ok(None) };
    let policy = policy::queries::in_force(market).await?;
    let now = market.now();
    let completed = completed_at(&view);
    let ends = Ends::of(completed, &policy::queries::in_force_at(market, completed.unwrap_or(now)).await?);
    let is_enough = match kinds(view.row.state, ends.others, now).first() {
        Some(kind) => is_enough(view.row.state, in_vain(market.db(), id.uuid(), *kind).await?),
        None => false,
    };
    let mut lines = askable_lines(market, &view).await?;
    for line in &mut lines {
        line.until = ends.of_line(line.line.is_perishable);
        line.kinds = kinds_of_line(line.line.is_perishable, view.row.state, ends, now);
        line.kinds.retain(|_| !is_enough);
    }
    let freight_left = view.freight.minor() - freight(market.db(), id.uuid()).await?;
    let until = lines.iter().filter(|line| line.left > 0).filter_map(|line| line.until).max();
    Ok(Some(AskableOrder {
        order: id,
        number: view.row.number,
        shop_name: view.row.shop_name,
        state: view.row.state,
        kinds: of_any(&lines),
        freight_left: Money::new(freight_left, market.currency()),
        open_case: view.open_case,
        is_enough,
        until,
        answer_by: now.after(policy.case_answer),
        lines,
    }))
}

/// Until when the buyer of an order can ask for something, for somebody who may see the order already.
///
/// # Errors
/// A fault of the database.
pub async fn open_until(market: &Market, view: &OrderView) -> Result<OpenUntil, Fault> {
    let Some(completed) = completed_at(view) else { return Ok(OpenUntil::default()) };
    let policy = policy::queries::in_force_at(market, completed).await?;
    let components = components_of(market.db(), view.row.id).await?;
    let left: Vec<i64> = components.iter().map(|component| component.quantity - component.refunded_quantity).collect();
    Ok(rules::open_until(view, &left, &policy, market.now()))
}

/// What can be asked for of any of these lines.
fn of_any(lines: &[AskableLine]) -> Vec<CaseKind> {
    CaseKind::ALL.iter().copied().filter(|kind| lines.iter().any(|line| line.left > 0 && line.kinds.contains(kind))).collect()
}

/// The lines with what is left of them; what can be asked for of each, and what may come in exchange, are other questions.
async fn askable_lines(market: &Market, view: &OrderView) -> Result<Vec<AskableLine>, Fault> {
    let components = components_of(market.db(), view.row.id).await?;
    let lines = (0_i64..).zip(view.row.lines.iter().cloned()).map(|(position, line)| {
        let at = usize::try_from(position).ok().and_then(|at| components.get(at));
        let left = at.map_or(0, |component| component.quantity - component.refunded_quantity);
        let parts = all_of(&components, (0, 0), &[(position, left)]).unwrap_or_default();
        let worth = Money::new(parts.iter().map(|part| part.amount).sum(), market.currency());
        AskableLine { position, line, left, worth, kinds: Vec::new(), until: None, others: Vec::new(), came: None }
    });
    Ok(lines.collect())
}
