//! Pages that are the same for everybody who reads one language, kept in memory as bytes until something that they show changes.
//! What is personal (who is signed in, how much is in the cart) is one hole in the page, filled for each reader, whose own browser alone
//! keeps what comes of it; strangers, who are nearly everybody, are given the whole page as it lies there, packed once.

use super::drawing::Drawings;
use super::packing::{Packable, Unpacked};
use super::{Asking, Document, SiteNames};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use market::account::Language;
use market::change::{Subject, Tick, Watch};
use market::discovery::{Edition, Shown};
use market::kernel::{AttemptId, Fault, Market, Span, Timestamp};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// Stands in a page's body where the personal part belongs. It may come behind what somebody searched for, so it holds a number that is
/// another one in each process and that nobody is shown.
pub static HOLE: LazyLock<String> = LazyLock::new(gap);
/// Stands where a second personal part belongs: whether the reader keeps these goods, or follows this shop.
pub static MARK: LazyLock<String> = LazyLock::new(gap);
/// What all kept pages weigh at most, in bytes: some thousand of them.
const BYTES_MAX: u64 = 32 << 20;
/// A usual page, for sizing the cache's tables.
const BYTES_USUAL: usize = 24 << 10;
/// Pages say "leaves by Wednesday" and "opened 3 days ago": even where nothing has changed they are drawn again after so long.
const KEPT_FOR: Span = Span::minutes(1);
/// As long as for a connection to the database.
const NEWS_WAIT_MAX: Duration = Duration::from_secs(5);

/// What nobody can write who has not been shown it.
fn gap() -> String {
    format!("\u{f8ff}{}\u{f8ff}", AttemptId::mint(Timestamp::from_millis(0)))
}

/// Which page, for whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageKey {
    /// Its own address, with what of the query decides about it.
    pub path: String,
    /// In which language.
    pub lang: Language,
    /// For which province freight is quoted, where the page quotes any.
    pub province: Option<&'static str>,
    /// What the index answers from, where that decides what the page shows.
    pub edition: Option<Edition>,
}

/// A page as it was drawn, with its [`HOLE`].
pub struct Drawn {
    /// What stands around the body.
    pub document: Document,
    /// From `<body` to `</body>`.
    pub body: String,
    /// What stands at its [`MARK`] for somebody unknown; empty where it has none.
    pub mark: String,
    /// What it shows: when one of these changes, it is drawn again.
    pub subjects: Vec<Subject>,
    /// The goods whose places are counted whenever the page is looked at.
    pub shown: Vec<Shown>,
    /// It is the next best, because something is away for a moment: answered with, and not kept.
    pub is_passing: bool,
}

/// A page that is kept.
pub struct KeptPage {
    made: Tick,
    made_at: Timestamp,
    subjects: Vec<Subject>,
    shown: Vec<Shown>,
    before: String,
    /// Between the two personal parts; to the end, where there is one only.
    middle: String,
    mark: String,
    after: String,
    /// The page of somebody who is not signed in and has no cart.
    bytes: Arc<Packable>,
    tag: HeaderValue,
}

#[derive(Clone)]
struct Weight;

impl Weighter<PageKey, Arc<KeptPage>> for Weight {
    fn weight(&self, key: &PageKey, page: &Arc<KeptPage>) -> u64 {
        // Two copies of the text, and about a fourth of one when packed.
        let bytes = key.path.len() + page.bytes.whole().len() * 9 / 4 + page.subjects.len() * size_of::<Subject>();
        let bytes = bytes + page.shown.len() * size_of::<Shown>();
        u64::try_from(bytes).unwrap_or(BYTES_MAX)
    }
}

/// The kept pages of one process.
pub struct KeptPages {
    pages: Cache<PageKey, Arc<KeptPage>, Weight>,
    watch: Watch,
    /// Those that are being drawn.
    pub(super) drawings: Drawings,
}

impl Default for KeptPages {
    fn default() -> Self {
        let usual = usize::try_from(BYTES_MAX).unwrap_or(usize::MAX) / BYTES_USUAL;
        Self { pages: Cache::with_weighter(usual, BYTES_MAX, Weight), watch: Watch::default(), drawings: Drawings::default() }
    }
}

