//! Numbers for what many documents have in common: the same number in every segment, so that counts of several segments can be added
//! without their names. Numbers are given as long as an index is open and never taken back; a new index begins anew.

use crate::said::Texts;
use std::collections::HashMap;
use std::hash::Hash;
use uuid::Uuid;

/// Things by number. The first one is nothing: what no document has.
pub struct Numbered<T> {
    numbers: HashMap<T, u32>,
    all: Vec<T>,
}

impl<T: Clone + Default + Eq + Hash> Default for Numbered<T> {
    fn default() -> Self {
        Self { numbers: HashMap::from([(T::default(), 0)]), all: vec![T::default()] }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number_of(&mut self, thing: T) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(thing.clone()).or_insert_with(|| {
            self.all.push(thing);
            next
        })
    }

    pub fn get(&self, number: u32) -> Option<&T> {
        self.all.get(number as usize)
    }

    pub fn all(&self) -> &[T] {
        &self.all
    }
}

impl Numbered<String> {
    pub fn number(&mut self, name: &str) -> u32 {
        match self.numbers.get(name) {
            Some(number) => *number,
            None => self.number_of(name.to_owned()),
        }
    }

    /// The number of a name, if it has one.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
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
