//! Search among ten thousand, a million and ten million listings, against a full-text table of SQLite with BM25 on the same titles and
//! the same searches, one after the other in the same run. Run by `cargo dev bench search`; prints tables. The listings are made on
//! the fly and never kept; the index and the table lie in a folder that is removed.
//!
//!     search_bench PRODUCTS TOWNS FOLDER [--without-baseline | --pages | --visible] COUNT…
#![expect(clippy::expect_used, reason = "a measurement: it stops where it cannot go on")]

mod baseline;
mod corpus;
mod fill;
mod goods;
mod index;
mod pages;
mod process;
mod queries;
mod recall;
mod timing;
mod visible;

use baseline::Baseline;
use corpus::Corpus;
use index::Indexed;
use queries::{Words, searches};
use std::path::Path;

/// The same listings and searches each time.
const SEED: u64 = 20_130_811;
/// Searches of one size.
const SEARCHES: usize = 2_000;

#[tokio::main]
async fn main() {
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
    if is_asked("--pages") {
        return pages::measure(&sizes).await;
    }
    for corpus in &sizes {
        println!("\n== {} listings, seed {}", corpus.count, corpus.seed);
        let folder = tempfile::tempdir_in(folder).expect("a folder");
        let index = Indexed::build(corpus, &folder.path().join("index")).await;
        if !is_asked("--visible") {
            measure(corpus, &index, (folder.path(), !is_asked("--without-baseline"))).await;
        }
        visible::measure(corpus, &index).await;
    }
}

async fn measure(corpus: &Corpus, index: &Indexed, (folder, is_compared): (&Path, bool)) {
    let words = Words::count(corpus);
    let asked = searches(corpus, &words, SEARCHES);
    timing::searches(index, &asked).await;
    timing::suggestions(index, &asked).await;
    recall::measure(corpus, index).await;
    println!("memory: {}", process::memory());
    if is_compared {
        let baseline = Baseline::build(corpus, &folder.join("baseline.sqlite")).await;
        timing::compared(index, &baseline, &asked).await;
    }
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
