//! One index in its folder: opened or begun, written to, looked into.

mod writing;

pub use writing::HEAP_OF_THREAD;

use crate::edition;
use crate::found::documents_of;
use crate::pace::LOOKED_AT_MAX;
use crate::proposed::KeptProposals;
use crate::ranking::{Formula, Prices};
use crate::schema::Fields;
use crate::seeds::Seeds;
use crate::segments::Segments;
use crate::standings::{Key, Standings};
use crate::synonyms::Tuned;
use market::discovery::rules::Turn;
use market::kernel::Fault;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tantivy::directory::error::{LockError, OpenReadError};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    Directory, DocAddress, DocSet, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TERMINATED, Term,
};
use uuid::Uuid;

/// How often the usual prices are learned anew: while somebody turns pages they had better stay.
const LEARN_EVERY: Duration = Duration::from_secs(60);

/// Why an index cannot be used.
#[derive(Debug)]
pub enum Broken {
    /// Its files are not what was written: it has to be built anew.
    Corrupt(String),
    /// Another process holds the lock, and writes.
    Locked,
    /// Something around it: a full disk. It can be tried again.
    Passing(String),
}

impl Broken {
    /// Of what became of writing. An error of which nobody knows more says nothing of the files there: the engine makes one of a full
    /// disk, too.
    fn of_writing(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::IoError(error) if error.kind() == ErrorKind::Other => Self::Passing(error.to_string()),
            error => error.into(),
        }
    }
}

impl From<tantivy::TantivyError> for Broken {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as E;
        match error {
            E::DataCorruption(_) | E::IncompatibleIndex(_) | E::SchemaError(_) | E::DeserializeError(_) | E::FieldNotFound(_) => {
                Self::Corrupt(error.to_string())
            }
            E::OpenReadError(error) if is_damage(&error) => Self::Corrupt(error.to_string()),
            E::IoError(error) if is_unreadable(&error) => Self::Corrupt(error.to_string()),
            E::LockFailure(LockError::LockBusy, _) => Self::Locked,
            _ => Self::Passing(error.to_string()),
        }
    }
}

/// A file that is gone, cut or overwritten; not one that cannot be read just now.
fn is_damage(error: &OpenReadError) -> bool {
    match error {
        OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_) => true,
        OpenReadError::IoError { io_error, .. } => {
            matches!(io_error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::InvalidInput)
        }
    }
}

/// What the engine says of bytes that it was given, in which the system has no word.
fn is_unreadable(error: &std::io::Error) -> bool {
    let kinds = [ErrorKind::UnexpectedEof, ErrorKind::InvalidData, ErrorKind::InvalidInput, ErrorKind::Other];
    error.raw_os_error().is_none() && kinds.contains(&error.kind())
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Corrupt(detail) => Self::broken(format!("the search index is damaged: {detail}")),
            Broken::Locked => Self::unavailable("another process writes to the search index"),
            Broken::Passing(detail) => Self::unavailable(format!("the search index does not work: {detail}")),
        }
    }
}

/// The index that lies in a folder, after every file was checked.
pub fn checked(directory: Box<dyn Directory>, fields: &Fields) -> Result<Index, Broken> {
    let index = Index::open(directory)?;
    if index.schema() != fields.schema {
        return Err(Broken::Corrupt("it is of another version".to_owned()));
    }
    let damaged = index.validate_checksum()?;
    if damaged.is_empty() { Ok(index) } else { Err(Broken::Corrupt(format!("damaged files: {damaged:?}"))) }
}

/// Up to where the last commit of an index has read; below everything where there is none.
pub fn horizon(index: &Index) -> Result<i64, Broken> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|text| text.parse().ok()).unwrap_or(-1))
}

/// An index that can be searched, and written to by whoever holds its lock.
pub struct Engine {
    pub fields: Fields,
    /// What was read of the segments in use.
    pub segments: Segments,
    pub seeds: Seeds,
    pub proposals: KeptProposals,
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    /// Something was changed since the last commit.
    is_unsaved: AtomicBool,
    threads: usize,
    /// Memory of each of them, in bytes, until it flushes a segment.
    heap: usize,
    learned: RwLock<Learned>,
    standings: RwLock<Option<Arc<Standings>>>,
    /// Another one for each state that answers were made from.
    edition: AtomicU64,
}

/// What was learned, when, and of how many documents.
#[derive(Default)]
struct Learned {
    prices: Arc<Prices>,
    of: Option<(Instant, u64)>,
}

impl Engine {
    /// Begins an empty index.
    pub fn begin(directory: Box<dyn Directory>, threads: usize) -> Result<Self, Broken> {
        let fields = Fields::new();
        let index = Index::create(directory, fields.schema.clone(), IndexSettings::default())?;
        Self::of(index, fields, threads)
    }

