//! What nearly every page shows and hardly ever changes: the category tree, what can be said of goods, and the numbers in force. Kept in memory and read
//! again after some seconds, so that a page does not ask for them each time. Commands never look here.

use market::attribute::{self, Attributes};
use market::catalog;
use market::change::Tick;
use market::discovery::Tree;
use market::kernel::{Fault, Market};
use market::policy::{self, Policy};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How old it may be: an operator who changes something sees it on the next look.
const FRESH: Duration = Duration::from_secs(5);

/// What lies on the shelf.
#[derive(Debug)]
pub struct Shelved {
    /// The category tree.
    pub tree: Tree,
    /// What can be said of goods.
    pub attributes: Attributes,
    /// The numbers in force.
    pub policy: Policy,
    read_at: Instant,
    /// It is as new as this change of the market, or newer.
    of: Tick,
}

/// The shelf of one market.
#[derive(Debug, Default)]
pub struct Shelf(RwLock<Option<Arc<Shelved>>>);

impl Shelf {
    /// What lies there, read again where it is too old. Readers who come together may read it twice, which harms nobody.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn look(&self, market: &Market) -> Result<Arc<Shelved>, Fault> {
        let seen = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        let of = seen.as_ref().map(|shelved| shelved.of).unwrap_or_default();
        match seen.filter(|shelved| shelved.read_at.elapsed() < FRESH) {
            Some(shelved) => Ok(shelved),
            None => self.read(market, of).await,
        }
    }

    /// Reads again what lies there, unless it is as new as this change: a page that is drawn because the market changed, and kept,
    /// shows what changed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn renew(&self, market: &Market, change: Tick) -> Result<(), Fault> {
        let seen = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if seen.is_some_and(|shelved| shelved.of < change) {
            self.read(market, change).await?;
        }
        Ok(())
    }

    async fn read(&self, market: &Market, of: Tick) -> Result<Arc<Shelved>, Fault> {
        let tree = Tree::new(catalog::queries::categories(market).await?);
        let attributes = attribute::queries::attributes(market).await?;
        let policy = policy::queries::in_force(market).await?;
        let shelved = Arc::new(Shelved { tree, attributes, policy, read_at: Instant::now(), of });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&shelved));
        Ok(shelved)
    }
}
