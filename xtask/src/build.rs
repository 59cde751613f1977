//! `cargo dev build`: one file that is the whole market, the site inside.

use crate::setup::{self, For};
use crate::site;
use crate::steps::{Done, Steps};
use crate::workspace::{self, Profile};

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
    let arguments: &[&str] = match profile {
        Profile::Dev => &["build", "-p", "server"],
        Profile::Release => &["build", "-p", "server", "--release"],
    };
    steps.command("the server", workspace::cargo(arguments))
}