    /// Opens what lies in a folder, after having checked every file.
    pub fn open(directory: Box<dyn Directory>, threads: usize) -> Result<Self, Broken> {
        let fields = Fields::new();
        Self::of(checked(directory, &fields)?, fields, threads)
    }

    fn of(index: Index, fields: Fields, threads: usize) -> Result<Self, Broken> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (writer, is_unsaved, edition) = (Mutex::new(None), AtomicBool::new(false), AtomicU64::new(edition::next()));
        let (segments, learned, standings) = (Segments::default(), RwLock::default(), RwLock::default());
        let (heap, seeds, proposals) = (HEAP_OF_THREAD, Seeds::default(), KeptProposals::default());
        let engine = Self {
            fields,
            segments,
            seeds,
            proposals,
            index,
            reader,
            writer,
            is_unsaved,
            threads,
            heap,
            learned,
            standings,
            edition,
        };
        engine.learn()?;
        Ok(engine)
    }

    /// The same with so much memory for each thread that writes, in bytes, until it flushes a segment.
    pub fn with_heap(self, heap: usize) -> Self {
        Self { heap, ..self }
    }

    /// What usually is paid.
    pub fn prices(&self) -> Arc<Prices> {
        Arc::clone(&self.learned.read().unwrap_or_else(PoisonError::into_inner).prices)
    }

    /// Learns the usual prices again, where some time has passed or the index is another one by an eighth; says whether it has.
    fn learn(&self) -> Result<bool, Broken> {
        let searcher = self.searcher();
        let documents = searcher.num_docs();
        let known = self.learned.read().unwrap_or_else(PoisonError::into_inner).of;
        if known.is_some_and(|(at, of)| at.elapsed() < LEARN_EVERY && documents.abs_diff(of) <= of / 8) {
            return Ok(false);
        }
        let learned =
            Learned { prices: Arc::new(Prices::learn(&searcher, &self.segments)?), of: Some((Instant::now(), documents)) };
        *self.learned.write().unwrap_or_else(PoisonError::into_inner) = learned;
        Ok(true)
    }

    /// What was reckoned ahead of the places of documents.
    pub fn standings(&self) -> Option<Arc<Standings>> {
        self.standings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reckons ahead what this turn and these settings make of the documents, where that is missing: work in proportion to what is new,
    /// and to everything where the turn, the settings or the usual prices are others.
    pub fn reckon(&self, tuned: &Tuned, turn: Turn) -> Result<(), Broken> {
        let formula = Formula { settings: tuned.settings(), turn, prices: self.prices() };
        let key = Key { prices: formula.prices.edition, settings: tuned.edition(), turn };
        let (before, searcher) = (self.standings(), self.searcher());
        // First: a search can reckon the standings of what it looks at, and cannot do without this. In a smaller index no list is too wide
        // to be walked through, counted as a walk does: with what was taken out.
        if documents_of(&searcher) > LOOKED_AT_MAX {
            self.segments.by_holders(&searcher)?;
        }
        if let Some(new) = Standings::reckon(before.as_deref(), key, &searcher, &self.segments, &formula)? {
            *self.standings.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(new));
        }
        Ok(())
    }

    /// Where a listing lies.
    pub fn find(&self, searcher: &Searcher, id: Uuid) -> tantivy::Result<Option<DocAddress>> {
        let key = self.fields.key(id);
        for (number, reader) in (0..).zip(searcher.segment_readers()) {
            let Some(mut found) = reader.inverted_index(key.field())?.read_postings(&key, IndexRecordOption::Basic)? else {
                continue;
            };
            while found.doc() != TERMINATED && reader.is_deleted(found.doc()) {
                found.advance();
            }
            if found.doc() != TERMINATED {
                return Ok(Some(DocAddress::new(number, found.doc())));
            }
        }
        Ok(None)
    }

    /// The state of the last commit that was looked at.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Up to where the last commit has read; below everything where there is none.
    pub fn horizon(&self) -> Result<i64, Broken> {
        horizon(&self.index)
    }

    /// Looks at the last commit, whoever made it.
    pub fn reload(&self) -> Result<(), Broken> {
        let before = self.searcher();
        self.reader.reload()?;
        let after = self.searcher();
        self.segments.retain(&after);
        let learned = self.learn();
        // The number comes last: whoever has read it is answered from what it stands for.
        let is_same = before.generation().segments() == after.generation().segments();
        if !is_same || !matches!(learned, Ok(false)) {
            self.edition.store(edition::next(), Ordering::Release);
        }
        learned.map(drop)
    }

    /// The number of what is answered from.
    pub fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    /// By which a listing or a shop is taken out.
    pub fn key(&self, id: Uuid) -> Term {
        self.fields.key(id)
    }
}
