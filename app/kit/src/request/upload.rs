//! A file of a form, read under its limit.

use super::{Stop, StopKind};
use axum::extract::multipart::Field;
use market::catalog::UploadRefusal;
use market::kernel::limits::PHOTO_BYTES_MAX;

/// The calm page for more bytes than a form takes, and for a form that breaks off.
#[must_use]
pub const fn too_large() -> Stop {
    Stop { kind: StopKind::TooLarge, back: None }
}

/// The words of a part, of which at most `left` bytes are read.
///
/// # Errors
/// [`too_large`].
pub async fn text(mut part: Field<'_>, left: usize) -> Result<String, Stop> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|_| too_large())? {
        if bytes.len() + chunk.len() > left {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file's bytes, at most as many as a photo has; none for the empty part of a field in which no file was chosen.
///
/// # Errors
/// [`too_large`].
pub async fn file(mut part: Field<'_>) -> Result<Option<Result<Vec<u8>, UploadRefusal>>, Stop> {
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
