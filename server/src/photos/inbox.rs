//! The inbox through which forms hand in photos. Those of cases: `evidence`.

use super::{Photos, receive};
use async_trait::async_trait;
use futures::stream;
use market::catalog::{ListingId, PhotoId, PhotoInbox, UploadRefusal};
use market::kernel::{Market, Problem};
use market::shop::ShopStaff;
use std::convert::Infallible;

/// The photo store of a market, as its forms reach it.
pub struct Inbox {
    /// Whose photos.
    pub market: Market,
    /// Where they lie.
    pub photos: Photos,
}

#[async_trait]
impl PhotoInbox for Inbox {
    async fn receive(
        &self,
        staff: &ShopStaff,
        photo: PhotoId,
        listing: Option<ListingId>,
        bytes: Vec<u8>,
    ) -> Result<(), Problem<UploadRefusal>> {
        let whole = stream::iter([Ok::<_, Infallible>(bytes)]);
        receive(&self.market, &self.photos, staff, (photo, listing), whole).await
    }
}
