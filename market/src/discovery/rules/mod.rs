//! What a typed search and an address mean, how goods are ranked and a page is filled, what a draw is made for, what an operator may set of search, which goods
//! stand on the home page, and which story it tells today.

mod draw;
mod filter;
#[cfg(test)]
mod formula_tests;
mod home;
mod page;
mod question;
mod ranking;
mod settings;

pub use draw::{Draw, GOODS_ASKED_MAX, Seed, Turn, TurnLength, in_order, past_turns};
pub use filter::{ATTRIBUTES_ASKED_MAX, AskedAttributes, AskedFilter, NAMES_ASKED_MAX, attribute_filters, search_filter};
pub use home::{
    HOME_GOODS_LOOKED_AT, HOME_GOODS_OF_LOOK, HOME_GOODS_OF_SELLER, HOME_LOOKS_BACK_HOURS, HOME_UNCHECKED_ONE_OF, Seller,
    home_goods, home_shops,
};
pub use page::{DRAWN_MAX, Filled, PageDraw, Ranked, Ticket, ToFill, fill, kept};
pub use question::{question, search_of};
pub use ranking::{
    ANSWER_HOURS, ANSWERS, KEEPS, QualityPart, REVIEWS, SHIPS, TEXT_ONE, added, counted_size, freshness, overall, price_fit,
    quality, reasons, score, score_of, shop_size,
};
pub use settings::{SettingsError, changed, check_settings};

use super::types::SearchWords;
use crate::kernel::{Dimension, Timestamp, Unit, clean_line};
use sha2::{Digest, Sha256};

/// Characters of a search that count: a sentence that somebody pastes by mistake is cut here.
pub const SEARCH_CHARS_MAX: usize = 100;
/// Words of a search that count, parted by spaces: each is one more condition of the query.
pub const SEARCH_WORDS_MAX: usize = 6;
/// Stretches of one script, of letters or of digits that count, which an index parts words into (`茶,红茶`): each is a condition, too.
pub const SEARCH_RUNS_MAX: usize = 12;
/// Chinese characters of one such stretch that count.
pub const SEARCH_HAN_MAX: usize = 24;
/// A story changes at midnight where the market is.
const ZONE_MINUTES: i64 = 480;
const DAY_MILLIS: i64 = 86_400_000;
/// Shops that are looked at for the newest on the home page, of those that are approved and of the others, and for the story of a day, so
/// that both cost the same however many there are; so many that there is a story every day, although few write any.
pub const HOME_SHOPS_MAX: i64 = 2_000;

/// Why some of what was typed does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchCut {
    /// There are more words than [`SEARCH_WORDS_MAX`].
    Words,
    /// There are more characters than [`SEARCH_CHARS_MAX`].
    Characters,
}

/// The words of a typed search; none where nothing readable was typed. What is beyond the limits is left out, and [`search_cut`]
/// tells why.
#[must_use]
pub fn search_words(typed: &str) -> Option<SearchWords> {
    let line = search_line(typed)?;
    let words: Vec<String> = line.split(' ').take(SEARCH_WORDS_MAX).map(str::to_owned).collect();
    (!words.is_empty()).then_some(SearchWords(words))
}

/// Why [`search_words`] leaves something out; none where everything counts, or nothing is a search.
#[must_use]
pub fn search_cut(typed: &str) -> Option<SearchCut> {
    let line = search_line(typed)?;
    if line.split(' ').count() > SEARCH_WORDS_MAX {
        return Some(SearchCut::Words);
    }
    let rest: String = typed.trim_start().chars().skip(SEARCH_CHARS_MAX).collect();
    clean_line(&rest, usize::MAX).is_ok().then_some(SearchCut::Characters)
}

/// As many characters as count, as one line. Blanks before them are none of these.
fn search_line(typed: &str) -> Option<String> {
    let short: String = typed.trim_start().chars().take(SEARCH_CHARS_MAX).collect();
    clean_line(&short, SEARCH_CHARS_MAX).ok()
}

/// What a kilogram, a litre, a metre or a piece costs, so that goods of unlike packing can be compared. Rounded half up.
#[must_use]
pub fn unit_price(price_minor: i64, price_per: i64, unit: Unit) -> i64 {
    let whole = if unit.dimension() == Dimension::Piece { 1 } else { 1_000 };
    let (price, per) = (i128::from(price_minor), i128::from(price_per.max(1)));
    let rounded = price.saturating_mul(whole).saturating_mul(2).saturating_add(per).div_euclid(per.saturating_mul(2));
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// By what a day chooses the shop that tells its story on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryDay {
    /// Counted from 1970: of the shops that are looked at, each has its turn, a day each, so that nobody has to be chosen.
    pub day: i64,
    /// From which digest of an identity on they are looked at, where there are more than [`HOME_SHOPS_MAX`]. Digests lie evenly, so
    /// that no shop is looked at more often than another.
    pub from: Vec<u8>,
}

/// By what the day of this moment chooses.
#[must_use]
pub fn story_day(now: Timestamp) -> StoryDay {
    let day = now.millis().saturating_add(ZONE_MINUTES * 60_000).div_euclid(DAY_MILLIS);
    StoryDay { day, from: Sha256::digest(day.to_be_bytes()).to_vec() }
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
        assert_eq!(words(&format!("{}tea", " \u{3000}\n".repeat(50))), Some("tea".to_owned()), "after however many blanks");
        assert_eq!(words(&"长".repeat(5_000)).map(|word| word.chars().count()), Some(SEARCH_CHARS_MAX));
    }

    #[test]
    fn what_is_cut_of_a_search_is_known() {
        let full = "长".repeat(SEARCH_CHARS_MAX);
        let behind_blanks = format!("{}{full}", " ".repeat(SEARCH_CHARS_MAX));
        for whole in ["", "tea", "a b c d e f", " a  b c d e\tf \n", &full, &format!("{full} \0\n"), &behind_blanks] {
            assert_eq!(search_cut(whole), None, "{whole:?}");
        }
        assert_eq!(search_cut("a b c d e f g"), Some(SearchCut::Words));
        assert_eq!(search_cut(&format!("{full}短")), Some(SearchCut::Characters));
        assert_eq!(search_cut(&"ab ".repeat(5_000)), Some(SearchCut::Words), "the words are fewer");
        assert_eq!(search_cut(&"\0".repeat(5_000)), None, "nothing is asked for");
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
    fn a_day_begins_at_midnight_where_the_market_is() {
        let midnight = Timestamp::from_millis(1_795_449_600_000);
        assert_eq!((midnight.civil(ZONE_MINUTES).hour, midnight.civil(ZONE_MINUTES).minute), (0, 0));
        let (before, at) = (story_day(midnight.before(Span::millis_of(1))), story_day(midnight));
        assert_eq!((at.day, story_day(midnight.after(Span::hours(23)))), (before.day.saturating_add(1), at.clone()));
        assert_ne!(before.from, at.from);
        assert_eq!(at.from.len(), 32, "as long as the digests of identities");
    }
}
