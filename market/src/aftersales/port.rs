//! The port through which pages hand in and read what is shown in cases. The adapter is in `server`.

use super::commands::Evidence;
use super::types::EvidenceId;
use crate::catalog::UploadRefusal;
use crate::kernel::{Fault, Problem};
use async_trait::async_trait;

/// Where photos of cases lie: never under an address that anybody could guess or share.
#[async_trait]
pub trait EvidenceInbox: Send + Sync {
    /// Checks a whole upload, draws it anew from its pixels alone, and keeps that, for a message that shows it soon. The same upload again
    /// is another file; the one that no message shows is forgotten.
    ///
    /// # Errors
    /// [`UploadRefusal`] where it is no photo or too large.
    async fn keep(&self, photo: EvidenceId, bytes: Vec<u8>) -> Result<Evidence, Problem<UploadRefusal>>;
    /// A kept photo as JPEG, by its name; none where there is none.
    ///
    /// # Errors
    /// A fault of the photo store.
    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Fault>;
}
