//! Freight within another slice's transaction.

use super::rules::default_template;
use super::store::{self, template, zone};
use super::types::{FreightTemplate, FreightTemplateId, FreightZone};
use crate::kernel::id::mint;
use crate::kernel::{Fault, Timestamp, Tx, placeholders};
use crate::shop::ShopId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// All templates of the shops, for [`super::rules::pick`].
pub(crate) async fn templates(tx: &Tx, shops: &[ShopId]) -> Result<Vec<FreightTemplate>, Fault> {
    if shops.is_empty() {
        return Ok(Vec::new());
    }
    let condition = format!("t.shop_id IN ({})", placeholders(1, shops.len()));
    store::load(&**tx, tx.currency(), &condition, shops.iter().map(|shop| shop.uuid().into()).collect()).await
}

/// Gives a shop that opens the template it has until it makes its own.
pub(crate) async fn open_default(tx: &Tx, shop: ShopId, now: Timestamp) -> Result<(), Fault> {
    insert(tx, &default_template(shop, FreightTemplateId::mint(now), tx.currency()), now).await
}

/// Whether the shop has this template.
pub(crate) async fn has_template(tx: &Tx, shop: ShopId, id: FreightTemplateId) -> Result<bool, Fault> {
    let row = template::Entity::find_by_id(id.uuid()).filter(template::Column::ShopId.eq(shop.uuid())).one(&**tx).await?;
    Ok(row.is_some())
}

/// Writes a new template with its zones.
pub(super) async fn insert(tx: &Tx, made: &FreightTemplate, now: Timestamp) -> Result<(), Fault> {
    let row = template::ActiveModel {
        id: Set(made.id.uuid()),
        shop_id: Set(made.shop.uuid()),
        name: Set(made.name.clone()),
        counts_by: Set(made.counts_by.code().to_owned()),
        is_default: Set(made.is_default),
        version: Set(made.version),
        created_at: Set(now.millis()),
    };
    template::Entity::insert(row).exec_without_returning(&**tx).await?;
    insert_zones(tx, made.id, &made.zones, now).await
}

/// Writes a template's zones; there must be none.
pub(super) async fn insert_zones(tx: &Tx, id: FreightTemplateId, zones: &[FreightZone], now: Timestamp) -> Result<(), Fault> {
    let mut rows = Vec::new();
    for (made, position) in zones.iter().zip(0_i64..) {
        rows.push(zone::ActiveModel {
            id: Set(mint(now)),
            template_id: Set(id.uuid()),
            position: Set(position),
            provinces: Set(serde_json::to_string(&made.provinces).map_err(Fault::broken)?),
            ships: Set(made.ships),
            first_amount: Set(made.first_amount),
            first_minor: Set(made.first.minor()),
            next_amount: Set(made.next_amount),
            next_minor: Set(made.next.minor()),
            free_from_minor: Set(made.free_from.map(crate::kernel::Money::minor)),
        });
    }
    zone::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}
