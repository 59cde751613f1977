//! A walk's way through all segments at a [`Pace`]: from one match that is due to be looked at to the next.

use crate::matches::Matches;
use crate::pace::Pace;
use tantivy::{DocId, TERMINATED};

pub struct Stride {
    /// Within the segment where it is, and behind it.
    here: Pace,
    behind: Pace,
    thinned: u32,
    /// It ends where more than so many were looked at.
    most: u64,
    is_ended: bool,
}

impl Stride {
    pub fn new(pace: Pace) -> Self {
        Self::until(pace, u64::MAX)
    }

    /// One that looks at about so many matches, also those that were taken out since, and then ends, instead of leaving out others evenly.
    pub fn until(pace: Pace, most: u64) -> Self {
        Self { here: pace, behind: pace, thinned: 0, most, is_ended: false }
    }

    /// Goes on to the next segment, which has so many documents.
    pub fn enter(&mut self, documents: DocId) {
        self.here = self.behind;
        self.behind = self.behind.behind(documents);
    }

    /// The first match from where it stands that is due, of a walk that has looked at so many; none at the end of the segment.
    #[inline]
    pub fn due(&mut self, matches: &mut Matches, looked_at: u64) -> Option<DocId> {
        if looked_at > self.most {
            self.is_ended = true;
            return None;
        }
        if let Some(thinner) = self.behind.thinner(looked_at, self.thinned) {
            (self.here, self.behind, self.thinned) = (self.here.as_thin_as(thinner), thinner, self.thinned + 1);
        }
        let mut document = matches.document();
        while document != TERMINATED {
            let due = self.here.next(document);
            if due <= document {
                return Some(document);
            }
            document = matches.seek(due);
        }
        None
    }

    /// Whether each match of this segment is due, until so many were looked at that it is asked again.
    pub fn takes_all(&self) -> bool {
        !self.here.leaves_out()
    }

    /// Whether it left out more than it was meant to.
    pub fn is_thinned(&self) -> bool {
        self.thinned > 0 || self.is_ended
    }
}
