//! What nearly every page shows and hardly ever changes: the category tree, what can be said of goods, and the numbers in force. Kept
//! in memory and read again when one of them has changed. Commands never look here.

use market::attribute::{self, Attributes};
use market::catalog;
use market::change::Tick;
use market::discovery::Tree;
use market::kernel::{Fault, Market, Timestamp};
use market::policy::{self, Policy};
use std::sync::{Arc, PoisonError, RwLock};

/// What lies on the shelf.
#[derive(Debug)]
pub struct Shelved {
    /// The category tree.
    pub tree: Tree,
    /// What can be said of goods.
    pub attributes: Attributes,
    /// The numbers in force.
    pub policy: Policy,
    read_at: Timestamp,
    /// When an announced number comes into force, of which nobody tells again.
    until: Option<Timestamp>,
    /// It is as new as this change of the market, or newer.
    of: Tick,
}

impl Shelved {
    fn is_true(&self, change: Tick, now: Timestamp) -> bool {
        // A clock may leap in both directions.
        self.of >= change && self.read_at <= now && self.until.is_none_or(|until| now < until)
    }
}

/// The shelf of one market.
#[derive(Debug, Default)]
pub struct Shelf(RwLock<Option<Arc<Shelved>>>);

impl Shelf {
    /// What lies there, read again where it is older than this change of the market. Readers who come together may read it twice,
    /// which harms nobody.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn look(&self, market: &Market, change: Tick) -> Result<Arc<Shelved>, Fault> {
        let now = market.now();
        let seen = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        match seen.filter(|shelved| shelved.is_true(change, now)) {
            Some(shelved) => Ok(shelved),
            None => self.read(market, change, now).await,
        }
    }

    async fn read(&self, market: &Market, of: Tick, read_at: Timestamp) -> Result<Arc<Shelved>, Fault> {
        let until = policy::queries::next_in_force(market).await?;
        let tree = Tree::new(catalog::queries::categories(market).await?);
        let attributes = attribute::queries::attributes(market).await?;
        let policy = policy::queries::in_force(market).await?;
        let shelved = Arc::new(Shelved { tree, attributes, policy, read_at, until, of });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&shelved));
        Ok(shelved)
    }
}
