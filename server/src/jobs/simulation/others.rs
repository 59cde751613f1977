//! A mail server and a photo store that fail before or after their effect, have it late, or twice, and know what they did.

use super::trouble::{Fate, Other, Trouble};
use crate::mail::Carrier;
use async_trait::async_trait;
use market::catalog::{PhotoStore, PhotoStoreError};
use market::kernel::Timestamp;
use market::outbox::JobId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// The mail server; cheap to clone.
#[derive(Clone)]
pub struct Post {
    trouble: Trouble,
    letters: Arc<Mutex<BTreeMap<JobId, Letter>>>,
}

/// A letter, by the id under which it was first sent.
pub struct Letter {
    words: String,
    /// When it arrives at its reader, each time.
    arrives: Vec<Timestamp>,
}

impl Post {
    pub fn new(trouble: Trouble) -> Self {
        Self { trouble, letters: Arc::default() }
    }

    /// How often each letter has arrived by now.
    pub fn arrived(&self) -> BTreeMap<JobId, usize> {
        let now = self.trouble.now();
        let times = |letter: &Letter| letter.arrives.iter().filter(|at| **at <= now).count();
        self.letters().iter().map(|(id, letter)| (*id, times(letter))).collect()
    }

    fn letters(&self) -> MutexGuard<'_, BTreeMap<JobId, Letter>> {
        self.letters.lock().expect("nobody panicked with it")
    }
}

#[async_trait]
impl Carrier for Post {
    async fn carry(&self, id: JobId, to: &str, subject: &str, text: &str) -> Result<(), String> {
        assert!(!to.is_empty() && !subject.is_empty() && !text.is_empty(), "letter {id} says nothing, or to nobody");
        let fate = self.trouble.fate(Other::Mail);
        self.trouble.note("letter", &format!("{id} {fate:?} {subject}"));
        let arrives = match fate {
            Fate::Before => Vec::new(),
            Fate::Fine | Fate::After => vec![self.trouble.now()],
            Fate::Twice => vec![self.trouble.now(), self.trouble.later()],
            Fate::Late => vec![self.trouble.later()],
        };
        let words = format!("{to}\n{subject}\n{text}");
        let mut letters = self.letters();
        let letter = letters.entry(id).or_insert_with(|| Letter { words: words.clone(), arrives: Vec::new() });
        assert_eq!(letter.words, words, "two letters have the id {id}: its reader takes the second for the first");
        letter.arrives.extend(arrives);
        match fate {
            Fate::Before | Fate::After => Err("the mail server does not answer".to_owned()),
            Fate::Fine | Fate::Twice | Fate::Late => Ok(()),
        }
    }
}

/// The photo store; cheap to clone.
#[derive(Clone)]
pub struct Cellar {
    trouble: Trouble,
    shelves: Arc<Mutex<Shelves>>,
}

/// What becomes of a file: these bytes, or none.
type Change = (String, Option<Vec<u8>>);

#[derive(Default)]
struct Shelves {
    files: BTreeMap<String, Vec<u8>>,
    /// What was asked for before, and is done then.
    coming: Vec<(Timestamp, Change)>,
}

impl Shelves {
    fn change(&mut self, (name, bytes): Change) {
        match bytes {
            Some(bytes) => self.files.insert(name, bytes),
            None => self.files.remove(&name),
        };
    }

    fn catch_up(&mut self, now: Timestamp) {
        let (due, later): (Vec<_>, Vec<_>) = std::mem::take(&mut self.coming).into_iter().partition(|(at, _)| *at <= now);
        self.coming = later;
        for (_, change) in due {
            self.change(change);
        }
    }
}

impl Cellar {
    pub fn new(trouble: Trouble) -> Self {
        Self { trouble, shelves: Arc::default() }
    }

    /// As they are by now.
    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        let now = self.trouble.now();
        let mut shelves = self.shelves.lock().expect("nobody panicked with it");
        shelves.catch_up(now);
        shelves
    }

    /// The names of everything in it.
    pub fn names(&self) -> Vec<String> {
        self.shelves().files.keys().cloned().collect()
    }

    fn fate(&self, what: &'static str, name: &str) -> Fate {
        let fate = self.trouble.fate(Other::Photos);
        self.trouble.note(what, &format!("{name} {fate:?}"));
        fate
    }

    /// What is late is late in having its effect, and nobody waits for it: whoever asked is told that it failed.
    fn answer<T>(fate: Fate, answer: T) -> Result<T, PhotoStoreError> {
        match fate {
            Fate::Fine | Fate::Twice => Ok(answer),
            Fate::Before | Fate::After | Fate::Late => Err(PhotoStoreError("the store does not answer".to_owned())),
        }
    }

    fn change(&self, what: &'static str, change: Change) -> Result<(), PhotoStoreError> {
        let fate = self.fate(what, &change.0);
        // An upload is put again under its name and taken away in between: a store that did the first put last could not be told from
        // one that somebody else writes into.
        let is_at_once = change.0.starts_with("waiting/") && change.1.is_some();
        let later = matches!(fate, Fate::Twice | Fate::Late).then(|| self.trouble.later());
        let mut shelves = self.shelves();
        if let Some(later) = later.filter(|_| !is_at_once) {
            shelves.coming.push((later, change.clone()));
        }
        if matches!(fate, Fate::Fine | Fate::After | Fate::Twice) || (fate == Fate::Late && is_at_once) {
            shelves.change(change);
        }
        Self::answer(fate, ())
    }
}

#[async_trait]
impl PhotoStore for Cellar {
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), PhotoStoreError> {
        self.change("file put", (name.to_owned(), Some(bytes)))
    }

    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, PhotoStoreError> {
        let fate = self.fate("file read", name);
        Self::answer(fate, self.shelves().files.get(name).cloned())
    }

    async fn delete(&self, name: &str) -> Result<(), PhotoStoreError> {
        self.change("file deleted", (name.to_owned(), None))
    }
}
