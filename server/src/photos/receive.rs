//! Takes an upload: counts its bytes while they come, looks at what it is, keeps it, and asks for it to be rendered.

use super::Photos;
use super::sniff::check_upload;
use futures::{Stream, StreamExt};
use market::catalog::rules::upload_name;
use market::catalog::{ListingId, PhotoId, UploadRefusal, commands, queries};
use market::kernel::limits::PHOTO_BYTES_MAX;
use market::kernel::{Fault, Market, Problem};
use market::shop::ShopStaff;

/// Reads a stream to its end, or to the limit: not a byte of what comes after it is kept.
///
/// # Errors
/// [`UploadRefusal::TooManyBytes`]; [`UploadRefusal::Incomplete`] where the connection broke.
pub async fn read_upload<B, E>(stream: impl Stream<Item = Result<B, E>>) -> Result<Vec<u8>, UploadRefusal>
where
    B: AsRef<[u8]>,
{
    let mut stream = std::pin::pin!(stream);
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| UploadRefusal::Incomplete)?;
        if bytes.len() + chunk.as_ref().len() > PHOTO_BYTES_MAX {
            return Err(UploadRefusal::TooManyBytes);
        }
        bytes.extend_from_slice(chunk.as_ref());
    }
    Ok(bytes)
}

/// Takes an upload for a shop, and with `listing` puts it at the end of that listing's photos. The same photo sent again is there
/// already and changes nothing.
///
/// # Errors
/// [`UploadRefusal`]; not found where the person may not list or the listing is not the shop's.
pub async fn receive<B, E>(
    market: &Market,
    photos: &Photos,
    staff: &ShopStaff,
    (photo, listing): (PhotoId, Option<ListingId>),
    stream: impl Stream<Item = Result<B, E>>,
) -> Result<(), Problem<UploadRefusal>>
where
    B: AsRef<[u8]>,
{
    if !staff.may_list() {
        return Err(Problem::NotFound);
    }
    if !queries::photos(market, staff, &[photo]).await?.is_empty() {
        return Ok(());
    }
    let bytes = read_upload(stream).await.map_err(Problem::Refused)?;
    check_upload(&bytes).map_err(Problem::Refused)?;
    let name = upload_name(staff.shop(), photo);
    commands::expect_upload(market, staff, photo).await?;
    photos.store.put(&name, bytes).await.map_err(Fault::from)?;
    let received = commands::receive_photo(market, staff, photo, listing).await;
    if received.is_err() {
        photos.store.delete(&name).await.map_err(Fault::from)?;
    }
    received.map_err(|problem| problem.map(UploadRefusal::NoRoom))
}
