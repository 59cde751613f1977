//! What is promised in numbers: each budget once, for whoever measures it. A measurement hands its figures to a `Verdict`, which prints
//! them beside their bounds and is red where one is missed. Measures nothing itself, and nothing of the product knows it.
//!
//! docs/BENCHMARKS.md has a row for each, which a test of `cargo dev` compares with these.

use std::fmt::{self, Display, Formatter};

/// Which side of a number is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// This much or more.
    AtLeast(f64),
    /// This much or less.
    AtMost(f64),
}

/// A figure that somebody measures, and what it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// As it is called here.
    pub name: &'static str,
    /// The figure, in words.
    pub says: &'static str,
    /// What it may be.
    pub bound: Bound,
    /// What stands behind the number; nothing for a share.
    pub unit: &'static str,
    /// Who measures and judges it: `cargo dev` and these words.
    pub command: &'static str,
}

impl Budget {
    /// Whether a figure is within its bound. What is no number keeps nothing.
    #[must_use]
    pub fn is_kept_by(&self, figure: f64) -> bool {
        match self.bound {
            Bound::AtLeast(least) => figure >= least,
            Bound::AtMost(most) => figure <= most,
        }
    }
}

/// Its bound, as `at most 20 ms`.
impl Display for Budget {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.bound {
            Bound::AtLeast(least) => write!(formatter, "at least {least}{}", self.unit),
            Bound::AtMost(most) => write!(formatter, "at most {most}{}", self.unit),
        }
    }
}

