//! The job that renders a photo: reads the upload, makes the files, keeps them, tells the catalogue, forgets the upload.

use super::Photos;
use super::files::{Pictures, Unreadable, render};
use market::catalog::{PhotoId, PhotoState, commands, queries};
use market::kernel::{Fault, Market, Timestamp};
use std::sync::Arc;

impl Photos {
    /// Renders a photo that waits, and forgets its upload; only that for one that was rendered or refused already, so that the job may
    /// come twice.
    ///
    /// # Errors
    /// A fault of the database or of the photo store: try again later. An upload that is no picture is no error.
    pub async fn render_photo(&self, market: &Market, photo: PhotoId) -> Result<(), Fault> {
        let Some((upload, state, uploaded_at)) = queries::upload(market, photo).await? else {
            return Ok(());
        };
        if state == PhotoState::Waiting {
            self.make(market, photo, (&upload, uploaded_at)).await?;
        }
        Ok(self.store.delete(&upload).await?)
    }

    async fn make(&self, market: &Market, photo: PhotoId, (upload, uploaded_at): (&str, Timestamp)) -> Result<(), Fault> {
        // The same picture has other files as another photo, and where it is uploaded again after it was forgotten.
        let whose = format!("{photo} {}", uploaded_at.millis());
        match self.store.get(upload).await?.map(|bytes| self.develop(bytes, whose)) {
            None => commands::photo_refused(market, photo).await?,
            Some(developing) => match developing.await? {
                Err(Unreadable) => commands::photo_refused(market, photo).await?,
                Ok(pictures) => {
                    for (name, bytes) in pictures.files {
                        self.store.put(&name, bytes).await?;
                    }
                    commands::photo_rendered(market, photo, &pictures.rendered).await?;
                }
            },
        }
        Ok(())
    }

    /// Decodes on a thread of its own, one picture at a time. A decoder that panics has met a picture that we cannot show.
    async fn develop(&self, bytes: Vec<u8>, whose: String) -> Result<Result<Pictures, Unreadable>, Fault> {
        // The thread goes on where whoever asked has hung up, and keeps its turn until it ends.
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(Fault::broken)?;
        let developed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            render(&bytes, &whose)
        });
        Ok(developed.await.unwrap_or(Err(Unreadable)))
    }
}
