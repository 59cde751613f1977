//! No photo tells where it was taken, and each stands upright.

use super::super::files::{render, render_one};
use super::{WHOSE, contains, encoded, halves, jpeg};
use image::{GenericImageView, ImageFormat};

/// A TIFF block with an orientation and a place in Fenghuang: IFD0 {Orientation, GPS pointer}, GPS IFD {version, latitude}.
fn tiff(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut entry = Vec::new();
        entry.extend(tag.to_le_bytes());
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value);
        entry
    };
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, [orientation, 0, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 38_u32.to_le_bytes()));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(0x001D, 2, 15, 68_u32.to_le_bytes()));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(b"GPS 27.948 N 109.599 E");
    tiff
}

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='27.948N'/>";

fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let mut segment = vec![0xFF, marker];
    segment.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
    segment.extend(payload);
    segment
}

/// Puts EXIF, XMP and a comment behind the start of a JPEG.
fn tell_jpeg(plain: &[u8], orientation: u8) -> Vec<u8> {
    let exif = [b"Exif\0\0".as_slice(), &tiff(orientation)].concat();
    [&plain[..2], &segment(0xE1, &exif), &segment(0xE1, XMP), &segment(0xFE, b"GPS comment"), &plain[2..]].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
        crc
    })
}

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [kind.as_slice(), data].concat();
    [&u32::try_from(data.len()).unwrap().to_be_bytes(), named.as_slice(), &crc(&named).to_be_bytes()].concat()
}

/// Puts eXIf, an XMP text and a plain text behind the header of a PNG.
fn tell_png(plain: &[u8], orientation: u8) -> Vec<u8> {
    let header_end = 8 + 12 + 13;
    let text = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), XMP].concat();
    let told =
        [png_chunk(b"eXIf", &tiff(orientation)), png_chunk(b"iTXt", &text), png_chunk(b"tEXt", b"Comment\0GPS home")].concat();
    [&plain[..header_end], &told, &plain[header_end..]].concat()
}

fn riff_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = kind.to_vec();
    chunk.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    chunk.extend(data);
    if data.len() % 2 == 1 {
        chunk.push(0);
    }
    chunk
}

/// Wraps the one chunk of a plain WebP into the extended format, with EXIF and XMP behind it.
fn tell_webp(plain: &[u8], orientation: u8, (width, height): (u32, u32)) -> Vec<u8> {
    let mut extended = vec![0b0000_1100, 0, 0, 0];
    extended.extend(&(width - 1).to_le_bytes()[..3]);
    extended.extend(&(height - 1).to_le_bytes()[..3]);
    let chunks =
        [riff_chunk(b"VP8X", &extended), plain[12..].to_vec(), riff_chunk(b"EXIF", &tiff(orientation)), riff_chunk(b"XMP ", XMP)]
            .concat();
    let length = u32::try_from(chunks.len() + 4).unwrap();
    [b"RIFF".as_slice(), &length.to_le_bytes(), b"WEBP", &chunks].concat()
}

/// Renders, and checks that no file tells anything and that each decodes to the size that it claims.
fn check_silent(upload: &[u8], size: (u32, u32)) -> Vec<image::DynamicImage> {
    assert!(contains(upload, b"GPS"), "the test's own upload tells a place");
    let pictures = render(upload, WHOSE).unwrap();
    assert_eq!((pictures.rendered.width, pictures.rendered.height), size);
    for (name, bytes) in &pictures.files {
        let text = String::from_utf8_lossy(bytes);
        for told in ["Exif", "EXIF", "eXIf", "GPS", "http://ns.adobe", "XMP", "iTXt", "ICCP", "ICC_PROFILE"] {
            assert!(!text.contains(told), "{name} contains {told}");
        }
    }
    let mut shown = Vec::new();
    for rendition in &pictures.rendered.renditions {
        for name in [&rendition.webp, &rendition.jpeg] {
            let (_, bytes) = pictures.files.iter().find(|(kept, _)| kept == name).unwrap();
            let picture = image::load_from_memory(bytes).unwrap();
            assert_eq!(picture.dimensions(), (rendition.width, rendition.height));
            shown.push(picture);
        }
    }
    shown
}

fn is_red(pixel: image::Rgba<u8>) -> bool {
    pixel.0[0] > 150 && pixel.0[2] < 110
}

#[test]
fn jpegs_of_all_eight_orientations_stand_upright_and_say_nothing() {
    let plain = jpeg(&halves(1000, 600));
    // Where the red half, stored on the left, belongs.
    for (orientation, red) in
        [(1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")]
    {
        let size = if orientation >= 5 { (600, 1000) } else { (1000, 600) };
        for picture in check_silent(&tell_jpeg(&plain, orientation), size) {
            let (width, height) = picture.dimensions();
            let at = match red {
                "left" => (width / 8, height / 2),
                "right" => (width * 7 / 8, height / 2),
                "top" => (width / 2, height / 8),
                _ => (width / 2, height * 7 / 8),
            };
            let opposite = (width - 1 - at.0, height - 1 - at.1);
            assert!(is_red(picture.get_pixel(at.0, at.1)), "orientation {orientation}: red is not at the {red}");
            assert!(!is_red(picture.get_pixel(opposite.0, opposite.1)), "orientation {orientation}");
        }
    }
}

#[test]
fn pngs_and_webps_say_nothing_either() {
    let png = tell_png(&encoded(&halves(500, 300), ImageFormat::Png), 6);
    for picture in check_silent(&png, (300, 500)) {
        assert!(is_red(picture.get_pixel(picture.width() / 2, picture.height() / 8)));
    }
    let webp = tell_webp(&encoded(&halves(500, 300), ImageFormat::WebP), 8, (500, 300));
    for picture in check_silent(&webp, (300, 500)) {
        assert!(is_red(picture.get_pixel(picture.width() / 2, picture.height() * 7 / 8)));
    }
}

#[test]
fn a_large_photo_on_its_side_is_shrunk_before_it_is_turned() {
    let upload = tell_jpeg(&jpeg(&halves(4000, 3000)), 6);
    let shown = check_silent(&upload, (3000, 4000));
    let widths: Vec<_> = shown.iter().map(|picture| picture.dimensions()).collect();
    assert_eq!(widths, [(320, 427), (320, 427), (800, 1067), (800, 1067), (1600, 2133), (1600, 2133)]);
}

#[test]
fn a_photo_that_is_shown_in_a_case_tells_nothing_either_and_keeps_its_shape() {
    for ((width, height), shown) in [((1600, 800), (600, 1200)), ((500, 2000), (1200, 300)), ((300, 200), (200, 300))] {
        let told = tell_jpeg(&jpeg(&halves(width, height)), 6);
        let picture = render_one(&told, 1_200).map_err(|_| "unreadable").unwrap();
        assert_eq!((picture.width, picture.height), shown);
        let decoded = image::load_from_memory_with_format(&picture.bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!(decoded.dimensions(), shown);
        for secret in [b"GPS".as_slice(), b"Exif", b"xmp"] {
            assert!(!contains(&picture.bytes, secret));
        }
    }
}
