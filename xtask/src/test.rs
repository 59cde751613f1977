//! `cargo dev test`: everything, cheap first. With a filter, only the tests whose names contain it.

use crate::memory::InMemory;
use crate::postgres::Holds;
use crate::setup::{self, For};
use crate::steps::{Done, Steps};
use crate::{check, e2e, planted, schema, workspace};

/// Planting them all takes half an hour; so many a day, each has had its turn in a fortnight.
const MISTAKES_A_RUN: usize = 2;

/// Takes minutes, and one processor of two.
const MILLION: &str = "a_million_listings_are_searched_as_ten_are";

/// Sequences of the model, on each engine.
const MODEL_SEQUENCES: &str = "300";

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let filter = arguments.first().copied();
    setup::ensure(steps, For::Tests)?;
    if filter.is_none() {
        check::lints(steps)?;
        let own = workspace::cargo(&["test", "--quiet", "-p", "xtask", "-p", "switches", "-p", "budget"]);
        steps.command("the tests of this command", own)?;
    }
    if let Some(filter) = filter {
        // Without a filter they are among all others; built by themselves they are there sooner.
        steps.command("the rules", workspace::cargo(&["test", "-p", "market", filter]))?;
    }

    let cluster = schema::start(steps, Holds::Tests)?;
    let mut built = workspace::cargo(&["test", "--no-run"]);
    built.args(workspace::SERVER_SIDE);
    steps.command("the tests of the server's side are built", built)?;
    let mut all = workspace::cargo(&["test"]);
    all.args(workspace::SERVER_SIDE).args(filter).env("SHANHUO_TEST_POSTGRES", &cluster.url);
    let memory = InMemory::open();
    if let Some(memory) = &memory {
        all.env("TMPDIR", memory.folder());
    }
    let name = "the market, its schema, search, the pages and the server, on both engines";
    if filter.is_some() {
        steps.command(name, all)?;
    } else {
        all.env("SHANHUO_MODEL_SEQUENCES", MODEL_SEQUENCES).args(["--", "--skip", MILLION]);
        let mut million = workspace::cargo(&["test"]);
        million.args(workspace::SERVER_SIDE).args(["--test", "million", "--", "--nocapture"]);
        // Tests wait for databases half of their time.
        let site = workspace::cargo(&["dev", "site", "--release"]);
        let shipped = (check::AS_SHIPPED.0, workspace::cargo(&check::AS_SHIPPED.1));
        let beside = [("a million listings, beside them", million), ("the site, beside them", site), shipped];
        steps.side_by_side((name, all), beside)?;
    }
    drop(memory);
    if filter.is_none() {
        planted::rotate(steps, MISTAKES_A_RUN, &cluster.url)?;
    }
    drop(cluster);

    match filter {
        // What is in the checkout of a build machine is gone with it, traces too.
        None => e2e::with(steps, &[], &[("SHANHUO_TRACES", "off")]),
        Some(filter) => e2e::all(steps, &["--grep", filter, "--pass-with-no-tests"]),
    }
}
