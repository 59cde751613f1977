//! The documents that have what a [`Part`](crate::part::Part) asks for, one after the other, with their scores. The engine's own unions
//! work out the scores of whole windows of documents ahead; most searches here ask few words in several fields each and leap from one match to
//! the next, for which going from document to document is several times less work. Scores are BM25, with less of a text's length than usual.

use crate::ahead::Ahead;
use crate::list::{Long, Short};
use crate::part::best_of;
use tantivy::{DocId, Score, TERMINATED};

/// Each further condition is more likely to be met by what has met the others.
const TOGETHER: [f64; 4] = [1.2, 1.1, 1.0, 1.0];
/// What is in one of several sets is less than if they had nothing to do with each other.
const APART: f64 = 0.8;

/// A union of fewer matches is not gathered ahead: to make room for a window costs more than it saves.
const GATHERED_MIN: u32 = 16;
/// So many times as much as the rarest of several conditions a union may have and is gathered: of more, most is leapt over.
const PASSED_MAX: u32 = 2;

/// What matches in one segment. Stands at a document, the first one at the beginning, or at [`TERMINATED`].
pub enum Matches {
    Nothing,
    Everything {
        at: DocId,
        below: DocId,
        score: Score,
    },
    /// Of a term that few documents have, and of one that many have.
    Short(Short),
    Long(Box<Long>),
    All(Box<Several>),
    Any(Box<Several>),
    /// The same as any, gathered ahead.
    Ahead(Box<Ahead>),
}

pub struct Several {
    parts: Vec<Matches>,
    /// Where each part stands: kept beside them, so that most steps look at nothing else.
    heads: Vec<DocId>,
    at: DocId,
    size: u32,
    most: u32,
}

impl Several {
    fn of(parts: Vec<Matches>, size: u32, most: u32) -> Self {
        let heads = parts.iter().map(Matches::document).collect();
        Self { parts, heads, at: 0, size, most }
    }

    /// Every part goes on to this document or the next one that it has; the first of all is where one of them stands.
    fn first_from(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for (head, part) in self.heads.iter_mut().zip(&mut self.parts) {
            if *head < target {
                *head = part.seek(target);
            }
            first = first.min(*head);
        }
        self.at = first;
        first
    }

    /// The first document from this one on that all parts have.
    fn common_from(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            if target >= TERMINATED {
                self.at = TERMINATED;
                return TERMINATED;
            }
            for (head, part) in self.heads.iter_mut().zip(&mut self.parts) {
                if *head < target {
                    *head = part.seek(target);
                }
                if *head > target {
                    target = *head;
                    continue 'again;
                }
            }
            self.at = target;
            return target;
        }
    }

    /// The document after the one where it stands, of those that one part has.
    fn next(&mut self) -> DocId {
        let (at, mut first) = (self.at, TERMINATED);
        for (head, part) in self.heads.iter_mut().zip(&mut self.parts) {
            if *head == at {
                *head = part.advance();
            }
            first = first.min(*head);
        }
        self.at = first;
        first
    }
}

impl Matches {
    pub fn everything(below: DocId, score: Score) -> Self {
        if below == 0 { Self::Nothing } else { Self::Everything { at: 0, below, score } }
    }

    pub fn all(mut parts: Vec<Self>, documents: DocId) -> Self {
        if parts.iter().any(|part| part.document() == TERMINATED) {
            return Self::Nothing;
        }
        // The rarest leads.
        parts.sort_by_key(Self::size);
        let of_all = f64::from(documents.max(1));
        let (mut size, factors) = (of_all, [1.0].into_iter().chain(TOGETHER).chain(std::iter::repeat(1.0)));
        for (part, factor) in parts.iter().zip(factors) {
            size *= f64::from(part.size()) / of_all * factor;
        }
        let least = parts.first().map_or(0, Self::size);
        let most = parts.iter().map(Self::most).min().unwrap_or(0);
        let mut several = Several::of(parts, (size.round() as u32).min(least), most);
        if several.common_from(0) == TERMINATED { Self::Nothing } else { Self::All(Box::new(several)) }
    }

