//! Words that mean the same, as an operator set them, ready to be looked up while a search is read.

use crate::edition;
use crate::text::plain;
use market::discovery::rules::Turn;
use market::discovery::{Boost, RankingNumber, SearchSettings};
use market::kernel::Timestamp;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Runs of a search that one phrase may cover.
pub const PHRASE_RUNS_MAX: usize = 5;

/// What an operator set, in the form that searches use.
#[derive(Clone, Debug, Default)]
pub struct Tuned {
    settings: SearchSettings,
    /// In their order, so that those that begin alike stand together.
    groups: BTreeMap<String, Vec<String>>,
    /// Another one for each time that something was set.
    edition: u64,
}

impl Tuned {
    pub fn new(settings: SearchSettings) -> Self {
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for group in &settings.synonyms {
            let words: Vec<String> = group.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
            for word in &words {
                let others = words.iter().filter(|other| *other != word).cloned();
                groups.entry(word.clone()).or_default().extend(others);
            }
        }
        Self { settings, groups, edition: edition::next() }
    }

    pub fn edition(&self) -> u64 {
        self.edition
    }

    pub fn settings(&self) -> &SearchSettings {
        &self.settings
    }

    /// The turn of this moment.
    pub fn turn(&self, now: Timestamp) -> Turn {
        Turn::at(now, self.settings.number(RankingNumber::TurnHours))
    }

    /// The weight of a match.
    pub fn weight(&self, boost: Boost) -> f32 {
        // At most 10,000 hundredths: exact.
        self.settings.hundredths(boost) as f32 / 100.0
    }

    /// Whether any word has others.
    pub fn has_synonyms(&self) -> bool {
        !self.groups.is_empty()
    }

    /// Other words for a phrase; none for most.
    pub fn of(&self, phrase: &str) -> &[String] {
        self.groups.get(phrase).map_or(&[], Vec::as_slice)
    }

    /// Other words for the phrases that begin like this and go on.
    pub fn of_begun<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = &'a String> {
        let from = (Bound::Excluded(beginning), Bound::Unbounded);
        let begun = self.groups.range::<str, _>(from).take_while(move |(phrase, _)| phrase.starts_with(beginning));
        begun.flat_map(|(_, others)| others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_others_of_its_groups() {
        let groups = [["腊肉", "Salted  Pork"], ["腊肉", "bacon"]].map(|group| group.map(str::to_owned).to_vec());
        let tuned = Tuned::new(SearchSettings { synonyms: groups.to_vec(), ..SearchSettings::default() });
        assert_eq!(tuned.of("腊肉"), ["salted pork", "bacon"]);
        assert_eq!(tuned.of("salted pork"), ["腊肉"]);
        assert!(tuned.of("tea").is_empty());
    }

    #[test]
    fn a_phrase_is_begun_by_its_beginning_and_not_by_itself() {
        let groups = [["salted pork", "腊肉"], ["salt", "盐"], ["salad", "沙拉"]].map(|group| group.map(str::to_owned).to_vec());
        let tuned = Tuned::new(SearchSettings { synonyms: groups.to_vec(), ..SearchSettings::default() });
        let begun = |beginning: &str| tuned.of_begun(beginning).cloned().collect::<Vec<_>>();
        assert_eq!(begun("sal"), ["沙拉", "盐", "腊肉"]);
        assert_eq!(begun("salt"), ["腊肉"]);
        assert_eq!(begun("salted po"), ["腊肉"]);
        assert_eq!(begun("腊"), ["salted pork"]);
        for nothing in ["salted pork", "tea", "t", "腊味", "\u{10FFFF}"] {
            assert!(begun(nothing).is_empty(), "{nothing}");
        }
    }
}
