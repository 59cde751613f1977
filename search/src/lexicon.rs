//! Numbers for what many documents have in common: the same number in every segment, so that counts of several segments can be added
//! without their names. Numbers are given as long as an index is open and never taken back; a new index begins anew.

use crate::said::Texts;
use indexmap::IndexSet;
use std::hash::Hash;
use uuid::Uuid;

/// Things by number, each held once: there may be as many makers as goods. The first one is nothing: what no document has.
pub struct Numbered<T>(IndexSet<T>);

impl<T: Default + Eq + Hash> Default for Numbered<T> {
    fn default() -> Self {
        Self(IndexSet::from([T::default()]))
    }
}

impl<T: Eq + Hash> Numbered<T> {
    fn number_of(&mut self, thing: T) -> u32 {
        u32::try_from(self.0.insert_full(thing).0).unwrap_or(u32::MAX)
    }

    pub fn get(&self, number: u32) -> Option<&T> {
        self.0.get_index(number as usize)
    }

    /// How many numbers there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// In the order of their numbers.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl Numbered<String> {
    pub fn number(&mut self, name: &str) -> u32 {
        self.find(name).unwrap_or_else(|| self.number_of(name.to_owned()))
    }

    /// The number of a name, if it has one.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.0.get_index_of(name).and_then(|number| u32::try_from(number).ok())
    }
}

/// All numbers of one index.
#[derive(Default)]
pub struct Lexicon {
    /// Paths of categories.
    pub categories: Numbered<String>,
    pub places: Numbered<String>,
    pub makers: Numbered<String>,
    pub said: Texts,
    /// Whose goods they are.
    pub holders: Numbered<u128>,
}

impl Lexicon {
    pub fn holder(&mut self, name: &str) -> u32 {
        self.holders.number_of(Uuid::try_parse(name).unwrap_or_default().as_u128())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_has_one_number() {
        let mut names = Numbered::<String>::default();
        assert_eq!(["food", "craft", "food", ""].map(|name| names.number(name)), [1, 2, 1, 0]);
        assert_eq!((names.find("craft"), names.find("tea")), (Some(2), None));
        assert_eq!(names.get(2).map(String::as_str), Some("craft"));
    }
}
