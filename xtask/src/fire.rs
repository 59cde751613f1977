//! `cargo dev fire`: what `cargo dev test` proves in a short form, for as long as it takes. Each part prints its seed, its counts
//! and its time; `SHANHUO_SEED` repeats one.

use crate::steps::{Done, Steps};
use crate::{e2e, planted, purchases, schema, workspace};
use std::process::Command;

/// Sequences of the model, on each engine.
const SEQUENCES: &str = "3000";
/// Seeds of the simulation.
const SEEDS: &str = "2000";
/// Kills of the process.
const KILLS: &str = "1000";
/// Buyers for a hundred units.
const BUYERS: &str = "10000";

const PARTS: [&str; 6] = ["model", "simulation", "rush", "purchases", "kill", "planted"];

/// Those parts that are named; all of them where none is.
pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    if let Some(unknown) = arguments.iter().find(|part| !PARTS.contains(part)) {
        return Err(format!("fire does not know `{unknown}`: {}.", PARTS.join(", ")));
    }
    let wanted = |part: &str| arguments.is_empty() || arguments.contains(&part);
    if wanted("simulation") {
        steps.command("the simulation", simulation())?;
    }
    if ["model", "rush", "purchases"].into_iter().any(wanted) {
        let cluster = schema::start(steps)?;
        if wanted("model") {
            steps.command("the model, on both engines", model(&cluster.url))?;
        }
        if wanted("rush") {
            steps.command("ten thousand buyers for a hundred units", rush(&cluster.url))?;
        }
        if wanted("purchases") {
            purchases::run(steps, &cluster.url)?;
        }
    }
    if wanted("kill") {
        e2e::with(steps, &["--project", "plain", "kill"], &[("SHANHUO_KILLS", KILLS)])?;
    }
    if wanted("planted") {
        planted::run(steps, &[])?;
    }
    Ok(())
}

fn simulation() -> Command {
    let mut simulation = workspace::cargo(&["test", "-p", "server", "simulation", "--", "--nocapture"]);
    simulation.env("SHANHUO_SIMULATION_SEEDS", SEEDS);
    simulation
}

fn model(postgres: &str) -> Command {
    let mut model = workspace::cargo(&["test", "-p", "market", "--features", "testkit", "--test", "model", "--", "--nocapture"]);
    model.env("SHANHUO_TEST_POSTGRES", postgres).env("SHANHUO_MODEL_SEQUENCES", SEQUENCES);
    model
}

fn rush(postgres: &str) -> Command {
    let mut rush = workspace::cargo(&[
        "run",
        "--release",
        "-p",
        "market",
        "--features",
        "testkit",
        "--example",
        "trade_bench",
        "--",
        "rush",
    ]);
    rush.env("SHANHUO_TEST_POSTGRES", postgres).env("SHANHUO_BUYERS", BUYERS);
    rush
}