macro_rules! budgets {
    ($($(#[$why:meta])* $name:ident: $says:literal, $bound:ident($number:literal), $unit:literal, $command:literal;)*) => {
        $(
            #[doc = $says]
            ///
            $(#[$why])*
            pub const $name: Budget = Budget {
                name: stringify!($name),
                says: $says,
                bound: Bound::$bound($number),
                unit: $unit,
                command: $command,
            };
        )*

        /// All of them.
        pub const ALL: &[Budget] = &[$($name),*];
    };
}

budgets! {
    /// On each engine, by the same 16 shoppers.
    HOT_VARIANT: "orders a second on one hot variant, of those on a thousand cold", AtLeast(0.7), "", "bench trade hot";
    /// On each engine, by 16 shoppers, against the same rows in the same transactions.
    DURABLE_ORDERS: "durable orders a second, of what bare SQL takes", AtLeast(0.3), "", "bench trade orders";
    /// On each engine, by the medians of 200 orders of each, in turn. Where a history costs nothing that is 1.00, and what chance adds
    /// or takes away; where it costs something that grows with the history, and 2,000 orders are many.
    LONG_HISTORY: "time of a buyer's order after 2,000, of a newcomer's", AtMost(1.05), "", "bench trade history";
    /// Whoever is turned away comes back.
    GOODPUT: "bought by five times as many as can be served, of the peak", AtLeast(0.9), "", "bench overload";
    /// A second of waiting for a place (decision 0011), and as long again for the way there and back on a machine that is full.
    TURNED_AWAY: "how long it takes to be turned away, p99", AtMost(2_000.0), " ms", "bench overload";
    /// Each is a 429 or a 503 with `Retry-After`.
    RUDENESS: "refusals that say no time to come back", AtMost(0.0), "", "bench overload";
    /// One number, however many come: at least five times as many, and everybody.
    CROWD_MEMORY: "memory with more buyers than can be served", AtMost(300.0), " MB", "bench overload";
    FIRST_PAGE: "from the start of the process to its first page", AtMost(1.0), " s", "bench start";
    IDLE_MEMORY: "memory of an idle market", AtMost(100.0), " MB", "bench start";
    /// A body of as many bytes, from the same binary in the same run.
    PRODUCT_PAGE: "kept product pages a second, of a constant body", AtLeast(0.5), "", "bench pages";
    /// The same, of home, a category and a search.
    LIST_PAGE: "kept lists and searches a second, of a constant body", AtLeast(0.3), "", "bench pages";
    /// With the market's ranking against ranking by popularity.
    FIRST_SALE: "median time to a new shop's first sale, of popularity's", AtMost(0.2), "", "fairness";
    /// By NDCG@24, against pages in the order of the match alone.
    RELEVANCE_LOST: "relevance lost to it", AtMost(2.0), " %", "fairness";
    /// Of what FTS5 can answer, in turn with it.
    SEARCH_MEDIAN: "p50 of a search, of FTS5's with BM25", AtMost(0.2), "", "bench search";
    /// Of all that is asked, each with its facets.
    SEARCH_SLOWEST: "p99 of a search among 10,000,000 listings", AtMost(50.0), " ms", "bench search";
    SEARCH_GROWTH: "p99 of a search among 10,000,000, of that among 10,000", AtMost(5.0), "", "bench search";
    /// Of words, without the key by which a listing is replaced, and without columns.
    TEXT_BYTES: "bytes of text index a listing", AtMost(150.0), "", "bench search";
    REBUILD: "listings indexed for a second of a core", AtLeast(15_000.0), "", "bench search";
    /// Reading the database included, as `shanhuo reindex` does.
    REINDEX: "listings read and indexed for a second of a core", AtLeast(15_000.0), "", "bench search --pages";
    PAIRS_FOUND: "recall of two Chinese characters", AtLeast(100.0), " %", "bench search";
    PINYIN_FOUND: "recall of Pinyin", AtLeast(95.0), " %", "bench search";
    INITIALS_FOUND: "recall of first letters", AtLeast(95.0), " %", "bench search";
    /// The stricter of two figures: the one listing that was meant, of those in the first ten without the error, and any that says it.
    TYPING_ERRORS: "what was meant in the first ten, with a typing error", AtLeast(90.0), " %", "bench search";
    SUGGESTIONS: "p99 of suggestions", AtMost(20.0), " ms", "bench search";
    VISIBLE: "p99 from commit to visible", AtMost(1_000.0), " ms", "bench search --visible";
    /// By p50, what is asked for the first time and what was asked before.
    PAGE_GROWTH: "what a page costs among 10,000,000, of that among 10,000", AtMost(2.0), "", "bench search --pages";
}

/// What was measured in a run, each figure under its budget.
#[derive(Debug, Default)]
pub struct Verdict {
    rows: Vec<(Budget, String, f64)>,
}

impl Verdict {
    /// Notes a figure, and of what it is: an engine, a page, a number of listings.
    pub fn judge(&mut self, budget: Budget, of: &str, figure: f64) {
        self.rows.push((budget, of.to_owned(), figure));
    }

    /// Prints what was noted beside its bounds; nothing where nothing was.
    ///
    /// # Errors
    /// A sentence where a budget is missed.
    pub fn end(&self) -> Result<(), String> {
        if self.rows.is_empty() {
            return Ok(());
        }
        println!("\n{:<64} {:<26} {:>14} {:>18}", "budget", "of", "figure", "bound");
        for (budget, of, figure) in &self.rows {
            let (figure, kept) = (format!("{figure:.3}{}", budget.unit), budget.is_kept_by(*figure));
            let bound = budget.to_string();
            println!("{:<64} {of:<26} {figure:>14} {bound:>18}   {}", budget.says, if kept { "kept" } else { "missed" });
        }
        match self.missed() {
            0 => Ok(()),
            missed => Err(format!("{missed} of {} figures miss their budget", self.rows.len())),
        }
    }

    fn missed(&self) -> usize {
        self.rows.iter().filter(|(budget, _, figure)| !budget.is_kept_by(*figure)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_kept_on_its_own_side_and_on_the_number_itself() {
        for (budget, kept, missed) in [(HOT_VARIANT, 0.71, 0.69), (SUGGESTIONS, 19.9, 20.1), (RUDENESS, 0.0, 1.0)] {
            assert!(budget.is_kept_by(kept), "{} {kept}", budget.name);
            assert!(!budget.is_kept_by(missed), "{} {missed}", budget.name);
            let (Bound::AtLeast(number) | Bound::AtMost(number)) = budget.bound;
            assert!(budget.is_kept_by(number), "{} {number}", budget.name);
        }
    }

    #[test]
    fn what_is_no_number_keeps_nothing() {
        for budget in ALL {
            assert!(!budget.is_kept_by(f64::NAN), "{}", budget.name);
        }
    }

    #[test]
    fn one_missed_figure_makes_a_run_red() {
        let mut verdict = Verdict::default();
        assert_eq!(verdict.end(), Ok(()), "nothing was measured");
        verdict.judge(DURABLE_ORDERS, "sqlite", 0.67);
        assert_eq!(verdict.end(), Ok(()));
        verdict.judge(SEARCH_MEDIAN, "10000 listings", 0.48);
        verdict.judge(SEARCH_MEDIAN, "1000000 listings", 0.12);
        assert_eq!(verdict.end(), Err("1 of 3 figures miss their budget".to_owned()));
    }

    #[test]
    fn a_bound_is_said_as_somebody_would() {
        let said = [HOT_VARIANT, SUGGESTIONS, REBUILD].map(|budget| budget.to_string());
        assert_eq!(said, ["at least 0.7", "at most 20 ms", "at least 15000"]);
    }
}