    pub fn any(mut parts: Vec<Self>, documents: DocId) -> Self {
        parts.retain(|part| part.document() != TERMINATED);
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Self::Nothing);
        }
        let of_all = f64::from(documents.max(1));
        let outside: f64 = parts.iter().map(|part| 1.0 - f64::from(part.size()) / of_all * APART).product();
        let most = parts.iter().map(Self::most).fold(0, u32::saturating_add).min(documents);
        let mut several = Several::of(parts, (of_all * (1.0 - outside)).round() as u32, most);
        several.first_from(0);
        Self::Any(Box::new(several))
    }

    /// The same for a walk that looks at all of it, or leaps seldom: unions are gathered ahead.
    pub fn ahead(self) -> Self {
        match self {
            Self::Any(several) if several.size >= GATHERED_MIN => {
                let Several { parts, size, most, .. } = *several;
                Self::Ahead(Box::new(Ahead::new(parts.into_iter().map(Self::ahead).collect(), size, most)))
            }
            Self::All(mut several) => {
                let most = several.parts.first().map_or(0, Self::size).saturating_mul(PASSED_MAX);
                let parts = std::mem::take(&mut several.parts).into_iter();
                several.parts = parts.map(|part| if part.size() <= most { part.ahead() } else { part }).collect();
                Self::All(several)
            }
            other => other,
        }
    }

    /// Where it stands.
    #[inline]
    pub fn document(&self) -> DocId {
        match self {
            Self::Nothing => TERMINATED,
            Self::Everything { at, .. } => *at,
            Self::Short(list) => list.document(),
            Self::Long(list) => list.document(),
            Self::All(several) | Self::Any(several) => several.at,
            Self::Ahead(ahead) => ahead.document(),
        }
    }

    /// Goes on to the next document.
    #[inline]
    pub fn advance(&mut self) -> DocId {
        match self {
            Self::Nothing => TERMINATED,
            Self::Everything { at, below, .. } => {
                *at = if *at + 1 < *below { *at + 1 } else { TERMINATED };
                *at
            }
            Self::Short(list) => list.advance(),
            Self::Long(list) => list.advance(),
            Self::All(several) => several.common_from(several.at.saturating_add(1)),
            Self::Any(several) => several.next(),
            Self::Ahead(ahead) => ahead.advance(),
        }
    }

    /// Goes on to this document, or the next one that matches; not back.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.document() >= target {
            return self.document();
        }
        match self {
            Self::Nothing => TERMINATED,
            Self::Everything { at, below, .. } => {
                *at = if target < *below { target } else { TERMINATED };
                *at
            }
            Self::Short(list) => list.seek(target),
            Self::Long(list) => list.seek(target),
            Self::All(several) => several.common_from(target),
            Self::Any(several) => several.first_from(target),
            Self::Ahead(ahead) => ahead.seek(target),
        }
    }

    /// Hands over all documents below this one with their scores, and goes on to the first one that is not.
    #[inline]
    pub fn each_below(&mut self, below: DocId, mut take: impl FnMut(DocId, Score)) {
        match self {
            Self::Short(list) => list.each_below(below, take),
            Self::Long(list) => list.each_below(below, take),
            several => {
                let mut document = several.document();
                while document < below {
                    take(document, several.score());
                    document = several.advance();
                }
            }
        }
    }

    /// Hands over so many of the next documents, or all that are left, and goes on to the one behind them; with their scores where they
    /// are asked for.
    pub fn each_of(&mut self, count: usize, is_scored: bool, mut take: impl FnMut(DocId, Score)) {
        match self {
            Self::Short(list) => list.each_of(count, take),
            Self::Ahead(ahead) => ahead.each_of(count, take),
            several => {
                let mut document = several.document();
                for _ in 0..count {
                    if document == TERMINATED {
                        break;
                    }
                    take(document, if is_scored { several.score() } else { 0.0 });
                    document = several.advance();
                }
            }
        }
    }

    /// The score of the document where it stands.
    pub fn score(&self) -> Score {
        match self {
            Self::Nothing => 0.0,
            Self::Everything { score, .. } => *score,
            Self::Short(list) => list.score(),
            Self::Long(list) => list.score(),
            Self::All(several) => several.parts.iter().map(Self::score).sum(),
            Self::Any(several) => {
                let here = several.heads.iter().zip(&several.parts).filter(|(head, _)| **head == several.at);
                best_of(here.map(|(_, part)| part.score()))
            }
            Self::Ahead(ahead) => ahead.score(),
        }
    }

    /// About how many match, at the beginning.
    pub fn size(&self) -> u32 {
        match self {
            Self::Nothing => 0,
            Self::Everything { below, .. } => *below,
            Self::Short(list) => list.size(),
            Self::Long(list) => list.size(),
            Self::All(several) | Self::Any(several) => several.size,
            Self::Ahead(ahead) => ahead.size,
        }
    }

    /// No more than so many match, at the beginning.
    pub fn most(&self) -> u32 {
        match self {
            Self::All(several) | Self::Any(several) => several.most,
            Self::Ahead(ahead) => ahead.most,
            Self::Nothing | Self::Everything { .. } | Self::Short(_) | Self::Long(_) => self.size(),
        }
    }
}
