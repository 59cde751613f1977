//! What every request can reach: the market and the adapters around it.

use market::address::RegionDirectory;
use market::aftersales::EvidenceInbox;
use market::catalog::PhotoInbox;
use market::discovery::SearchIndex;
use market::kernel::{Fault, Market};
use market::payment::PaymentProvider;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

/// The served addresses of files whose names carry a hash of their content.
#[derive(Clone, Debug, Default)]
pub struct SiteNames(pub HashMap<String, String>);

impl SiteNames {
    /// The address of a file by its plain name, such as `storefront.css`.
    #[must_use]
    pub fn url(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// What an [`App`] is made of.
pub struct AppParts {
    /// The market.
    pub market: Market,
    /// The site's hashed names.
    pub site: SiteNames,
    /// What pages need and hardly ever changes.
    pub shelf: super::Shelf,
    /// Pages that many readers share.
    pub pages: super::KeptPages,
    /// Places of those for whom a page is made.
    pub room: super::Room,
    /// How often goods are shown and opened.
    pub tally: super::Tally,
    /// What of it is public, as it was summed up lately.
    pub exposure: super::Exposure,
    /// How listings are found by words.
    pub search: Arc<dyn SearchIndex>,
    /// Whether cookies are for TLS only (`__Host-`).
    pub secure: bool,
    /// Whether this is a demo or test market, in which the sandbox provider may be used.
    pub demo: bool,
    /// The address under which browsers reach the market, without a slash at its end.
    pub public_url: String,
    /// Takes the money.
    pub payments: Arc<dyn PaymentProvider>,
    /// The country's divisions.
    pub regions: Arc<dyn RegionDirectory>,
    /// Takes uploaded photos.
    pub photos: Arc<dyn PhotoInbox>,
    /// Takes photos that are shown in cases, and shows them to those who take part.
    pub evidence: Arc<dyn EvidenceInbox>,
}

/// The state that handlers share; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppParts>);

impl App {
    /// Puts the state together.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }

    /// The category tree, what can be said of goods, and the numbers, as they are now as far as is known: no query where nothing
    /// has changed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn shelved(&self) -> Result<Arc<super::Shelved>, Fault> {
        self.pages.catch_up(&self.market).await?;
        self.shelf.look(&self.market, self.pages.market_changed()).await
    }

    /// What others have changed, and with it what lies on the shelf, so that hardly any request has to read either; done by a job, several
    /// times a second.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn look_around(&self) -> Result<(), Fault> {
        self.pages.look_around(&self.market).await?;
        self.shelf.look(&self.market, self.pages.market_changed()).await.map(|_| ())
    }
}

impl Deref for App {
    type Target = AppParts;
    fn deref(&self) -> &AppParts {
        &self.0
    }
}
