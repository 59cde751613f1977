//! What an upload really is, from its first bytes, and whether its header stays within the limits. Nothing is decoded here.

use super::walk;
use image::{ImageDecoder, ImageFormat, ImageReader, Limits};
use market::catalog::UploadRefusal;
use market::kernel::limits::{PHOTO_PIXELS_MAX, PHOTO_SIDE_MAX};
use std::io::Cursor;

/// Bytes a pixel that decoding may take: red, green, blue, alpha.
const PIXEL_BYTES: u64 = 4;

/// The format of an upload that is a whole picture within the limits.
///
/// # Errors
/// [`UploadRefusal`].
pub fn check_upload(bytes: &[u8]) -> Result<ImageFormat, UploadRefusal> {
    let format = format_of(bytes)?;
    let (width, height) = decoder(bytes, format).map_err(|_| UploadRefusal::Incomplete)?.dimensions();
    if width == 0 || height == 0 {
        return Err(UploadRefusal::NotAPicture);
    }
    if width.max(height) > PHOTO_SIDE_MAX || u64::from(width) * u64::from(height) > PHOTO_PIXELS_MAX {
        return Err(UploadRefusal::TooManyPixels);
    }
    if walk::is_whole(bytes, format) { Ok(format) } else { Err(UploadRefusal::Incomplete) }
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, UploadRefusal> {
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    if bytes.is_empty() {
        Err(UploadRefusal::Empty)
    } else if at(0, 3) == b"\xFF\xD8\xFF" {
        Ok(ImageFormat::Jpeg)
    } else if at(0, 8) == b"\x89PNG\r\n\x1A\n" {
        Ok(ImageFormat::Png)
    } else if at(0, 4) == b"RIFF" && at(8, 12) == b"WEBP" {
        Ok(ImageFormat::WebP)
    } else if at(4, 8) == b"ftyp" && matches!(at(8, 12), b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1") {
        Err(UploadRefusal::Heic)
    } else {
        Err(UploadRefusal::NotAPicture)
    }
}

/// A decoder that has read the header and takes no more memory than the largest picture needs.
pub(super) fn decoder(bytes: &[u8], format: ImageFormat) -> image::ImageResult<impl ImageDecoder + '_> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(PHOTO_PIXELS_MAX * PIXEL_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.into_decoder()
}
