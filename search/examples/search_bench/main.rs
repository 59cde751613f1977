//! Search among ten thousand, a million and ten million listings, against a full-text table of SQLite with BM25 on the same titles and
//! the same searches, one after the other in the same run. Run by `cargo dev bench search`; prints tables, and is red where a budget
//! is missed. The listings are made on the fly and never kept; the index and the table lie in a folder that is removed.
//!
//!     search_bench PRODUCTS TOWNS FOLDER [--without-baseline | --pages | --visible] COUNT…
#![expect(clippy::expect_used, reason = "a measurement: it stops where it cannot go on")]

mod baseline;
mod corpus;
mod fill;
mod goods;
mod index;
mod meant;
mod pages;
mod process;
mod queries;
mod recall;
mod sizes;
mod timing;
mod visible;

use baseline::Baseline;
use budget::Verdict;
use corpus::Corpus;
use index::Indexed;
use queries::{Words, searches};
use std::path::Path;

/// The server's: a search makes some hundreds of small allocations, for which the C library's own allocator takes longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The same listings and searches each time.
const SEED: u64 = 20_130_811;
/// Searches of one size.
const SEARCHES: usize = 2_000;
/// The sizes between which nothing may grow much.
const FEW: u64 = 10_000;
const MANY: u64 = 10_000_000;

#[tokio::main]
async fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [products, towns, folder, rest @ ..] = arguments.as_slice() else {
        eprintln!("search_bench PRODUCTS TOWNS FOLDER [--without-baseline | --pages | --visible] COUNT…");
        std::process::exit(2);
    };
    let products = std::fs::read_to_string(products).expect("the products");
    let towns = std::fs::read_to_string(towns).expect("the towns");
    let is_asked = |flag: &str| rest.iter().any(|argument| argument == flag);
    let counts = rest.iter().filter_map(|argument| argument.parse().ok());
    let sizes: Vec<_> =
        counts.map(|count| Corpus { products: table(&products), towns: table(&towns), seed: SEED, count }).collect();
    let mut verdict = Verdict::default();
    if is_asked("--pages") {
        pages::measure(&sizes, &mut verdict).await;
        return verdict.end();
    }
    let mut slowest = Vec::new();
    for corpus in &sizes {
        println!("\n== {} listings, seed {}", corpus.count, corpus.seed);
        let folder = tempfile::tempdir_in(folder).expect("a folder");
        let index = Indexed::build(corpus, &folder.path().join("index"), &mut verdict).await;
        if !is_asked("--visible") {
            let p99 = measure(corpus, &index, (folder.path(), !is_asked("--without-baseline")), &mut verdict).await;
            slowest.push((corpus.count, p99));
        }
        verdict.judge(budget::VISIBLE, &listings(corpus), visible::measure(corpus, &index).await);
    }
    let of = |count: u64| slowest.iter().find(|(size, _)| *size == count).map(|(_, p99)| *p99);
    if let (Some(few), Some(many)) = (of(FEW), of(MANY)) {
        verdict.judge(budget::SEARCH_GROWTH, "", many / few);
    }
    verdict.end()
}

/// Everything that one size is asked; returns the p99 of its searches.
async fn measure(corpus: &Corpus, index: &Indexed, (folder, is_compared): (&Path, bool), verdict: &mut Verdict) -> f64 {
    let of = listings(corpus);
    let words = Words::count(corpus);
    let asked = searches(corpus, &words, SEARCHES);
    let p99 = timing::searches(index, &asked).await;
    if corpus.count == MANY {
        verdict.judge(budget::SEARCH_SLOWEST, &of, p99);
    }
    verdict.judge(budget::SUGGESTIONS, &of, timing::suggestions(index, &asked).await);
    recall::measure(corpus, index, verdict).await;
    println!("memory: {}", process::memory());
    if is_compared {
        let baseline = Baseline::build(corpus, &folder.join("baseline.sqlite")).await;
        verdict.judge(budget::SEARCH_MEDIAN, &of, timing::compared(index, &baseline, &asked).await);
    }
    p99
}

/// Of what a figure is.
fn listings(corpus: &Corpus) -> String {
    format!("{} listings", corpus.count)
}

/// The rows of a table, as somebody would write them: only the first letter large.
fn table<const COLUMNS: usize>(text: &str) -> Vec<[String; COLUMNS]> {
    let rows = text.lines().map(|line| line.split('\t').map(written).collect::<Vec<String>>());
    rows.filter_map(|row| row.try_into().ok()).collect()
}

fn written(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
