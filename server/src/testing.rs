//! The application around a test's market, and what it logs.

use crate::http::PAGES_MAX;
use crate::photos::{Inbox, Photos};
use crate::regions::SiteRegions;
use app_kit::request::{App, AppParts, Exposure, KeptPages, Room, Shelf, SiteNames, Tally};
use market::discovery::SearchIndex;
use market::kernel::Market;
use market::payment::PaymentProvider;
use search::{Place, Search};
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use tracing::Dispatch;
use tracing::subscriber::DefaultGuard;

/// A demo market with its adapters, without regions.
pub fn app<I: SearchIndex + 'static>(
    market: &Market,
    payments: Arc<dyn PaymentProvider>,
    photos: &Photos,
    (site, search): (SiteNames, I),
) -> App {
    let inbox = Arc::new(Inbox { market: market.clone(), photos: photos.clone() });
    App::new(AppParts {
        market: market.clone(),
        site,
        shelf: Shelf::default(),
        pages: KeptPages::default(),
        room: Room::new(PAGES_MAX),
        tally: Tally::default(),
        exposure: Exposure::default(),
        search: Arc::new(search),
        secure: false,
        demo: true,
        public_url: "http://market.test".to_owned(),
        payments,
        regions: Arc::new(SiteRegions::new(|_| None)),
        photos: inbox.clone(),
        evidence: inbox,
    })
}

/// Nobody searches in such a test: the index is never built.
pub fn nowhere(market: &Market) -> Search {
    Search::new(market.clone(), Place::new(std::env::temp_dir().join("no-index")))
}

/// What this thread logs, a line each.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked with it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Where there is but one subscriber, whoever comes first to a line decides whether it is logged: a test that runs beside and listens to
/// nothing would decide it for the one that does. With a second one all are asked.
static ANOTHER: LazyLock<Dispatch> =
    LazyLock::new(|| Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish()));

impl Log {
    /// From now on, and for as long as the guard is there.
    pub fn open() -> (Self, DefaultGuard) {
        LazyLock::force(&ANOTHER);
        let (log, lines) = (Self::default(), tracing_subscriber::fmt().with_ansi(false));
        let writer = log.clone();
        let guard = tracing::subscriber::set_default(lines.with_writer(move || writer.clone()).finish());
        (log, guard)
    }

    /// Takes the lines that have come since, and gives those with this in them.
    pub fn take(&self, part: &str) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().expect("nobody panicked with it"));
        let text = String::from_utf8(bytes).expect("text");
        text.lines().filter(|line| line.contains(part)).map(str::to_owned).collect()
    }
}
