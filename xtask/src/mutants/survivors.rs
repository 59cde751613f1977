//! The mutants that no test kills and that are known: each with the reason why it is let live.

use super::tally::{Tally, name};
use crate::steps::Done;
use crate::workspace;
use std::collections::BTreeMap;

pub const FILE: &str = "market/survivors.txt";

/// Reasons by a mutant's name without its place.
pub struct Survivors(BTreeMap<String, String>);

impl Survivors {
    pub fn read() -> Done<Self> {
        let text = std::fs::read_to_string(workspace::root().join(FILE));
        Self::parse(&text.map_err(|error| format!("{FILE} cannot be read: {error}"))?)
    }

    /// `# why`, then the mutants that it is said of, one a line; an empty line ends the reason.
    fn parse(text: &str) -> Done<Self> {
        let (mut reasons, mut reason, mut is_said) = (BTreeMap::new(), String::new(), false);
        for line in text.lines().map(str::trim) {
            if let Some(words) = line.strip_prefix('#') {
                if is_said {
                    reason.clear();
                }
                is_said = false;
                reason = format!("{reason} {}", words.trim()).trim().to_owned();
            } else if line.is_empty() {
                reason.clear();
            } else if reason.is_empty() {
                return Err(format!("{FILE} does not say why this is let live: {line}"));
            } else {
                is_said = true;
                reasons.insert(line.to_owned(), reason.clone());
            }
        }
        Ok(Self(reasons))
    }

    pub fn reason(&self, mutant: &str) -> Option<&str> {
        self.0.get(&name(mutant)).map(String::as_str)
    }

    pub fn unknown<'a>(&self, survived: &'a [String]) -> Vec<&'a String> {
        survived.iter().filter(|mutant| self.reason(mutant).is_none()).collect()
    }

    /// What is on the list and was tried, and did not survive anywhere.
    pub fn killed_since(&self, all: &Tally) -> Vec<String> {
        let is_among = |listed: &str, of: &[String]| of.iter().any(|mutant| name(mutant) == listed);
        let is_stale = |listed: &&String| is_among(listed, &all.killed) && !is_among(listed, &all.survived);
        self.0.keys().filter(is_stale).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str =
        "# Written for people.\n\n# The log is read by nobody\n# but people.\na.rs: replace f with ()\nb.rs: replace g with ()\n";

    #[test]
    fn every_survivor_has_its_reason() {
        let known = Survivors::parse(LIST).ok().unwrap();
        assert_eq!(known.reason("a.rs:3:4: replace f with ()"), Some("The log is read by nobody but people."));
        assert_eq!(known.reason("b.rs:1:1: replace g with ()"), known.reason("a.rs:9:9: replace f with ()"));
        assert!(Survivors::parse("a.rs: replace f with ()\n").is_err());
        assert!(Survivors::parse("# why\n\na.rs: replace f with ()\n").is_err());
        assert!(Survivors::read().is_ok());
    }

    #[test]
    fn the_list_is_neither_too_short_nor_too_long() {
        let known = Survivors::parse(LIST).ok().unwrap();
        let mutants = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let survived = mutants(&["a.rs:1:1: replace f with ()", "c.rs:1:1: replace h with ()"]);
        assert_eq!(known.unknown(&survived), [&survived[1]]);
        let killed = mutants(&["a.rs:2:2: replace f with ()", "b.rs:1:1: replace g with ()"]);
        let all = Tally { killed, survived, ..Tally::default() };
        assert_eq!(known.killed_since(&all), ["b.rs: replace g with ()"]);
    }
}
