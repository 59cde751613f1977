//! What nearly every page shows and hardly ever changes: the category tree and the numbers in force. Kept in memory and read
//! again after some seconds, so that a page does not ask for them each time. Commands never look here.

use market::catalog;
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
    /// The numbers in force.
    pub policy: Policy,
    read_at: Instant,
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
        if let Some(shelved) = seen.filter(|shelved| shelved.read_at.elapsed() < FRESH) {
            return Ok(shelved);
        }
        let tree = Tree::new(catalog::queries::categories(market).await?);
        let policy = policy::queries::in_force(market).await?;
        let shelved = Arc::new(Shelved { tree, policy, read_at: Instant::now() });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&shelved));
        Ok(shelved)
    }
}
