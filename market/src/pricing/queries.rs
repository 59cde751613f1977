//! What pages show of freight.

use super::store;
use super::types::{FreightTemplate, FreightTemplateId};
use crate::kernel::{Fault, Market, placeholders};
use crate::shop::{ShopId, ShopStaff};

/// The shop's templates, the default first, then the oldest.
///
/// # Errors
/// A fault of the database.
pub async fn templates(market: &Market, staff: &ShopStaff) -> Result<Vec<FreightTemplate>, Fault> {
    store::load(market.db(), market.currency(), "t.shop_id = $1", vec![staff.shop().uuid().into()]).await
}

/// The template that counts for a listing of `shop` which names `named`, in one query.
///
/// # Errors
/// A fault of the database.
pub async fn template_for(
    market: &Market,
    shop: ShopId,
    named: Option<FreightTemplateId>,
) -> Result<Option<FreightTemplate>, Fault> {
    let values = vec![shop.uuid().into(), named.map(FreightTemplateId::uuid).into()];
    let condition = "t.shop_id = $1 AND (t.is_default OR t.id = $2)";
    let templates = store::load(market.db(), market.currency(), condition, values).await?;
    Ok(super::rules::pick(&templates, shop, named).cloned())
}

/// All templates of these shops, for [`super::rules::pick`].
///
/// # Errors
/// A fault of the database.
pub async fn of_shops(market: &Market, shops: &[ShopId]) -> Result<Vec<FreightTemplate>, Fault> {
    if shops.is_empty() {
        return Ok(Vec::new());
    }
    let condition = format!("t.shop_id IN ({})", placeholders(1, shops.len()));
    store::load(market.db(), market.currency(), &condition, shops.iter().map(|shop| shop.uuid().into()).collect()).await
}
