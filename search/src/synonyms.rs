//! Words that mean the same, as an operator set them, ready to be looked up while a search is read.

use crate::edition;
use crate::text::plain;
use market::discovery::rules::Turn;
use market::discovery::{Boost, RankingNumber, SearchSettings};
use market::kernel::Timestamp;
use std::collections::HashMap;

/// Runs of a search that one phrase may cover.
pub const PHRASE_RUNS_MAX: usize = 5;

/// What an operator set, in the form that searches use.
#[derive(Clone, Debug, Default)]
pub struct Tuned {
    settings: SearchSettings,
    groups: HashMap<String, Vec<String>>,
    /// Another one for each time that something was set.
    edition: u64,
}

impl Tuned {
    pub fn new(settings: SearchSettings) -> Self {
        let mut groups: HashMap<String, Vec<String>> = HashMap::new();
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
}
