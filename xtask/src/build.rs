//! `cargo dev build`: one file that is the whole market, the site inside.

use crate::setup::{self, For};
use crate::site;
use crate::steps::{Done, Steps};
use crate::workspace::{self, Profile};
use std::process::Command;

pub fn run(steps: &mut Steps) -> Done {
    setup::ensure(steps, For::Building)?;
    site::assemble(steps, Profile::Release)?;
    server(steps, Profile::Release)?;
    let binary = workspace::binary(Profile::Release);
    let bytes = std::fs::metadata(&binary).map(|file| file.len()).map_err(|error| format!("{}: {error}", binary.display()))?;
    println!("\n{} ({:.1} MB) is all that a server needs.", binary.display(), bytes as f64 / 1e6);
    Ok(())
}

pub fn server(steps: &mut Steps, profile: Profile) -> Done {
    let build = match profile {
        Profile::Dev => beside_its_tests(),
        Profile::Release => workspace::cargo(&["build", "--bin", "shanhuo", "-p", "server", "--release"]),
    };
    steps.command("the server", build)
}

/// The one that is there where its tests were built with [`workspace::lint`].
pub fn linted_server(steps: &mut Steps) -> Done {
    let mut build = beside_its_tests();
    workspace::lint(&mut build);
    steps.command("the server", build)
}

/// In the quick profile it is the one that its tests are built beside, with `testkit`: the market, all pages and the server would be
/// compiled once more without it. What that adds to the program is a seed for ids that nothing sets.
fn beside_its_tests() -> Command {
    let mut build = workspace::cargo(&["build", "--bin", "shanhuo"]);
    build.args(workspace::SERVER_SIDE);
    build
}
