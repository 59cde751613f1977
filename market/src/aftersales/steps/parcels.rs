//! The parcels of an order: that in which it was shipped, and those of its cases, which go back and come again.

use crate::aftersales::store::case;
use crate::kernel::{Fault, Tx};
use crate::order::{self, OrderId};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// Whether one of them has this number of this courier. The order has one open case, so that none comes to it meanwhile.
pub(in crate::aftersales) async fn is_known_parcel(tx: &Tx, order: Uuid, courier: &str, number: &str) -> Result<bool, Fault> {
    let shipped = order::steps::find(tx, OrderId::from_uuid(order)).await?;
    if shipped.courier.as_deref() == Some(courier) && shipped.tracking_number.as_deref() == Some(number) {
        return Ok(true);
    }
    let back = case::Column::Courier.eq(courier).and(case::Column::TrackingNumber.eq(number));
    let again = case::Column::ResentCourier.eq(courier).and(case::Column::ResentNumber.eq(number));
    let same = case::Entity::find().filter(case::Column::OrderId.eq(order)).filter(back.or(again));
    Ok(same.count(&**tx).await? > 0)
}
