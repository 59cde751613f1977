//! Makes and changes a listing.

use super::{age, write};
use crate::attribute::{AttributeError, AttributeId};
use crate::catalog::commands::categories::{find_or_other, spoils};
use crate::catalog::queries::load_for_edit;
use crate::catalog::rules::{ListingDraft, check_listing, may_be_measured};
use crate::catalog::store::{category, listing, photo, variant};
use crate::catalog::types::{
    ChoiceError, ListingFieldError, ListingForEdit, ListingState, SaveListing, SaveListingRefusal, SavedListing,
};
use crate::kernel::{Fault, Market, Problem, Tx, Unit, id};
use crate::shop::ShopStaff;
use crate::{attribute, pricing};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashSet;

type Refused = Problem<SaveListingRefusal>;

/// Makes a listing, or changes the version that the form was made from. The id is the form's: the same form sent twice changes
/// nothing the second time. Goods that become what their shop took off sale lately, by their title and category, are as old as that was.
///
/// # Errors
/// [`SaveListingRefusal`]; not found where the person may not list, the listing is another shop's, or a new one has an id that no form of
/// ours has made.
pub async fn save_listing(market: &Market, staff: &ShopStaff, request: &SaveListing) -> Result<SavedListing, Refused> {
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let fields = |errors| Problem::Refused(SaveListingRefusal::Fields(errors));
    let draft = check_listing(request, market.currency()).map_err(fields)?;
    // Two first submits of one form may meet on PostgreSQL: the later one looks again and finds the row.
    for _ in 0..2 {
        if let Some(saved) = save_once(market, staff, &draft).await? {
            return Ok(saved);
        }
    }
    Err(Problem::Refused(SaveListingRefusal::ChangedMeanwhile))
}

async fn save_once(market: &Market, staff: &ShopStaff, draft: &ListingDraft) -> Result<Option<SavedListing>, Refused> {
    let now = market.now();
    let tx = market.begin("save_listing").await?;
    let row = listing::Entity::find_by_id(draft.listing.uuid()).one(&*tx).await?;
    if let Some(row) = &row {
        if row.shop_id != staff.shop().uuid() || row.state == ListingState::Removed.code() {
            return Err(Problem::NotFound);
        }
        let stored = load_for_edit(&*tx, tx.currency(), staff.shop(), draft.listing).await?;
        if row.version == draft.version + 1
            && stored.is_some_and(|stored| is_the_same(&stored, draft))
            && attribute::steps::says(&tx, draft.listing, &row.category_path, &draft.attributes).await?
        {
            return Ok(Some(SavedListing { listing: draft.listing, version: row.version }));
        }
        if row.version != draft.version {
            return Err(Problem::Refused(SaveListingRefusal::ChangedMeanwhile));
        }
        may_be_measured(Unit::from_code(&row.unit), draft.measure.unit, row.published_at.is_some())
            .map_err(|error| Problem::Refused(SaveListingRefusal::Fields(vec![error])))?;
        if row.state == ListingState::Published.code() && draft.photos.is_empty() {
            return Err(Problem::Refused(SaveListingRefusal::PhotoNeeded));
        }
    } else if draft.version != 0 || !id::is_minted(draft.listing.uuid(), now) {
        return Err(Problem::NotFound);
    }
    let category = check_references(&tx, market, staff, draft).await?;
    let is_public = row.as_ref().is_some_and(|row| row.state == ListingState::Published.code());
    let said = attribute::steps::check(&tx, draft.listing, &category.path, &draft.attributes, is_public).await?;
    let said = said.map_err(unsaid)?;
    let written = match &row {
        None => write::insert_listing(&tx, staff, draft, &category, now).await?,
        Some(row) => {
            let since = age::when_changed(&tx, row, &draft.title, &category, now).await?;
            write::update_listing(&tx, draft, &category, since, now).await?
        }
    };
    if !written {
        return if row.is_none() { Ok(None) } else { Err(Problem::Refused(SaveListingRefusal::ChangedMeanwhile)) };
    }
    if !write::write_photos(&tx, staff.shop(), draft.listing, &draft.photos).await? {
        return Err(Problem::Refused(SaveListingRefusal::Fields(vec![ListingFieldError::Photos])));
    }
    write::write_variants(&tx, staff, draft, now).await?;
    attribute::steps::write(&tx, draft.listing, &said).await?;
    tx.commit().await?;
    Ok(Some(SavedListing { listing: draft.listing, version: draft.version + 1 }))
}

