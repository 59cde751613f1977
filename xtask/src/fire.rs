//! `cargo dev fire`: what `cargo dev test` proves in a short form, for as long as it takes. Each part prints its seed, its counts
//! and its time; `SHANHUO_SEED` repeats one.

use crate::steps::{Done, Steps};
use crate::{e2e, planted, schema, workspace};

/// Sequences of the model, on each engine.
const SEQUENCES: &str = "3000";
/// Kills of the process.
const KILLS: &str = "1000";
/// Buyers for a hundred units.
const BUYERS: &str = "10000";

const PARTS: [&str; 4] = ["model", "rush", "kill", "planted"];

/// Those parts that are named; all of them where none is.
pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    if let Some(unknown) = arguments.iter().find(|part| !PARTS.contains(part)) {
        return Err(format!("fire does not know `{unknown}`: {}.", PARTS.join(", ")));
    }
    let wanted = |part: &str| arguments.is_empty() || arguments.contains(&part);
    if wanted("model") || wanted("rush") {
        let cluster = schema::start(steps)?;
        if wanted("model") {
            let mut model =
                workspace::cargo(&["test", "-p", "market", "--features", "testkit", "--test", "model", "--", "--nocapture"]);
            model.env("SHANHUO_TEST_POSTGRES", &cluster.url).env("SHANHUO_MODEL_SEQUENCES", SEQUENCES);
            steps.command("the model, on both engines", model)?;
        }
        if wanted("rush") {
            let mut rush =
                workspace::cargo(&["run", "--release", "-p", "market", "--features", "testkit", "--example", "trade_bench"]);
            rush.env("SHANHUO_TEST_POSTGRES", &cluster.url).env("SHANHUO_BUYERS", BUYERS);
            steps.command("ten thousand buyers for a hundred units", rush)?;
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
