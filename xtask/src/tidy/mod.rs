//! `cargo dev tidy`: what no compiler checks. Sizes are a ratchet: `tidy.toml` names the offenders of today with their numbers,
//! which may only fall; `--bless` lowers them. Where `cfg` stands, that a module says what it owns, and that nothing is left
//! for later, are laws.

mod laws;
mod ratchet;
mod sizes;
mod source;

use crate::steps::{Done, Steps};
use crate::workspace;
use source::Source;

pub fn run(steps: &mut Steps, arguments: &[&str]) -> Done {
    let bless = arguments.contains(&"--bless");
    steps.work("tidy", || {
        let sources = Source::of_the_workspace()?;
        let mut complaints: Vec<String> = sources.iter().flat_map(laws::broken).collect();
        let sizes = sources.iter().flat_map(sizes::too_large).collect();
        complaints.extend(ratchet::hold(&workspace::root().join("tidy.toml"), sizes, bless)?);
        if complaints.is_empty() {
            return Ok(format!("{} files", sources.len()));
        }
        Err(format!("{} things are untidy:\n  {}", complaints.len(), complaints.join("\n  ")))
    })
}
