//! Whatever somebody types in place of a search. Shared with the test of a million listings.

use market::testkit::HOSTILE;

/// Words that one search reads.
const READ: usize = 12;

/// Signs, other scripts, what somebody tries on a search box, and far too much of anything.
pub fn hostile() -> Vec<String> {
    let long = [
        "腊".repeat(10_000),
        "a".repeat(10_000),
        "xian".repeat(2_500),
        "la ".repeat(3_400),
        "腊a1".repeat(3_000),
        "\u{202E}\u{0}\u{FEFF}".repeat(3_000),
        "(((((".repeat(2_000),
        "𠀀𠀁𠀂".repeat(1_000),
        "é̀̂".repeat(2_000),
    ];
    HOSTILE.iter().map(|text| (*text).to_owned()).chain(long).collect()
}

/// A dozen searches, each of as many words as are read, all of which match loosely or not at all: errors in Pinyin and in English,
/// characters that sound alike, first letters. One word again and again matches far more than would be estimated of so many.
pub fn loose() -> Vec<String> {
    let words = ["larpu", "laruo", "narou", "辣肉", "gme", "chpis", "potatp", "chese", "tomatp", "popcrn", "lavendr"];
    let again = words.map(|word| [word; READ].join(","));
    let mixed = words[..4].iter().copied().cycle().take(READ).collect::<Vec<_>>().join(",");
    again.into_iter().chain([mixed]).collect()
}
