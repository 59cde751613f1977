//! `cargo dev fairness`: what becomes of new shops, by popularity and by the market's own ranking, when people buy as real households
//! did. The simulation is `market/examples/fairness`; it calls the rules that rank and draw in the product.

use crate::steps::{Done, Steps};
use crate::{purchases, workspace};

/// Every so manieth line of the year.
const EVERY: &str = "2";

pub fn run(steps: &mut Steps) -> Done {
    let table = purchases::table(steps, "xtask/python/wants.py", &[EVERY], &format!("wants-{EVERY}.csv"))?;
    let picture = workspace::root().join("docs/pictures/fairness.svg");
    let mut simulate = workspace::cargo(&["run", "--release", "-q", "-p", "market", "--example", "fairness", "--"]);
    simulate.arg(table).arg(&picture);
    steps.command("new shops among old ones", simulate)
}
