//! A shop changes how it charges for freight.

use super::rules::{CheckedTemplate, check_template};
use super::steps;
use super::store::{TEMPLATES_MAX, template, zone};
use super::types::{FreightTemplate, FreightTemplateId, SaveTemplate, SaveTemplateRefusal};
use crate::kernel::{Fault, Market, Problem, Tx};
use crate::shop::ShopStaff;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};

/// Makes a template, or changes the version that the form was made from. The same form sent twice changes nothing the second time.
///
/// # Errors
/// [`SaveTemplateRefusal`]; not found where the person may not list for the shop.
pub async fn save_template(
    market: &Market,
    staff: &ShopStaff,
    request: &SaveTemplate,
) -> Result<FreightTemplateId, Problem<SaveTemplateRefusal>> {
    use SaveTemplateRefusal as R;
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let checked = check_template(request, market.currency()).map_err(|errors| Problem::Refused(R::Fields(errors)))?;
    let tx = market.begin("save_template").await?;
    let row = template::Entity::find_by_id(request.template.uuid()).one(&*tx).await?;
    match row {
        None if request.version == 0 => create(&tx, market, staff, request, checked).await?,
        None => return Err(Problem::NotFound),
        Some(row) if row.shop_id != staff.shop().uuid() => return Err(Problem::NotFound),
        Some(row) if row.version == request.version + 1 && is_stored(&tx, staff, request, &checked).await? => {}
        Some(row) if row.version != request.version => return Err(Problem::Refused(R::ChangedMeanwhile)),
        Some(row) if row.is_default && !request.is_default => return Err(Problem::Refused(R::DefaultNeeded)),
        Some(_) => change(&tx, market, staff, request, checked).await?,
    }
    tx.commit().await?;
    Ok(request.template)
}

/// Takes a template away; listings that named it follow the default.
///
/// # Errors
/// [`SaveTemplateRefusal::DefaultNeeded`] for the default itself; not found where it is not this shop's.
pub async fn remove_template(
    market: &Market,
    staff: &ShopStaff,
    id: FreightTemplateId,
) -> Result<(), Problem<SaveTemplateRefusal>> {
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let tx = market.begin("remove_template").await?;
    let row = template::Entity::find_by_id(id.uuid()).filter(template::Column::ShopId.eq(staff.shop().uuid())).one(&*tx).await?;
    match row {
        None => return Err(Problem::NotFound),
        Some(row) if row.is_default => return Err(Problem::Refused(SaveTemplateRefusal::DefaultNeeded)),
        Some(_) => {}
    }
    crate::catalog::steps::forget_template(&tx, staff.shop(), id).await?;
    zone::Entity::delete_many().filter(zone::Column::TemplateId.eq(id.uuid())).exec(&*tx).await?;
    template::Entity::delete_by_id(id.uuid()).exec(&*tx).await?;
    tx.commit().await?;
    Ok(())
}

async fn create(
    tx: &Tx,
    market: &Market,
    staff: &ShopStaff,
    request: &SaveTemplate,
    checked: CheckedTemplate,
) -> Result<(), Problem<SaveTemplateRefusal>> {
    let of_shop = || template::Entity::find().filter(template::Column::ShopId.eq(staff.shop().uuid()));
    if of_shop().count(&**tx).await? >= TEMPLATES_MAX {
        return Err(Problem::Refused(SaveTemplateRefusal::TooMany));
    }
    if request.is_default {
        take_default_away(tx, staff).await?;
    }
    let has_default = of_shop().filter(template::Column::IsDefault.eq(true)).count(&**tx).await? > 0;
    let made = FreightTemplate {
        id: request.template,
        shop: staff.shop(),
        name: checked.name,
        counts_by: checked.counts_by,
        is_default: request.is_default || !has_default,
        version: 1,
        zones: checked.zones,
    };
    Ok(steps::insert(tx, &made, market.now()).await?)
}

async fn change(
    tx: &Tx,
    market: &Market,
    staff: &ShopStaff,
    request: &SaveTemplate,
    checked: CheckedTemplate,
) -> Result<(), Problem<SaveTemplateRefusal>> {
    if request.is_default {
        take_default_away(tx, staff).await?;
    }
    let changed = template::Entity::update_many()
        .col_expr(template::Column::Name, Expr::value(checked.name))
        .col_expr(template::Column::CountsBy, Expr::value(checked.counts_by.code()))
        .col_expr(template::Column::IsDefault, Expr::value(request.is_default))
        .col_expr(template::Column::Version, Expr::col(template::Column::Version).add(1))
        .filter(template::Column::Id.eq(request.template.uuid()))
        .filter(template::Column::Version.eq(request.version))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Problem::Refused(SaveTemplateRefusal::ChangedMeanwhile));
    }
    zone::Entity::delete_many().filter(zone::Column::TemplateId.eq(request.template.uuid())).exec(&**tx).await?;
    steps::insert_zones(tx, request.template, &checked.zones, market.now()).await?;
    Ok(())
}

async fn take_default_away(tx: &Tx, staff: &ShopStaff) -> Result<(), Fault> {
    template::Entity::update_many()
        .col_expr(template::Column::IsDefault, Expr::value(false))
        .filter(template::Column::ShopId.eq(staff.shop().uuid()))
        .filter(template::Column::IsDefault.eq(true))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Whether the row is what this very form made of it: it was sent before.
async fn is_stored(tx: &Tx, staff: &ShopStaff, request: &SaveTemplate, checked: &CheckedTemplate) -> Result<bool, Fault> {
    let templates = steps::templates(tx, &[staff.shop()]).await?;
    let stored = templates.iter().find(|template| template.id == request.template);
    Ok(stored.is_some_and(|stored| {
        stored.name == checked.name && stored.counts_by == checked.counts_by && stored.zones == checked.zones
    }))
}
