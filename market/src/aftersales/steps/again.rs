//! Goods of a case that are sent once more, or others in their place.

use super::Deed;
use crate::aftersales::store::part;
use crate::aftersales::types::CaseRefusal;
use crate::inventory;
use crate::kernel::{Fault, Problem, Timestamp, Tx};
use crate::order::{self, OrderId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Takes all that a case asks for off the shelf; refused where there is not so much of something, and the caller rolls back then. The case
/// was moved by this transaction, so that nobody else does the same.
pub(in crate::aftersales) async fn resend(tx: &Tx, deed: &Deed<'_>, now: Timestamp) -> Result<(), Problem<CaseRefusal>> {
    let goods = goods(tx, deed).await?;
    let wanted: Vec<_> = goods.iter().map(|(variant, (quantity, _))| (*variant, *quantity)).collect();
    let sent = inventory::steps::send_again(tx, deed.row.id, &wanted, deed.actor.person, now).await?;
    sent.map_err(|short| {
        let line = goods.get(&short.variant).map_or(0, |(_, line)| *line);
        Problem::Refused(CaseRefusal::Short { line, left: short.left })
    })
}

/// What is to be sent, by variant: how much, and for which line first. Two lines may want the same.
async fn goods(tx: &Tx, deed: &Deed<'_>) -> Result<BTreeMap<Uuid, (i64, i64)>, Fault> {
    let lines = order::steps::lines(&**tx, OrderId::from_uuid(deed.row.order_id)).await?;
    let parts = part::Entity::find().filter(part::Column::CaseId.eq(deed.row.id)).order_by_asc(part::Column::Position);
    let mut goods = BTreeMap::new();
    for part in parts.all(&**tx).await? {
        let Some(line) = lines.iter().find(|line| Some(line.position) == part.line) else { continue };
        let (quantity, _) = goods.entry(part.wanted_variant_id.unwrap_or(line.variant_id)).or_insert((0, line.position));
        *quantity += part.quantity;
    }
    Ok(goods)
}
