//! Photos on their way from a phone to a page: received under limits, rendered into a few sizes without any of their metadata,
//! served under names that are a hash of photo and content. Which photo belongs where is `market::catalog`'s.

mod evidence;
mod files;
mod forget;
mod inbox;
mod receive;
mod render;
mod serve;
mod sniff;
mod store;
#[cfg(test)]
mod tests;
mod walk;

use market::catalog::PhotoStore;
use std::sync::Arc;
use tokio::sync::Semaphore;

pub use inbox::Inbox;
pub use receive::receive;
pub use serve::serve;
pub use store::FolderStore;

/// The photo store, and the one place at which pictures are decoded; cheap to clone.
#[derive(Clone)]
pub struct Photos {
    store: Arc<dyn PhotoStore>,
    /// Decoding takes a picture's worth of memory: one at a time.
    turn: Arc<Semaphore>,
}

impl Photos {
    /// Over a store.
    #[must_use]
    pub fn new(store: Arc<dyn PhotoStore>) -> Self {
        Self { store, turn: Arc::new(Semaphore::new(1)) }
    }
}
