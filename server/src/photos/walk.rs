//! Walks a picture's container to its end, because decoders fill what a broken upload left out with grey. What stands behind the
//! end (another picture, a page, an archive) does not matter: only pixels are kept.

use image::ImageFormat;

/// Whether the container reaches its own end.
pub(super) fn is_whole(bytes: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg(bytes).is_some(),
        ImageFormat::Png => png(bytes).is_some(),
        ImageFormat::WebP => webp(bytes).is_some(),
        _ => false,
    }
}

/// Segments by their length, then the coded data of each scan up to the next marker, until the end-of-image marker.
fn jpeg(bytes: &[u8]) -> Option<()> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xFF => at += 1,
            0xD9 => return Some(()),
            0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                if length < 2 {
                    return None;
                }
                at += 2 + length;
                if marker == 0xDA {
                    at += scan(bytes.get(at..)?)?;
                }
            }
        }
    }
}

/// How long a scan's coded data is: a marker within it is escaped (FF 00) or a restart (FF D0 to D7).
fn scan(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| matches!(pair, [0xFF, marker] if !matches!(marker, 0x00 | 0xD0..=0xD7)))
}

/// Chunks by their length until IEND.
fn png(bytes: &[u8]) -> Option<()> {
    let mut at = 8_usize;
    loop {
        let head = bytes.get(at..at.checked_add(8)?)?;
        let (length, kind) = head.split_at_checked(4)?;
        let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
        at = at.checked_add(12)?.checked_add(length)?;
        if at > bytes.len() {
            return None;
        }
        if kind == b"IEND" {
            return Some(());
        }
    }
}

/// One RIFF chunk that says how long it is.
fn webp(bytes: &[u8]) -> Option<()> {
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    (length >= 12 && bytes.len() >= length.checked_add(8)?).then_some(())
}
