//! What a command answers when it did not do what was asked. Refusals are for people and are values; faults are for the log.
//! Sentences are made where they are shown.

use std::fmt;

/// Why a command did nothing.
#[derive(Debug)]
pub enum Problem<R> {
    /// The rules of the trade say no; the value says why.
    Refused(R),
    /// There is no such thing, or not for this person (the two look alike on purpose).
    NotFound,
    /// The form was sent before with another content: nothing was changed now.
    AttemptReused,
    /// Our side failed; nothing was changed.
    Fault(Fault),
}

/// A command that refuses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRefusal {}

/// What failed on our side.
#[derive(Debug)]
pub struct Fault {
    /// Whether waiting may help.
    pub kind: FaultKind,
    /// For the log; never shown, holds no personal data.
    pub detail: String,
}

/// Whether waiting may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The database is locked, full or gone: 503, try again.
    Unavailable,
    /// A bug or a broken row: 500, tell the operator.
    Broken,
}

impl Fault {
    /// A fault that waiting does not cure.
    #[must_use]
    pub fn broken(detail: impl fmt::Display) -> Self {
        Self { kind: FaultKind::Broken, detail: detail.to_string() }
    }
    /// A fault that waiting may cure.
    #[must_use]
    pub fn unavailable(detail: impl fmt::Display) -> Self {
        Self { kind: FaultKind::Unavailable, detail: detail.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.detail)
    }
}

impl<R> Problem<R> {
    /// The same problem with another kind of refusal.
    pub fn map<S>(self, to: impl FnOnce(R) -> S) -> Problem<S> {
        match self {
            Self::Refused(refusal) => Problem::Refused(to(refusal)),
            Self::NotFound => Problem::NotFound,
            Self::AttemptReused => Problem::AttemptReused,
            Self::Fault(fault) => Problem::Fault(fault),
        }
    }
}

impl<R> From<Fault> for Problem<R> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<R: fmt::Debug> fmt::Display for Problem<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "refused: {refusal:?}"),
            Self::NotFound => f.write_str("not found"),
            Self::AttemptReused => f.write_str("the attempt was used for something else"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl<R: fmt::Debug> std::error::Error for Problem<R> {}
