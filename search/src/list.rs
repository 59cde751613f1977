//! The documents that have a term, as a walk goes through them. Most lists are short: such a one is unpacked once and whole, all walks of
//! a search share it, and to stand in it is to know a number. The engine's own cursor holds the block of 128 documents in which it
//! stands, and is copied with it for each walk; a long list, of which most is leapt over, is gone through by that, and so is every list once
//! a search has unpacked as much as it may.

use crate::scoring::Scoring;
use std::rc::Rc;
use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// A whole list, and where a walk stands in it.
pub struct Short {
    /// In their order, and behind the last one [`TERMINATED`].
    documents: Rc<[DocId]>,
    at: usize,
    score: Scoring,
}

/// A list that is unpacked block by block.
pub struct Long {
    postings: SegmentPostings,
    score: Scoring,
}

impl Short {
    /// Of documents in their order, with [`TERMINATED`] behind them.
    pub fn new(documents: Rc<[DocId]>, score: Scoring) -> Self {
        Self { documents, at: 0, score }
    }

    #[inline]
    pub fn document(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    #[inline]
    pub fn advance(&mut self) -> DocId {
        self.at += usize::from(self.at + 1 < self.documents.len());
        self.document()
    }

    /// Goes on to this document or the next one: most leaps are short, so that the way is looked for in steps that double.
    #[inline]
    pub fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        let mut step = 1;
        while rest.get(step).is_some_and(|document| *document < target) {
            step *= 2;
        }
        let between = rest.get(step / 2..rest.len().min(step + 1)).unwrap_or_default();
        self.at += step / 2 + between.partition_point(|document| *document < target);
        self.document()
    }

    #[inline]
    pub fn score(&self) -> Score {
        self.score.of(self.document())
    }

    pub fn size(&self) -> u32 {
        self.documents.len().saturating_sub(1) as u32
    }

    /// Hands over all documents below this one, and goes on to the first one that is not.
    #[inline]
    pub fn each_below(&mut self, below: DocId, take: impl FnMut(DocId, Score)) {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        self.at += self.score.each(rest.iter().copied().take_while(|document| *document < below), take);
    }

    /// Hands over so many of the next ones, or all that are left.
    #[inline]
    pub fn each_of(&mut self, count: usize, take: impl FnMut(DocId, Score)) {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        let left = rest.len().saturating_sub(1).min(count);
        self.at += self.score.each(rest.iter().copied().take(left), take);
    }
}

impl Long {
    pub fn new(postings: SegmentPostings, score: Scoring) -> Self {
        Self { postings, score }
    }

    #[inline]
    pub fn document(&self) -> DocId {
        self.postings.doc()
    }

    #[inline]
    pub fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    #[inline]
    pub fn score(&self) -> Score {
        self.score.of(self.postings.doc())
    }

    pub fn size(&self) -> u32 {
        self.postings.size_hint()
    }

    /// Hands over all documents below this one, and goes on to the first one that is not.
    #[inline]
    pub fn each_below(&mut self, below: DocId, take: impl FnMut(DocId, Score)) {
        let Self { postings, score } = self;
        let mut next = postings.doc();
        let documents = std::iter::from_fn(|| {
            let document = next;
            (document < below).then(|| {
                next = postings.advance();
                document
            })
        });
        score.each(documents, take);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn short(documents: &[DocId]) -> Short {
        Short::new(documents.iter().copied().chain([TERMINATED]).collect(), Scoring::Same(1.0))
    }

    #[test]
    fn a_whole_list_is_gone_through_in_every_way() {
        let documents = prop::collection::btree_set(0..3_000_u32, 0..300);
        let steps = prop::collection::vec((0..4_u8, 0..400_u32), 1..40);
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) };
        proptest!(config, |(documents in documents, steps in steps)| {
            let all: Vec<DocId> = documents.into_iter().collect();
            let mut list = short(&all);
            prop_assert_eq!(list.size() as usize, all.len());
            let mut rest = all.as_slice();
            for (way, number) in steps {
                let mut taken = Vec::new();
                let here = rest.first().copied().unwrap_or(TERMINATED);
                let passed = match way {
                    0 => {
                        list.advance();
                        1
                    }
                    1 => {
                        list.seek(here.saturating_add(number));
                        rest.partition_point(|document| *document < here.saturating_add(number))
                    }
                    2 => {
                        list.each_below(here.saturating_add(number).min(TERMINATED), |document, _| taken.push(document));
                        rest.partition_point(|document| *document < here.saturating_add(number))
                    }
                    _ => {
                        list.each_of(number as usize % 70, |document, _| taken.push(document));
                        number as usize % 70
                    }
                };
                let (before, behind) = rest.split_at(passed.min(rest.len()));
                prop_assert!(way < 2 || taken == before, "{:?} of {:?}", taken, before);
                rest = behind;
                prop_assert_eq!(list.document(), rest.first().copied().unwrap_or(TERMINATED));
            }
        });
    }
}
