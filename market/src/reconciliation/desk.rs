//! Money that went back at the provider's own desk, past every case: an operator takes it into the books, once. From then on orders,
//! shops and the market's fee stand as if a case had given it back.

use super::commands::{booked, lock, settle, subject};
use super::store;
use super::types::DeskRefusal as Refusal;
use crate::account::Operator;
use crate::aftersales::rules::{Part, split};
use crate::aftersales::steps::refund_at_desk;
use crate::attempt::{self, Content};
use crate::audit::{self, steps::Deed};
use crate::kernel::limits::NOTE_CHARS_MAX;
use crate::kernel::{Fault, Market, Problem, Tx, clean_line};
use crate::order::{self, OrderId};
use crate::payment::PaymentId;
use crate::{coupon, demand, inventory, ledger};

/// Takes the refund that a line of a provider's statement tells of into the books: for one order of its payment, or, where none is named,
/// for all of them in proportion to what is left of each. Both sides are told. Once more is the same answer.
///
/// # Errors
/// [`Refusal`]; not found for a line that the statement does not have.
pub async fn take_desk_refund(
    market: &Market,
    operator: &Operator,
    (provider, line): (&str, &str),
    of: Option<OrderId>,
    reason: &str,
) -> Result<(), Problem<Refusal>> {
    let reason = clean_line(reason, NOTE_CHARS_MAX).map_err(|error| Problem::Refused(Refusal::Reason(error)))?;
    // No line has such an id, and not every engine can be asked for it.
    if line.chars().any(char::is_control) {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("take_desk_refund").await?;
    let id = subject(provider, line);
    let content = of.iter().fold(Content::of(id).text(&reason), |content, order| content.id(order.uuid()));
    if attempt::steps::is_repeated(&tx, operator.person(), content, now).await? {
        return Ok(());
    }
    lock(&tx, provider).await?;
    let found = store::desk_line(&tx, provider, line).await?.ok_or(Problem::NotFound)?.map_err(Problem::Refused)?;
    let payment = PaymentId::from_uuid(found.payment);
    let shares = shares(&tx, payment, of, found.amount).await?;
    hold_what_goes_back(&tx, payment, &shares).await?;
    // After this point, taking it in must succeed.
    let mut refunds = Vec::new();
    for (order, amount) in shares.iter().copied() {
        refunds.push(refund_at_desk(&tx, order, amount, (id, operator.person()), now).await?);
    }
    let journal = ledger::rules::desk_refund(id, payment.uuid(), found.amount, &refunds);
    let is_new = ledger::steps::post(&tx, &journal, tx.currency(), now).await?;
    let tied = settle(&tx, provider, line, booked(&tx, &journal).await?).await?;
    if !is_new || tied != 1 {
        return Err(Problem::Fault(Fault::broken(format!("line {line} was taken into the books before"))));
    }
    for (order, _) in shares {
        demand::steps::take_back(&tx, order, now).await?;
    }
    let detail = format!("{reason} ({line})");
    let deed = Deed { actor: Some(operator.person()), action: "take_desk_refund", subject: payment.uuid(), detail: &detail };
    audit::steps::record(&tx, &deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Coupons first, then goods, each in the order of their ids, as a checkout takes them. The orders give theirs back one after another: held
/// only then, somebody else's coupon could wait for the goods of the first, and the second for that coupon.
async fn hold_what_goes_back(tx: &Tx, payment: PaymentId, shares: &[(OrderId, i64)]) -> Result<(), Fault> {
    if shares.len() > 1 {
        let orders: Vec<OrderId> = shares.iter().map(|(order, _)| *order).collect();
        coupon::steps::hold(tx, payment).await?;
        inventory::steps::hold_stock(tx, &orders).await?;
    }
    Ok(())
}

/// What each order gives of it. They are held from here on.
async fn shares(tx: &Tx, payment: PaymentId, of: Option<OrderId>, amount: i64) -> Result<Vec<(OrderId, i64)>, Problem<Refusal>> {
    let mut left = Vec::new();
    for row in order::steps::of_payment(tx, payment).await? {
        let id = OrderId::from_uuid(row.id);
        if of.is_some_and(|of| of != id) {
            continue;
        }
        let row = order::steps::hold(tx, id).await?;
        if row.open_case.is_some() {
            return Err(Problem::Refused(Refusal::CaseOpen));
        }
        left.push((id, row.total_minor - row.refunded_minor));
    }
    let parts: Vec<Part> =
        (0_i64..).zip(&left).map(|(at, (_, amount))| Part { line: Some(at), quantity: 0, amount: *amount }).collect();
    let cut = split(&parts, amount).map_err(|_| Problem::Refused(Refusal::TooMuch))?;
    let share = |at: i64| cut.iter().find(|part| part.line == Some(at)).map_or(0, |part| part.amount);
    Ok((0_i64..).zip(left).map(|(at, (id, _))| (id, share(at))).filter(|(_, share)| *share > 0).collect())
}