impl KeptPages {
    /// Brings what is known of changes up to date. Whatever is drawn after this belongs to the tick. However many come while the
    /// database is away, they wait side by side and not one after the other.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn catch_up(&self, market: &Market) -> Result<Tick, Fault> {
        match tokio::time::timeout(NEWS_WAIT_MAX, self.watch.catch_up(market)).await {
            Ok(read) => read,
            Err(_) => Err(Fault::unavailable("what has changed was not read in time")),
        }
    }

    /// When the category tree or the numbers in force changed last, as far as is known.
    #[must_use]
    pub fn market_changed(&self) -> Tick {
        self.watch.of_market()
    }

    /// What others have changed, who do not commit in this process.
    ///
    /// # Errors
    /// A fault of the database.
    pub(super) async fn look_around(&self, market: &Market) -> Result<(), Fault> {
        self.watch.look_around(market).await.map(|_| ())
    }

    /// How far the search index must have read for a list of its own that is kept here.
    #[must_use]
    pub fn lists_at(&self) -> Option<i64> {
        self.watch.lists_at()
    }

    /// The page, where it is kept and still true.
    #[must_use]
    pub fn find(&self, key: &PageKey, now: Timestamp) -> Option<Arc<KeptPage>> {
        self.pages.get(key).filter(|page| self.is_true(page, now))
    }

    /// Whether a page is still what would be drawn now, as far as has been read of changes.
    #[must_use]
    pub fn is_true(&self, page: &KeptPage, now: Timestamp) -> bool {
        // A clock may leap in both directions.
        let is_young = page.made_at <= now && now < page.made_at.after(KEPT_FOR);
        is_young && self.watch.is_fresh(page.made, &page.subjects)
    }

    /// Keeps a page that was drawn after `made`. `of_strangers` is what fills the hole for somebody unknown.
    pub fn keep(
        &self,
        key: PageKey,
        (made, made_at): (Tick, Timestamp),
        drawn: Drawn,
        site: &SiteNames,
        of_strangers: &str,
    ) -> Arc<KeptPage> {
        let Drawn { document, body, mark, subjects, shown, is_passing } = drawn;
        let (before, rest) = body.split_once(HOLE.as_str()).unwrap_or((&body, ""));
        let (middle, after) = rest.split_once(MARK.as_str()).unwrap_or((rest, ""));
        let (before, middle) = (document.before(site) + before, middle.to_owned());
        let after = format!("{after}{}", Document::AFTER);
        let whole = Bytes::from([before.as_str(), of_strangers, &middle, &mark, &after].concat());
        // What says the same as when it was last drawn need not be packed again.
        let (bytes, tag) = match self.pages.get(&key).filter(|last| *last.bytes.whole() == whole) {
            Some(last) => (Arc::clone(&last.bytes), last.tag.clone()),
            None => {
                let tag = tag(&[whole.as_ref()]);
                (Arc::new(Packable::new(whole)), tag)
            }
        };
        let page = Arc::new(KeptPage { made, made_at, subjects, shown, before, middle, mark, after, bytes, tag });
        if !is_passing {
            self.pages.insert(key, Arc::clone(&page));
        }
        page
    }
}

/// Of everything that an answer is made of. Weak, because one tag stands for the page packed and unpacked.
fn tag(parts: &[&[u8]]) -> HeaderValue {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        // Stands in no page: what moves from one part to the next makes another tag.
        digest.update([0_u8]);
    }
    let digest = digest.finalize();
    let text = digest.iter().take(12).fold(String::from("W/\""), |text, byte| format!("{text}{byte:02x}"));
    HeaderValue::from_str(&(text + "\"")).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

impl KeptPage {
    /// The goods on it whose places are counted.
    #[must_use]
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// For somebody who is signed in or has a cart: the hole is filled for them, and the mark where it is theirs. Their own browser alone
    /// keeps it, under a tag of what everybody sees and of what is theirs: where either is another one, so is the tag.
    #[must_use]
    pub fn personal(&self, you: &str, mark: Option<&str>, asking: &Asking) -> Response {
        let mark = mark.unwrap_or(&self.mark);
        let tag = tag(&[self.tag.as_bytes(), you.as_bytes(), mark.as_bytes()]);
        let page = || Bytes::from([self.before.as_str(), you, &self.middle, mark, &self.after].concat());
        answer(asking, tag, "private, no-cache", page)
    }

    /// For a stranger: the page as it lies here.
    pub async fn for_strangers(&self, asking: &Asking) -> Response {
        let is_sent_packed = asking.takes_brotli && !asking.knows(&self.tag);
        let packed = if is_sent_packed { self.bytes.in_brotli().await } else { None };
        self.sent(asking, packed)
    }

    /// What could not be packed here is not packed further on either: there it would be for each reader anew, and on the threads that
    /// answer.
    fn sent(&self, asking: &Asking, packed: Option<&Bytes>) -> Response {
        let page = || packed.unwrap_or(self.bytes.whole()).clone();
        let mut response = answer(asking, self.tag.clone(), "no-cache", page);
        if packed.is_some() {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        } else if asking.takes_brotli {
            response.extensions_mut().insert(Unpacked);
        }
        response
    }
}

/// The page, or only the word that what the browser has under this tag is still true. It may keep the page, and asks each time; whoever
/// else keeps pages on the way is told that another cookie is another reader.
fn answer(asking: &Asking, tag: HeaderValue, keeping: &'static str, page: impl FnOnce() -> Bytes) -> Response {
    let is_known = asking.knows(&tag);
    let mut response = Response::new(if is_known { Body::empty() } else { Body::from(page()) });
    *response.status_mut() = if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language, accept-encoding"));
    if !is_known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    response
}

#[cfg(test)]
#[path = "kept_tests.rs"]
mod tests;
