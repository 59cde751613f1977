//! Makes the files that pages show out of an upload. Only pixels come through: every file is encoded anew from them, so that no
//! metadata, colour profile, or bytes behind the picture's end can.

use super::sniff::{check_upload, decoder};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, RgbImage};
use market::catalog::{Rendered, Rendition};
use sha2::{Digest, Sha256};

/// A size to render, and the bytes its WebP file may have: the quality falls until it does, or until it would hurt.
struct Size {
    width: u32,
    webp_bytes: usize,
}

/// For cards, for the product page, and for looking closely; a product's page with its photo stays below 100 KB.
const SIZES: [Size; 3] =
    [Size { width: 320, webp_bytes: 16_000 }, Size { width: 800, webp_bytes: 60_000 }, Size { width: 1600, webp_bytes: 180_000 }];
/// A scroll or a long screenshot is shown at most this many times as high as the size is wide.
const HEIGHT_PER_WIDTH_MAX: u32 = 2;
/// The picture is first shrunk cheaply to this multiple of the largest size, which bounds the memory of the good filter.
const HEAD_ROOM: u32 = 2;
/// From hardly distinguishable to just good enough for a market.
const WEBP_QUALITIES: [f32; 5] = [78.0, 70.0, 60.0, 50.0, 40.0];
/// For the few who cannot read WebP.
const JPEG_QUALITY: u8 = 78;
/// Of the hash that names a file, as much as makes two files never meet: 128 bits.
const NAME_BYTES: usize = 16;

/// The upload cannot be decoded, or is not what its header said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What rendering made.
pub struct Pictures {
    /// For the photo's row.
    pub rendered: Rendered,
    /// For the photo store, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Decodes an upload, turns it upright, and encodes it in three sizes, never larger than it is. Takes up to some seconds, and memory
/// in proportion to the pixels: call it off the request path, one at a time. `whose` the files are goes into their names: the same
/// picture of somebody else has other files, so that one is forgotten without the other.
///
/// # Errors
/// [`Unreadable`].
pub fn render(upload: &[u8], whose: &str) -> Result<Pictures, Unreadable> {
    let (picture, (width, height)) = decode(upload)?;
    let mut pictures = Pictures { rendered: Rendered { width, height, renditions: Vec::new() }, files: Vec::new() };
    let mut last = (0, 0);
    for size in &SIZES {
        let (width, height) = fit((width, height), size.width);
        if (width, height) == last {
            continue;
        }
        last = (width, height);
        let small = picture.resize_exact(width, height, FilterType::Lanczos3).into_rgb8();
        let webp = pictures.keep(whose, encode_webp(&small, size.webp_bytes)?, "webp");
        let jpeg = pictures.keep(whose, encode_jpeg(&small)?, "jpg");
        pictures.rendered.renditions.push(Rendition { width, height, webp, jpeg });
    }
    Ok(pictures)
}

/// One picture by itself.
pub struct Picture {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// JPEG.
    pub bytes: Vec<u8>,
}

/// Decodes an upload, turns it upright, and encodes it once, at most so large on its longest side. As [`render`] takes time and
/// memory.
///
/// # Errors
/// [`Unreadable`].
pub fn render_one(upload: &[u8], longest_side: u32) -> Result<Picture, Unreadable> {
    let (picture, (width, height)) = decode(upload)?;
    let longest = width.max(height);
    let kept = longest.min(longest_side);
    let (width, height) = (scale(width, kept, longest), scale(height, kept, longest));
    let small = picture.resize_exact(width, height, FilterType::Lanczos3).into_rgb8();
    let bytes = encode_jpeg(&small)?;
    Ok(Picture { width, height, bytes })
}

impl Pictures {
    /// Keeps a file under the name that it has as somebody's.
    fn keep(&mut self, whose: &str, bytes: Vec<u8>, extension: &str) -> String {
        let name = name_of(whose, &bytes, extension);
        self.files.push((name.clone(), bytes));
        name
    }
}

fn name_of(whose: &str, bytes: &[u8], extension: &str) -> String {
    let digest = Sha256::new().chain_update(whose.as_bytes()).chain_update([0]).chain_update(bytes).finalize();
    let hex: String = digest.iter().take(NAME_BYTES).map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}.{extension}")
}

/// `amount × by ÷ of`, rounded, at least one pixel.
fn scale(amount: u32, by: u32, of: u32) -> u32 {
    let exact = (u64::from(amount) * u64::from(by) + u64::from(of) / 2) / u64::from(of.max(1));
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

/// The size of a rendition `target` wide: never larger than the picture, never much higher than wide.
fn fit((width, height): (u32, u32), target: u32) -> (u32, u32) {
    let fitted_width = target.min(width);
    let fitted_height = scale(height, fitted_width, width);
    let highest = target.saturating_mul(HEIGHT_PER_WIDTH_MAX);
    if fitted_height <= highest { (fitted_width, fitted_height) } else { (scale(width, highest, height), highest) }
}

/// The picture as it is meant to be seen, shrunk where it is far larger than any rendition, and the size it had. The header is
/// checked again, because this runs long after the upload.
fn decode(upload: &[u8]) -> Result<(DynamicImage, (u32, u32)), Unreadable> {
    let format = check_upload(upload).map_err(|_| Unreadable)?;
    let mut decoder = decoder(upload, format).map_err(|_| Unreadable)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| Unreadable)?;
    let (width, height) = (picture.width(), picture.height());
    let size = if is_on_its_side(orientation) { (height, width) } else { (width, height) };
    let largest = SIZES.iter().map(|size| size.width).max().unwrap_or(1);
    let (fitted_width, fitted_height) = fit(size, largest);
    let enough = (fitted_width.saturating_mul(HEAD_ROOM), fitted_height.saturating_mul(HEAD_ROOM));
    let enough = if is_on_its_side(orientation) { (enough.1, enough.0) } else { enough };
    // Shrunk before it is turned: turning makes a copy.
    let picture = if width > enough.0 && height > enough.1 { picture.thumbnail_exact(enough.0, enough.1) } else { picture };
    let mut picture = DynamicImage::ImageRgb8(on_white(picture));
    picture.apply_orientation(orientation);
    Ok((picture, size))
}

const fn is_on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// What is transparent becomes white paper, in WebP and JPEG alike.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |colour: u8| {
            let mixed = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn encode_webp(picture: &RgbImage, bytes_wanted: usize) -> Result<Vec<u8>, Unreadable> {
    let mut encoded = Vec::new();
    for quality in WEBP_QUALITIES {
        let encoder = webp::Encoder::from_rgb(picture.as_raw(), picture.width(), picture.height());
        encoded = encoder.encode_simple(false, quality).map_err(|_| Unreadable)?.to_vec();
        if encoded.len() <= bytes_wanted {
            break;
        }
    }
    Ok(encoded)
}

fn encode_jpeg(picture: &RgbImage) -> Result<Vec<u8>, Unreadable> {
    let mut encoded = Vec::new();
    JpegEncoder::new_with_quality(&mut encoded, JPEG_QUALITY)
        .encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|_| Unreadable)?;
    Ok(encoded)
}
