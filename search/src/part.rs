//! What a search looks for: a tree of terms, of which all or one must be there. Each part of it has the score that BM25 gives it.

use tantivy::Term;
use tantivy::schema::Field;

/// What the best match leaves to the others.
const TIE_BREAKER: f32 = 0.1;

/// What a document must have.
#[derive(Clone, Debug)]
pub enum Part {
    /// No document has it.
    Nothing,
    /// Every document has it.
    Everything,
    Term(Term),
    /// Scores are added.
    All(Vec<Part>),
    /// The best one counts.
    Any(Vec<Part>),
    /// The same, its score so many times as much.
    Weighed(Box<Part>, f32),
}

pub fn term(field: Field, text: &str) -> Part {
    Part::Term(Term::from_field_text(field, text))
}

/// All must match; nothing does where there is none.
pub fn all(parts: Vec<Part>) -> Part {
    several(parts, Part::All)
}

/// One must match; the best one counts.
pub fn any(parts: Vec<Part>) -> Part {
    several(parts, Part::Any)
}

fn several(mut parts: Vec<Part>, of: fn(Vec<Part>) -> Part) -> Part {
    match (parts.pop(), parts.is_empty()) {
        (None, _) => Part::Nothing,
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            of(parts)
        }
    }
}

impl Part {
    pub fn weighed(self, times: f32) -> Self {
        Self::Weighed(Box::new(self), times)
    }

    /// Finds the same and adds nothing to a score.
    pub fn silent(self) -> Self {
        self.weighed(0.0)
    }
}

/// What several scores of one document make together, of which one is enough.
pub fn best_of(scores: impl Iterator<Item = f32>) -> f32 {
    let (most, sum) = scores.fold((0.0_f32, 0.0), |(most, sum), score| (most.max(score), sum + score));
    best(most, sum)
}

/// The same of the most of them and their sum.
pub fn best(most: f32, sum: f32) -> f32 {
    most + (sum - most) * TIE_BREAKER
}
