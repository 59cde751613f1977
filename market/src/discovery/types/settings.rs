//! What an operator sets of search.

use super::RankingNumber;
use crate::kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// What a match weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Boost {
    /// A word of the title.
    Title,
    /// The name of its category.
    Kind,
    /// Maker, place, shop, choices and description.
    About,
    /// The same characters in a row.
    Phrase,
    /// Spelled in Pinyin.
    Pinyin,
    /// The first letters of the Pinyin.
    Initials,
    /// Spelled nearly like it.
    Typo,
    /// Another word for it.
    Synonym,
}

impl Boost {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] =
        [Self::Title, Self::Kind, Self::About, Self::Phrase, Self::Pinyin, Self::Initials, Self::Typo, Self::Synonym];

    /// The name in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Kind => "kind",
            Self::About => "about",
            Self::Phrase => "phrase",
            Self::Pinyin => "pinyin",
            Self::Initials => "initials",
            Self::Typo => "typo",
            Self::Synonym => "synonym",
        }
    }
    /// What counts where nobody set anything, in hundredths.
    #[must_use]
    pub const fn default_hundredths(self) -> i64 {
        match self {
            Self::Title => 400,
            Self::Kind => 200,
            Self::About => 60,
            Self::Phrase => 300,
            Self::Pinyin => 150,
            Self::Initials => 50,
            Self::Typo => 50,
            Self::Synonym => 80,
        }
    }
}

/// What an operator sets: words that mean the same, and what matches weigh.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchSettings {
    /// Groups of words that mean the same; a word may be a phrase.
    pub synonyms: Vec<Vec<String>>,
    /// Weights that differ from the usual ones, in hundredths.
    pub boosts: Vec<(Boost, i64)>,
    /// Numbers of the ranking that differ from the usual ones.
    #[serde(default)]
    pub ranking: Vec<(RankingNumber, i64)>,
}

impl SearchSettings {
    /// The weight of a match, in hundredths.
    #[must_use]
    pub fn hundredths(&self, boost: Boost) -> i64 {
        self.boosts.iter().find(|(set, _)| *set == boost).map_or_else(|| boost.default_hundredths(), |(_, value)| *value)
    }
    /// A number of the ranking.
    #[must_use]
    pub fn number(&self, number: RankingNumber) -> i64 {
        self.ranking.iter().find(|(set, _)| *set == number).map_or_else(|| number.default_value(), |(_, value)| *value)
    }
    /// The same with every weight and every number named, so that they stay what they are though others become the usual ones.
    #[must_use]
    pub fn in_full(&self) -> Self {
        Self {
            synonyms: self.synonyms.clone(),
            boosts: Boost::ALL.map(|boost| (boost, self.hundredths(boost))).to_vec(),
            ranking: RankingNumber::ALL.map(|number| (number, self.number(number))).to_vec(),
        }
    }
}

/// Something that an operator set anew: what it was, and what it is since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A number of the ranking.
    Number(RankingNumber, [i64; 2]),
    /// The weight of a match, in hundredths.
    Weight(Boost, [i64; 2]),
    /// Groups of words that mean the same, by how many they are; as many as before where others stand in them.
    Synonyms([usize; 2]),
}

/// What an operator set anew at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsChange {
    /// Since when it counts.
    pub at: Timestamp,
    /// At least one.
    pub changed: Vec<Changed>,
}
