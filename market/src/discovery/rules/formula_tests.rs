//! The formula of this version, held by its scores. Whoever makes an order another one changes a score here, and must raise
//! `FORMULA_VERSION`: people and programs are told by it that places are reckoned otherwise.

use super::{ANSWER_HOURS, TEXT_ONE, freshness, price_fit, quality, score};
use crate::discovery::types::{FORMULA_VERSION, SearchSettings, Standing, Terms};
use crate::kernel::{Span, Timestamp};

const NOW: Timestamp = Timestamp::from_millis(1_795_465_800_000);

/// The score of goods, with the numbers that count where nobody set any: a match, what is known of the shop, how many days ago they came,
/// their price, and what is usual.
fn score_of(text: u64, standing: Standing, days: i64, price: i64, usual: Option<i64>) -> u64 {
    let freshness = freshness(NOW.before(Span::days(days)), NOW, 30);
    let terms = Terms { text, quality: quality(&standing), freshness, price_fit: price_fit(price, usual) };
    score(&terms, &SearchSettings::default())
}

#[test]
fn another_formula_is_another_version() {
    let unknown = Standing::default();
    let good = Standing { orders: 200, shipped_fast: 200, troubled: 0, cases: 4, answered: 4, sales: 500 };
    let bad = Standing { orders: 100, shipped_fast: 50, troubled: 50, cases: 60, answered: 6, sales: 500 };
    let scores = [
        // Quality 740, newness 1000, price 1000: 24.8 % more than the match.
        score_of(TEXT_ONE, unknown, 0, 4_000, Some(4_000)),
        // Quality 923, newness 500, price 750: 24.71 %.
        score_of(3 * TEXT_ONE, good, 30, 3_000, Some(4_000)),
        // Quality 553, newness 90, price 500: 14.01 %.
        score_of(TEXT_ONE / 2, bad, 300, 8_000, Some(4_000)),
        // Quality 740, newness 333, a price beside which nothing is usual: 21.465 %.
        score_of(TEXT_ONE, unknown, 60, 4_000, None),
    ];
    assert_eq!(
        (FORMULA_VERSION, ANSWER_HOURS, scores),
        (4, 24, [1_308_622, 3_923_037, 597_740, 1_273_652]),
        "goods are ordered otherwise than before: raise FORMULA_VERSION, say so in docs/decisions/0018 and in the changelog, and \
         only then write the new version and its scores here"
    );
}
