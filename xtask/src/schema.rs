//! `cargo dev schema`: the schema that the migrations make, written down for both engines and committed.

use crate::postgres::{Cluster, Holds};
use crate::setup::{self, For};
use crate::steps::{Done, Steps};
use crate::workspace;

pub fn run(steps: &mut Steps) -> Done {
    setup::ensure(steps, For::Tests)?;
    let cluster = start(steps, Holds::Tests)?;
    let mut write = workspace::cargo(&["test", "-p", "migrations"]);
    write.env("SHANHUO_TEST_POSTGRES", &cluster.url).env("SHANHUO_WRITE_SCHEMA", "1");
    steps.command("the schema of both engines", write)
}

pub fn start(steps: &mut Steps, holds: Holds) -> Done<Cluster> {
    let mut cluster = None;
    steps.work("a PostgreSQL for this run", || {
        let started = Cluster::start(holds)?;
        let url = started.url.clone();
        cluster = Some(started);
        Ok(url)
    })?;
    cluster.ok_or_else(|| "PostgreSQL did not start.".into())
}
