//! Where indexes lie: each in a folder of its own, and one small file that names the one in use. A new one is built beside it and
//! takes its place by renaming that file, so that whoever searches meanwhile notices nothing.

use crate::schema::VERSION;
use std::fmt::Debug;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::Directory;
use tantivy::directory::MmapDirectory;
use uuid::Uuid;

/// Names the folder in use.
const CURRENT: &str = "current";
/// Locked by whoever builds.
const BUILDING: &str = "building.lock";

/// What the files of an index are read from and written to.
pub trait Disk: Debug + Send + Sync {
    /// A folder that is there.
    fn folder(&self, path: &Path) -> tantivy::Result<Box<dyn Directory>>;
    /// Bytes that can be written yet where this folder lies.
    fn free(&self, path: &Path) -> io::Result<u64>;
}

/// The machine's own. Files are mapped: where another program cuts one meanwhile, the system ends whoever reads there (decision 0014),
/// so that nothing here ever writes to a file of an index that is there.
#[derive(Debug)]
struct OwnDisk;

impl Disk for OwnDisk {
    fn folder(&self, path: &Path) -> tantivy::Result<Box<dyn Directory>> {
        Ok(Box::new(MmapDirectory::open(path)?))
    }
    fn free(&self, path: &Path) -> io::Result<u64> {
        fs4::available_space(path)
    }
}

/// The folder of all indexes.
#[derive(Clone, Debug)]
pub struct Place {
    root: PathBuf,
    disk: Arc<dyn Disk>,
}

/// Held while an index is built; nobody else builds one meanwhile, also in another process.
pub struct Permit {
    _lock: File,
}

impl Place {
    /// Indexes lie in this folder; it is made when the first one is built.
    pub fn new(root: PathBuf) -> Self {
        Self::on(Arc::new(OwnDisk), root)
    }

    /// The same on another disk; tests have one that fills up.
    pub(crate) fn on(disk: Arc<dyn Disk>, root: PathBuf) -> Self {
        Self { root, disk }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The name of the index in use, where there is one of this version.
    pub fn current(&self) -> Option<String> {
        let name = std::fs::read_to_string(self.root.join(CURRENT)).ok()?.trim().to_owned();
        let is_ours = name.starts_with(&prefix()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (is_ours && self.path(&name).is_dir()).then_some(name)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The files of an index.
    pub fn files(&self, name: &str) -> tantivy::Result<Box<dyn Directory>> {
        self.disk.folder(&self.path(name))
    }

    /// Bytes that can be written yet; none where the disk does not say.
    pub fn free(&self) -> Option<u64> {
        self.disk.free(&self.root).ok()
    }

    /// Bytes of all files of an index. What goes meanwhile is none of them.
    pub fn size(&self, name: &str) -> u64 {
        let files = std::fs::read_dir(self.path(name)).into_iter().flatten();
        files.filter_map(|file| file.and_then(|file| file.metadata()).ok()).map(|file| file.len()).sum()
    }

    /// The right to build; none where somebody else builds.
    pub fn permit(&self) -> io::Result<Option<Permit>> {
        // Only this one folder: a data folder that is away must not be begun anew in its place.
        if let Err(error) = std::fs::create_dir(&self.root)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(error);
        }
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(self.root.join(BUILDING))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Permit { _lock: lock })),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(error)) => Err(error),
        }
    }

    /// What earlier buildings left behind goes.
    pub fn tidy(&self, _permit: &Permit) -> io::Result<()> {
        self.sweep(self.current().as_deref())
    }

    /// An empty folder for a new index, after tidying.
    pub fn begin(&self, permit: &Permit) -> io::Result<String> {
        self.tidy(permit)?;
        let name = format!("{}{}", prefix(), Uuid::now_v7().simple());
        std::fs::create_dir(self.path(&name))?;
        Ok(name)
    }

    /// From now on this index is the one in use.
    pub fn set_current(&self, name: &str) -> io::Result<()> {
        let (next, current) = (self.root.join("current.next"), self.root.join(CURRENT));
        let mut file = File::create(&next)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(next, current)?;
        File::open(&self.root)?.sync_all()
    }

    /// Removes every index but one.
    fn sweep(&self, keep: Option<&str>) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.root)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() && entry.file_name().to_str() != keep {
                std::fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Removes an index that is no longer in use.
    pub fn forget(&self, name: &str) -> io::Result<()> {
        if self.current().as_deref() == Some(name) { Ok(()) } else { std::fs::remove_dir_all(self.path(name)) }
    }
}

fn prefix() -> String {
    format!("v{VERSION}-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_builds_at_a_time_and_the_rest_is_swept() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let place = Place::new(folder.path().join("index"));
        assert_eq!(place.current(), None);
        let permit = place.permit()?.ok_or(io::ErrorKind::WouldBlock)?;
        assert!(place.permit()?.is_none(), "somebody builds");
        let first = place.begin(&permit)?;
        place.set_current(&first)?;
        let left_behind = place.begin(&permit)?;
        let second = place.begin(&permit)?;
        assert_eq!(place.current().as_deref(), Some(first.as_str()));
        assert!(!place.path(&left_behind).exists() && place.path(&first).exists());
        place.set_current(&second)?;
        place.forget(&second)?;
        place.forget(&first)?;
        assert!(place.path(&second).exists() && !place.path(&first).exists());
        drop(permit);
        assert!(place.permit()?.is_some());
        std::fs::write(place.root().join(CURRENT), "../../etc")?;
        assert_eq!(place.current(), None, "no folder of ours");
        Ok(())
    }
}
