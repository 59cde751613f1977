//! The end of a case that gives money back, and whatever else does so like one.

use super::{Deed, kind_of};
use crate::aftersales::rules::{Part, fee_share, split};
use crate::aftersales::store::{part, refund_part};
use crate::aftersales::types::{Actor, CaseKind, Party};
use crate::kernel::{Fault, Money, Problem, Timestamp, Tx};
use crate::ledger::{self, Journal, rules::Sum};
use crate::order::{self, OrderEvent, OrderId, OrderState};
use crate::payment::steps::{NewRefund, RefundSource};
use crate::payment::{self, PaymentId, RefundId};
use crate::{demand, inventory};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// What goes back of an order, by line and freight, and why.
pub(super) struct Back<'a> {
    pub(super) order: OrderId,
    pub(super) parts: &'a [Part],
    /// Of which its journal tells: a case, or a line of a provider's statement.
    pub(super) subject: Uuid,
    /// The case that decided it.
    pub(super) case: Option<Uuid>,
    pub(super) reason: &'static str,
    pub(super) actor: order::Actor,
    /// Whether the goods never left.
    pub(super) is_restocked: bool,
    /// Whether the buyer has the money already.
    pub(super) is_given: bool,
}

/// Gives `amount` of what was asked for back to the buyer. The order's row was read by this transaction and its case is still open, so
/// nobody else moves it.
pub(super) async fn settle(tx: &Tx, deed: &Deed<'_>, amount: i64, now: Timestamp) -> Result<(), Fault> {
    if amount == 0 {
        return Ok(());
    }
    let case = deed.row.id;
    let parts = split(&asked(tx, deed).await?, amount).map_err(|error| Fault::broken(format!("case {case}: {error}")))?;
    let back = Back {
        order: OrderId::from_uuid(deed.row.order_id),
        parts: &parts,
        subject: case,
        case: Some(case),
        reason: "case",
        actor: order_actor(deed.actor),
        is_restocked: kind_of(deed.row)? == CaseKind::BeforeShipping,
        is_given: false,
    };
    let journal = give_back(tx, &back, now).await?;
    if !ledger::steps::post(tx, &journal, tx.currency(), now).await? {
        return Err(Fault::broken(format!("case {case} was settled before")));
    }
    // Behind the books, as where an order is completed: the other way round the two could wait for each other.
    demand::steps::take_back(tx, back.order, now).await
}

/// Takes what goes back of an order from what is held, or from those who have it already, and writes it down by line. The journal of it
/// is the caller's to book, and then what was sold to be counted again. Nobody else moves the order meanwhile.
pub(super) async fn give_back(tx: &Tx, back: &Back<'_>, now: Timestamp) -> Result<Journal, Fault> {
    let (id, amount) = (back.order, back.parts.iter().map(|part| part.amount).sum::<i64>());
    let row = order::steps::find(tx, id).await?;
    let share = |whole| fee_share(whole, row.total_minor, row.refunded_minor, amount);
    let (fee, sum) = (share(row.fee_minor), Sum { paid: amount, added: share(row.market_discount_minor) });
    order::steps::note_refund(tx, &row, sum, fee).await?;

    let is_released = row.state == OrderState::Completed.code();
    let (source, journal) = if is_released {
        (RefundSource::Shop, ledger::rules::released_refund(back.subject, row.shop_id, row.payment_id, sum, fee))
    } else {
        (RefundSource::Escrow, ledger::rules::held_refund(back.subject, row.id, row.payment_id, sum))
    };
    let refund = NewRefund {
        id: RefundId::mint(now),
        payment: PaymentId::from_uuid(row.payment_id),
        order: Some(id),
        case: back.case,
        amount: Money::new(amount, tx.currency()),
        fee_minor: fee,
        market_discount_minor: sum.added,
        source,
        reason: back.reason,
    };
    if back.is_given {
        payment::steps::refund_given(tx, &refund, now).await?;
    } else {
        payment::steps::refund(tx, &refund, now).await?;
    }
    write_parts(tx, refund.id, back.parts, back.is_restocked).await?;
    let is_all = !is_released && row.refunded_minor + amount == row.total_minor;
    if is_all {
        order::steps::give_back_unshipped(tx, &row, now).await?;
    }
    if back.is_restocked {
        restock(tx, id, back.parts, is_all, now).await?;
    }
    if is_all {
        let ended = order::steps::advance(tx, &row, OrderEvent::Refund, back.actor, now).await;
        ended.map_err(|problem| match problem {
            Problem::Fault(fault) => fault,
            Problem::Refused(_) | Problem::NotFound | Problem::AttemptReused => {
                Fault::broken(format!("order {id} moved while all of it went back"))
            }
        })?;
    }
    Ok(journal)
}

async fn asked(tx: &Tx, deed: &Deed<'_>) -> Result<Vec<Part>, Fault> {
    let rows = part::Entity::find().filter(part::Column::CaseId.eq(deed.row.id)).order_by_asc(part::Column::Position);
    let rows = rows.all(&**tx).await?;
    Ok(rows.into_iter().map(|row| Part { line: row.line, quantity: row.quantity, amount: row.amount_minor }).collect())
}

async fn write_parts(tx: &Tx, refund: RefundId, parts: &[Part], is_restocked: bool) -> Result<(), Fault> {
    let rows = (0_i64..).zip(parts).map(|(position, part)| refund_part::ActiveModel {
        refund_id: Set(refund.uuid()),
        position: Set(position),
        line: Set(part.line),
        quantity: Set(part.quantity),
        amount_minor: Set(part.amount),
        is_restocked: Set(is_restocked),
    });
    refund_part::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Goods of a part that is not paid in full stay with the order, until `is_all` of its money has gone back: nobody gets them any more.
async fn restock(tx: &Tx, order: OrderId, parts: &[Part], is_all: bool, now: Timestamp) -> Result<(), Fault> {
    if is_all {
        return Ok(inventory::steps::take_back(tx, order, now).await?);
    }
    let lines = order::steps::lines(&**tx, order).await?;
    let mut goods: Vec<_> = parts
        .iter()
        .filter_map(|part| {
            let line = lines.iter().find(|line| Some(line.position) == part.line)?;
            Some((line.variant_id, part.quantity))
        })
        .collect();
    goods.sort_unstable();
    Ok(inventory::steps::put_back(tx, order, &goods, now).await?)
}

const fn order_actor(actor: Actor) -> order::Actor {
    match (actor.party, actor.person) {
        (Party::Buyer, Some(person)) => order::Actor::Buyer(person),
        (Party::Shop, Some(person)) => order::Actor::Shop(person),
        (Party::Operator, Some(person)) => order::Actor::Operator(person),
        _ => order::Actor::Timer,
    }
}
