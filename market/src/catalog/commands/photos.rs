//! What becomes of photos: received, rendered or refused, put in order, described.

use super::publish::of_staff;
use super::write::{write_cover, write_photos};
use crate::catalog::store::{self, photo, variant};
use crate::catalog::types::{
    ListingId, ListingState, OrderPhotosRefusal, PhotoId, PhotoState, PlacedPhoto, ReceivePhotoRefusal, Rendered,
};
use crate::kernel::limits::{NOTE_CHARS_MAX, PHOTOS_MAX, PHOTOS_WAITING_MAX};
use crate::kernel::{Fault, Market, Problem, TextError, Tx, clean_line};
use crate::outbox::{self, Job};
use crate::shop::ShopStaff;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::HashSet;
use uuid::Uuid;

/// Notes an upload whose bytes lie in the photo store, and asks for it to be rendered. With a listing it goes to the end of its
/// photos. The id is the form's: the same upload twice is one photo.
///
/// # Errors
/// [`ReceivePhotoRefusal`]; not found where the person may not list or the listing is not the shop's.
pub async fn receive_photo(
    market: &Market,
    staff: &ShopStaff,
    id: PhotoId,
    listing: Option<ListingId>,
) -> Result<(), Problem<ReceivePhotoRefusal>> {
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let tx = market.begin("receive_photo").await?;
    if let Some(row) = photo::Entity::find_by_id(id.uuid()).one(&*tx).await? {
        return if row.shop_id == staff.shop().uuid() { Ok(()) } else { Err(Problem::NotFound) };
    }
    let waiting = photo::Entity::find()
        .filter(photo::Column::ShopId.eq(staff.shop().uuid()))
        .filter(photo::Column::State.eq(PhotoState::Waiting.code()))
        .count(&*tx)
        .await?;
    if waiting >= PHOTOS_WAITING_MAX {
        return Err(Problem::Refused(ReceivePhotoRefusal::TooManyWaiting));
    }
    let position = match listing {
        Some(listing) => next_position(&tx, staff, listing).await?,
        None => photo::NOWHERE,
    };
    let now = market.now();
    let row = photo::ActiveModel {
        id: Set(id.uuid()),
        shop_id: Set(staff.shop().uuid()),
        listing_id: Set(listing.map(ListingId::uuid)),
        position: Set(position),
        state: Set(PhotoState::Waiting.code().to_owned()),
        alt: Set(String::new()),
        width: Set(0),
        height: Set(0),
        renditions: Set("[]".to_owned()),
        uploaded_at: Set(now.millis()),
    };
    photo::Entity::insert(row).exec_without_returning(&*tx).await?;
    if let Some(listing) = listing {
        write_cover(&tx, listing.uuid()).await?;
    }
    outbox::steps::enqueue(&tx, &Job::RenderPhoto { photo: id.uuid() }, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn next_position(tx: &Tx, staff: &ShopStaff, listing: ListingId) -> Result<i64, Problem<ReceivePhotoRefusal>> {
    of_staff(tx, staff, listing).await?.ok_or(Problem::NotFound)?;
    let rows = photo::Entity::find().filter(photo::Column::ListingId.eq(listing.uuid())).all(&**tx).await?;
    if rows.len() >= PHOTOS_MAX {
        return Err(Problem::Refused(ReceivePhotoRefusal::TooMany));
    }
    Ok(rows.iter().map(|row| row.position).max().map_or(0, |last| last + 1))
}

/// The photo can be shown. Doing it again changes nothing.
///
/// # Errors
/// A fault of the database.
pub async fn photo_rendered(market: &Market, id: PhotoId, rendered: &Rendered) -> Result<(), Fault> {
    let tx = market.begin("photo_rendered").await?;
    photo::Entity::update_many()
        .col_expr(photo::Column::State, Expr::value(PhotoState::Ready.code()))
        .col_expr(photo::Column::Width, Expr::value(i64::from(rendered.width)))
        .col_expr(photo::Column::Height, Expr::value(i64::from(rendered.height)))
        .col_expr(photo::Column::Renditions, Expr::value(store::write(&rendered.renditions)?))
        .filter(photo::Column::Id.eq(id.uuid()))
        .filter(photo::Column::State.eq(PhotoState::Waiting.code()))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The photo is no picture that we can show; the next one takes its place on the cover.
///
/// # Errors
/// A fault of the database.
pub async fn photo_refused(market: &Market, id: PhotoId) -> Result<(), Fault> {
    let tx = market.begin("photo_refused").await?;
    photo::Entity::update_many()
        .col_expr(photo::Column::State, Expr::value(PhotoState::Refused.code()))
        .filter(photo::Column::Id.eq(id.uuid()))
        .filter(photo::Column::State.eq(PhotoState::Waiting.code()))
        .exec(&*tx)
        .await?;
    let row = photo::Entity::find_by_id(id.uuid()).one(&*tx).await?;
    if let Some(listing) = row.and_then(|row| row.listing_id) {
        write_cover(&tx, listing).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts the listing's photos in this order, the first on its cover; those left out are taken off it.
///
/// # Errors
/// [`OrderPhotosRefusal`]; not found where the listing or a photo is not this shop's.
pub async fn order_photos(
    market: &Market,
    staff: &ShopStaff,
    listing: ListingId,
    order: &[PhotoId],
) -> Result<(), Problem<OrderPhotosRefusal>> {
    let tx = market.begin("order_photos").await?;
    let row = of_staff(&tx, staff, listing).await?.ok_or(Problem::NotFound)?;
    let distinct: HashSet<_> = order.iter().collect();
    if order.len() > PHOTOS_MAX || distinct.len() < order.len() {
        return Err(Problem::Refused(OrderPhotosRefusal::TooMany));
    }
    if order.is_empty() && row.state == ListingState::Published.code() {
        return Err(Problem::Refused(OrderPhotosRefusal::PhotoNeeded));
    }
    let rows = photo::Entity::find()
        .filter(photo::Column::ShopId.eq(staff.shop().uuid()))
        .filter(photo::Column::Id.is_in(order.iter().map(|id| id.uuid())))
        .all(&*tx)
        .await?;
    let mut placed = Vec::new();
    for id in order {
        let row = rows.iter().find(|row| row.id == id.uuid()).ok_or(Problem::NotFound)?;
        if row.listing_id.is_some_and(|other| other != listing.uuid()) {
            return Err(Problem::NotFound);
        }
        placed.push(PlacedPhoto { photo: *id, alt: row.alt.clone() });
    }
    if !write_photos(&tx, staff.shop(), listing, &placed).await? {
        return Err(Problem::NotFound);
    }
    variant::Entity::update_many()
        .col_expr(variant::Column::PhotoId, Expr::value(Option::<Uuid>::None))
        .filter(variant::Column::ListingId.eq(listing.uuid()))
        .filter(variant::Column::PhotoId.is_not_in(order.iter().map(|id| id.uuid())))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Says what a photo shows, for those who cannot see it. Nothing typed takes the words away.
///
/// # Errors
/// [`TextError::TooLong`]; not found where the photo is not this shop's.
pub async fn describe_photo(market: &Market, staff: &ShopStaff, id: PhotoId, alt: &str) -> Result<(), Problem<TextError>> {
    let alt = match clean_line(alt, NOTE_CHARS_MAX) {
        Err(TextError::Empty) => String::new(),
        other => other.map_err(Problem::Refused)?,
    };
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    let tx = market.begin("describe_photo").await?;
    let described = photo::Entity::update_many()
        .col_expr(photo::Column::Alt, Expr::value(alt))
        .filter(photo::Column::Id.eq(id.uuid()))
        .filter(photo::Column::ShopId.eq(staff.shop().uuid()))
        .exec(&*tx)
        .await?;
    if described.rows_affected == 0 {
        return Err(Problem::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