fn unsaid(errors: Vec<(AttributeId, AttributeError)>) -> Refused {
    let errors = errors.into_iter().map(|(attribute, error)| ListingFieldError::Attribute(attribute, error));
    Problem::Refused(SaveListingRefusal::Fields(errors.collect()))
}

/// What the form points at must be there, and this shop's.
async fn check_references(tx: &Tx, market: &Market, staff: &ShopStaff, draft: &ListingDraft) -> Result<category::Model, Refused> {
    let mut errors = Vec::new();
    let category = find_or_other(tx, draft.category, market.now()).await?;
    if category.is_none() {
        errors.push(ListingFieldError::Category);
    }
    if !has_photos(tx, staff, draft).await? {
        errors.push(ListingFieldError::Photos);
    }
    let ids = draft.variants.iter().map(|variant| variant.variant.uuid());
    let of_others = variant::Entity::find()
        .filter(variant::Column::Id.is_in(ids))
        .filter(variant::Column::ListingId.ne(draft.listing.uuid()))
        .one(&**tx)
        .await?;
    if of_others.is_some() {
        errors.push(ListingFieldError::Variants(ChoiceError::Twice));
    }
    if let Some(template) = draft.freight_template
        && !pricing::steps::has_template(tx, staff.shop(), template).await?
    {
        errors.push(ListingFieldError::FreightTemplate);
    }
    if let Some(category) = &category
        && draft.is_perishable
        && spoils(tx, category).await? == Some(false)
    {
        errors.push(ListingFieldError::Perishable);
    }
    match category {
        Some(category) if errors.is_empty() => Ok(category),
        _ => Err(Problem::Refused(SaveListingRefusal::Fields(errors))),
    }
}

/// Whether all photos are this shop's and on no other listing.
async fn has_photos(tx: &Tx, staff: &ShopStaff, draft: &ListingDraft) -> Result<bool, Fault> {
    if draft.photos.is_empty() {
        return Ok(true);
    }
    let rows = photo::Entity::find()
        .filter(photo::Column::Id.is_in(draft.photos.iter().map(|placed| placed.photo.uuid())))
        .filter(photo::Column::ShopId.eq(staff.shop().uuid()))
        .all(&**tx)
        .await?;
    let free = rows.iter().filter(|row| row.listing_id.is_none_or(|listing| listing == draft.listing.uuid()));
    let found: HashSet<_> = free.map(|row| row.id).collect();
    Ok(draft.photos.iter().all(|placed| found.contains(&placed.photo.uuid())))
}

/// Whether the rows are what this very form made of them. Stock is left out: it may have been sold since.
fn is_the_same(stored: &ListingForEdit, draft: &ListingDraft) -> bool {
    let variants = stored.variants.len() == draft.variants.len()
        && stored.variants.iter().zip(&draft.variants).all(|(stored, draft)| {
            stored.variant == draft.variant
                && stored.choices == draft.choices
                && stored.price == draft.price
                && stored.code == draft.code
                && stored.weight_grams == draft.weight_grams
                && stored.photo == draft.photo
        });
    let photos = stored.photos.len() == draft.photos.len()
        && stored.photos.iter().zip(&draft.photos).all(|(stored, draft)| stored.id == draft.photo && stored.alt == draft.alt);
    variants
        && photos
        && stored.title == draft.title
        && stored.description == draft.description
        && stored.maker == draft.maker
        && stored.place == draft.place
        && stored.measure == draft.measure
        && stored.options == draft.options
        && stored.packaging == draft.packaging
        && stored.producer_basis_points == draft.producer_basis_points
        && stored.freight_template == draft.freight_template
        && stored.is_perishable == draft.is_perishable
        && draft.category.is_none_or(|category| category == stored.category)
}
