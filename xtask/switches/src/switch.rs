//! Puts the switches into the copy of the source: a module that knows which mutant lives, and files that ask it.

use crate::Done;
use crate::build::Lab;
use crate::list::Mutant;
use crate::nodes::{self, Found};
use crate::write::{self, Written};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Which mutant lives is said by `SHANHUO_MUTANT`, its number; `SHANHUO_REACHED` names a file in which it is noted whose places a
/// test comes past.
const MODULE: &str = r#"//! Which mutant lives.
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex};

static LIVES: LazyLock<usize> =
    LazyLock::new(|| std::env::var("SHANHUO_MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0));
static NOTES: LazyLock<Option<Mutex<std::fs::File>>> = LazyLock::new(|| {
    let file = std::env::var_os("SHANHUO_REACHED")?;
    std::fs::File::options().create(true).append(true).open(file).ok().map(Mutex::new)
});
static SEEN: [AtomicBool; COUNT + 1] = [const { AtomicBool::new(false) }; COUNT + 1];

/// The one of these that lives; zero where none of them does.
pub fn among(numbers: &[usize]) -> usize {
    if let Some(notes) = &*NOTES {
        for number in numbers {
            if !SEEN[*number].swap(true, Ordering::Relaxed)
                && let Ok(mut notes) = notes.lock()
            {
                let _ = writeln!(notes, "{number}");
            }
        }
    }
    if numbers.contains(&LIVES) { *LIVES } else { 0 }
}
"#;

/// All switches of a list, ready to be written again and again with fewer of them.
pub struct Switches<'a> {
    lab: &'a Lab<'a>,
    count: usize,
    files: BTreeMap<String, (String, Found)>,
}

/// Where each mutant stands in the files as they were written last.
pub type Parts = BTreeMap<String, Vec<(usize, Range<usize>)>>;

impl<'a> Switches<'a> {
    pub fn find(lab: &'a Lab<'a>, mutants: &[Mutant]) -> Done<Self> {
        let mut by_file: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
        for (number, mutant) in (1..).zip(mutants) {
            by_file.entry(&mutant.file).or_default().push((number, mutant));
        }
        let mut files = BTreeMap::new();
        for (file, those) in by_file {
            let text = read(lab, file)?;
            let found = nodes::find(&text, &those).map_err(|error| format!("{file} is no Rust: {error}"))?;
            files.insert(file.to_owned(), (text, found));
        }
        Ok(Self { lab, count: mutants.len(), files })
    }

    pub fn placed(&self) -> BTreeSet<usize> {
        self.files.values().flat_map(|(_, found)| &found.placed).copied().collect()
    }

    pub fn unviable(&self) -> BTreeSet<usize> {
        self.files.values().flat_map(|(_, found)| &found.unviable).copied().collect()
    }

    /// Writes all files with the switches of `live`, and the module.
    pub fn write(&self, live: &BTreeSet<usize>) -> Done<Parts> {
        let mut all = Parts::new();
        for (file, (text, found)) in &self.files {
            let Written { text, parts } = write::write(text, &found.nodes, |number| live.contains(&number));
            self.put(file, &text)?;
            all.insert(file.clone(), parts);
        }
        self.put("market/src/mutant.rs", &MODULE.replace("COUNT", &self.count.to_string()))?;
        let root = "market/src/lib.rs";
        self.put(root, &read(self.lab, root)?.replacen("\npub mod account;", "\npub(crate) mod mutant;\npub mod account;", 1))?;
        Ok(all)
    }

    /// What is written as it was keeps its time, and cargo its build.
    fn put(&self, file: &str, text: &str) -> Done {
        let path = self.lab.tree.join(file);
        if std::fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        std::fs::write(&path, text).map_err(|error| format!("{} cannot be written: {error}", path.display()))
    }
}

fn read(lab: &Lab<'_>, file: &str) -> Done<String> {
    std::fs::read_to_string(lab.source.join(file)).map_err(|error| format!("{file} cannot be read: {error}"))
}
