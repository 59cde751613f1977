//! What is read of a segment once and then kept: a segment never changes.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

/// Something of each segment in use.
#[derive(Debug)]
pub struct OfSegments<T>(Mutex<HashMap<SegmentId, Arc<T>>>);

impl<T> Default for OfSegments<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> OfSegments<T> {
    /// What was read of this segment; read now where nobody has yet.
    pub fn of(&self, reader: &SegmentReader, read: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<Arc<T>> {
        let id = reader.segment_id();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let new = Arc::new(read()?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&new));
        Ok(new)
    }

    /// Forgets the segments that are no longer searched.
    pub fn retain(&self, searcher: &Searcher) {
        let used: HashSet<SegmentId> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, _| used.contains(id));
    }
}
