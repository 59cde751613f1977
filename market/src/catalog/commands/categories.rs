//! Makes the category tree.

use crate::catalog::rules::{CategorySeed, OTHER, levels};
use crate::catalog::steps::tell_below;
use crate::catalog::store::{category, listing};
use crate::catalog::types::{CategoryId, Spoiling};
use crate::kernel::{Fault, Market, Timestamp, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Makes the categories that are missing and gives the others their names and places; none is taken away, and what an operator has said of
/// goods that spoil stays. Running it again changes nothing.
///
/// # Errors
/// A fault of the database.
pub async fn seed_categories(market: &Market, tree: &[CategorySeed]) -> Result<(), Fault> {
    let now = market.now();
    let mut flat = Vec::new();
    flatten(tree, None, "", &mut flat);
    let tx = market.begin("seed_categories").await?;
    for (place, position) in flat.into_iter().zip(0_i64..) {
        if seed(&tx, &place, position, now).await? {
            tell_below(&tx, &place.path, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// A category with its place in the tree.
struct Place<'a> {
    seed: &'a CategorySeed,
    parent: Option<&'a str>,
    path: String,
}

fn flatten<'a>(seeds: &'a [CategorySeed], parent: Option<&'a str>, above: &str, flat: &mut Vec<Place<'a>>) {
    for seed in seeds {
        let path = if above.is_empty() { seed.slug.clone() } else { format!("{above}/{}", seed.slug) };
        flat.push(Place { seed, parent, path: path.clone() });
        flatten(&seed.children, Some(&seed.slug), &path, flat);
    }
}

async fn by_slug(tx: &Tx, slug: &str) -> Result<Option<category::Model>, Fault> {
    Ok(category::Entity::find().filter(category::Column::Slug.eq(slug)).one(&**tx).await?)
}

/// Makes the category, or gives it its place; says whether one that was there has another name now.
async fn seed(tx: &Tx, place: &Place<'_>, position: i64, now: Timestamp) -> Result<bool, Fault> {
    let parent_id = match place.parent {
        Some(slug) => by_slug(tx, slug).await?.map(|row| row.id),
        None => None,
    };
    let Some(row) = by_slug(tx, &place.seed.slug).await? else {
        let row = category::ActiveModel {
            id: Set(CategoryId::mint(now).uuid()),
            parent_id: Set(parent_id),
            slug: Set(place.seed.slug.clone()),
            name_en: Set(place.seed.name_en.clone()),
            name_zh: Set(place.seed.name_zh.clone()),
            path: Set(place.path.clone()),
            position: Set(position),
            spoils: Set(place.seed.spoiling.code().to_owned()),
        };
        category::Entity::insert(row).exec_without_returning(&**tx).await?;
        return Ok(false);
    };
    category::Entity::update_many()
        .col_expr(category::Column::ParentId, Expr::value(parent_id))
        .col_expr(category::Column::NameEn, Expr::value(place.seed.name_en.as_str()))
        .col_expr(category::Column::NameZh, Expr::value(place.seed.name_zh.as_str()))
        .col_expr(category::Column::Path, Expr::value(place.path.as_str()))
        .col_expr(category::Column::Position, Expr::value(position))
        .filter(category::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    if row.path != place.path {
        let (root, branch) = levels(&place.path);
        listing::Entity::update_many()
            .col_expr(listing::Column::CategoryRoot, Expr::value(root))
            .col_expr(listing::Column::CategoryBranch, Expr::value(branch))
            .col_expr(listing::Column::CategoryPath, Expr::value(place.path.as_str()))
            .filter(listing::Column::CategoryId.eq(row.id))
            .exec(&**tx)
            .await?;
    }
    Ok(row.name_en != place.seed.name_en || row.name_zh != place.seed.name_zh)
}

/// Whether all goods of a category spoil, as it says or the nearest above it that says anything; none where each listing says it of itself.
pub(super) async fn spoils(tx: &Tx, category: &category::Model) -> Result<Option<bool>, Fault> {
    let mut here = category.clone();
    loop {
        let said = Spoiling::from_code(&here.spoils).unwrap_or_default().of_all();
        let Some(parent) = here.parent_id.filter(|_| said.is_none()) else { return Ok(said) };
        let above = category::Entity::find_by_id(parent).one(&**tx).await?;
        here = above.ok_or_else(|| Fault::broken("a category without the one above it"))?;
    }
}

/// The category that a listing names, or the one for what fits nowhere else, which is made where it is missing.
pub(super) async fn find_or_other(tx: &Tx, id: Option<CategoryId>, now: Timestamp) -> Result<Option<category::Model>, Fault> {
    if let Some(id) = id {
        return Ok(category::Entity::find_by_id(id.uuid()).one(&**tx).await?);
    }
    if let Some(row) = by_slug(tx, OTHER).await? {
        return Ok(Some(row));
    }
    let other = category::ActiveModel {
        id: Set(CategoryId::mint(now).uuid()),
        parent_id: Set(None),
        slug: Set(OTHER.to_owned()),
        name_en: Set("Other".to_owned()),
        name_zh: Set("其他".to_owned()),
        path: Set(OTHER.to_owned()),
        position: Set(i64::from(u16::MAX)),
        spoils: Set(Spoiling::ByListing.code().to_owned()),
    };
    let none = OnConflict::column(category::Column::Slug).do_nothing().to_owned();
    category::Entity::insert(other).on_conflict(none).exec_without_returning(&**tx).await?;
    by_slug(tx, OTHER).await
}
