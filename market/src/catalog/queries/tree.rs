//! The category tree.

use crate::catalog::store::category;
use crate::catalog::types::{Category, CategoryId, Spoiling};
use crate::kernel::{Fault, Market};
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

/// Categories of the whole tree that are read at most; far above what people can browse.
const CATEGORIES_MAX: u64 = 2_000;

/// The whole tree in one query, parents before their children, in the order in which it is shown.
///
/// # Errors
/// A fault of the database.
pub async fn categories(market: &Market) -> Result<Vec<Category>, Fault> {
    let rows = category::Entity::find().order_by_asc(category::Column::Position).limit(CATEGORIES_MAX).all(market.db()).await?;
    Ok(rows
        .into_iter()
        .map(|row| Category {
            id: CategoryId::from_uuid(row.id),
            parent: row.parent_id.map(CategoryId::from_uuid),
            slug: row.slug,
            name_en: row.name_en,
            name_zh: row.name_zh,
            path: row.path,
            spoiling: Spoiling::from_code(&row.spoils).unwrap_or_default(),
        })
        .collect())
}
