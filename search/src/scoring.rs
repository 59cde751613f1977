//! What a document counts that has a term: as much as any other, or less the longer its text is.

use std::rc::Rc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, Score};

/// What of a term's weight is left to texts of each of the lengths that the engine tells apart.
pub type Shares = [Score; 256];

/// How long the texts of a field are in a segment, and what that leaves of a term.
pub struct Lengths {
    pub shares: Rc<Shares>,
    pub of: FieldNormReader,
}

impl Lengths {
    #[inline]
    fn share(&self, document: DocId) -> Score {
        self.shares.get(usize::from(self.of.fieldnorm_id(document))).copied().unwrap_or(0.0)
    }
}

/// What a document of a term counts.
pub enum Scoring {
    /// Each the same.
    Same(Score),
    /// A share of this score, by the length of its text.
    ByLength(Score, Rc<Lengths>),
}

impl Scoring {
    #[inline]
    pub fn of(&self, document: DocId) -> Score {
        match self {
            Self::Same(score) => *score,
            Self::ByLength(score, lengths) => score * lengths.share(document),
        }
    }

    /// Hands over each of these documents with what it counts; says how many there were.
    #[inline]
    pub fn each(&self, documents: impl Iterator<Item = DocId>, mut take: impl FnMut(DocId, Score)) -> usize {
        let mut count = 0;
        match self {
            Self::Same(score) => {
                for document in documents {
                    take(document, *score);
                    count += 1;
                }
            }
            Self::ByLength(score, lengths) => {
                for document in documents {
                    take(document, score * lengths.share(document));
                    count += 1;
                }
            }
        }
        count
    }
}
