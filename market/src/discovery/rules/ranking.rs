//! The formula that orders goods: how well the words match, times what the shop's work, the goods' newness and a usual price add.
//! Whole numbers throughout, so that a place can be reckoned again anywhere. Whoever changes an order changes
//! [`FORMULA_VERSION`](super::super::types::FORMULA_VERSION) too.

use crate::discovery::types::{
    Boost, Ground, PlaceKind, Quality, RankingNumber, Reason, SearchSettings, ShopSize, Standing, Terms,
};
use crate::kernel::{Span, Timestamp};

/// A match that is worth one.
pub const TEXT_ONE: u64 = 1 << 20;
/// More than any match is worth: what is multiplied below stays far from the end of the numbers.
const TEXT_MAX: u64 = 1 << 40;
const THOUSAND: i64 = 1_000;
/// Percent of thousandths.
const HUNDRED_PERCENT: u64 = 100_000;

/// A part of the quality of a shop's work, as the formula reckons with it and the rules' page tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QualityPart {
    /// What it weighs, in hundredths.
    pub weight: u64,
    /// What is usual, in thousandths.
    pub usual: i64,
    /// As how many orders or cases that counts: a shop with two good days does not pass one with two hundred, and one with a single
    /// mishap does not fall to the end.
    pub counts_as: i64,
}

/// Sends within a day.
pub const SHIPS: QualityPart = QualityPart { weight: 30, usual: 500, counts_as: 10 };
/// Sells without money going back.
pub const KEEPS: QualityPart = QualityPart { weight: 40, usual: 950, counts_as: 20 };
/// Answers cases, within [`ANSWER_HOURS`].
pub const ANSWERS: QualityPart = QualityPart { weight: 10, usual: 500, counts_as: 5 };
/// A case counts as answered where the shop answers it in so many hours from when it was asked.
pub const ANSWER_HOURS: i64 = 24;
/// What buyers say: nobody can yet, so that everybody's is the usual one.
pub const REVIEWS: QualityPart = QualityPart { weight: 20, usual: 800, counts_as: 0 };

/// From where on a term is good enough to be a reason.
const SHIPS_GOOD: u16 = 700;
const KEEPS_GOOD: u16 = 970;
const FRESH_GOOD: u16 = 700;
const FIT_GOOD: u16 = 850;
/// Reasons beside the drawn place and the word that matched.
const REASONS_MAX: usize = 2;

impl QualityPart {
    /// A Bayesian mean: what was seen, together with what is usual.
    fn with(&self, good: i64, all: i64) -> u16 {
        let all = all.max(0);
        let good = good.clamp(0, all);
        let usual = self.usual.saturating_mul(self.counts_as);
        thousandths(good.saturating_mul(THOUSAND).saturating_add(usual) / all.saturating_add(self.counts_as).max(1))
    }
}

fn thousandths(value: i64) -> u16 {
    u16::try_from(value.clamp(0, THOUSAND)).unwrap_or(0)
}

/// How a shop works, by what is known of it.
#[must_use]
pub fn quality(standing: &Standing) -> Quality {
    Quality {
        ships: SHIPS.with(standing.shipped_fast, standing.orders),
        keeps: KEEPS.with(standing.orders.saturating_sub(standing.troubled), standing.orders),
        answers: ANSWERS.with(standing.answered, standing.cases),
        reviews: thousandths(REVIEWS.usual),
    }
}

/// The parts of the quality as one, in thousandths.
#[must_use]
pub fn overall(quality: &Quality) -> u64 {
    let part = |value: u16, part: QualityPart| u64::from(value) * part.weight;
    let sum =
        part(quality.ships, SHIPS) + part(quality.keeps, KEEPS) + part(quality.answers, ANSWERS) + part(quality.reviews, REVIEWS);
    sum / 100
}

/// How new goods are: all of it in the first moment, half of it after so many days, a third after twice as many.
#[must_use]
pub fn freshness(published_at: Timestamp, at: Timestamp, half_days: i64) -> u16 {
    let half = Span::days(half_days.max(1)).millis();
    let age = at.millis().saturating_sub(published_at.millis()).max(0);
    thousandths(half.saturating_mul(THOUSAND) / half.saturating_add(age).max(1))
}

/// How usual a price is beside the middle price of its category, in thousandths: neither the cheap nor the dear is put forward for
/// it. None where nobody knows what is usual.
#[must_use]
pub fn price_fit(price_minor: i64, usual_minor: Option<i64>) -> Option<u16> {
    let usual = usual_minor.filter(|usual| *usual > 0 && price_minor > 0)?;
    Some(thousandths(price_minor.min(usual).saturating_mul(THOUSAND) / price_minor.max(usual)))
}

/// How good a place is earned: the match, and in percent of it what the others add.
#[must_use]
pub fn score(terms: &Terms, settings: &SearchSettings) -> u64 {
    score_of(terms.text, added(terms, settings))
}

