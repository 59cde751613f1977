//! The listing's form as it arrives: texts and files, read in their order. Each file goes to the photo inbox as soon as it is whole,
//! so that one at a time is held in memory.

use crate::forms::listing::fields::upload_id;
use app_kit::request::{Fields, Stop, Visit, file, refused, text, too_large};
use app_kit::words::upload;
use axum::extract::{FromRequest, Multipart, Request};
use http::header;
use market::catalog::{ListingId, PhotoId};
use market::kernel::Problem;
use market::kernel::limits::{FORM_BYTES_MAX, PHOTO_BYTES_MAX, PHOTOS_MAX};
use market::shop::ShopStaff;

/// What came.
pub struct Sent {
    /// The texts.
    pub fields: Fields,
    /// The photos that were taken, in order.
    pub photos: Vec<PhotoId>,
    /// A sentence for each that was not.
    pub refused: Vec<String>,
}

/// Bytes of a whole form with several photos; a form of twelve at their largest is sent in two goes.
pub const LISTING_BYTES_MAX: usize = 4 * PHOTO_BYTES_MAX + FORM_BYTES_MAX;

/// Reads a form with or without files. Photos that come along are put on `listing` at once, where it is given.
///
/// # Errors
/// [`Stop`] at more bytes than the form takes, a form that breaks off, or a fault.
pub async fn read(visit: &Visit, staff: &ShopStaff, listing: Option<ListingId>, request: Request) -> Result<Sent, Stop> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let fields = Fields::from_request(request, &()).await.map_err(|_| too_large())?;
        return Ok(Sent { fields, photos: Vec::new(), refused: Vec::new() });
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| too_large())?;
    let mut pairs: Vec<(String, String)> = Vec::new();
    let (mut photos, mut sentences) = (Vec::new(), Vec::new());
    let mut text_bytes = 0;
    while let Some(part) = parts.next_field().await.map_err(|_| too_large())? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            let value = text(part, FORM_BYTES_MAX.saturating_sub(text_bytes + name.len())).await?;
            text_bytes += name.len() + value.len();
            pairs.push((name, value));
        } else if photos.len() + sentences.len() < PHOTOS_MAX {
            let id = id_of(&pairs, photos.len() + sentences.len());
            let Some((id, bytes)) = id.zip(file(part).await?) else { continue };
            let taken = match bytes {
                Ok(bytes) => visit.app.photos.receive(staff, id, listing, bytes).await,
                Err(refusal) => Err(Problem::Refused(refusal)),
            };
            match refused(taken)? {
                Ok(()) => photos.push(id),
                Err(refusal) => sentences.push(upload(refusal, visit.lang)),
            }
        }
    }
    Ok(Sent { fields: Fields::from_pairs(pairs), photos, refused: sentences })
}

/// The id of the nth file: the browser's own where a script sends it, else counted on from the form's.
fn id_of(pairs: &[(String, String)], position: usize) -> Option<PhotoId> {
    let get = |field: &str| pairs.iter().find(|(name, _)| name == field).and_then(|(_, value)| value.parse::<PhotoId>().ok());
    match get("upload") {
        // Scripts count from 1; the form's own files take numbers that these never reach.
        Some(first) => Some(upload_id(first, u32::try_from(position).ok()? + 1_000)),
        None => get("photo").filter(|_| position == 0),
    }
}
