//! What the compiler refused the last time, so that it is not asked again while a file stays as it is.

use crate::Done;
use crate::build::Lab;
use crate::list::Mutant;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

pub struct Known<'a> {
    file: PathBuf,
    lines: BTreeSet<String>,
    mutants: &'a [Mutant],
    /// What each file says, in short.
    texts: BTreeMap<&'a str, u64>,
}

impl<'a> Known<'a> {
    pub fn read(lab: &Lab<'_>, mutants: &'a [Mutant]) -> Self {
        let file = lab.target.join("refused.txt");
        let lines = std::fs::read_to_string(&file).unwrap_or_default().lines().map(str::to_owned).collect();
        let mut texts = BTreeMap::new();
        for mutant in mutants {
            texts.entry(mutant.file.as_str()).or_insert_with(|| {
                let mut hasher = DefaultHasher::new();
                std::fs::read_to_string(lab.source.join(&mutant.file)).unwrap_or_default().hash(&mut hasher);
                hasher.finish()
            });
        }
        Self { file, lines, mutants, texts }
    }

    fn line(&self, mutant: &Mutant) -> String {
        format!("{:016x} {}", self.texts.get(mutant.file.as_str()).copied().unwrap_or_default(), mutant.name)
    }

    pub fn refused(&self) -> BTreeSet<usize> {
        (1..).zip(self.mutants).filter(|(_, mutant)| self.lines.contains(&self.line(mutant))).map(|(number, _)| number).collect()
    }

    pub fn write(&self, refused: &BTreeSet<usize>) -> Done {
        let these = refused.iter().filter_map(|number| self.mutants.get(number - 1)).map(|mutant| self.line(mutant));
        let all: BTreeSet<String> = these.chain(self.lines.iter().cloned()).collect();
        let text: String = all.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        std::fs::write(&self.file, text).map_err(|error| format!("{} cannot be written: {error}", self.file.display()))
    }
}
