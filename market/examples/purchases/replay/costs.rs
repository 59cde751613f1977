//! What each deed took, and how that grew with the history: the first tenth of a deed against its last, like with like.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// What a deed over so many lines took, in nanoseconds.
type Cost = (usize, u128);

/// Of each deed by its name, in the order in which they were done.
#[derive(Default)]
pub struct Costs {
    of: BTreeMap<&'static str, Vec<Cost>>,
    all: Duration,
}

impl Costs {
    /// Notes a deed over so many lines that began then.
    pub fn note(&mut self, deed: &'static str, lines: usize, begun: Instant) {
        let took = begun.elapsed();
        self.all += took;
        self.of.entry(deed).or_default().push((lines, took.as_nanos()));
    }

    /// Notes a deed that was done so many times since then.
    pub fn note_each(&mut self, deed: &'static str, times: usize, begun: Instant) {
        let took = begun.elapsed();
        self.all += took;
        let times = u128::try_from(times.max(1)).expect("a count");
        self.of.entry(deed).or_default().push((1, took.as_nanos() / times));
    }

    /// How long all deeds took.
    pub const fn all(&self) -> Duration {
        self.all
    }

    /// Prints a row a deed, and all of them together, each as often as it was done.
    pub fn print(&self, engine: &str) {
        println!("{engine:<9} {:<28} {:>8} {:>12} {:>12} {:>7}", "deed", "times", "first tenth", "last tenth", "growth");
        let (mut first_all, mut last_all) = (0, 0);
        for (deed, costs) in &self.of {
            let times = u128::try_from(costs.len()).expect("a count");
            let (first, last) = first_and_last(costs);
            first_all += first * times;
            last_all += last * times;
            println!(
                "{engine:<9} {deed:<28} {times:>8} {:>9} µs {:>9} µs {:>7}",
                first / 1_000,
                last / 1_000,
                ratio(last, first)
            );
        }
        println!("{engine:<9} {:<28} {:>34} {:>7}", "all of them, weighed", "", ratio(last_all, first_all));
    }
}

/// What the deed took in its first and in its last tenth. Only deeds over as many lines are compared, by their medians, each kind as
/// often as it came: a day of large baskets is no slower market.
fn first_and_last(costs: &[Cost]) -> (u128, u128) {
    let tenth = (costs.len() / 10).max(1);
    let (first, last) = (costs.get(..tenth).unwrap_or(costs), costs.get(costs.len() - tenth..).unwrap_or(costs));
    let sizes: BTreeSet<usize> = first.iter().chain(last).map(|(lines, _)| *lines).collect();
    let (mut sums, mut weight) = ((0, 0), 0);
    for size in sizes {
        if let (Some(before), Some(after)) = (median(first, size), median(last, size)) {
            let times = u128::try_from(costs.iter().filter(|(lines, _)| *lines == size).count()).expect("a count");
            sums = (sums.0 + before * times, sums.1 + after * times);
            weight += times;
        }
    }
    (sums.0 / weight.max(1), sums.1 / weight.max(1))
}

fn median(costs: &[Cost], size: usize) -> Option<u128> {
    let mut sorted: Vec<u128> = costs.iter().filter(|(lines, _)| *lines == size).map(|(_, took)| *took).collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

/// As `1.07`.
fn ratio(of: u128, to: u128) -> String {
    let hundredths = of * 100 / to.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
