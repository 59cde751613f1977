//! `cargo dev test`: everything, cheap first. With a filter, only the tests whose names contain it.

use crate::setup::{self, For};
use crate::steps::{Done, Steps};
use crate::{check, e2e, planted, schema, workspace};

/// Planting them all takes half an hour; so many a day, each has had its turn in a fortnight.
const MISTAKES_A_RUN: usize = 2;

/// Sequences of the model, on each engine.
const MODEL_SEQUENCES: &str = "300";

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let filter = arguments.first().copied();
    setup::ensure(steps, For::Tests)?;
    if filter.is_none() {
        check::run(steps)?;
        steps.command("the tests of this command", workspace::cargo(&["test", "--quiet", "-p", "xtask", "-p", "switches"]))?;
    }
    let filtered = |arguments: &[&str]| {
        let mut command = workspace::cargo(arguments);
        command.args(filter);
        command
    };
    steps.command("the rules", filtered(&["test", "-p", "market"]))?;

    let cluster = schema::start(steps)?;
    let with_postgres = |arguments: &[&str]| {
        let mut command = filtered(arguments);
        command.env("SHANHUO_TEST_POSTGRES", &cluster.url);
        command
    };
    steps.command("the migrations, on both engines", with_postgres(&["test", "-p", "migrations"]))?;
    let mut market = with_postgres(&["test", "-p", "market", "--features", "testkit"]);
    if filter.is_none() {
        market.env("SHANHUO_MODEL_SEQUENCES", MODEL_SEQUENCES);
    }
    steps.command("the market, on both engines", market)?;
    steps.command("search, on both engines", with_postgres(&["test", "-p", "search"]))?;
    steps.command("the server", with_postgres(&["test", "-p", "server"]))?;
    if filter.is_none() {
        planted::rotate(steps, MISTAKES_A_RUN, &cluster.url)?;
    }
    drop(cluster);

    match filter {
        None => e2e::all(steps, &[]),
        Some(filter) => e2e::all(steps, &["--grep", filter, "--pass-with-no-tests"]),
    }
}
