//! Photos between their upload and the listing that shows them. A form is uploaded to before it is saved, and may never be: what no
//! listing has shown a day later is forgotten by a job that was written down before the upload was kept. Does not keep any file: `server`
//! does.

use crate::catalog::rules::upload_name;
use crate::catalog::store::{self, photo};
use crate::catalog::types::{PhotoId, PhotoState, Rendition};
use crate::kernel::{Fault, Market, Span};
use crate::outbox::{self, Job};
use crate::shop::{ShopId, ShopStaff};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// From the end of a photo to that of its renditions: a store that was slow to keep one of them has it by then.
const FILES_KEPT: Span = Span::hours(3);

/// Sees to it that an upload is looked after. Call it before anything is kept.
///
/// # Errors
/// A fault of the database.
pub async fn expect_upload(market: &Market, staff: &ShopStaff, photo: PhotoId) -> Result<(), Fault> {
    let job = Job::ForgetPhoto { photo: photo.uuid(), upload: upload_name(staff.shop(), photo) };
    let tx = market.begin("expect_upload").await?;
    outbox::steps::look_after(&tx, &job, market.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets a photo that has never been on a listing; its renditions follow. One that still waits to be rendered is looked at again in a
/// day: whoever renders it writes its files. A form that is saved at this very instant wants the same row: it has its photo, or is
/// refused.
///
/// Answers whether `upload`, where it is kept still, is of no use to anybody: there is no such photo (any more), or it is another shop's,
/// or it was rendered or refused, after which the same upload may have come once more. It is not among what follows: sent again after
/// that, it has the same name, and is yet to be rendered.
///
/// # Errors
/// A fault of the database.
pub async fn forget_photo(market: &Market, id: PhotoId, upload: &str) -> Result<bool, Fault> {
    let now = market.now();
    let tx = market.begin("forget_photo").await?;
    let Some(row) = photo::Entity::find_by_id(id.uuid()).one(&*tx).await? else { return Ok(true) };
    if upload != upload_name(ShopId::from_uuid(row.shop_id), id) {
        return Ok(true);
    }
    let is_waiting = row.state == PhotoState::Waiting.code();
    if row.listing_id.is_some() || row.position != photo::NOWHERE {
        return Ok(!is_waiting);
    }
    if is_waiting {
        outbox::steps::look_after(&tx, &Job::ForgetPhoto { photo: row.id, upload: upload.to_owned() }, now).await?;
        tx.commit().await?;
        return Ok(false);
    }
    let forgotten = photo::Entity::delete_many()
        .filter(photo::Column::Id.eq(row.id))
        .filter(photo::Column::ListingId.is_null())
        .filter(photo::Column::Position.eq(photo::NOWHERE))
        .exec(&*tx)
        .await?;
    if forgotten.rows_affected == 1 {
        let renditions: Vec<Rendition> = store::read(&row.renditions)?;
        let names = renditions.into_iter().flat_map(|one| [one.webp, one.jpeg]).collect();
        outbox::steps::enqueue_for(&tx, &Job::ForgetFiles { names }, now.after(FILES_KEPT), now).await?;
        tx.commit().await?;
    }
    Ok(forgotten.rows_affected == 1)
}
