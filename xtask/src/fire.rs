//! `cargo dev fire`: what `cargo dev test` proves in a short form, for as long as it takes. Each part prints its seed, or that
//! nothing is drawn, its counts and its time; `SHANHUO_SEED` repeats one.

use crate::postgres::Holds;
use crate::setup::{self, For};
use crate::steps::{Done, Steps};
use crate::{e2e, localstripe, planted, purchases, schema, test, workspace};
use std::ffi::OsString;
use std::process::Command;

/// Sequences of the model, on each engine.
const SEQUENCES: &str = "3000";
/// Seeds of the simulation.
const SEEDS: &str = "2000";
/// Kills of the process.
const KILLS: &str = "1000";
/// Kills of PostgreSQL under a market that goes on.
const POSTGRES_KILLS: &str = "100";
/// Primaries that their replica replaces.
const FAILOVERS: &str = "25";
/// Cuts of the disk's power.
const POWER_CUTS: &str = "300";
/// Times that the disk fills up.
const FULL_DISKS: &str = "100";
/// Buyers for a hundred units.
const BUYERS: &str = "10000";
/// Rounds of each race, on each engine, where the environment says nothing else.
const ROUNDS: &str = "200";

/// A part from outside, against the real binary: its name, its spec and project, and how often its trouble comes.
type Outside = (&'static str, [&'static str; 3], &'static [(&'static str, &'static str)]);

const OUTSIDE: [Outside; 4] = [
    ("kill", ["kill.plain", "--project", "plain"], &[("SHANHUO_KILLS", KILLS)]),
    (
        "postgres",
        ["postgres.hydrated", "--project", "hydrated"],
        &[("SHANHUO_POSTGRES_KILLS", POSTGRES_KILLS), ("SHANHUO_FAILOVERS", FAILOVERS)],
    ),
    ("powercut", ["powercut.plain", "--project", "plain"], &[("SHANHUO_POWER_CUTS", POWER_CUTS)]),
    ("disk", ["full.plain", "--project", "plain"], &[("SHANHUO_FULL_DISKS", FULL_DISKS)]),
];

const PARTS: [&str; 11] =
    ["model", "simulation", "localstripe", "races", "rush", "purchases", "kill", "postgres", "powercut", "disk", "planted"];

/// Those parts that are named; all of them where none is.
pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    if let Some(unknown) = arguments.iter().find(|part| !PARTS.contains(part)) {
        return Err(format!("fire does not know `{unknown}`: {}.", PARTS.join(", ")));
    }
    let wanted = |part: &str| arguments.is_empty() || arguments.contains(&part);
    if wanted("simulation") {
        steps.command("the simulation", simulation())?;
    }
    if wanted("localstripe") {
        localstripe::run(steps)?;
    }
    if wanted("races") {
        let cluster = schema::start(steps, Holds::Tests)?;
        steps.command("races, on both engines", races(&cluster.url, std::env::var_os("SHANHUO_ROUNDS")))?;
    }
    if ["model", "rush", "purchases"].into_iter().any(wanted) {
        let cluster = schema::start(steps, Holds::Market)?;
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
    if OUTSIDE.iter().any(|(part, _, _)| wanted(part)) {
        setup::ensure(steps, For::Tests)?;
    }
    for (_, arguments, often) in OUTSIDE.iter().filter(|(part, _, _)| wanted(part)) {
        e2e::with(steps, arguments, often)?;
    }
    if wanted("planted") {
        planted::run(steps, &[])?;
    }
    Ok(())
}

fn simulation() -> Command {
    let mut simulation = workspace::cargo(&["test"]);
    simulation.args(workspace::SERVER_SIDE).args(["--bin", "shanhuo", "simulation", "--", "--nocapture"]);
    simulation.env("SHANHUO_SIMULATION_SEEDS", SEEDS);
    simulation
}

fn model(postgres: &str) -> Command {
    let mut model = workspace::cargo(&["test"]);
    model.args(workspace::SERVER_SIDE).args(["--test", "model", "--", "--nocapture"]);
    model.env("SHANHUO_TEST_POSTGRES", postgres).env("SHANHUO_MODEL_SEQUENCES", SEQUENCES);
    model
}

fn races(postgres: &str, rounds: Option<OsString>) -> Command {
    let mut races = workspace::cargo(&["test"]);
    races.args(workspace::SERVER_SIDE).args(["--test", "trade", test::RACES, "--", "--nocapture"]);
    races.env("SHANHUO_TEST_POSTGRES", postgres).env("SHANHUO_ROUNDS", rounds.unwrap_or_else(|| ROUNDS.into()));
    races
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    #[test]
    fn as_many_rounds_are_run_as_somebody_says() {
        for (said, expected) in [(None, ROUNDS), (Some("3"), "3")] {
            let races = races("postgres://localhost", said.map(OsString::from));
            let told = races.get_envs().find(|(name, _)| *name == OsStr::new("SHANHUO_ROUNDS"));
            assert_eq!(told.and_then(|(_, value)| value), Some(OsStr::new(expected)));
        }
    }
}
