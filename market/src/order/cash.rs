//! What a shop does with a parcel that nobody paid for at the door.

use super::steps::{self, cancel_promised};
use super::store::order;
use super::types::{Actor, ComeBackRefusal as Refusal, OrderEvent, OrderId, OrderState};
use crate::attempt::{self, Content};
use crate::kernel::{Market, Problem};
use crate::payment::{self, PaymentId, PaymentState};
use crate::shop::ShopStaff;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The shop has the parcel again, refused at the door or never delivered: the order ends, its goods are back on the shelf. Once more
/// is the same answer.
///
/// # Errors
/// [`Refusal`]; not found for another shop's order or staff without the right.
pub async fn take_parcel_back(market: &Market, staff: &ShopStaff, id: OrderId) -> Result<(), Problem<Refusal>> {
    if !staff.may_ship() {
        return Err(Problem::NotFound);
    }
    let now = market.now();
    let tx = market.begin("take_parcel_back").await?;
    if attempt::steps::is_repeated(&tx, staff.person(), Content::of(id.uuid()), now).await? {
        return Ok(());
    }
    let found = order::Entity::find_by_id(id.uuid()).filter(order::Column::ShopId.eq(staff.shop().uuid())).one(&*tx).await?;
    let payment = PaymentId::from_uuid(found.ok_or(Problem::NotFound)?.payment_id);
    let was_promised = payment::steps::settle_promise(&tx, payment, PaymentState::Closed, now).await?;
    // Whoever moved the order with its cash has been waited for.
    let row = steps::find(&tx, id).await?;
    if !was_promised {
        let is_back = row.state == OrderState::Cancelled.code() && row.shipped_at.is_some() && row.refunded_minor == 0;
        return if is_back { Ok(()) } else { Err(Problem::Refused(Refusal::NotPromised)) };
    }
    if steps::is_received(&tx, &row).await? {
        return Err(Problem::Refused(Refusal::Received));
    }
    let moved = cancel_promised(&tx, &row, (OrderEvent::ComeBack, Actor::Shop(staff.person())), now).await;
    moved.map_err(|problem| problem.map(Refusal::Move))?;
    tx.commit().await?;
    Ok(())
}
