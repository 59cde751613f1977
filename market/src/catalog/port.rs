//! The port to where photos lie. The adapter is in `server`.

use async_trait::async_trait;

/// Files by name: uploads that wait (see [`super::rules::upload_name`]), renditions under a hash of photo and content.
#[async_trait]
pub trait PhotoStore: Send + Sync {
    /// Keeps a file; it is there in full or not at all.
    ///
    /// # Errors
    /// [`PhotoStoreError`] when the store is full or gone.
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), PhotoStoreError>;
    /// Reads a file; none where there is none.
    ///
    /// # Errors
    /// [`PhotoStoreError`] when the store is gone.
    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, PhotoStoreError>;
    /// Takes a file away; fine where there is none.
    ///
    /// # Errors
    /// [`PhotoStoreError`] when the store is gone.
    async fn delete(&self, name: &str) -> Result<(), PhotoStoreError>;
}

/// The photo store did not do it; the text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("photo store: {0}")]
pub struct PhotoStoreError(pub String);

impl From<PhotoStoreError> for crate::kernel::Fault {
    fn from(error: PhotoStoreError) -> Self {
        Self::unavailable(error)
    }
}
