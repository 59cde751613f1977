//! The port through which pages hand in photos. The adapter is in `server`.

use super::types::{ListingId, PhotoId, UploadRefusal};
use crate::kernel::Problem;
use crate::shop::ShopStaff;
use async_trait::async_trait;

/// Where pages hand in what somebody uploaded.
#[async_trait]
pub trait PhotoInbox: Send + Sync {
    /// Takes a whole upload, and with `listing` puts it at the end of that listing's photos. The same photo again changes nothing.
    ///
    /// # Errors
    /// [`UploadRefusal`]; not found where the person may not list or the listing is not the shop's.
    async fn receive(
        &self,
        staff: &ShopStaff,
        photo: PhotoId,
        listing: Option<ListingId>,
        bytes: Vec<u8>,
    ) -> Result<(), Problem<UploadRefusal>>;
}
