//! How much there is.

use super::store::stock;
use super::types::Level;
use crate::kernel::{Fault, Market};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

/// The stock of these variants.
///
/// # Errors
/// A fault of the database.
pub async fn levels(market: &Market, variants: &[Uuid]) -> Result<HashMap<Uuid, Level>, Fault> {
    let rows = stock::Entity::find().filter(stock::Column::VariantId.is_in(variants.iter().copied())).all(market.db()).await?;
    Ok(rows.into_iter().map(|row| (row.variant_id, Level { on_hand: row.on_hand, held: row.held })).collect())
}