/// The same of a match, and of what the other terms [add](added).
#[must_use]
pub fn score_of(text: u64, added: u64) -> u64 {
    text.min(TEXT_MAX) * (HUNDRED_PERCENT + added) / HUNDRED_PERCENT
}

/// What the terms other than the match add, in thousandths of a percent of it: the same for every search, as long as the turn is.
#[must_use]
pub fn added(terms: &Terms, settings: &SearchSettings) -> u64 {
    additions(terms, settings).into_iter().map(|(_, added)| added).sum()
}

/// What each term adds, in thousandths of a percent of the match.
fn additions(terms: &Terms, settings: &SearchSettings) -> [(RankingNumber, u64); 3] {
    let percent = |number| settings.number(number).unsigned_abs();
    let of = |number, thousandths| (number, percent(number) * thousandths);
    [
        of(RankingNumber::Quality, overall(&terms.quality)),
        of(RankingNumber::Freshness, u64::from(terms.freshness)),
        // Where nobody knows what is usual, no price is held against anybody.
        of(RankingNumber::PriceFit, u64::from(terms.price_fit.unwrap_or_else(|| thousandths(THOUSAND)))),
    ]
}

/// How large a shop is: by the age of its holder's oldest shop and by what the holder has sold, so that neither goods nor shops that
/// are begun anew make anybody new.
#[must_use]
pub fn shop_size(held_since: Timestamp, sales: i64, at: Timestamp, settings: &SearchSettings) -> ShopSize {
    let days = settings.number(RankingNumber::NewDays);
    if at.millis().saturating_sub(held_since.millis()) < Span::days(days).millis() {
        ShopSize::New
    } else if sales < settings.number(RankingNumber::SmallSales) {
        ShopSize::Small
    } else {
        ShopSize::Established
    }
}

/// As which size a place is counted: what was drawn was drawn for a new or a small shop, though it may have sold enough since.
#[must_use]
pub const fn counted_size(place: PlaceKind, size: ShopSize) -> ShopSize {
    match (place, size) {
        (PlaceKind::Rotating, ShopSize::Established) => ShopSize::Small,
        _ => size,
    }
}

