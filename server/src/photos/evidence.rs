//! Photos that are shown in cases: one JPEG each, drawn anew like every photo, in a folder of the store that `/photos` never reads.

use super::files::{Picture, Unreadable, render_one};
use super::sniff::check_upload;
use super::{Inbox, Photos};
use async_trait::async_trait;
use market::aftersales::commands::Evidence;
use market::aftersales::evidence::{Place, find_place, is_shown};
use market::aftersales::{EvidenceId, EvidenceInbox};
use market::catalog::UploadRefusal;
use market::kernel::{Fault, Market, Problem};
use std::sync::Arc;

/// Large enough to read a label, small enough for a slow link.
const LONGEST_SIDE: u32 = 1_200;

#[async_trait]
impl EvidenceInbox for Inbox {
    async fn keep(&self, photo: EvidenceId, bytes: Vec<u8>) -> Result<Evidence, Problem<UploadRefusal>> {
        check_upload(&bytes).map_err(Problem::Refused)?;
        let developed = self.photos.develop_one(bytes).await?;
        let Picture { width, height, bytes } = developed.map_err(|Unreadable| Problem::Refused(UploadRefusal::NotAPicture))?;
        let Place { name, kept_at } = find_place(&self.market, photo).await?;
        self.photos.store.put(&name, bytes).await.map_err(Fault::from)?;
        Ok(Evidence { id: photo, name, width, height, kept_at })
    }

    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.photos.store.get(name).await?)
    }
}

impl Photos {
    /// The job: forgets the file of a photo that no message shows. One that is gone already is forgotten.
    ///
    /// # Errors
    /// A fault of the database or of the photo store: try again later.
    pub async fn forget_evidence(&self, market: &Market, photo: EvidenceId, name: &str) -> Result<(), Fault> {
        if is_shown(market, photo, name).await? {
            return Ok(());
        }
        Ok(self.store.delete(name).await?)
    }

    /// As [`Photos::develop`], into one picture.
    async fn develop_one(&self, bytes: Vec<u8>) -> Result<Result<Picture, Unreadable>, Fault> {
        // The thread goes on where whoever asked has hung up, and keeps its turn until it ends.
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(Fault::broken)?;
        let developed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            render_one(&bytes, LONGEST_SIDE)
        });
        Ok(developed.await.unwrap_or(Err(Unreadable)))
    }
}
