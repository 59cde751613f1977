//! What other slices do with listings inside their transaction.

use super::offer;
use super::store::listing;
use super::types::{Offer, VariantId};
use crate::kernel::{Fault, Tx};
use crate::pricing::FreightTemplateId;
use crate::shop::ShopId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// The offers of the variants that exist, in id order: prices and stock as this transaction sees them.
pub(crate) async fn offers(tx: &Tx, variants: &[VariantId]) -> Result<Vec<Offer>, Fault> {
    offer::load(&**tx, tx.currency(), variants).await
}

/// Lets the shop's listings that named a freight template follow the default.
pub(crate) async fn forget_template(tx: &Tx, shop: ShopId, id: FreightTemplateId) -> Result<(), Fault> {
    listing::Entity::update_many()
        .col_expr(listing::Column::FreightTemplateId, Expr::value(Option::<Uuid>::None))
        .filter(listing::Column::ShopId.eq(shop.uuid()))
        .filter(listing::Column::FreightTemplateId.eq(id.uuid()))
        .exec(&**tx)
        .await?;
    Ok(())
}
