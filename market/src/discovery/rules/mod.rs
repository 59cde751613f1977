//! What a typed search and an address mean, how goods are ranked and a page is filled, what an operator may set of search, and which
//! story the home page tells today.

mod draw;
mod filter;
mod page;
mod ranking;
mod settings;

pub use draw::{Draw, Seed, Turn, in_order};
pub use filter::{ATTRIBUTES_ASKED_MAX, AskedFilter, attribute_filters, search_filter};
pub use page::{DRAWN_MAX, Filled, Ranked, Ticket, ToFill, Used, fill};
pub use ranking::{TEXT_ONE, added, freshness, overall, price_fit, quality, reasons, score, score_of, shop_size};
pub use settings::{SettingsError, check_settings};

use super::types::SearchWords;
use crate::kernel::{Dimension, Timestamp, Unit, clean_line};

/// A sentence that somebody pastes by mistake is cut here.
const SEARCH_CHARS_MAX: usize = 100;
/// Each word is one more condition of the query.
const SEARCH_WORDS_MAX: usize = 6;
/// A story changes at midnight where the market is.
const ZONE_MINUTES: i64 = 480;
const DAY_MILLIS: i64 = 86_400_000;

/// The words of a typed search; none where nothing readable was typed. What is beyond the limits is left out.
#[must_use]
pub fn search_words(typed: &str) -> Option<SearchWords> {
    let short: String = typed.chars().take(SEARCH_CHARS_MAX).collect();
    let line = clean_line(&short, SEARCH_CHARS_MAX).ok()?;
    let words: Vec<String> = line.split(' ').take(SEARCH_WORDS_MAX).map(str::to_owned).collect();
    (!words.is_empty()).then_some(SearchWords(words))
}

/// What a kilogram, a litre, a metre or a piece costs, so that goods of unlike packing can be compared. Rounded half up.
#[must_use]
pub fn unit_price(price_minor: i64, price_per: i64, unit: Unit) -> i64 {
    let whole = if unit.dimension() == Dimension::Piece { 1 } else { 1_000 };
    let (price, per) = (i128::from(price_minor), i128::from(price_per.max(1)));
    let rounded = price.saturating_mul(whole).saturating_mul(2).saturating_add(per).div_euclid(per.saturating_mul(2));
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// Which of `count` shops tells its story today: each in turn, a day each, so that nobody has to be chosen.
#[must_use]
pub fn turn(count: i64, now: Timestamp) -> Option<i64> {
    let day = now.millis().saturating_add(ZONE_MINUTES * 60_000).div_euclid(DAY_MILLIS);
    (count > 0).then(|| day.rem_euclid(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Span;

    #[test]
    fn a_search_is_made_of_words() {
        let words = |typed: &str| search_words(typed).map(|words| words.words().join("|"));
        assert_eq!(words("  salted\tpork \n"), Some("salted|pork".to_owned()));
        assert_eq!(words("腊肉"), Some("腊肉".to_owned()));
        assert_eq!(words(" \0\u{200B} "), None);
        assert_eq!(words("a b c d e f g h"), Some("a|b|c|d|e|f".to_owned()));
        assert_eq!(words(&"长".repeat(5_000)).map(|word| word.chars().count()), Some(SEARCH_CHARS_MAX));
    }

    #[test]
    fn prices_are_compared_by_the_kilogram() {
        assert_eq!(unit_price(4_580, 500, Unit::Gram), 9_160);
        assert_eq!(unit_price(2_000, 500, Unit::Jin), 4_000);
        assert_eq!(unit_price(1_999, 1, Unit::Piece), 1_999);
        assert_eq!(unit_price(1, 3, Unit::Gram), 333);
        assert_eq!(unit_price(i64::MAX, 1, Unit::Gram), i64::MAX);
    }

    #[test]
    fn every_shop_has_its_day() {
        let start = Timestamp::from_millis(1_795_465_800_000);
        let days: Vec<_> = (0..4).map(|day| turn(3, start.after(Span::days(day)))).collect();
        assert_eq!(days.iter().flatten().collect::<std::collections::BTreeSet<_>>().len(), 3);
        assert_eq!(days.first(), days.last());
        assert_eq!(turn(0, start), None);
    }
}
