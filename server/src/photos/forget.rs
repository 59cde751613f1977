//! Photos of listings that no listing came to show, and files that nobody names any more. Those of cases: `evidence`.

use super::Photos;
use market::catalog::{PhotoId, commands};
use market::kernel::{Fault, Market};

impl Photos {
    /// The job: forgets a photo that was never on a listing, and an upload that no photo came of, or that came once more.
    ///
    /// # Errors
    /// A fault of the database or of the photo store: try again later.
    pub async fn forget_photo(&self, market: &Market, photo: PhotoId, upload: &str) -> Result<(), Fault> {
        if commands::forget_photo(market, photo, upload).await? {
            self.store.delete(upload).await?;
        }
        Ok(())
    }

    /// The job: takes files away. Those that are gone already are forgotten.
    ///
    /// # Errors
    /// A fault of the photo store: try again later.
    pub async fn forget_files(&self, names: &[String]) -> Result<(), Fault> {
        for name in names {
            self.store.delete(name).await?;
        }
        Ok(())
    }
}
