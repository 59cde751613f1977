//! A disk that takes nothing any more: what was written stays, and it goes on when there is room again.

use super::*;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, TerminatingWrite, WatchCallback, WatchHandle, WritePtr};

#[derive(Clone, Debug)]
struct Disk {
    inner: RamDirectory,
    is_full: Arc<AtomicBool>,
}

impl Disk {
    fn full(&self) -> io::Result<()> {
        if self.is_full.load(Ordering::Acquire) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl Directory for Disk {
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
        Ok(WritePtr::new(Box::new(Written { inner, disk: self.clone() })))
    }
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.full()?;
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
    disk: Disk,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.full()?;
        self.inner.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.disk.full()?;
        self.inner.flush()
    }
}

impl TerminatingWrite for Written {
    fn terminate_ref(&mut self, token: tantivy::directory::AntiCallToken) -> io::Result<()> {
        self.disk.full()?;
        self.inner.terminate_ref(token)
    }
}

#[test]
fn what_was_found_stays_and_what_came_meanwhile_is_found_afterwards() {
    let disk = Disk { inner: RamDirectory::create(), is_full: Arc::default() };
    let engine = Engine::begin(Box::new(disk.clone()), 1).expect("an index in memory");
    let documents = listings(&["first tea", "second tea"]);
    engine.change(&[], &documents[..1], &[]).and_then(|()| engine.commit(1)).expect("there is room");

    disk.is_full.store(true, Ordering::Release);
    let refused = engine.change(&[], &documents[1..], &[]).and_then(|()| engine.commit(2));
    assert!(refused.is_err(), "the disk is full");
    assert_eq!(found(&engine, "tea"), [1]);
    assert_eq!(engine.horizon().expect("the last commit"), 1, "it is known how far the index has read");

    disk.is_full.store(false, Ordering::Release);
    engine.change(&[], &documents[1..], &[]).and_then(|()| engine.commit(2)).expect("there is room again");
    assert_eq!(found(&engine, "tea"), [2, 1]);
    assert_eq!(engine.horizon().expect("the last commit"), 2);
}
