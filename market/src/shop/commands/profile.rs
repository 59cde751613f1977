//! A shop changes its public face.

use crate::kernel::{Market, Problem};
use crate::shop::form::{ShopFieldError, TypedProfile};
use crate::shop::store::shop;
use crate::shop::{ShopStaff, rules};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// Why a profile is not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeProfileRefusal {
    /// What is wrong with which fields.
    Fields(Vec<ShopFieldError>),
}

/// Changes the shop's name, story and place. The handle stays: links and parcels carry it.
///
/// # Errors
/// [`ChangeProfileRefusal`]; not found where the person does not own the shop.
pub async fn change_shop_profile(
    market: &Market,
    owner: &ShopStaff,
    request: &TypedProfile,
) -> Result<(), Problem<ChangeProfileRefusal>> {
    if !owner.may_manage() {
        return Err(Problem::NotFound);
    }
    let checked = rules::profile(request).map_err(|errors| Problem::Refused(ChangeProfileRefusal::Fields(errors)))?;
    let tx = market.begin("change_shop_profile").await?;
    shop::Entity::update_many()
        .col_expr(shop::Column::Name, Expr::value(checked.name))
        .col_expr(shop::Column::Story, Expr::value(checked.story))
        .col_expr(shop::Column::Place, Expr::value(checked.place))
        .filter(shop::Column::Id.eq(owner.shop().uuid()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
