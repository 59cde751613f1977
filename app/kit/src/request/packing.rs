//! The bytes of a page, and the same in Brotli for those who take them so: packed once, when somebody first does.

use bytes::Bytes;
use http::{HeaderMap, header};
use std::io::Write;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

/// As good as the highest within a few percent, at a twentieth of its time.
const BROTLI_QUALITY: u32 = 6;
const BROTLI_WINDOW: u32 = 20;

/// Bytes that are sent as they are or packed.
pub(super) struct Packable {
    whole: Bytes,
    pub(super) packed: OnceCell<Bytes>,
}

impl Packable {
    pub(super) const fn new(whole: Bytes) -> Self {
        Self { whole, packed: OnceCell::const_new() }
    }

    pub(super) const fn whole(&self) -> &Bytes {
        &self.whole
    }

    /// None where it cannot be packed. Whoever is first has it packed, apart from the threads that answer requests, since it takes some
    /// milliseconds; all others wait for that without a thread of their own.
    pub(super) async fn in_brotli(&self) -> Option<&Bytes> {
        let packing = || {
            let whole = self.whole.clone();
            spawn_blocking(move || pack(&whole))
        };
        self.packed.get_or_try_init(packing).await.ok()
    }
}

fn pack(whole: &[u8]) -> Bytes {
    let mut packer = brotli::CompressorWriter::new(Vec::new(), whole.len().max(1), BROTLI_QUALITY, BROTLI_WINDOW);
    // Writing into memory does not fail.
    let _ = packer.write_all(whole);
    Bytes::from(packer.into_inner())
}

/// Whether a browser that sends these headers can unpack Brotli.
pub(super) fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = accepted.flat_map(|line| line.split(','));
    codings.any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "br" && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn takes(accept: &str) -> bool {
        takes_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept.parse().expect("a value"))]))
    }

    #[test]
    fn brotli_is_for_those_who_take_it() {
        assert!(takes("gzip, deflate, br, zstd") && takes("br;q=0.5"));
        assert!(!takes("gzip") && !takes("br;q=0, gzip") && !takes("brx") && !takes_brotli(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn what_is_packed_is_the_same_and_packed_once() {
        let bytes = Packable::new(Bytes::from("a page ".repeat(1_000)));
        assert!(!bytes.packed.initialized());
        let packed = bytes.in_brotli().await.expect("packed").clone();
        assert!(bytes.packed.initialized() && packed.len() < bytes.whole().len());
        assert_eq!(bytes.in_brotli().await.expect("packed").as_ptr(), packed.as_ptr());
        let mut whole = Vec::new();
        brotli::Decompressor::new(packed.as_ref(), 4_096).read_to_end(&mut whole).expect("what was packed");
        assert_eq!(whole, *bytes.whole());
    }
}
