//! Writes a checked listing: its row, its photos' places, its variants and their stock.

use crate::catalog::rules::{ListingDraft, VariantDraft, levels};
use crate::catalog::store::{self, category, listing, photo, variant};
use crate::catalog::types::{ListingId, ListingState, PhotoState, PlacedPhoto, SaveListingRefusal};
use crate::change;
use crate::inventory::steps as inventory;
use crate::kernel::{Fault, Problem, Timestamp, Tx};
use crate::shop::{ShopId, ShopStaff};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use std::collections::HashSet;
use uuid::Uuid;

/// The lowest and the highest price in minor units.
fn prices(draft: &ListingDraft) -> (i64, i64) {
    let prices = || draft.variants.iter().map(|variant| variant.price.minor());
    (prices().min().unwrap_or(0), prices().max().unwrap_or(0))
}

/// A new row; false where the id is taken already.
pub(super) async fn insert_listing(
    tx: &Tx,
    staff: &ShopStaff,
    draft: &ListingDraft,
    category: &category::Model,
    now: Timestamp,
) -> Result<bool, Fault> {
    let (root, branch) = levels(&category.path);
    let (from, to) = prices(draft);
    let row = listing::ActiveModel {
        id: Set(draft.listing.uuid()),
        shop_id: Set(staff.shop().uuid()),
        category_id: Set(category.id),
        category_root: Set(root),
        category_branch: Set(branch),
        category_path: Set(category.path.clone()),
        state: Set(ListingState::Draft.code().to_owned()),
        title: Set(draft.title.clone()),
        description: Set(draft.description.clone()),
        maker: Set(draft.maker.clone()),
        place: Set(draft.place.clone()),
        unit: Set(draft.measure.unit.code().to_owned()),
        price_per: Set(draft.measure.price_per),
        minimum: Set(draft.measure.minimum),
        step: Set(draft.measure.step),
        options: Set(store::write(&draft.options)?),
        freight_template_id: Set(draft.freight_template.map(|template| template.uuid())),
        packaging_minor: Set(draft.packaging.minor()),
        producer_basis_points: Set(draft.producer_basis_points),
        price_from_minor: Set(from),
        price_to_minor: Set(to),
        cover_photo_id: Set(None),
        version: Set(1),
        created_at: Set(now.millis()),
        updated_at: Set(now.millis()),
        published_at: Set(None),
        is_perishable: Set(draft.is_perishable),
    };
    let none = OnConflict::column(listing::Column::Id).do_nothing().to_owned();
    Ok(listing::Entity::insert(row).on_conflict(none).exec_without_returning(&**tx).await? == 1)
}

/// The next version of the row, which is new since another moment where one is given; false where the version is no longer the one that
/// was seen.
pub(super) async fn update_listing(
    tx: &Tx,
    draft: &ListingDraft,
    category: &category::Model,
    since: Option<i64>,
    now: Timestamp,
) -> Result<bool, Fault> {
    use listing::Column as C;
    let (root, branch) = levels(&category.path);
    let (from, to) = prices(draft);
    let mut update = listing::Entity::update_many()
        .col_expr(C::CategoryId, Expr::value(category.id))
        .col_expr(C::CategoryRoot, Expr::value(root))
        .col_expr(C::CategoryBranch, Expr::value(branch))
        .col_expr(C::CategoryPath, Expr::value(category.path.as_str()))
        .col_expr(C::Title, Expr::value(draft.title.as_str()))
        .col_expr(C::Description, Expr::value(draft.description.as_str()))
        .col_expr(C::Maker, Expr::value(draft.maker.as_str()))
        .col_expr(C::Place, Expr::value(draft.place.as_str()))
        .col_expr(C::Unit, Expr::value(draft.measure.unit.code()))
        .col_expr(C::PricePer, Expr::value(draft.measure.price_per))
        .col_expr(C::Minimum, Expr::value(draft.measure.minimum))
        .col_expr(C::Step, Expr::value(draft.measure.step))
        .col_expr(C::Options, Expr::value(store::write(&draft.options)?))
        .col_expr(C::FreightTemplateId, Expr::value(draft.freight_template.map(|template| template.uuid())))
        .col_expr(C::PackagingMinor, Expr::value(draft.packaging.minor()))
        .col_expr(C::ProducerBasisPoints, Expr::value(draft.producer_basis_points))
        .col_expr(C::PriceFromMinor, Expr::value(from))
        .col_expr(C::PriceToMinor, Expr::value(to))
        .col_expr(C::IsPerishable, Expr::value(draft.is_perishable))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .col_expr(C::UpdatedAt, Expr::value(now.millis()))
        .filter(C::Id.eq(draft.listing.uuid()))
        .filter(C::Version.eq(draft.version));
    if let Some(since) = since {
        update = update.col_expr(C::PublishedAt, Expr::value(since));
        // It may stand further down now, in every list of the newest: its own row tells of itself alone.
        change::steps::tell_lists(tx).await?;
    }
    Ok(update.exec(&**tx).await?.rows_affected == 1)
}

