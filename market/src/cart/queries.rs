//! What a cart shows.

use super::store::{cart, line};
use super::types::{CartOwner, CartView};
use super::{rules, steps};
use crate::catalog::{self, VariantId};
use crate::kernel::{Fault, Market};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// The whole cart, with what changed since the buyer last looked.
///
/// # Errors
/// A fault.
pub async fn cart_view(market: &Market, owner: &CartOwner) -> Result<CartView, Fault> {
    let lines = match steps::find(market.db(), owner).await? {
        Some(cart) => steps::lines(market.db(), cart).await?,
        None => Vec::new(),
    };
    let variants: Vec<VariantId> = lines.iter().map(|line| line.variant).collect();
    let offers = if variants.is_empty() { Vec::new() } else { catalog::queries::offers(market, &variants).await? };
    rules::view(&lines, &offers, market.currency()).map_err(Fault::broken)
}

/// How many lines a cart has, for the head of every page.
///
/// # Errors
/// A fault.
pub async fn count(market: &Market, owner: &CartOwner) -> Result<u64, Fault> {
    use sea_orm::sea_query::Query;
    let carts = Query::select().column(cart::Column::Id).from(cart::Entity).and_where(steps::is_of(owner)).to_owned();
    Ok(line::Entity::find().filter(line::Column::CartId.in_subquery(carts)).count(market.db()).await?)
}
