//! What an operator may set of search.

use crate::discovery::types::{Boost, Changed, RankingNumber, SearchSettings};
use crate::kernel::limits::NAME_CHARS_MAX;
use crate::kernel::{AmountError, clean_line, parse_decimal};

/// Groups of words; a market's own list, not a dictionary.
const GROUPS_MAX: usize = 500;
/// Each word of a group is one more way to match the others.
const GROUP_WORDS_MAX: usize = 12;
/// A match that weighs more than this is the only one that counts.
const BOOST_HUNDREDTHS_MAX: i64 = 10_000;
const HUNDREDTHS: i64 = 100;

/// Why settings are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// More groups than fit.
    TooManyGroups {
        /// As many fit.
        maximum: usize,
    },
    /// A line with fewer than two words, with too many, or with a word too long.
    BadGroup {
        /// The line, from 1.
        line: usize,
    },
    /// A weight that is no number from 0 to 100.
    BadBoost(Boost, AmountError),
    /// A number of the ranking that is no whole number within its range.
    BadNumber(RankingNumber),
}

/// Reads the settings: a group a line, its words parted by commas; weights as decimal numbers by the code of the match, numbers of
/// the ranking as whole ones by theirs. What is the usual one, or not named, is not kept.
///
/// # Errors
/// [`SettingsError`].
pub fn check_settings(synonyms: &str, numbers: &[(String, String)]) -> Result<SearchSettings, SettingsError> {
    let mut settings = SearchSettings::default();
    for (position, line) in synonyms.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        settings.synonyms.push(group(line).ok_or(SettingsError::BadGroup { line: position.saturating_add(1) })?);
    }
    if settings.synonyms.len() > GROUPS_MAX {
        return Err(SettingsError::TooManyGroups { maximum: GROUPS_MAX });
    }
    for boost in Boost::ALL {
        let Some((_, typed)) = numbers.iter().find(|(code, _)| code == boost.code()) else { continue };
        let value =
            parse_decimal(typed, HUNDREDTHS, BOOST_HUNDREDTHS_MAX).map_err(|error| SettingsError::BadBoost(boost, error))?;
        if value != boost.default_hundredths() {
            settings.boosts.push((boost, value));
        }
    }
    for number in RankingNumber::ALL {
        let Some((_, typed)) = numbers.iter().find(|(code, _)| code == number.code()) else { continue };
        let (least, most) = number.range();
        let value = parse_decimal(typed, 1, most).ok().filter(|value| *value >= least);
        let value = value.ok_or(SettingsError::BadNumber(number))?;
        if value != number.default_value() {
            settings.ranking.push((number, value));
        }
    }
    Ok(settings)
}

/// What other settings say otherwise, in the order in which it is shown: the numbers of the ranking, the weights, the words.
#[must_use]
pub fn changed(before: &SearchSettings, after: &SearchSettings) -> Vec<Changed> {
    let is_other = |[old, new]: [i64; 2]| old != new;
    let numbers = RankingNumber::ALL.into_iter().filter_map(|number| {
        let both = [before.number(number), after.number(number)];
        is_other(both).then_some(Changed::Number(number, both))
    });
    let weights = Boost::ALL.into_iter().filter_map(|boost| {
        let both = [before.hundredths(boost), after.hundredths(boost)];
        is_other(both).then_some(Changed::Weight(boost, both))
    });
    let groups = [before.synonyms.len(), after.synonyms.len()];
    let words = (before.synonyms != after.synonyms).then_some(Changed::Synonyms(groups));
    numbers.chain(weights).chain(words).collect()
}

fn group(line: &str) -> Option<Vec<String>> {
    let typed = line.split([',', '，', '、']).filter(|word| !word.trim().is_empty());
    let words: Vec<String> = typed.map(|word| clean_line(word, NAME_CHARS_MAX).ok()).collect::<Option<_>>()?;
    (2..=GROUP_WORDS_MAX).contains(&words.len()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_group() {
        let settings = check_settings("腊肉，salted pork, bacon\n\n 红薯、地瓜 \n", &[]).unwrap_or_default();
        assert_eq!(settings.synonyms, [vec!["腊肉", "salted pork", "bacon"], vec!["红薯", "地瓜"]]);
        assert_eq!(check_settings("alone", &[]), Err(SettingsError::BadGroup { line: 1 }));
        assert_eq!(check_settings("a, b\nc", &[]), Err(SettingsError::BadGroup { line: 2 }));
        let many = "a, b\n".repeat(GROUPS_MAX.saturating_add(1));
        assert_eq!(check_settings(&many, &[]), Err(SettingsError::TooManyGroups { maximum: GROUPS_MAX }));
    }

    #[test]
    fn weights_are_hundredths() {
        let typed = |code: &str, value: &str| [(code.to_owned(), value.to_owned())];
        let settings = check_settings("", &typed("title", "2.5")).unwrap_or_default();
        assert_eq!(settings.hundredths(Boost::Title), 250);
        assert_eq!(settings.hundredths(Boost::Kind), Boost::Kind.default_hundredths());
        assert_eq!(check_settings("", &typed("title", "4")), Ok(SearchSettings::default()), "the usual weight");
        assert!(matches!(check_settings("", &typed("typo", "-1")), Err(SettingsError::BadBoost(Boost::Typo, _))));
        assert!(matches!(check_settings("", &typed("typo", "101")), Err(SettingsError::BadBoost(Boost::Typo, _))));
    }

    #[test]
    fn numbers_of_the_ranking_have_their_range() {
        let typed = |number: RankingNumber, value: &str| [(number.code().to_owned(), value.to_owned())];
        let settings = check_settings("", &typed(RankingNumber::Slots, "3")).unwrap_or_default();
        assert_eq!((settings.number(RankingNumber::Slots), settings.number(RankingNumber::NewDays)), (3, 90));
        assert_eq!(check_settings("", &typed(RankingNumber::Slots, "2")), Ok(SearchSettings::default()), "the usual number");
        for (number, value) in [(RankingNumber::Slots, "9"), (RankingNumber::TurnHours, "0"), (RankingNumber::Quality, "1.5")] {
            assert_eq!(check_settings("", &typed(number, value)), Err(SettingsError::BadNumber(number)), "{value}");
        }
    }

    #[test]
    fn what_was_changed_is_told_from_what_to_what() {
        let usual = SearchSettings::default();
        let set = SearchSettings {
            synonyms: vec![vec!["腊肉".to_owned(), "bacon".to_owned()]],
            boosts: vec![(Boost::Title, 725)],
            ranking: vec![(RankingNumber::Slots, 0)],
        };
        let told =
            [Changed::Number(RankingNumber::Slots, [2, 0]), Changed::Weight(Boost::Title, [400, 725]), Changed::Synonyms([0, 1])];
        assert_eq!(changed(&usual, &set), told);
        assert_eq!(changed(&set, &usual).first(), Some(&Changed::Number(RankingNumber::Slots, [0, 2])), "and back again");
        let others = SearchSettings { synonyms: vec![vec!["茶".to_owned(), "tea".to_owned()]], ..set.clone() };
        assert_eq!(changed(&set, &others), [Changed::Synonyms([1, 1])], "as many, and other ones");
        let named = SearchSettings { ranking: vec![(RankingNumber::Slots, 2)], ..SearchSettings::default() };
        assert_eq!((changed(&set, &set), changed(&usual, &named)), (vec![], vec![]), "what is not named is the usual number");
    }
}
