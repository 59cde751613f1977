//! A mail server and a photo store that fail before or after their effect, and know what they did.

use super::trouble::{Fate, Other, Trouble};
use crate::mail::Carrier;
use async_trait::async_trait;
use market::catalog::{PhotoStore, PhotoStoreError};
use market::outbox::JobId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// The mail server; cheap to clone.
#[derive(Clone)]
pub struct Post {
    trouble: Trouble,
    delivered: Arc<Mutex<BTreeMap<JobId, u64>>>,
}

impl Post {
    pub fn new(trouble: Trouble) -> Self {
        Self { trouble, delivered: Arc::default() }
    }

    /// How often it delivered each letter.
    pub fn delivered(&self) -> BTreeMap<JobId, u64> {
        self.delivered.lock().expect("nobody panicked with it").clone()
    }
}

#[async_trait]
impl Carrier for Post {
    async fn carry(&self, id: JobId, to: &str, subject: &str, text: &str) -> Result<(), String> {
        assert!(!to.is_empty() && !subject.is_empty() && !text.is_empty(), "letter {id} says nothing, or to nobody");
        let fate = self.trouble.fate(Other::Mail);
        self.trouble.note("letter", &format!("{id} {fate:?} {subject}"));
        if fate != Fate::Before {
            *self.delivered.lock().expect("nobody panicked with it").entry(id).or_default() += 1;
        }
        if fate == Fate::Fine { Ok(()) } else { Err("the mail server does not answer".to_owned()) }
    }
}

/// The photo store; cheap to clone.
#[derive(Clone)]
pub struct Cellar {
    trouble: Trouble,
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Cellar {
    pub fn new(trouble: Trouble) -> Self {
        Self { trouble, files: Arc::default() }
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.files.lock().expect("nobody panicked with it")
    }

    /// The names of everything in it.
    pub fn names(&self) -> Vec<String> {
        self.files().keys().cloned().collect()
    }

    fn call<T>(&self, what: &'static str, name: &str, deed: impl FnOnce() -> T) -> Result<T, PhotoStoreError> {
        let fate = self.trouble.fate(Other::Photos);
        self.trouble.note(what, &format!("{name} {fate:?}"));
        let failed = || Err(PhotoStoreError("the store does not answer".to_owned()));
        match fate {
            Fate::Before => failed(),
            Fate::Fine => Ok(deed()),
            Fate::After => {
                deed();
                failed()
            }
        }
    }
}

#[async_trait]
impl PhotoStore for Cellar {
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), PhotoStoreError> {
        self.call("file put", name, || {
            self.files().insert(name.to_owned(), bytes);
        })
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, PhotoStoreError> {
        self.call("file read", name, || self.files().get(name).cloned())
    }

    async fn delete(&self, name: &str) -> Result<(), PhotoStoreError> {
        self.call("file deleted", name, || {
            self.files().remove(name);
        })
    }
}
