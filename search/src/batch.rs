//! Matches that a walk looks at together. What is read of each lies somewhere else in memory; asked one after the other, every answer is
//! waited for, asked together, they are waited for at once.

use crate::matches::Matches;
use crate::ranking::OfSegment;
use crate::segments::{Fact, Segment};
use crate::standings::Standing;
use crate::stride::Stride;
use tantivy::{DocId, Score};

/// Enough reads to be waited for at once, and few enough to lie in the processor's nearest memory.
const MOST: usize = 64;

/// Some matches of one segment, in their order.
#[derive(Default)]
pub struct Batch {
    documents: Vec<DocId>,
    /// As many as documents where they are asked for.
    scores: Vec<Score>,
    facts: Vec<Fact>,
    standings: Vec<Standing>,
}

/// A match with what was read of it.
pub struct Looked {
    pub document: DocId,
    pub score: Option<Score>,
    pub fact: Fact,
    pub standing: Option<Standing>,
}

impl Batch {
    /// Takes the next matches of a walk that has looked at so many, and counts them; says whether there was one.
    pub fn fill(&mut self, stride: &mut Stride, matches: &mut Matches, looked_at: &mut u64, is_scored: bool) -> bool {
        self.documents.clear();
        self.scores.clear();
        self.documents.reserve(MOST);
        self.scores.reserve(if is_scored { MOST } else { 0 });
        while self.documents.len() < MOST
            && let Some(document) = stride.due(matches, *looked_at)
        {
            self.documents.push(document);
            if is_scored {
                self.scores.push(matches.score());
            }
            matches.advance();
        }
        *looked_at += self.documents.len() as u64;
        !self.documents.is_empty()
    }

    /// Reads what is known of them; how they stand, if by something.
    pub fn read(&mut self, segment: &Segment, standing: Option<&OfSegment<'_>>) {
        self.facts.clear();
        self.facts.extend(self.documents.iter().map(|document| segment.fact(*document)));
        self.standings.clear();
        if let Some(within) = standing {
            self.standings.extend(self.documents.iter().map(|document| within.standing(*document)));
        }
    }

    /// Each of them.
    pub fn all(&self) -> impl Iterator<Item = Looked> {
        let read = self.documents.iter().zip(&self.facts).enumerate();
        read.map(|(at, (document, fact))| Looked {
            document: *document,
            score: self.scores.get(at).copied(),
            fact: *fact,
            standing: self.standings.get(at).copied(),
        })
    }
}
