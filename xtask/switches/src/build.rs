//! Builds the tests with all switches that compile. Which do not, the compiler says: those are left out, and it is asked again.

use crate::Done;
use crate::known::Known;
use crate::list::Mutant;
use crate::switch::{Parts, Switches};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The compiler stops at its first kind of complaint, so that it is asked several times.
const ROUNDS_MAX: usize = 40;

/// With which tests mutants are tried.
pub struct Trial {
    cargo: &'static [&'static str],
    test: &'static [&'static str],
}

impl Trial {
    /// `rules`: by their own tests, without a database. `trade`: by those of the whole trade, and of listings, which count stock.
    pub fn named(name: &std::ffi::OsStr) -> Option<Self> {
        match name.to_str()? {
            "rules" => Some(Self { cargo: &["-p", "market"], test: &["--lib"] }),
            "trade" => Some(Self {
                cargo: &["-p", "market", "--features", "testkit"],
                test: &["--lib", "--test", "slices", "--test", "trade", "--test", "model"],
            }),
            _ => None,
        }
    }
}

/// Where the source is, its copy, and the copy's builds.
pub struct Lab<'a> {
    pub source: &'a Path,
    pub tree: &'a Path,
    pub target: &'a Path,
    pub trial: Trial,
}

impl Lab<'_> {
    fn cargo(&self, words: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(words).args(self.trial.cargo).args(["--message-format", "json"]);
        command.current_dir(self.tree).env("CARGO_TARGET_DIR", self.target).stderr(Stdio::inherit());
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
                command.env_remove(name);
            }
        }
        command
    }
}

/// What can be run, and which mutants are in it.
pub struct Built {
    pub programs: Vec<PathBuf>,
    pub live: BTreeSet<usize>,
    pub unviable: BTreeSet<usize>,
    pub aside: BTreeSet<usize>,
}

/// Those of `mutants` that are wanted.
pub fn all(lab: &Lab<'_>, mutants: &[Mutant], wanted: &BTreeSet<usize>) -> Done<Built> {
    let switches = Switches::find(lab, mutants)?;
    let placed: BTreeSet<usize> = switches.placed().intersection(wanted).copied().collect();
    let aside = wanted.difference(&placed).copied().collect();
    let known = Known::read(lab, mutants);
    let mut unviable: BTreeSet<usize> = switches.unviable().union(&known.refused()).copied().collect();
    unviable.retain(|number| wanted.contains(number));
    let mut live: BTreeSet<usize> = placed.difference(&unviable).copied().collect();
    println!("      {} mutants, {} of them behind switches", mutants.len(), live.len());
    for round in 1..=ROUNDS_MAX {
        let parts = switches.write(&live)?;
        let refused = refused(lab, &parts)?;
        println!("      round {round}: {} of {} switches do not compile", refused.len(), live.len());
        if refused.is_empty() {
            return Ok(Built { programs: programs(lab)?, live, unviable, aside });
        }
        live = live.difference(&refused).copied().collect();
        unviable.extend(refused);
        known.write(&unviable)?;
    }
    Err(format!("after {ROUNDS_MAX} rounds the compiler still complains."))
}

/// The mutants in which the compiler found something.
fn refused(lab: &Lab<'_>, parts: &Parts) -> Done<BTreeSet<usize>> {
    let output = lab.cargo(&["build", "--quiet"]).output().map_err(|error| format!("cargo could not start: {error}"))?;
    let mut refused = BTreeSet::new();
    let (mut elsewhere, mut is_plainer) = (String::new(), false);
    for message in messages(&output.stdout).filter(|message| message["message"]["level"] == "error") {
        let found = places_in(&message["message"], parts);
        if found.is_empty() && message["message"]["spans"].as_array().is_some_and(|spans| !spans.is_empty()) {
            elsewhere.push_str(message["message"]["rendered"].as_str().unwrap_or_default());
            is_plainer |= make_plain(lab, &message["message"])?;
        }
        refused.extend(found);
    }
    match refused.is_empty() && !output.status.success() {
        true if is_plainer => self::refused(lab, parts),
        true => Err(format!("the market does not compile with its switches:\n{elsewhere}")),
        false => Ok(refused),
    }
}

/// A constant function of a file without switches calls one that has some, and so is none any more: in the copy both are plain ones. Says
/// whether that was it.
fn make_plain(lab: &Lab<'_>, message: &Value) -> Done<bool> {
    let span = &message["spans"][0];
    let at = span["byte_start"].as_u64().and_then(|at| usize::try_from(at).ok());
    let (Some("E0015"), Some(name), Some(at)) = (message["code"]["code"].as_str(), span["file_name"].as_str(), at) else {
        return Ok(false);
    };
    let file = lab.tree.join(name);
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{name} cannot be read: {error}"))?;
    let Some(plain) = without_constness(&text, at) else { return Ok(false) };
    std::fs::write(&file, plain).map_err(|error| format!("{name} cannot be written: {error}"))?;
    Ok(true)
}

/// The text, in which the function around this place is no constant one; every other letter stays where it was.
fn without_constness(text: &str, at: usize) -> Option<String> {
    let begins = text.get(..at)?.rfind("fn ")?;
    let word = begins.checked_sub("const ".len())?;
    (text.get(word..begins)? == "const ").then(|| format!("{}{}{}", &text[..word], " ".repeat("const ".len()), &text[begins..]))
}

fn messages(output: &[u8]) -> impl Iterator<Item = Value> + '_ {
    output.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok())
}

fn places_in(message: &Value, parts: &Parts) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for span in message["spans"].as_array().into_iter().flatten() {
        let place = (span["file_name"].as_str(), span["byte_start"].as_u64().and_then(|at| usize::try_from(at).ok()));
        let (Some(file), Some(at)) = place else { continue };
        for (number, range) in parts.get(file).into_iter().flatten() {
            if range.contains(&at) {
                found.insert(*number);
            }
        }
    }
    found
}

/// The tests, built.
fn programs(lab: &Lab<'_>) -> Done<Vec<PathBuf>> {
    let mut build = lab.cargo(&["test", "--no-run", "--quiet"]);
    let output = build.args(lab.trial.test).output().map_err(|error| format!("cargo could not start: {error}"))?;
    let programs: Vec<PathBuf> =
        messages(&output.stdout).filter_map(|message| message["executable"].as_str().map(PathBuf::from)).collect();
    match output.status.success() {
        true => Ok(programs),
        false => Err("the tests of the market do not compile with its switches.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::without_constness;

    #[test]
    fn only_the_function_around_a_place_is_made_plain() {
        let text = "const fn f() {}\npub const fn g() { f() }\nfn h() { f() }";
        let plain = "const fn f() {}\npub       fn g() { f() }\nfn h() { f() }";
        assert_eq!(without_constness(text, text.find("f() }").unwrap()).as_deref(), Some(plain));
        assert_eq!(without_constness(text, text.rfind("f() }").unwrap()), None, "it is a plain one");
        assert_eq!((without_constness("fn f", 4), without_constness("a", 1), without_constness("a", 9)), (None, None, None));
    }
}
