//! The listing's form as it arrives: texts and files, read in their order. Each file goes to the photo inbox as soon as it is whole,
//! so that one at a time is held in memory.

use super::words;
use crate::forms::listing::fields::upload_id;
use app_kit::request::{Fields, Stop, StopKind, Visit, refused};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use http::header;
use market::catalog::{ListingId, PhotoId, UploadRefusal};
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
            let value = part.text().await.map_err(|_| too_large())?;
            text_bytes += name.len() + value.len();
            if text_bytes > FORM_BYTES_MAX {
                return Err(too_large());
            }
            pairs.push((name, value));
        } else if photos.len() + sentences.len() < PHOTOS_MAX {
            let id = id_of(&pairs, photos.len() + sentences.len());
            let Some((id, bytes)) = id.zip(file(part).await?) else { continue };
            let taken = match bytes {
                Ok(bytes) => refused(visit.app.photos.receive(staff, id, listing, bytes).await)?,
                Err(refusal) => Err(refusal),
            };
            match taken {
                Ok(()) => photos.push(id),
                Err(refusal) => sentences.push(words::upload(refusal, visit.lang)),
            }
        }
    }
    Ok(Sent { fields: Fields::from_pairs(pairs), photos, refused: sentences })
}

const fn too_large() -> Stop {
    Stop { kind: StopKind::TooLarge, back: None }
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

/// A file's bytes, at most as many as a photo has; none for the empty part of a field in which no file was chosen.
async fn file(mut part: Field<'_>) -> Result<Option<Result<Vec<u8>, UploadRefusal>>, Stop> {
    let is_named = part.file_name().is_some_and(|name| !name.is_empty());
    let mut bytes = Vec::new();
    let mut is_too_large = false;
    while let Some(chunk) = part.chunk().await.map_err(|_| too_large())? {
        is_too_large = is_too_large || bytes.len() + chunk.len() > PHOTO_BYTES_MAX;
        if !is_too_large {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(match (is_too_large, bytes.is_empty()) {
        (true, _) => Some(Err(UploadRefusal::TooManyBytes)),
        (false, true) if !is_named => None,
        (false, true) => Some(Err(UploadRefusal::Empty)),
        (false, false) => Some(Ok(bytes)),
    })
}
