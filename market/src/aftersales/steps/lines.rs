//! What is left of an order's lines and freight after the refunds before.

use crate::aftersales::rules::Component;
use crate::aftersales::store::back;
use crate::kernel::{Fault, Tx};
use crate::order;
use uuid::Uuid;

/// The lines of an order, in their order.
pub(in crate::aftersales) async fn components(tx: &Tx, order: order::OrderId) -> Result<Vec<Component>, Fault> {
    components_of(&**tx, order).await
}

/// The same, where nothing is changed.
pub(in crate::aftersales) async fn components_of(
    db: &impl sea_orm::ConnectionTrait,
    order: order::OrderId,
) -> Result<Vec<Component>, Fault> {
    let back = back(db, order.uuid()).await?;
    let lines = order::steps::lines(db, order).await?;
    Ok(lines
        .into_iter()
        .map(|line| {
            let gone = back.iter().find(|back| back.line == Some(line.position));
            Component {
                total: line.total_minor - line.discount_minor,
                full: line.total_minor,
                quantity: line.quantity,
                refunded: gone.map_or(0, |gone| gone.amount),
                refunded_quantity: gone.map_or(0, |gone| gone.quantity),
            }
        })
        .collect())
}

/// What went back of an order's freight.
pub(in crate::aftersales) async fn freight(db: &impl sea_orm::ConnectionTrait, order: Uuid) -> Result<i64, Fault> {
    Ok(back(db, order).await?.iter().find(|back| back.line.is_none()).map_or(0, |back| back.amount))
}
