//! `cargo dev serve`: from a fresh clone to a market with goods in it, in one command.

use crate::build;
use crate::setup::{self, For};
use crate::site;
use crate::steps::{Done, Steps};
use crate::workspace::{self, Profile};

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let mut address = "127.0.0.1:3000";
    let mut data = "data";
    let mut profile = Profile::Dev;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match *word {
            "--addr" => address = words.next().ok_or("--addr wants an address, such as 127.0.0.1:3000.")?,
            "--data" => data = words.next().ok_or("--data wants a folder.")?,
            "--release" => profile = Profile::Release,
            unknown => {
                return Err(format!("serve does not know `{unknown}`: --addr, --data, --release."));
            }
        }
    }
    println!("From nothing to http://{address}: tools, site, server, database, demo market. The first time takes minutes.\n");
    setup::ensure(steps, For::Building)?;
    site::assemble(steps, profile)?;
    build::server(steps, profile)?;

    let binary = workspace::binary(profile);
    steps.command("the database", workspace::command(&binary, &["migrate", "--data", data]))?;
    steps.command("the demo market", workspace::command(&binary, &["seed", "demo", "--data", data]))?;
    steps.table();
    println!("http://{address}   (Ctrl-C stops it; the data is in {data})");
    steps.command("serving", workspace::command(&binary, &["serve", "--addr", address, "--data", data]))
}
