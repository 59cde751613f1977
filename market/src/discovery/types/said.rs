//! What a search asks of attributes, and what an index counts of them.

use super::Facets;

/// What goods must say of one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeFilter {
    /// Its slug.
    pub attribute: String,
    /// One of these.
    pub values: Vec<String>,
}

/// How many goods say what of one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeCounts {
    /// Its slug.
    pub attribute: String,
    /// What is said and by how many goods, most first.
    pub values: Vec<(String, u64)>,
}

impl Facets {
    /// How many goods say this.
    #[must_use]
    pub fn saying(&self, attribute: &str, value: &str) -> u64 {
        let counts = self.attributes.iter().find(|counts| counts.attribute == attribute);
        let said = counts.and_then(|counts| counts.values.iter().find(|(said, _)| said == value));
        said.map_or(0, |(_, count)| *count)
    }
}
