//! The bytes of a page, and the same in Brotli for those who take them so: packed once, when somebody first does.

use bytes::Bytes;
use http::{HeaderMap, header};
use std::io::Write;
use std::sync::{Arc, LazyLock, OnceLock};
use std::thread::available_parallelism;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// As good as the highest within a few percent, at a twentieth of its time.
const BROTLI_QUALITY: u32 = 6;
const BROTLI_WINDOW: u32 = 20;
/// Each takes a core for some milliseconds, and some megabytes. More at once than there are cores would only take more memory.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(available_parallelism().map_or(2, usize::from)));

/// How long somebody waits until their page begins to be packed. On a weak link a page that is not packed takes longer than that; but the
/// page is there, and nobody stands in a queue for it that only grows.
const WAIT_MAX: Duration = Duration::from_millis(250);

/// Marks an answer that nobody is to pack on its way: the time for it is needed elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Unpacked;

/// Bytes that are sent as they are or packed.
pub(super) struct Packable {
    whole: Bytes,
    pub(super) packed: OnceLock<Bytes>,
    /// Whoever has it packed.
    turn: Arc<Mutex<()>>,
}

impl Packable {
    pub(super) fn new(whole: Bytes) -> Self {
        Self { whole, packed: OnceLock::new(), turn: Arc::default() }
    }

    pub(super) const fn whole(&self) -> &Bytes {
        &self.whole
    }

    /// None where it cannot be packed, or so many pages are that its turn does not come for a while. Whoever is first has it packed, apart
    /// from the threads that answer requests, since it takes some milliseconds; all others wait for that without a thread of their own.
    pub(super) async fn in_brotli(self: &Arc<Self>) -> Option<&Bytes> {
        self.packed_in(&AT_ONCE, WAIT_MAX).await
    }

    /// Whoever leaves before there is a place leaves nothing behind. Later the thread goes on, with its turn and its place until it ends, and
    /// what it has packed is the next one's: nobody has anything packed over and over by asking and leaving.
    async fn packed_in(self: &Arc<Self>, places: &'static Semaphore, patience: Duration) -> Option<&Bytes> {
        if let Some(packed) = self.packed.get() {
            return Some(packed);
        }
        let begins = async {
            let turn = Arc::clone(&self.turn).lock_owned().await;
            let place = if self.packed.get().is_none() { places.acquire().await.ok() } else { None };
            (turn, place)
        };
        if let Ok((turn, Some(place))) = timeout(patience, begins).await {
            let page = Arc::clone(self);
            let packing = spawn_blocking(move || {
                let _held = (turn, place);
                page.packed.get_or_init(|| pack(&page.whole));
            });
            packing.await.ok()?;
        }
        self.packed.get()
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

    /// Longer than any test takes.
    const PATIENCE: Duration = Duration::from_secs(600);

    fn page(words: usize) -> Arc<Packable> {
        Arc::new(Packable::new(Bytes::from("a page ".repeat(words))))
    }

    #[tokio::test]
    async fn what_is_packed_is_the_same_and_packed_once() {
        let bytes = page(1_000);
        assert!(bytes.packed.get().is_none());
        let packed = bytes.in_brotli().await.expect("packed").clone();
        assert!(bytes.packed.get().is_some() && packed.len() < bytes.whole().len());
        assert_eq!(bytes.in_brotli().await.expect("packed").as_ptr(), packed.as_ptr());
        let mut whole = Vec::new();
        brotli::Decompressor::new(packed.as_ref(), 4_096).read_to_end(&mut whole).expect("what was packed");
        assert_eq!(whole, *bytes.whole());
    }

    #[tokio::test]
    async fn who_leaves_before_their_turn_leaves_nothing_behind() {
        static PLACES: Semaphore = Semaphore::const_new(1);
        let bytes = page(1_000);
        let place = PLACES.acquire().await.expect("a place");
        let mut asking = Box::pin(bytes.packed_in(&PLACES, PATIENCE));
        assert!(futures::poll!(&mut asking).is_pending(), "there is no place");
        drop(asking);
        drop(place);
        let _place = PLACES.acquire().await.expect("nobody else is in the queue");
        assert!(bytes.packed.get().is_none());
    }

    #[tokio::test]
    async fn what_is_packed_for_somebody_who_leaves_is_the_next_ones() {
        static PLACES: Semaphore = Semaphore::const_new(1);
        let bytes = page(100_000);
        let mut asking = Box::pin(bytes.packed_in(&PLACES, PATIENCE));
        let _ = futures::poll!(&mut asking);
        drop(asking);
        let _place = PLACES.acquire().await.expect("what goes on has the place until it ends");
        let packed = bytes.packed.get().expect("it was not in vain");
        assert_eq!(bytes.in_brotli().await.expect("packed").as_ptr(), packed.as_ptr());
    }

    #[tokio::test]
    async fn whose_turn_does_not_come_is_not_kept_waiting_for_it() {
        static PLACES: Semaphore = Semaphore::const_new(1);
        let bytes = page(1_000);
        let place = PLACES.acquire().await.expect("a place");
        let shortly = || bytes.packed_in(&PLACES, Duration::from_millis(1));
        let (one, other) = futures::join!(shortly(), shortly());
        assert!(one.is_none() && other.is_none(), "neither who is first nor who waits for them");
        drop(place);
        assert!(bytes.packed_in(&PLACES, PATIENCE).await.is_some(), "and the next one has it packed");
    }
}
