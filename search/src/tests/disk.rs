//! A disk with so much room and no more, before any other.

use crate::place::Disk;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, RamDirectory, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
};

/// Bytes that no test writes.
const PLENTY: u64 = u64::MAX;

/// How much can be written yet.
#[derive(Clone, Debug)]
pub struct Room {
    left: Arc<Mutex<u64>>,
    is_told: bool,
    /// With the first bytes of a file whose name ends so, all that is left is used up.
    ends_with: Arc<Mutex<Option<&'static str>>>,
}

impl Room {
    pub fn plenty() -> Self {
        Self { left: Arc::new(Mutex::new(PLENTY)), is_told: true, ends_with: Arc::default() }
    }

    /// Nobody can say how much it is before it is used up.
    pub fn untold() -> Self {
        Self { is_told: false, ..Self::plenty() }
    }

    /// From now on there are so many bytes.
    pub fn set(&self, bytes: u64) {
        *self.left.lock().expect("nobody panics with it") = bytes;
    }

    fn left(&self) -> u64 {
        *self.left.lock().expect("nobody panics with it")
    }

    pub fn set_plenty(&self) {
        self.end_with(None);
        self.set(PLENTY);
    }

    /// As soon as something is written to a file whose name ends so, nothing is left.
    pub fn end_with(&self, kind: Option<&'static str>) {
        *self.ends_with.lock().expect("nobody panics with it") = kind;
    }

    fn ends_with(&self, path: &Path) -> bool {
        let kind = *self.ends_with.lock().expect("nobody panics with it");
        kind.is_some_and(|kind| path.extension().is_some_and(|extension| extension == kind))
    }

    /// What was written since there was plenty.
    pub fn taken(&self) -> u64 {
        PLENTY - self.left()
    }

    fn take(&self, bytes: &[u8]) -> io::Result<()> {
        let mut left = self.left.lock().expect("nobody panics with it");
        *left = u64::try_from(bytes.len()).ok().and_then(|bytes| left.checked_sub(bytes)).ok_or(io::ErrorKind::StorageFull)?;
        Ok(())
    }

    /// The same room for what lies elsewhere.
    fn around(&self, inner: impl Directory) -> Box<dyn Directory> {
        Box::new(Walled { inner: Box::new(inner), room: self.clone() })
    }

    /// An empty folder in memory.
    pub fn in_memory(&self) -> Box<dyn Directory> {
        self.around(RamDirectory::create())
    }
}

impl Disk for Room {
    fn folder(&self, path: &Path) -> tantivy::Result<Box<dyn Directory>> {
        Ok(self.around(MmapDirectory::open(path)?))
    }
    fn free(&self, _: &Path) -> io::Result<u64> {
        if self.is_told { Ok(self.left()) } else { Err(io::ErrorKind::Unsupported.into()) }
    }
}

#[derive(Clone, Debug)]
struct Walled {
    inner: Box<dyn Directory>,
    room: Room,
}

impl Directory for Walled {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }
    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }
    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inner = self.inner.open_write(path)?;
        Ok(WritePtr::new(Box::new(Written { inner, room: self.room.clone(), path: path.to_owned() })))
    }
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.room.take(data)?;
        self.inner.atomic_write(path, data)
    }
    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }
    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

struct Written {
    inner: WritePtr,
    room: Room,
    path: PathBuf,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room.ends_with(&self.path) {
            self.room.set(0);
        }
        self.room.take(bytes)?;
        self.inner.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Written {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.inner.terminate_ref(token)
    }
}
