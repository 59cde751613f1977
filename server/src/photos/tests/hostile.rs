//! Uploads that are not what they seem.

use super::super::files::{Unreadable, render};
use super::super::receive::read_upload;
use super::super::sniff::check_upload;
use super::{WHOSE, contains, encoded, halves, jpeg};
use futures::stream;
use image::ImageFormat;
use market::catalog::UploadRefusal as Refusal;
use market::kernel::limits::PHOTO_BYTES_MAX;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn what_is_no_picture_is_refused_whatever_its_name() {
    let cases: [(&[u8], Refusal); 10] = [
        (b"", Refusal::Empty),
        (b"\xFF", Refusal::NotAPicture),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Refusal::NotAPicture),
        (b"<?xml version='1.0'?><svg/>", Refusal::NotAPicture),
        (b"<!DOCTYPE html><script>alert(1)</script>", Refusal::NotAPicture),
        (b"GIF89a/*\x01\0\x01\0*/=1;alert(1)", Refusal::NotAPicture),
        (b"%PDF-1.7", Refusal::NotAPicture),
        (b"PK\x03\x04", Refusal::NotAPicture),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refusal::Heic),
        (b"RIFF\x24\0\0\0WAVEfmt ", Refusal::NotAPicture),
    ];
    for (bytes, refusal) in cases {
        assert_eq!(check_upload(bytes), Err(refusal), "{}", String::from_utf8_lossy(bytes));
        assert!(render(bytes, WHOSE).is_err());
    }
}

#[test]
fn a_picture_that_stops_early_is_refused() {
    let picture = halves(400, 300);
    let kinds = [
        (jpeg(&picture), ImageFormat::Jpeg),
        (encoded(&picture, ImageFormat::Png), ImageFormat::Png),
        (encoded(&picture, ImageFormat::WebP), ImageFormat::WebP),
    ];
    for (whole, format) in kinds {
        assert_eq!(check_upload(&whole), Ok(format));
        for part in 1..20 {
            let cut = &whole[..whole.len() * part / 20];
            let refusal = check_upload(cut).unwrap_err();
            assert!(matches!(refusal, Refusal::Incomplete | Refusal::NotAPicture), "{format:?} cut at {part}/20: {refusal:?}");
            assert_eq!(render(cut, WHOSE).err(), Some(Unreadable));
        }
        assert_eq!(check_upload(&whole[..whole.len() - 1]), Err(Refusal::Incomplete), "{format:?} without its last byte");
    }
}

/// A JPEG, PNG or WebP whose header claims a size.
fn claiming(format: ImageFormat, width: u16, height: u16) -> Vec<u8> {
    let picture = halves(64, 64);
    let mut bytes = if format == ImageFormat::Jpeg { jpeg(&picture) } else { encoded(&picture, format) };
    match format {
        ImageFormat::Jpeg => {
            let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
            bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
            bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
        }
        _ => {
            bytes[16..20].copy_from_slice(&u32::from(width).to_be_bytes());
            bytes[20..24].copy_from_slice(&u32::from(height).to_be_bytes());
            let crc = png_crc(&bytes[12..29]);
            bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        }
    }
    bytes
}

fn png_crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
        crc
    })
}

#[test]
fn a_header_that_claims_too_much_is_refused_before_anything_is_decoded() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        for (width, height) in [(65_535, 65_535), (16_385, 1), (1, 16_385), (9_000, 9_000)] {
            let bytes = claiming(format, width, height);
            assert_eq!(check_upload(&bytes), Err(Refusal::TooManyPixels), "{format:?} {width} × {height}");
            assert_eq!(render(&bytes, WHOSE).err(), Some(Unreadable));
        }
    }
    assert_eq!(check_upload(&claiming(ImageFormat::Jpeg, 64, 64)), Ok(ImageFormat::Jpeg));
}

#[test]
fn what_hangs_behind_a_picture_is_left_behind() {
    let picture = halves(400, 300);
    let page = b"<html><script>alert('polyglot')</script></html>".as_slice();
    let archive = b"PK\x03\x04\x14\0polyglot.exe".as_slice();
    for (picture, tail) in
        [(jpeg(&picture), page), (encoded(&picture, ImageFormat::Png), archive), (encoded(&picture, ImageFormat::WebP), page)]
    {
        let upload = [&picture, tail].concat();
        assert!(check_upload(&upload).is_ok());
        let rendered = render(&upload, WHOSE).unwrap();
        assert_eq!(rendered.files.len(), 4);
        for (name, bytes) in rendered.files {
            assert!(!contains(&bytes, b"polyglot") && !contains(&bytes, b"<script"), "{name}");
        }
    }
}

#[test]
fn a_scroll_stays_a_scroll_and_a_dot_stays_a_dot() {
    let scroll = render(&jpeg(&halves(200, 16_000)), WHOSE).unwrap().rendered;
    assert!(scroll.renditions.iter().all(|one| one.height <= 3_200 && one.width <= 200), "{scroll:?}");
    let dot = render(&encoded(&halves(1, 1), ImageFormat::Png), WHOSE).unwrap();
    assert_eq!((dot.rendered.renditions.len(), dot.files.len()), (1, 2));
    let line = render(&jpeg(&halves(8_000, 2)), WHOSE).unwrap().rendered;
    assert!(line.renditions.iter().all(|one| one.height >= 1), "{line:?}");
}

#[tokio::test]
async fn a_stream_without_end_is_left_early() {
    let megabyte = vec![0_u8; 1024 * 1024];
    let sent = AtomicUsize::new(0);
    let endless = stream::iter((0..50).map(|_| {
        sent.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(megabyte.clone())
    }));
    assert_eq!(read_upload(endless).await, Err(Refusal::TooManyBytes));
    assert_eq!(sent.load(Ordering::Relaxed), PHOTO_BYTES_MAX / (1024 * 1024) + 1);
    let broken = stream::iter([Ok(vec![0xFF_u8]), Err("the phone lost its signal")]);
    assert_eq!(read_upload(broken).await, Err(Refusal::Incomplete));
}
