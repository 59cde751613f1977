//! What became of each mutant, as cargo-mutants writes it: one a line, `file:line:column: what was changed`.

use crate::steps::Done;
use std::path::Path;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub killed: Vec<String>,
    pub survived: Vec<String>,
    /// Neither: the tests did not end, and nobody waits for ever.
    pub timeouts: Vec<String>,
    /// Changes that do not compile say nothing about tests.
    pub unviable: Vec<String>,
}

impl Tally {
    pub fn read(folder: &Path) -> Done<Self> {
        let lines = |name: &str| lines(&folder.join(name));
        Ok(Self {
            killed: lines("caught.txt")?,
            survived: lines("missed.txt")?,
            timeouts: lines("timeout.txt")?,
            unviable: lines("unviable.txt")?,
        })
    }

    pub fn add(&mut self, other: Self) {
        self.killed.extend(other.killed);
        self.survived.extend(other.survived);
        self.timeouts.extend(other.timeouts);
        self.unviable.extend(other.unviable);
    }

    /// Those of which all is known.
    pub fn judged(&self) -> impl Iterator<Item = &str> {
        [&self.killed, &self.survived, &self.timeouts, &self.unviable].into_iter().flatten().map(String::as_str)
    }

    pub fn viable(&self) -> usize {
        self.killed.len() + self.survived.len() + self.timeouts.len()
    }

    pub fn sentence(&self) -> String {
        let per_mille = (self.killed.len() * 1_000).checked_div(self.viable()).unwrap_or(1_000);
        format!(
            "{} mutants: {} killed ({}.{} %), {} survived, {} never ended; {} more did not compile",
            self.viable(),
            self.killed.len(),
            per_mille / 10,
            per_mille % 10,
            self.survived.len(),
            self.timeouts.len(),
            self.unviable.len()
        )
    }
}

/// Where there was nothing to be said, nothing is written.
pub fn lines(file: &Path) -> Done<Vec<String>> {
    let text = if file.exists() { std::fs::read_to_string(file) } else { Ok(String::new()) };
    let text = text.map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// A mutant without its place, which moves with every line above it.
pub fn name(mutant: &str) -> String {
    let mut parts = mutant.splitn(4, ':');
    match (parts.next(), parts.nth(2)) {
        (Some(file), Some(what)) => format!("{file}: {}", what.trim()),
        _ => mutant.to_owned(),
    }
}

/// The regular expression that finds this mutant and no other.
pub fn exactly(mutant: &str) -> String {
    let mut expression = String::from("^");
    for letter in mutant.chars() {
        if !letter.is_alphanumeric() && !" _".contains(letter) {
            expression.push('\\');
        }
        expression.push(letter);
    }
    expression.push('$');
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    const MUTANT: &str = "market/src/ledger/rules.rs:17:9: replace balances -> bool with true";

    #[test]
    fn a_mutant_is_known_wherever_it_stands() {
        assert_eq!(name(MUTANT), "market/src/ledger/rules.rs: replace balances -> bool with true");
        assert_eq!(name(&MUTANT.replace("17:9", "18:1")), name(MUTANT));
        assert_eq!(exactly("a.rs:1:2: replace && with ||"), r"^a\.rs\:1\:2\: replace \&\& with \|\|$");
    }

    #[test]
    fn the_share_is_of_those_that_compile_and_hanging_is_not_killing() {
        let some = |count: usize| vec![MUTANT.to_owned(); count];
        let mut tally = Tally { killed: some(19), survived: some(1), ..Tally::default() };
        assert!(tally.sentence().starts_with("20 mutants: 19 killed (95.0 %), 1 survived"), "{}", tally.sentence());
        tally.add(Tally { timeouts: some(1), unviable: some(3), ..Tally::default() });
        assert_eq!(tally.viable(), 21);
        assert!(tally.sentence().contains("(90.4 %), 1 survived, 1 never ended; 3 more"), "{}", tally.sentence());
    }
}
