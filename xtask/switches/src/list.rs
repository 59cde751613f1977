//! What cargo-mutants would change, as it lists it.

use crate::Done;
use serde::Deserialize;
use std::path::Path;

/// Lines and columns count from one, columns in letters.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// Where something begins; where it ends, the syntax says.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Span {
    pub start: Place,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Mutant {
    /// `file:line:column: what was changed`.
    pub name: String,
    /// From the workspace's root.
    pub file: String,
    pub span: Span,
    pub replacement: String,
    pub genre: Genre,
}

pub fn read(file: &Path) -> Done<Vec<Mutant>> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} is not what cargo-mutants lists: {error}", file.display()))
}