/// The few reasons for a place, out of the terms that made it: the draw, the word, and then what added most and is good. Where there is
/// nothing of all that, why the goods are in the list at all.
#[must_use]
pub fn reasons(
    (place, size): (PlaceKind, ShopSize),
    word: Option<(Boost, String)>,
    ground: Ground,
    terms: &Terms,
    settings: &SearchSettings,
) -> Vec<Reason> {
    let mut reasons = match place {
        PlaceKind::Rotating => vec![Reason::Drawn(size)],
        PlaceKind::Paid => vec![Reason::Paid],
        PlaceKind::Ranked | PlaceKind::Newest | PlaceKind::Best | PlaceKind::Sorted => Vec::new(),
    };
    reasons.extend(word.map(|(boost, word)| Reason::Says(boost, word)));
    let quality = settings.number(RankingNumber::Quality).unsigned_abs();
    let [_, (_, fresh), (_, fit)] = additions(terms, settings);
    let ships = quality * SHIPS.weight * u64::from(terms.quality.ships) / 100;
    let keeps = quality * KEEPS.weight * u64::from(terms.quality.keeps) / 100;
    let mut others = [
        (ships, terms.quality.ships >= SHIPS_GOOD, Reason::Ships),
        (keeps, terms.quality.keeps >= KEEPS_GOOD, Reason::Keeps),
        (fresh, terms.freshness >= FRESH_GOOD, Reason::Fresh),
        (fit, terms.price_fit >= Some(FIT_GOOD), Reason::PriceFits),
    ];
    others.sort_by_key(|(added, ..)| std::cmp::Reverse(*added));
    let good = others.into_iter().filter(|(added, is_good, _)| *added > 0 && *is_good);
    reasons.extend(good.map(|(_, _, reason)| reason).take(REASONS_MAX));
    if reasons.is_empty() {
        reasons.push(Reason::Only(ground));
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_465_800_000);

    fn terms() -> Terms {
        Terms { text: TEXT_ONE, quality: quality(&Standing::default()), freshness: 500, price_fit: Some(1_000) }
    }

    #[test]
    fn little_knowledge_stays_near_what_is_usual() {
        let of = |orders, shipped_fast, troubled| quality(&Standing { orders, shipped_fast, troubled, ..Standing::default() });
        let unknown = of(0, 0, 0);
        assert_eq!((unknown.ships, unknown.keeps, unknown.answers, unknown.reviews), (500, 950, 500, 800));
        assert_eq!(of(2, 2, 0).ships, 583, "two good days");
        assert_eq!(of(200, 200, 0).ships, 976, "two hundred");
        assert_eq!(of(1, 1, 1).keeps, 904, "one mishap");
        assert_eq!(of(100, 50, 50).keeps, 575);
        assert_eq!(of(-5, 9, 9), of(0, 0, 0), "counts that cannot be count for nothing");
    }

    #[test]
    fn a_match_counts_most_and_the_rest_adds_to_it() {
        let settings = SearchSettings::default();
        let usual = score(&terms(), &settings);
        let best = Terms {
            quality: Quality { ships: 1_000, keeps: 1_000, answers: 1_000, reviews: 1_000 },
            freshness: 1_000,
            ..terms()
        };
        let worst = Terms {
            quality: Quality { ships: 0, keeps: 0, answers: 0, reviews: 0 },
            freshness: 0,
            price_fit: Some(0),
            ..terms()
        };
        assert_eq!(score(&worst, &settings), TEXT_ONE);
        assert_eq!(score(&best, &settings), TEXT_ONE * 130 / 100);
        assert!(usual > score(&worst, &settings) && usual < score(&best, &settings));
        let better_match = Terms { text: TEXT_ONE * 131 / 100, ..worst };
        assert!(score(&better_match, &settings) > score(&best, &settings));
        assert!(score(&Terms { text: u64::MAX, ..best }, &settings) > score(&best, &settings), "no match is too large");
    }

    #[test]
    fn newness_and_price() {
        let days = |days| freshness(NOW.before(Span::days(days)), NOW, 30);
        assert_eq!((days(0), days(30), days(60), days(-5)), (1_000, 500, 333, 1_000));
        assert_eq!(
            (price_fit(2_000, Some(4_000)), price_fit(8_000, Some(4_000)), price_fit(4_000, Some(4_000))),
            (Some(500), Some(500), Some(1_000))
        );
        assert_eq!((price_fit(5, None), price_fit(0, Some(5)), price_fit(5, Some(0))), (None, None, None));
        let (unknown, settings) = (Terms { price_fit: None, ..terms() }, SearchSettings::default());
        assert_eq!(added(&unknown, &settings), added(&terms(), &settings), "no price is held against anybody");
    }

    #[test]
    fn who_is_new_and_who_is_small() {
        let settings = SearchSettings::default();
        let of = |days, sales| shop_size(NOW.before(Span::days(days)), sales, NOW, &settings);
        assert_eq!(of(89, 500), ShopSize::New);
        assert_eq!(of(90, 19), ShopSize::Small);
        assert_eq!(of(90, 20), ShopSize::Established);
        let counted = |place| ShopSize::ALL.map(|size| counted_size(place, size));
        assert_eq!(counted(PlaceKind::Newest), ShopSize::ALL);
        assert_eq!(counted(PlaceKind::Rotating), [ShopSize::New, ShopSize::Small, ShopSize::Small], "nobody else is drawn");
    }

    #[test]
    fn reasons_come_from_the_terms() {
        let settings = SearchSettings::default();
        let word = Some((Boost::Title, "腊肉".to_owned()));
        let good = Terms { quality: Quality { ships: 900, keeps: 990, answers: 500, reviews: 800 }, freshness: 900, ..terms() };
        let ranked = (PlaceKind::Ranked, ShopSize::Established);
        let told = reasons((PlaceKind::Rotating, ShopSize::New), word.clone(), Ground::Words, &good, &settings);
        let says = Reason::Says(Boost::Title, "腊肉".to_owned());
        assert_eq!(told, [Reason::Drawn(ShopSize::New), says.clone(), Reason::Keeps, Reason::Ships]);
        let plain = Terms { freshness: 100, price_fit: Some(100), ..terms() };
        assert_eq!(reasons(ranked, word, Ground::Words, &plain, &settings), [says]);
        let without = SearchSettings { ranking: vec![(RankingNumber::Quality, 0)], ..SearchSettings::default() };
        let told = reasons(ranked, None, Ground::Category, &good, &without);
        assert_eq!(told, [Reason::PriceFits, Reason::Fresh], "what counts for nothing is no reason");
        assert_eq!(reasons((PlaceKind::Paid, ShopSize::New), None, Ground::Words, &plain, &settings), [Reason::Paid]);
    }

    #[test]
    fn a_price_is_said_to_be_usual_only_where_that_is_known() {
        let told = |price_fit| {
            let terms = Terms { price_fit, freshness: 100, ..terms() };
            reasons((PlaceKind::Ranked, ShopSize::Established), None, Ground::Category, &terms, &SearchSettings::default())
        };
        assert_eq!(told(Some(1_000)), [Reason::PriceFits]);
        assert_eq!(told(None), [Reason::Only(Ground::Category)], "it counts, and nobody knows it");
    }

    #[test]
    fn what_nothing_puts_forward_is_told_why_it_is_in_the_list() {
        // A usual shop, goods of two weeks ago, and half of the usual price.
        let terms = Terms { freshness: freshness(NOW.before(Span::days(14)), NOW, 30), price_fit: Some(500), ..terms() };
        for ground in Ground::ALL {
            let told = reasons((PlaceKind::Ranked, ShopSize::Established), None, ground, &terms, &SearchSettings::default());
            assert_eq!(told, [Reason::Only(ground)]);
        }
    }
}
