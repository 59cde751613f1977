//! Orders a second through the real commands; the measurement itself is `market/examples/trade_bench`.

use crate::postgres::{Cluster, Holds};
use crate::steps::{Done, Steps};
use crate::workspace;

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let cluster = Cluster::start(Holds::DurableMarket)?;
    let mut bench =
        workspace::cargo(&["run", "--release", "-p", "market", "--features", "testkit", "--example", "trade_bench", "--"]);
    bench.args(arguments).env("SHANHUO_TEST_POSTGRES", &cluster.url);
    steps.command("orders a second", bench)
}
