//! `cargo dev bench`: every number that the documents state comes from one of these. One file a measurement. What has a budget
//! (`xtask/budget`) is held against it, and a run that misses one is red.

mod overload;
mod pages;
mod search;
mod server;
mod start;
mod trade;

use crate::steps::{Done, Steps};

/// A measurement: its name, what it tells, and how to take it.
type Measurement = (&'static str, &'static str, fn(&mut Steps, &[&str]) -> Done);

const MEASUREMENTS: &[Measurement] = &[
    (
        "overload",
        "what is bought a second when five times as many come as can be served; how the rest is turned away",
        overload::run,
    ),
    (
        "pages",
        "requests a second of product, home, category and search, as shares of a constant body of their size from the same binary",
        pages::run,
    ),
    (
        "search",
        "search among 10,000, 1,000,000 and 10,000,000 listings, against FTS5 with BM25: times, recall, bytes; --pages: the database; \
         --visible: from commit to found",
        search::run,
    ),
    ("start", "seconds from start to the first page, and the memory of an idle market", start::run),
    (
        "trade",
        "orders a second, as a share of the same SQL; 500 buyers for 100 units; one hot variant; long histories; webhooks; on both engines",
        trade::run,
    ),
];

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let Some((name, rest)) = arguments.split_first() else {
        for (name, tells, _) in MEASUREMENTS {
            println!("  cargo dev bench {name:<12} {tells}");
        }
        return Ok(());
    };
    let found = MEASUREMENTS.iter().find(|(known, _, _)| known == name);
    let (_, _, measure) = found.ok_or_else(|| format!("there is no measurement `{name}`; `cargo dev bench` lists them."))?;
    measure(steps, rest)
}

#[cfg(test)]
mod tests {
    use crate::workspace;
    use budget::ALL;

    #[test]
    fn every_budget_has_its_row_in_the_docs_and_no_row_is_left_over() {
        let docs = std::fs::read_to_string(workspace::root().join("docs/BENCHMARKS.md")).unwrap();
        for budget in ALL {
            let row = format!("| {} | {budget} | `cargo dev {}` |", budget.says, budget.command);
            assert!(docs.lines().any(|line| line == row), "docs/BENCHMARKS.md does not say: {row}");
        }
        let is_judged = |line: &&str| line.contains(" | at least ") || line.contains(" | at most ");
        assert_eq!(docs.lines().filter(is_judged).count(), ALL.len(), "a row of docs/BENCHMARKS.md has no budget");
    }

    #[test]
    fn every_budget_is_judged_by_a_measurement() {
        for budget in ALL {
            let judged = format!("budget::{}", budget.name);
            let search = ["grep", "--quiet", "--fixed-strings", "--word-regexp", judged.as_str(), "--", "*.rs"];
            let found = workspace::output(workspace::command("git", &search));
            assert!(found.is_ok(), "nothing judges {}", budget.name);
        }
    }

    #[test]
    fn the_picture_of_new_shops_is_shown() {
        let docs = std::fs::read_to_string(workspace::root().join("docs/BENCHMARKS.md")).unwrap();
        assert!(docs.contains("](pictures/fairness.svg)"));
        assert!(workspace::root().join("docs/pictures/fairness.svg").is_file());
    }
}