/// Puts exactly these photos on the listing, in this order, and the first that was not refused on its cover; false where one of them
/// was forgotten since it was looked at.
pub(super) async fn write_photos(tx: &Tx, shop: ShopId, id: ListingId, placed: &[PlacedPhoto]) -> Result<bool, Fault> {
    use photo::Column as C;
    photo::Entity::update_many()
        .col_expr(C::ListingId, Expr::value(Option::<Uuid>::None))
        .filter(C::ListingId.eq(id.uuid()))
        .filter(C::Id.is_not_in(placed.iter().map(|placed| placed.photo.uuid())))
        .exec(&**tx)
        .await?;
    for (placed, position) in placed.iter().zip(0_i64..) {
        let written = photo::Entity::update_many()
            .col_expr(C::ListingId, Expr::value(id.uuid()))
            .col_expr(C::Position, Expr::value(position))
            .col_expr(C::Alt, Expr::value(placed.alt.as_str()))
            .filter(C::Id.eq(placed.photo.uuid()))
            .filter(C::ShopId.eq(shop.uuid()))
            .exec(&**tx)
            .await?;
        if written.rows_affected != 1 {
            return Ok(false);
        }
    }
    write_cover(tx, id.uuid()).await?;
    Ok(true)
}

/// The cover is the first photo that was not refused.
pub(super) async fn write_cover(tx: &Tx, listing: Uuid) -> Result<(), Fault> {
    let cover = photo::Entity::find()
        .filter(photo::Column::ListingId.eq(listing))
        .filter(photo::Column::State.ne(PhotoState::Refused.code()))
        .order_by_asc(photo::Column::Position)
        .one(&**tx)
        .await?;
    listing::Entity::update_many()
        .col_expr(listing::Column::CoverPhotoId, Expr::value(cover.map(|row| row.id)))
        .filter(listing::Column::Id.eq(listing))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Writes the variants: known ones are changed, new ones opened, those left out can no longer be bought.
pub(super) async fn write_variants(
    tx: &Tx,
    staff: &ShopStaff,
    draft: &ListingDraft,
    now: Timestamp,
) -> Result<(), Problem<SaveListingRefusal>> {
    use variant::Column as C;
    let rows = variant::Entity::find().filter(C::ListingId.eq(draft.listing.uuid())).all(&**tx).await?;
    let known: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
    variant::Entity::update_many()
        .col_expr(C::IsActive, Expr::value(false))
        .filter(C::ListingId.eq(draft.listing.uuid()))
        .filter(C::Id.is_not_in(draft.variants.iter().map(|variant| variant.variant.uuid())))
        .exec(&**tx)
        .await?;
    let mut placed: Vec<(u16, &VariantDraft)> = (0..).zip(&draft.variants).collect();
    // In id order, as every other change of stock, so that two never wait for each other.
    placed.sort_by_key(|(_, variant)| variant.variant);
    for (position, variant) in placed {
        if known.contains(&variant.variant.uuid()) {
            update_variant(tx, position, variant).await?;
            count(tx, staff, position, variant, now).await?;
        } else {
            insert_variant(tx, draft.listing, position, variant).await?;
            inventory::open(tx, variant.variant.uuid(), variant.stock, staff.person(), now).await?;
        }
    }
    Ok(())
}

async fn count(
    tx: &Tx,
    staff: &ShopStaff,
    position: u16,
    variant: &VariantDraft,
    now: Timestamp,
) -> Result<(), Problem<SaveListingRefusal>> {
    let changed = Problem::Refused(SaveListingRefusal::StockChanged { position });
    let Some(seen) = variant.seen_stock else { return Err(changed) };
    let counted = inventory::set_on_hand(tx, variant.variant.uuid(), seen, variant.stock, staff.person(), now).await?;
    if counted { Ok(()) } else { Err(changed) }
}

async fn insert_variant(tx: &Tx, listing: ListingId, position: u16, draft: &VariantDraft) -> Result<(), Fault> {
    let row = variant::ActiveModel {
        id: Set(draft.variant.uuid()),
        listing_id: Set(listing.uuid()),
        position: Set(i64::from(position)),
        choices: Set(store::write(&draft.choices)?),
        code: Set(draft.code.clone()),
        price_minor: Set(draft.price.minor()),
        weight_grams: Set(draft.weight_grams),
        photo_id: Set(draft.photo.map(|photo| photo.uuid())),
        is_active: Set(true),
    };
    variant::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

async fn update_variant(tx: &Tx, position: u16, draft: &VariantDraft) -> Result<(), Fault> {
    use variant::Column as C;
    variant::Entity::update_many()
        .col_expr(C::Position, Expr::value(i64::from(position)))
        .col_expr(C::Choices, Expr::value(store::write(&draft.choices)?))
        .col_expr(C::Code, Expr::value(draft.code.as_str()))
        .col_expr(C::PriceMinor, Expr::value(draft.price.minor()))
        .col_expr(C::WeightGrams, Expr::value(draft.weight_grams))
        .col_expr(C::PhotoId, Expr::value(draft.photo.map(|photo| photo.uuid())))
        .col_expr(C::IsActive, Expr::value(true))
        .filter(C::Id.eq(draft.variant.uuid()))
        .exec(&**tx)
        .await?;
    Ok(())
}
