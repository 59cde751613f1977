//! `cargo dev e2e`: the real binary in a real browser.

use crate::setup::{self, For};
use crate::steps::{Done, Steps};
use crate::workspace::{self, Profile};
use crate::{build, postgres, site};

const PLAYWRIGHT: &str = "node_modules/@playwright/test/cli.js";

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    setup::ensure(steps, For::Tests)?;
    all(steps, arguments)
}

/// The site as it is served in earnest, the server from the quick profile: the same code, minutes sooner.
pub fn all(steps: &mut Steps, arguments: &[&str]) -> Done {
    with(steps, arguments, &[])
}

/// The same, with settings of the specs.
pub fn with(steps: &mut Steps, arguments: &[&str], settings: &[(&str, &str)]) -> Done {
    site::assemble(steps, Profile::Release)?;
    build::server(steps, Profile::Dev)?;
    play(steps, arguments, settings)
}

/// With the site and the server that are there.
pub fn play(steps: &mut Steps, arguments: &[&str], settings: &[(&str, &str)]) -> Done {
    let mut play = workspace::node(PLAYWRIGHT, &["test", "--config", "end2end/playwright.config.ts"]);
    play.args(arguments).envs(settings.iter().copied()).env("SHANHUO_BINARY", workspace::binary(Profile::Dev));
    if let Some(browser) = setup::chromium() {
        play.env("CHROMIUM", browser);
    }
    if let Some(programs) = postgres::programs() {
        play.env("SHANHUO_POSTGRES_PROGRAMS", programs);
    }
    steps.command("in the browser", play)
}
