//! `cargo dev test`: everything, cheap first. With a filter, only the tests whose names contain it.

use crate::memory::InMemory;
use crate::postgres::Holds;
use crate::setup::{self, For};
use crate::steps::{Done, Named, Steps};
use crate::workspace::{self, Profile};
use crate::{build, check, e2e, planted, schema, site};
use std::process::Command;

/// Planting them all takes half an hour; so many a day, each has had its turn in a fortnight.
const MISTAKES_A_RUN: usize = 2;

/// What draws or counts, and says so: a step, where its tests are, and what their names have in common. Most take minutes. They run one
/// after the other beside all other tests, the longest first.
const TOLD_AT_LENGTH: [(&str, &[&str], &str); 6] = [
    ("the model, beside them", &["--test", "model"], THE_MODEL),
    ("the simulation, beside them", &["--bin", "shanhuo"], "simulation"),
    ("a million listings, beside them", &["--test", "million"], "a_million_listings_are_searched_as_ten_are"),
    ("a crowd for a few pieces, beside them", &["--test", "trade"], "among_300_buyers"),
    ("races, beside them", &["--test", "trade"], RACES),
    ("made-up purchases, beside them", &["--test", "trade"], "made_up_purchases"),
];

const THE_MODEL: &str = "does_as_the_model_says";
/// What the names of all races have in common.
pub const RACES: &str = "race_on_";

/// Sequences of the model, on each engine.
const MODEL_SEQUENCES: &str = "300";
/// Its seed where the environment says none. With a new one each time, whoever changes something else would be told of a rare
/// mismatch that was there before, and could not see whether it is theirs: `cargo dev fire model` is where new ones are drawn.
const MODEL_SEED: &str = "301300";

const SERVER_SIDE: &str = "the market, its schema, search, the pages and the server, on both engines";

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    setup::ensure(steps, For::Tests)?;
    match arguments.first() {
        Some(filter) => named(steps, filter),
        None => all(steps),
    }
}

fn named(steps: &mut Steps, filter: &str) -> Done {
    // Among all others they are too; built by themselves they are there sooner.
    steps.command("the rules", workspace::cargo(&["test", "-p", "market", filter]))?;
    let cluster = schema::start(steps, Holds::Tests)?;
    let memory = InMemory::open();
    let mut tests = workspace::cargo(&["test"]);
    tests.args(workspace::SERVER_SIDE).arg(filter);
    on_both_engines(&mut tests, &cluster.url, memory.as_ref());
    steps.command(SERVER_SIDE, tests)?;
    drop((memory, cluster));
    e2e::all(steps, &["--grep", filter, "--pass-with-no-tests"])
}

fn all(steps: &mut Steps) -> Done {
    check::without_the_server_side(steps)?;
    let own = workspace::cargo(&["test", "--quiet", "-p", "xtask", "-p", "switches", "-p", "budget"]);
    steps.command("the tests of this command", own)?;

    let cluster = schema::start(steps, Holds::Tests)?;
    server_side(steps, &cluster.url)?;
    planted::rotate(steps, MISTAKES_A_RUN, &cluster.url)?;
    drop(cluster);

    site::assemble(steps, Profile::Release)?;
    build::linted_server(steps)?;
    // What is in the checkout of a build machine is gone with it, traces too.
    e2e::play(steps, &[], &[("SHANHUO_TRACES", "off")])
}

/// All tests of the server's side, built and linted in one, and the site beside them.
fn server_side(steps: &mut Steps, postgres: &str) -> Done {
    let linted = |arguments: &[&str]| {
        let mut test = workspace::cargo(&["test"]);
        test.args(workspace::SERVER_SIDE).args(arguments);
        workspace::lint(&mut test);
        test
    };
    steps.command("the tests of the server's side are built and linted", linted(&["--no-run"]))?;
    let memory = InMemory::open();
    // What reads on waits for whoever writes anywhere in its cluster: the model writes all the time.
    let theirs = schema::start(steps, Holds::Tests)?;
    let tests = |arguments: &[&str], cluster: &str| {
        let mut tests = linted(arguments);
        on_both_engines(&mut tests, cluster, memory.as_ref());
        tests
    };
    let skipped: Vec<_> = TOLD_AT_LENGTH.iter().flat_map(|(_, _, name)| ["--skip", name]).collect();
    let all = tests(&[&["--"][..], &skipped].concat(), postgres);
    let is_seeded = std::env::var_os("SHANHUO_SEED").is_some();
    let at_length = told_at_length(|arguments| tests(arguments, &theirs.url), is_seeded);
    let site = ("the site, beside them", workspace::cargo(&["dev", "site", "--release"]));
    let shipped = (check::AS_SHIPPED.0, workspace::cargo(&check::AS_SHIPPED.1));
    // Tests wait for databases half of their time.
    steps.side_by_side((SERVER_SIDE, all), vec![at_length.into(), vec![site, shipped]])
}

/// Their steps. Where the environment has a seed, every one of them has that.
fn told_at_length(tests: impl Fn(&[&str]) -> Command, is_seeded: bool) -> [Named; TOLD_AT_LENGTH.len()] {
    TOLD_AT_LENGTH.map(|(step, of, name)| {
        let mut told = tests(&[of, &[name, "--", "--nocapture"][..]].concat());
        if name == THE_MODEL {
            told.env("SHANHUO_MODEL_SEQUENCES", MODEL_SEQUENCES);
            // The simulation would take it for the one story that somebody wants to hear.
            if !is_seeded {
                told.env("SHANHUO_SEED", MODEL_SEED);
            }
        }
        (step, told)
    })
}

fn on_both_engines(tests: &mut Command, postgres: &str, memory: Option<&InMemory>) {
    tests.env("SHANHUO_TEST_POSTGRES", postgres);
    if let Some(memory) = memory {
        tests.env("TMPDIR", memory.folder());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_alone_is_given_a_seed_and_only_where_there_is_none() {
        let seeded = |is_seeded: bool| {
            let mut told = Vec::from(told_at_length(workspace::cargo, is_seeded));
            told.retain(|(_, command)| command.get_envs().any(|(name, value)| name == "SHANHUO_SEED" && value.is_some()));
            told.into_iter().map(|(step, _)| step).collect::<Vec<_>>()
        };
        assert_eq!(seeded(false), ["the model, beside them"]);
        assert!(seeded(true).is_empty());
    }
}
