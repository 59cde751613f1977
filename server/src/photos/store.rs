//! Photos in a folder, through the `object_store` crate: another store is another constructor.

use async_trait::async_trait;
use market::catalog::{PhotoStore, PhotoStoreError};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};

/// Files below one folder. A file is written beside its place, flushed to the disk, and moved there, so that it is never half there.
pub struct FolderStore(LocalFileSystem);

impl FolderStore {
    /// In this folder, which is made where it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made or opened.
    pub fn open(folder: &std::path::Path) -> Result<Self, PhotoStoreError> {
        std::fs::create_dir_all(folder).map_err(failed)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
        Ok(Self(store.with_fsync(true)))
    }
}

fn failed(error: impl std::fmt::Display) -> PhotoStoreError {
    PhotoStoreError(error.to_string())
}

#[async_trait]
impl PhotoStore for FolderStore {
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), PhotoStoreError> {
        self.0.put(&Path::from(name), PutPayload::from(bytes)).await.map(|_| ()).map_err(failed)
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, PhotoStoreError> {
        let found = match self.0.get(&Path::from(name)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        found.bytes().await.map(|bytes| Some(bytes.into())).map_err(failed)
    }

    async fn delete(&self, name: &str) -> Result<(), PhotoStoreError> {
        match self.0.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}
