//! What other slices do with listings inside their transaction.

use super::offer;
use super::store::{category, listing};
use super::types::{CategoryId, Offer, VariantId};
use crate::kernel::{Fault, Timestamp, Tx};
use crate::outbox::{self, Job};
use crate::pricing::FreightTemplateId;
use crate::shop::ShopId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
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

/// Where a category stands; none where there is none.
pub(crate) async fn category_path(tx: &Tx, id: CategoryId) -> Result<Option<String>, Fault> {
    Ok(category::Entity::find_by_id(id.uuid()).one(&**tx).await?.map(|row| row.path))
}

/// Has the goods at a path and below it told of, since something of their categories changed: a job for each category.
pub(crate) async fn tell_below(tx: &Tx, path: &str, now: Timestamp) -> Result<(), Fault> {
    // A slug has no sign that LIKE reads.
    let inside = Condition::any().add(category::Column::Path.eq(path)).add(category::Column::Path.like(format!("{path}/%")));
    for row in category::Entity::find().filter(inside).all(&**tx).await? {
        outbox::steps::enqueue(tx, &Job::TellCategory { path: row.path, after: None }, now).await?;
    }
    Ok(())
}
