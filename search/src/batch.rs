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
pub struct Batch(Vec<Looked>);

/// A match with what was read of it.
#[derive(Clone, Copy)]
pub struct Looked {
    pub document: DocId,
    /// Where it is asked for.
    pub score: Option<Score>,
    pub fact: Fact,
    pub standing: Option<Standing>,
}

impl Batch {
    /// Takes the next matches of a walk that has looked at so many, and counts them; says whether there was one.
    pub fn fill(&mut self, stride: &mut Stride, matches: &mut Matches, looked_at: &mut u64, is_scored: bool) -> bool {
        self.0.clear();
        self.0.reserve(MOST);
        let looked = |document, score| Looked { document, score, fact: Fact::default(), standing: None };
        while self.0.len() < MOST
            && let Some(document) = stride.due(matches, *looked_at)
        {
            if stride.takes_all() {
                let left = MOST - self.0.len();
                matches.each_of(left, is_scored, |document, score| self.0.push(looked(document, is_scored.then_some(score))));
                break;
            }
            self.0.push(looked(document, is_scored.then(|| matches.score())));
            matches.advance();
        }
        *looked_at += self.0.len() as u64;
        !self.0.is_empty()
    }

    /// Reads what is known of them; how they stand, if by something.
    pub fn read(&mut self, segment: &Segment, standing: Option<&OfSegment<'_>>) {
        for looked in &mut self.0 {
            looked.fact = segment.fact(looked.document);
        }
        if let Some(within) = standing {
            for looked in &mut self.0 {
                looked.standing = Some(within.standing(looked.document));
            }
        }
    }

    /// Each of them.
    pub fn all(&self) -> impl Iterator<Item = Looked> {
        self.0.iter().copied()
    }
}
