//! The application around a test's market.

use crate::http::PAGES_MAX;
use crate::photos::{Inbox, Photos};
use crate::regions::SiteRegions;
use app_kit::request::{App, AppParts, Exposure, KeptPages, Room, Shelf, SiteNames, Tally};
use market::discovery::SearchIndex;
use market::kernel::Market;
use market::payment::PaymentProvider;
use search::{Place, Search};
use std::sync::Arc;

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
