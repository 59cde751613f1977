//! Uploads as phones, and as those who try, send them.

mod evidence;
mod hostile;
mod metadata;
mod pipeline;
mod unsaved;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;

/// Whose files are rendered, where that does not matter.
const WHOSE: &str = "somebody";

/// A picture whose left half is red and whose right half is blue, with some texture.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let shade = u8::try_from((x * 7 + y * 13) % 40).unwrap();
        if x < width / 2 { image::Rgb([215 + shade, shade, shade]) } else { image::Rgb([shade, shade, 215 + shade]) }
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(picture).unwrap();
    bytes
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture.clone()).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
